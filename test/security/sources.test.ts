// What the code that is shipped can do at all, read from its syntax trees: which of Node's modules each file may use, and that nothing in it
// opens a connection, starts a process or runs a text as code.
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { nodesOf, parseSource, type SyntaxNode } from "../support/syntaxTree.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Modules by file; a list says which of their functions. Files that are not here may use none. */
const MAY_IMPORT: Readonly<Record<string, Readonly<Record<string, "all" | readonly string[]>>>> = {
  "server/main/files.ts": {
    "node:fs": [
      "accessSync",
      "constants",
      "Dirent",
      "readdirSync",
      "readFileSync",
      "realpathSync",
      "Stats",
      "statSync",
      // The one place that writes: `fix` replaces a file by a new one beside it.
      "chmodSync",
      "chownSync",
      "renameSync",
      "rmSync",
      "writeFileSync",
    ],
    "node:path": "all",
  },
  "server/main/disk.ts": { "node:url": ["fileURLToPath", "pathToFileURL"] },
  // The one place that starts a process, where the user turned `traefikSwarm.dockerCli` on.
  "server/main/docker.ts": { "node:child_process": ["execFile"], "node:path": "all", "node:url": ["fileURLToPath"] },
  "server/main/engine.ts": { "node:v8": ["setFlagsFromString"] },
  "server/main/cli.ts": { "node:worker_threads": ["parentPort"] },
  "server/main/cli/share.ts": { "node:worker_threads": ["workerData"] },
  // The command line's own threads, which run its own file.
  "server/main/cli/threads.ts": { "node:os": ["availableParallelism"], "node:worker_threads": ["Worker"] },
  "server/main/cli/formats.ts": { "node:url": ["pathToFileURL"] },
  "server/main/cli/projects.ts": { "node:path": "all", "node:url": ["pathToFileURL"] },
  "server/main/cli/report.ts": { "node:url": ["fileURLToPath"] },
  "server/main/cli/options.ts": { "node:util": ["parseArgs"] },
};

/** Only `fix` writes files, by this function. */
const MAY_WRITE = ["server/main/cli/fix.ts"];

/** Names that reach a network, run code or start something, wherever they come from. */
const FORBIDDEN = [
  "eval",
  "Function",
  "fetch",
  "XMLHttpRequest",
  "WebSocket",
  "EventSource",
  "RTCPeerConnection",
  "importScripts",
  "Worker",
  "SharedWorker",
  "WebAssembly",
  "require",
];

/** What VS Code offers for the same; the extension uses none of it. */
const FORBIDDEN_OF_VSCODE = [
  "openExternal",
  "createTerminal",
  "executeTask",
  "registerTaskProvider",
  "ShellExecution",
  "ProcessExecution",
  "asExternalUri",
  "startDebugging",
  "writeFile",
  "createWriteStream",
  "getSession",
  "secrets",
  "createTelemetryLogger",
];

const sources = globSync("{server/src,server/main,client/src}/**/*.ts", { cwd: root })
  .map((file) => file.split(path.sep).join("/"))
  .map((file) => ({ file, nodes: nodesOf(parseSource(file, readFileSync(path.join(root, file), "utf8"))) }));

const identifier = (node: SyntaxNode | undefined): string => (node?.type === "Identifier" ? String(node.name) : "");

test("there is something to look at", () => assert.ok(sources.length > 150 && sources.every((s) => s.nodes.length > 3)));

test("files use the modules of Node that they may", () => {
  const wrong = sources.flatMap(({ file, nodes }) =>
    nodes
      .filter((n) => n.type === "ImportDeclaration" || n.type === "ExportNamedDeclaration" || n.type === "ExportAllDeclaration")
      .flatMap((n) => {
        const name = (n.source as { value: string } | null | undefined)?.value;
        if (name === undefined || !isBuiltin(name)) return [];
        const allowed = MAY_IMPORT[file]?.[name];
        const names = ((n.specifiers ?? []) as SyntaxNode[]).map((s) =>
          s.type === "ImportSpecifier" ? identifier(s.imported as SyntaxNode) : "*",
        );
        return allowed === "all" || names.every((x) => allowed?.includes(x)) ? [] : [`${file}: ${names.join(", ")} of ${name}`];
      }),
  );
  assert.deepEqual(wrong, []);
});

test("what may be imported is imported", () => {
  const used = new Set(
    sources.flatMap(({ file, nodes }) =>
      nodes.filter((n) => n.type === "ImportDeclaration").map((n) => `${file} ${(n.source as { value: string }).value}`),
    ),
  );
  const needless = Object.entries(MAY_IMPORT).flatMap(([file, modules]) =>
    Object.keys(modules)
      .map((m) => `${file} ${m}`)
      .filter((x) => !used.has(x)),
  );
  assert.deepEqual(needless, []);
});

test("nothing runs texts as code, opens connections or starts processes", () => {
  const wrong = sources.flatMap(({ file, nodes }) =>
    nodes.flatMap((n) => {
      const callee = n.type === "CallExpression" || n.type === "NewExpression" ? (n.callee as SyntaxNode) : undefined;
      if (identifier(callee) === "Worker" && file === "server/main/cli/threads.ts") return [];
      if (FORBIDDEN.includes(identifier(callee))) return [`${file}: ${identifier(callee)}()`];
      // `globalThis.fetch`, `x["constructor"]("code")`
      const property = n.type === "MemberExpression" ? (n.property as SyntaxNode) : undefined;
      const name = property?.type === "Literal" ? String(property.value) : identifier(property);
      if (
        n.type === "MemberExpression" &&
        ["globalThis", "window", "self"].includes(identifier(n.object as SyntaxNode)) &&
        FORBIDDEN.includes(name)
      )
        return [`${file}: ${name}`];
      if (property && name === "constructor") return [`${file}: .constructor`];
      if (n.type === "ImportExpression" && (n.source as SyntaxNode).type !== "Literal") return [`${file}: import() of a computed name`];
      const timer = ["setTimeout", "setInterval"].includes(identifier(callee)) ? (n.arguments as SyntaxNode[])[0] : undefined;
      if (timer && (timer.type === "Literal" || timer.type === "TemplateLiteral")) return [`${file}: a timer with code as text`];
      return [];
    }),
  );
  assert.deepEqual(wrong, []);
});

test("the extension asks VS Code for nothing that leaves the editor, and writes by edits only", () => {
  const wrong = sources
    .filter(({ file }) => file.startsWith("client/"))
    .flatMap(({ file, nodes }) =>
      nodes
        .filter((n) => n.type === "MemberExpression" || n.type === "ImportSpecifier")
        .map((n) => identifier((n.property ?? n.imported) as SyntaxNode))
        .filter((name) => FORBIDDEN_OF_VSCODE.includes(name))
        .map((name) => `${file}: ${name}`),
    );
  assert.deepEqual(wrong, []);
});

test("only `fix` writes files", () => {
  const writers = sources.filter(({ nodes }) =>
    nodes.some((n) => n.type === "ImportSpecifier" && identifier(n.imported as SyntaxNode) === "replaceText"),
  );
  assert.deepEqual(
    writers.map((s) => s.file),
    MAY_WRITE,
  );
});
