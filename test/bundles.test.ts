// What is built: what each bundle loads to start, how large that is, which texts it reads, and that the package holds it.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { globSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { connect } from "./support/client.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = path.join(root, "dist");
const MAX_KB = 600;
const BAD = "# traefik-swarm: target=swarm\nservices:\n  web:\n    image: a/b:1\n    labels:\n      - traefik.enable=true\n";

/** Files of dist/ that a program has loaded when it writes for the first time; there it ends. */
async function loadedBy(args: readonly string[], input = ""): Promise<string[]> {
  const hook = `
    import { createRequire } from "node:module";
    import { writeSync } from "node:fs";
    const { cache } = createRequire("file:///");
    process.stdout.write = () => (writeSync(2, Object.keys(cache).join("\\n")), process.exit());
  `;
  const node = [`--import=data:text/javascript,${encodeURIComponent(hook)}`, ...args];
  const child = spawn(process.execPath, node, { cwd: root });
  after(() => child.kill("SIGKILL"));
  child.stdin.write(input);
  let list = "";
  for await (const chunk of child.stderr) list += chunk;
  return list.split("\n").map((file) => path.basename(file));
}

const sizeOf = (files: readonly string[]): number => files.reduce((sum, file) => sum + statSync(path.join(dist, file)).size / 1024, 0);

const framed = (...messages: readonly object[]): string =>
  messages
    .map((m) => JSON.stringify({ jsonrpc: "2.0", ...m }))
    .map((json) => `Content-Length: ${Buffer.byteLength(json)}\r\n\r\n${json}`)
    .join("");

const INITIALIZE = {
  id: 1,
  method: "initialize",
  params: { processId: null, rootUri: null, capabilities: { workspace: { configuration: true } } },
};

test("the server answers `initialize` before it loads what it works with", async () => {
  const loaded = await loadedBy(["dist/server.cjs", "--stdio"], framed(INITIALIZE));
  assert.ok(loaded.includes("server.cjs"), loaded.join());
  assert.ok(!loaded.some((file) => /engine|texts/.test(file)), loaded.join());
  assert.ok(sizeOf(loaded) < MAX_KB / 2, `${sizeOf(loaded)} KB`);
});

test("`activate` waits for nothing that speaks to the server", () => {
  const text = (file: string) => readFileSync(path.join(dist, file), "utf8");
  const started = ["client.cjs"];
  for (const file of started) started.push(...[...text(file).matchAll(/=require\("\.\/([^"]+)"\)/g)].map((m) => m[1]!));
  assert.ok(/then\([^;]*require\("\.\/client-session-/.test(text("client.cjs")));
  assert.ok(sizeOf(started) < MAX_KB / 10, started.join());
});

test("the command line loads the engine where it is needed, and the texts of one language", async () => {
  const help = await loadedBy(["dist/cli.cjs", "--help"]);
  assert.ok(help.includes("cli.cjs") && sizeOf(help) < MAX_KB / 10, help.join());
  for (const [language, other] of [
    ["en", "zh-cn"],
    ["zh-cn", "en"],
  ] as const) {
    const loaded = await loadedBy(["dist/cli.cjs", "lint", "--lang", language, "test/examples"]);
    assert.ok(loaded.includes(`texts.${language}.json`) && !loaded.includes(`texts.${other}.json`), loaded.join());
    assert.ok(sizeOf(loaded.filter((file) => file.endsWith(".cjs"))) < MAX_KB);
  }
});

test(`no file is larger than ${MAX_KB} KB`, () => {
  const large = readdirSync(dist).filter((file) => /\.(?:cjs|json)$/.test(file) && sizeOf([file]) >= MAX_KB);
  assert.deepEqual(large, []);
});

test("files are of one byte a character, so that they take half the memory", () => {
  for (const file of readdirSync(dist).filter((name) => name.endsWith(".cjs")))
    assert.ok(!/[^\0-\x7f]/.test(readFileSync(path.join(dist, file), "latin1")), file);
});

test("a built server speaks Chinese", { timeout: 30_000 }, async () => {
  const client = await connect({ mode: "over stdio", locale: "zh-cn" });
  const [first] = await client.open("stack.yml", BAD);
  assert.match(String(first?.message), /\p{Script=Han}/u);
  await client.stop();
});

// Built, the engine is there in one turn; of the sources, files are read one by one while messages come.
for (const server of ["dist/server.cjs", "server/main/node.ts"])
  test(`${server}: what comes with \`initialize\` in one piece waits for the engine, in its order`, {
    timeout: 30_000,
  }, async (context) => {
    const child = spawn(process.execPath, [server, "--stdio"], { cwd: root, stdio: ["pipe", "pipe", "inherit"] });
    context.after(() => child.kill("SIGKILL"));
    const uri = "file:///stack.yml";
    const textDocument = { uri, languageId: "yaml", version: 1, text: BAD };
    const insert = { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: "# x\n" };
    child.stdin.write(
      framed(
        INITIALIZE,
        { method: "initialized", params: {} },
        { method: "textDocument/didOpen", params: { textDocument } },
        { id: 2, method: "traefikSwarm/status", params: { uri } },
        { method: "textDocument/didChange", params: { textDocument: { uri, version: 2 }, contentChanges: [insert] } },
        { id: 3, method: "shutdown" },
        { method: "exit" },
      ),
    );
    let out = "";
    for await (const chunk of child.stdout) out += chunk;
    const messages = out
      .split(/Content-Length: \d+\r\n\r\n/)
      .filter(Boolean)
      .map((json) => JSON.parse(json));
    assert.deepEqual(
      messages.filter((m) => "result" in m).map((m) => m.id),
      [1, 2, 3],
    );
    assert.ok(
      messages.some((m) => m.method === "workspace/configuration"),
      "what `initialized` starts",
    );
    assert.equal(messages.find((m) => m.id === 2 && "result" in m).result.mode, "swarm");
    // Parts of what takes long have none.
    const published = messages
      .filter((m) => m.method === "textDocument/publishDiagnostics" && m.params.version !== undefined)
      .map((m) => m.params);
    assert.deepEqual(
      published.map((p) => p.version),
      [1, 2],
    );
    assert.equal(published[1].diagnostics[0].range.start.line, published[0].diagnostics[0].range.start.line + 1);
  });

test("the package holds what the extension and its server load, and no command line", () => {
  const patterns = readFileSync(path.join(root, ".vscodeignore"), "utf8").split("\n");
  const packed = globSync(
    patterns.filter((line) => line.startsWith("!dist/")).map((line) => line.slice(1)),
    { cwd: root },
  );
  const built = readdirSync(dist).filter((file) => /^(?:client|server)\b.*\.cjs$|^texts\..*\.json$/.test(file));
  assert.deepEqual(packed.map((file) => path.basename(file)).sort(), built.sort());
});
