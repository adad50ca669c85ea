// What the built server and command line do at all, under Node's own permissions: they work where nothing may be written, no process may be
// started and every connection ends the process. `fix` works where only the folder that it is given may be written.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { connect } from "../support/client.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const BAD = `# traefik-swarm: target=swarm
services:
  web:
    image: a/b:1
    labels:
      - traefik.enable=true
`;

/** Before the program: whatever would speak to a network ends the process with a code of its own. */
const NO_NETWORK = `--import=data:text/javascript,${encodeURIComponent(`
  import { createRequire } from "node:module";
  const require = createRequire("file:///");
  const end = () => process.exit(70);
  require("node:net").Socket.prototype.connect = end;
  require("node:net").Server.prototype.listen = end;
  require("node:dgram").Socket.prototype.send = end;
  require("node:dns").lookup = end;
  require("node:dns").promises.lookup = end;
  globalThis.fetch = end;
  globalThis.WebSocket = end;
  require("node:fs").fsyncSync = () => undefined; // Node has none under permissions
`)}`;
const READ_ONLY = ["--permission", "--allow-fs-read=*", NO_NETWORK];

const node = (...args: string[]) => spawnSync(process.execPath, args, { encoding: "utf8" });

test("the guard holds: a write, a process and a connection end the program", () => {
  for (const [code, status] of [
    ['require("fs").writeFileSync("x", "")', 1],
    ['require("child_process").spawnSync("true")', 1],
    ['require("net").connect(1)', 70],
    ['fetch("http://127.0.0.1:1")', 70],
  ] as const)
    assert.equal(node(...READ_ONLY, "-e", code).status, status, code);
});

test("the server needs nothing but to read", { timeout: 30_000 }, async () => {
  const client = await connect({ mode: "over stdio", files: { "a.yml": BAD }, node: READ_ONLY });
  await client.published("a.yml", (l) => l.some((d) => d.code === "labels/outside-deploy"));
  await client.open("b.yml", BAD);
  const actions = await client.actions("b.yml", { start: { line: 5, character: 8 }, end: { line: 5, character: 8 } });
  assert.ok(actions.length > 0);
  await client.stop();
});

test("`lint` and `readiness` need nothing but to read, `fix` writes where it was told to", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "traefik-swarm-runtime-"));
  try {
    writeFileSync(path.join(folder, "a.yml"), BAD);
    const cli = (options: readonly string[], command: string) => node(...options, path.join(root, "dist/cli.cjs"), command, folder);
    assert.equal(cli(READ_ONLY, "lint").status, 1);
    assert.equal(cli(READ_ONLY, "readiness").status, 0);
    assert.equal(cli(READ_ONLY, "fix").status, 2, "it says that it can't write");
    assert.equal(readFileSync(path.join(folder, "a.yml"), "utf8"), BAD);
    const fixed = cli([...READ_ONLY, `--allow-fs-write=${folder}`], "fix");
    assert.equal(fixed.status, 0, fixed.stderr);
    assert.notEqual(readFileSync(path.join(folder, "a.yml"), "utf8"), BAD);
    assert.deepEqual(globSync("*", { cwd: folder }), ["a.yml"]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** By bundle: modules of Node that packages in it load. */
const BUNDLES: Readonly<Record<string, readonly string[]>> = {
  // vscode-languageserver can speak over pipes and sockets, and starts a process to find modules; neither is asked for.
  server: ["buffer", "child_process", "crypto", "fs", "net", "os", "path", "process", "url", "util", "v8"],
  cli: ["buffer", "fs", "os", "path", "process", "url", "util", "worker_threads"],
  // vscode-languageclient starts the server.
  client: ["child_process", "crypto", "fs", "net", "os", "path", "readline", "util"],
};

test("the bundles hold no other modules", () => {
  for (const [name, allowed] of Object.entries(BUNDLES)) {
    const text = globSync(`dist/${name}{,-*}.cjs`, { cwd: root })
      .map((file) => readFileSync(path.join(root, file), "utf8"))
      .join("\n");
    assert.ok(!/typeof require/.test(text), `${name}: it has another name there`);
    const loaded = [...text.matchAll(/\brequire\("(?:node:)?([^"]+)"\)/g)]
      .map((m) => m[1]!)
      .filter((m) => m !== "vscode" && !m.startsWith("./"));
    assert.ok(loaded.length > 3);
    assert.deepEqual(
      [...new Set(loaded)].filter((m) => !allowed.includes(m)),
      [],
      name,
    );
  }
});
