// The layers of the code, read from its imports: who may know whom, no cycles, no default exports, small files.
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** A layer may import itself and what stands here: other layers, files of them, packages. */
const LAYERS: Readonly<Record<string, readonly string[]>> = {
  "server/src/syntax": ["yaml"],
  "server/src/catalog": [],
  "server/src/model": ["server/src/syntax", "server/src/catalog"],
  // Numbers in, numbers out: it knows neither files nor settings.
  "server/src/timeline": [],
  "server/src/workspace": ["server/src/timeline", "server/src/model", "server/src/syntax", "server/src/catalog"],
  "server/src/rules": ["server/src/workspace", "server/src/timeline", "server/src/model", "server/src/syntax", "server/src/catalog"],
  "server/src/features": [
    "server/src/rules",
    "server/src/workspace",
    "server/src/timeline",
    "server/src/model",
    "server/src/syntax",
    "server/src/catalog",
    "vscode-languageserver-types",
    "snippets/traefik-swarm.json",
  ],
  "server/src/protocol": [
    "server/src/features",
    "server/src/rules",
    "server/src/workspace",
    "server/src/model",
    "server/src/syntax",
    "server/src/catalog",
    "vscode-languageserver",
  ],
  // The hosts; the command line uses the engine without a protocol.
  "server/main": [
    "server/src/protocol",
    "server/src/features",
    "server/src/rules",
    "server/src/workspace",
    "server/src/timeline",
    "server/src/syntax",
    "vscode-languageserver",
    "node:",
    "package.json",
  ],
  "client/src": ["vscode", "vscode-languageclient", "server/src/protocol/messages.ts"],
};

const MAX_LINES = 300;

interface Source {
  readonly file: string;
  readonly layer: string;
  readonly text: string;
  /** Paths from the root, or names of packages. */
  readonly imports: readonly string[];
}

const sources: readonly Source[] = Object.keys(LAYERS).flatMap((layer) =>
  globSync("**/*.ts", { cwd: path.join(root, layer) }).map((name): Source => {
    const file = path.posix.join(layer, name.split(path.sep).join("/"));
    const text = readFileSync(path.join(root, file), "utf8");
    return { file, layer, text, imports: importsOf(text).map((target) => resolve(file, target)) };
  }),
);

function importsOf(text: string): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
  return [
    ...code.matchAll(/(?:^\s*(?:import|export)\b[^"'`;]*?\bfrom\s*|^\s*import\s*|\bimport\(\s*|\brequire\(\s*)["']([^"']+)["']/gm),
  ].map((m) => m[1]!);
}

function resolve(from: string, target: string): string {
  return target.startsWith(".") ? path.posix.normalize(path.posix.join(path.posix.dirname(from), target)) : target;
}

const isBelow = (name: string, folder: string): boolean =>
  name === folder || name.startsWith(`${folder}/`) || (folder.endsWith(":") && name.startsWith(folder));

test("there are sources in every layer", () => {
  for (const layer of Object.keys(LAYERS))
    assert.ok(
      sources.some((s) => s.layer === layer),
      layer,
    );
});

test("a layer imports what is below it, and only its own packages", () => {
  const wrong = sources.flatMap((s) =>
    s.imports
      .filter((i) => !isBelow(i, s.layer) && !LAYERS[s.layer]!.some((allowed) => isBelow(i, allowed)))
      .map((i) => `${s.file} -> ${i}`),
  );
  assert.deepEqual(wrong, []);
});

test("imports name files that are there", () => {
  const files = new Set(sources.map((s) => s.file));
  const lost = sources.flatMap((s) =>
    s.imports.filter((i) => /^(?:server|client)\//.test(i) && !files.has(i)).map((i) => `${s.file} -> ${i}`),
  );
  assert.deepEqual(lost, []);
});

test("no cycles", () => {
  const byFile = new Map(sources.map((s) => [s.file, s]));
  const done = new Set<string>();
  const visit = (file: string, trail: readonly string[]): void => {
    assert.ok(!trail.includes(file), `a cycle: ${[...trail.slice(trail.indexOf(file)), file].join(" -> ")}`);
    if (done.has(file)) return;
    for (const target of byFile.get(file)?.imports ?? []) visit(target, [...trail, file]);
    done.add(file);
  };
  for (const { file } of sources) visit(file, []);
});

test("no default exports, no barrels", () => {
  const wrong = sources.filter((s) => /^\s*export\s+(?:default\b|\*|\{[^}]*\bas\s+default\b)/m.test(s.text)).map((s) => s.file);
  assert.deepEqual(wrong, []);
});

test("files begin with a sentence on what they are for", () => {
  const wrong = sources.filter((s) => !/^(?:#!.*\n)?(?:\/\/|\/\*\*?) ?\S/.test(s.text)).map((s) => s.file);
  assert.deepEqual(wrong, []);
});

test(`files have at most ${MAX_LINES} lines, unless their head says why`, () => {
  const head = (text: string) => text.split("\n").slice(0, 6).join(" ");
  const wrong = sources.filter((s) => s.text.split("\n").length > MAX_LINES && !/generated|long (?:because|as|since)/i.test(head(s.text)));
  assert.deepEqual(
    wrong.map((s) => s.file),
    [],
  );
});

test("the engine is the same everywhere: no process, disk or window in server/src", () => {
  const code = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
  const wrong = sources.filter(
    (s) => s.layer.startsWith("server/src") && /(?<![.\w])(?:process\.|__dirname|globalThis\.process|window\.)/.test(code(s.text)),
  );
  assert.deepEqual(
    wrong.map((s) => s.file),
    [],
  );
});
