// What clients and disks may do to the server: it stays, tells of a limit once, and goes on judging.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { CancellationTokenSource } from "vscode-languageserver/node";
import type { Diagnostic } from "vscode-languageserver-types";
import { STATUS } from "../../server/src/protocol/messages.ts";
import { type Client, connect, type Mode } from "../support/client.ts";

const BAD = `# traefik-swarm: target=swarm
services:
  web:
    image: a/b:1
    labels:
      - traefik.enable=true
`;
const outside = (list: readonly Diagnostic[]) => list.some((d) => d.code === "labels/outside-deploy");

function shown(client: Client): string[] {
  const messages: string[] = [];
  client.connection.onNotification("window/showMessage", ({ message }: { message: string }) => void messages.push(message));
  return messages;
}

for (const mode of ["in memory", "over stdio"] satisfies Mode[]) {
  const run = (name: string, body: () => Promise<void>) => test(`${mode}: ${name}`, { timeout: 120_000 }, body);

  run("a limit is told once, in the client's language, and other files are judged", async () => {
    for (const [locale, word] of [
      ["en", /longer than 2 MB/],
      ["zh-cn", /超过 2 MB/],
    ] as const) {
      const client = await connect({ mode, locale });
      const messages = shown(client);
      const long = `services:\n${`# ${"x".repeat(1_000)}\n`.repeat(3_000)}`;
      assert.deepEqual(await client.open("long.yml", long), []);
      await client.change("long.yml", "# y\n", { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } });
      await client.change("long.yml", `${long}\n`);
      assert.ok(outside(await client.open("a.yml", BAD)));
      // Within the limit it is read again.
      assert.ok(outside(await client.change("long.yml", BAD)));
      await client.connection.sendRequest(STATUS, { uri: client.uri("a.yml") });
      assert.equal(messages.length, 1, messages.join("\n"));
      assert.match(messages[0]!, word);
      await client.stop();
    }
  });

  run("a client that knows none of what it is asked", async () => {
    const client = await connect({ mode, files: { "a.yml": BAD } });
    for (const method of ["client/registerCapability", "window/workDoneProgress/create", "workspace/configuration"])
      client.connection.onRequest(method, () => Promise.reject(new Error("no")));
    await client.connection.sendNotification("workspace/didChangeConfiguration", { settings: null }).catch(() => undefined);
    assert.ok(outside(await client.open("b.yml", BAD)));
    // It ends as it should, and has logged that it was refused.
    await assert.rejects(client.stop(), /^Error: the server logged: initialized: Error: Request workspace\/configuration failed/);
  });

  run("deep nesting and alias bombs are told of", async () => {
    const client = await connect({ mode });
    const messages = shown(client);
    await client.open("deep.yml", `${BAD}  deep:\n    x: ${"[".repeat(10_000)}\n`);
    await client.open("bomb.yml", `x-a: &a [${"a,".repeat(9_000)}]\n${BAD}  b: { x: *a, y: *a }\n`);
    // What it answers comes behind what it told.
    await client.connection.sendRequest(STATUS, { uri: client.uri("bomb.yml") });
    assert.deepEqual(
      messages.map((m) => /deeper|Aliases/.exec(m)?.[0]),
      ["deeper", "Aliases"],
    );
    await client.stop();
  });

  run("requests that are cancelled, out of order, or about nothing", async () => {
    const client = await connect({ mode });
    await client.open("a.yml", BAD);
    const ask = (method: string, more: object = {}) => {
      const token = new CancellationTokenSource();
      const params = { textDocument: { uri: client.uri("a.yml") }, position: { line: 2, character: 3 }, ...more };
      const answer = client.connection.sendRequest(method, params, token.token).catch(() => "cancelled");
      token.cancel();
      return answer;
    };
    const everywhere = { start: { line: 0, character: 0 }, end: { line: 1e6, character: 1e6 } };
    await Promise.all(
      Array.from({ length: 20 }, () => [
        ask("textDocument/hover"),
        ask("textDocument/completion"),
        ask("textDocument/codeLens"),
        ask("textDocument/inlayHint", { range: everywhere }),
        ask("textDocument/codeAction", { range: everywhere, context: { diagnostics: [] } }),
        ask(STATUS, { uri: client.uri("a.yml") }),
      ]).flat(),
    );
    const note = (method: string, params: object) => client.connection.sendNotification(method, params);
    const document = { uri: client.uri("never.yml"), version: 3 };
    await note("textDocument/didClose", { textDocument: document });
    await note("textDocument/didChange", { textDocument: document, contentChanges: [{ text: "x" }] });
    await note("textDocument/didOpen", { textDocument: { uri: client.uri("a.yml"), languageId: "yaml", version: 1, text: BAD } });
    await note("textDocument/didChange", { textDocument: { uri: client.uri("a.yml"), version: -5 }, contentChanges: [] });
    await note("workspace/didChangeWatchedFiles", {
      changes: [
        { uri: "no uri", type: 2 },
        { uri: client.uri("gone.yml"), type: 1 },
      ],
    });
    await note("traefikSwarm/nothing", {});
    await assert.rejects(client.connection.sendRequest("traefikSwarm/nothing", {}));
    assert.ok(outside(await client.open("b.yml", BAD)));
    await client.stop();
  });

  run("folders that lead back, lead nowhere or are closed; files that are none, and that vanish", async () => {
    const client = await connect({ mode, files: { "a.yml": BAD } });
    await client.published("a.yml", outside);
    const at = (name: string) => path.join(client.folder, name);
    mkdirSync(at("sub"));
    symlinkSync(client.folder, at("sub/up"));
    symlinkSync(at("sub/round"), at("sub/round"));
    symlinkSync(at("nowhere"), at("lost.yml"));
    mkdirSync(at("folder.yml"));
    writeFileSync(at("sub/latin.yml"), Buffer.from(BAD.replace("web", "w\xe9b"), "latin1"));
    writeFileSync(at("sub/new.yml"), BAD);
    mkdirSync(at("closed"));
    writeFileSync(at("closed/b.yml"), BAD);
    chmodSync(at("closed"), 0);
    if (process.platform !== "win32") execFileSync("mkfifo", [at("pipe.yml")]);
    rmSync(at("a.yml"));
    // A file of that name has the folders read again.
    writeFileSync(at(".traefik-swarm.yml"), "");
    await client.connection.sendNotification("workspace/didChangeWatchedFiles", {
      changes: [{ uri: client.uri(".traefik-swarm.yml"), type: 1 }],
    });
    await client.published("sub/new.yml", outside);
    await client.published("a.yml", (l) => l.length === 0);
    chmodSync(at("closed"), 0o700);
    await client.stop();
  });
}

test("after a crash a server that is told what is open says the same", { timeout: 60_000 }, async () => {
  const texts = { "a.yml": BAD, "b.yml": BAD.replace("web", "app") };
  const said = async () => {
    const client = await connect({ mode: "over stdio" });
    const lists: string[] = [];
    for (const [file, text] of Object.entries(texts)) {
      await client.open(file, "");
      lists.push(JSON.stringify(await client.change(file, text)).replaceAll(client.uri(""), ""));
    }
    return { client, lists };
  };
  const first = await said();
  const second = await said();
  assert.deepEqual(first.lists, second.lists);
  await first.client.stop();
  await second.client.stop();
});

test("a server whose client is gone ends", { timeout: 60_000 }, async (context) => {
  const server = fileURLToPath(new URL("../../dist/server.cjs", import.meta.url));
  const child = spawn(process.execPath, [server, "--stdio"], { stdio: ["pipe", "pipe", "ignore"] });
  context.after(() => child.kill("SIGKILL"));
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.stdin.end();
  await ended;
});
