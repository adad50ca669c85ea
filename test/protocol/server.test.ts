// The server as a client meets it: the same tests in memory and over stdio against the built server.
import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import type { CodeAction, CompletionItem, Diagnostic, Range } from "vscode-languageserver-types";
import { STATUS, STATUS_CHANGED, type Status } from "../../server/src/protocol/messages.ts";
import { applyEdits, connect, type Mode } from "../support/client.ts";

const proxy = `services:
  proxy:
    image: traefik:v2.11
    command:
      - --providers.docker.swarmMode=true
    deploy:
      placement:
        constraints: [node.role == manager]
    networks: [edge]
networks:
  edge: { external: true }
`;

const app = `services:
  web:
    image: ghcr.io/example/web:1.4
    # how it is reached
    labels:
      - traefik.http.routers.web.rule=Host(\`web.example.com\`)
      - traefik.http.services.web.loadbalancer.server.port=8080
    networks: [edge]
networks:
  edge: { external: true }
`;

const codes = (list: readonly Diagnostic[]): unknown[] => list.map((d) => d.code);
const outside = (list: readonly Diagnostic[]) => list.filter((d) => d.code === "labels/outside-deploy");
const at = (line: number, character: number): Range => ({ start: { line, character }, end: { line, character } });

test("over stdio: while a long file is judged, requests are answered, and the status follows", { timeout: 30_000 }, async () => {
  const client = await connect({ mode: "over stdio" });
  const service = app.slice("services:\n".length, app.indexOf("networks:\n"));
  const services = Array.from({ length: 400 }, (_, i) => service.replaceAll("web", `web-${i}`)).join("");
  const status = () => client.connection.sendRequest<Status>(STATUS, { uri: client.uri("long.yml") });
  let isThrough = false;
  const opening = client.open("long.yml", proxy.replace("networks:\n", `${services}networks:\n`)).finally(() => {
    isThrough = true;
  });
  const early = await status();
  assert.equal(isThrough, false, "it waited for all of the file");
  const told = new Promise<void>((resolve) => client.connection.onNotification(STATUS_CHANGED, () => (isThrough ? resolve() : undefined)));
  const all = await opening;
  await told;
  const { problems } = await status();
  assert.ok(early.problems.error < problems.error);
  assert.equal(problems.error, all.filter((d) => d.severity === 1).length);
  await client.stop();
});

for (const mode of ["in memory", "over stdio"] satisfies Mode[]) {
  const run = (name: string, body: () => Promise<void>) => test(`${mode}: ${name}`, { timeout: 30_000 }, body);

  run("tells what it can do", async () => {
    const client = await connect({ mode });
    const { capabilities, serverInfo } = client.initialized;
    assert.equal(serverInfo?.name, "traefik-swarm");
    assert.deepEqual(capabilities.textDocumentSync, { openClose: true, change: 2, save: true });
    await client.stop();
  });

  run("judges open files by version and unopened ones of the project", async () => {
    const client = await connect({ mode, files: { "proxy.yml": proxy, "app.yml": app } });
    const unopened = await client.published("app.yml", (l) => l.length > 0);
    assert.deepEqual(codes(unopened), ["update/not-zero-downtime", "labels/outside-deploy", "labels/outside-deploy"]);
    const opened = await client.open("app.yml", app);
    assert.deepEqual(opened, unopened);
    const [first] = outside(opened);
    assert.deepEqual(first!.range, { start: { line: 5, character: 8 }, end: { line: 5, character: 37 } });
    assert.equal(first!.source, "traefik-swarm");
    assert.match(first!.codeDescription!.href, /server\/docs\/rules\/labels\/outside-deploy\.md$/);
    await client.stop();
  });

  run("a long file is shown in parts to who takes them, and once more, with its version, when it is judged through", async () => {
    const service = app.slice("services:\n".length, app.indexOf("networks:\n"));
    const services = Array.from({ length: 400 }, (_, i) => service.replaceAll("web", `web-${i}`)).join("");
    const long = proxy.replace("networks:\n", `${services}networks:\n`);
    for (const diagnosticsInParts of [true, false]) {
      const client = await connect({ mode, initializationOptions: { diagnosticsInParts } });
      const first = client.published("long.yml", (l) => l.length > 0);
      const all = await client.open("long.yml", long);
      assert.equal(outside(all).length, 800);
      const part = await first;
      assert.equal(part.length < all.length, diagnosticsInParts, `${part.length} of ${all.length}`);
      const known = new Set(all.map((d) => JSON.stringify(d)));
      assert.ok(part.every((d) => known.has(JSON.stringify(d))));
      await client.stop();
    }
  });

  run("all problems of a rule are mended in one go, which is worked out when it is picked", async () => {
    const two = app.replace(
      "networks:\n  edge",
      `${app.slice(app.indexOf("  web:"), app.indexOf("networks:\n  edge")).replaceAll("web", "api")}networks:\n  edge`,
    );
    const fixed: string[] = [];
    for (const resolves of [true, false]) {
      const client = await connect({ mode, resolves });
      await client.open("proxy.yml", proxy);
      const [finding] = outside(await client.open("app.yml", two));
      const all = (await client.actions("app.yml", finding!.range)).find((a) => a.title.startsWith("Fix all labels/outside-deploy"))!;
      assert.equal(all.edit === undefined, resolves);
      const done = resolves ? await client.connection.sendRequest<CodeAction>("codeAction/resolve", all) : all;
      fixed.push(applyEdits(two, done.edit!.changes![client.uri("app.yml")]!));
      assert.deepEqual(outside(await client.change("app.yml", fixed.at(-1)!)), []);
      // What has its edit already, or is nothing of ours, stays as it is.
      for (const other of [{ title: "x" }, { ...all, data: { uri: "file:///gone.yml", rule: "labels/outside-deploy" } }])
        assert.deepEqual(await client.connection.sendRequest("codeAction/resolve", other), other);
      await client.stop();
    }
    assert.equal(fixed[0], fixed[1]);
  });

  run("follows edits, and an edit in one file reaches the other", async () => {
    const client = await connect({ mode, files: { "app.yml": app } });
    await client.open("proxy.yml", proxy);
    await client.published("app.yml", (l) => outside(l).length === 2);
    // Without a Traefik on a swarm nothing says what the other file is for.
    const all: Range = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
    assert.deepEqual(await client.change("proxy.yml", "services:\n  db:\n    image: postgres:16\n", all), []);
    await client.published("app.yml", (l) => l.length === 0);
    await client.change("proxy.yml", proxy);
    await client.published("app.yml", (l) => outside(l).length === 2);
    await client.stop();
  });

  run("mends with the lightbulb and on save", async () => {
    const client = await connect({ mode, files: { "proxy.yml": proxy } });
    await client.open("app.yml", app);
    await client.published("app.yml", (l) => outside(l).length === 2);
    const actions = await client.actions("app.yml", at(5, 12));
    const titles = actions.map((a) => a.title);
    assert.ok(
      titles.some((t) => /Move both/.test(t)),
      titles.join("\n"),
    );
    assert.ok(titles.includes("Switch off labels/outside-deploy for this line"));
    const moved = app
      .replace("    # how it is reached\n    labels:\n", "    # how it is reached\n    deploy:\n      labels:\n")
      .replaceAll("      - traefik", "        - traefik");
    const result = (action: CodeAction | undefined) => applyEdits(app, action!.edit!.changes![client.uri("app.yml")]!);
    assert.equal(result(actions.find((a) => /Move both/.test(a.title))), moved);
    const [onSave] = await client.actions("app.yml", at(0, 0), ["source.fixAll"]);
    assert.equal(onSave!.kind, "source.fixAll.traefik-swarm");
    assert.equal(result(onSave), moved);
    assert.deepEqual(await client.actions("app.yml", at(0, 0), ["refactor"]), []);
    await client.stop();
  });

  run("writes tab stops only for clients that know them", async () => {
    const portless =
      "# traefik-swarm: target=swarm\nservices:\n  web:\n    image: ghcr.io/example/web:1.4\n    deploy:\n      labels:\n        - traefik.http.routers.web.rule=Host(`a.b`)\n";
    for (const snippetEdits of [true, false]) {
      const client = await connect({ mode, initializationOptions: { snippetEdits } });
      await client.open("a.yml", portless);
      const add = (await client.actions("a.yml", at(6, 12))).find((a) => a.title === "Add the port label")!;
      assert.equal(add.edit === undefined, snippetEdits);
      assert.match(JSON.stringify(add.command ?? add.edit), snippetEdits ? /\$\{1:8080\}/ : /server\.port=8080/);
      await client.stop();
    }
  });

  run("tells the status and its evidence", async () => {
    const client = await connect({ mode, files: { "proxy.yml": proxy } });
    await client.open("app.yml", app);
    await client.published("app.yml", (l) => outside(l).length === 2);
    const status = await client.connection.sendRequest<Status>(STATUS, { uri: client.uri("app.yml") });
    assert.equal(status.title, "Swarm stack · Traefik v2.11 · 3 problems");
    assert.deepEqual(status.problems, { error: 2, warning: 0, info: 1, hint: 0 });
    assert.ok(status.evidence.some((e) => e.uri === client.uri("proxy.yml") && e.line === 1));
    await client.open("other.yml", "jobs:\n  build:\n    runs-on: ubuntu\n");
    assert.equal(await client.connection.sendRequest(STATUS, { uri: client.uri("other.yml") }), null);
    await client.stop();
  });

  run("offers snippets where they fit and nowhere else", async () => {
    const client = await connect({ mode });
    const text = "services:\n  web:\n    image: a/b:1\n    environment:\n      \n    deploy:\n      labels:\n        \n";
    await client.open("a.yml", text);
    const offered = async (line: number, character: number) =>
      (
        (await client.connection.sendRequest<CompletionItem[] | null>("textDocument/completion", {
          textDocument: { uri: client.uri("a.yml") },
          position: { line, character },
        })) ?? []
      ).map((i) => i.label);
    assert.ok((await offered(7, 8)).includes("traefik-router"));
    assert.deepEqual(await offered(4, 6), []);
    await client.change("a.yml", "");
    assert.ok((await offered(0, 0)).some((l) => /stack/.test(l)));
    await client.stop();
  });

  run("obeys settings", async () => {
    let settings: unknown = { rules: { "labels/outside-deploy": "hint", "update/not-zero-downtime": "off" } };
    const client = await connect({ mode, files: { "proxy.yml": proxy, "app.yml": app }, settings: () => settings });
    await client.published("app.yml", (l) => l.length === 2 && l.every((d) => d.severity === 4));
    settings = { enable: false };
    await client.connection.sendNotification("workspace/didChangeConfiguration", { settings: null });
    await client.published("app.yml", (l) => l.length === 0);
    await client.stop();
  });

  run("follows files on disk", async () => {
    const client = await connect({ mode, files: { "proxy.yml": proxy, "app.yml": app } });
    await client.published("app.yml", (l) => outside(l).length === 2);
    const changed = (type: number) =>
      client.connection.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri: client.uri("app.yml"), type }] });
    writeFileSync(path.join(client.folder, "app.yml"), app.replace("web.rule", "web2.rule"));
    await changed(2);
    await client.published("app.yml", (l) => l.some((d) => /web2/.test(String(d.message))));
    rmSync(path.join(client.folder, "app.yml"));
    await changed(3);
    await client.published("app.yml", (l) => l.length === 0);
    await client.stop();
  });

  run("speaks Chinese", async () => {
    const client = await connect({ mode, locale: "zh-cn", files: { "proxy.yml": proxy } });
    await client.open("app.yml", app);
    const list = await client.published("app.yml", (l) => outside(l).length === 2);
    assert.ok(list.every((d) => /[\u4e00-\u9fff]/.test(String(d.message))));
    await client.stop();
  });

  run("survives what no client should send", async () => {
    const client = await connect({ mode });
    await client.open("a.yml", "services: [");
    await client.change("a.yml", "\u0000\ufeff- &a [*a, *a", { start: { line: 900, character: 9 }, end: { line: -3, character: -1 } });
    await client.change("a.yml", "services:\n  a: &a\n    b: *a\n");
    await client.connection.sendNotification("textDocument/didChange", {
      textDocument: { uri: "file:///not/open.yml", version: 1 },
      contentChanges: [{ text: "x" }],
    });
    assert.deepEqual(await client.actions("missing.yml", at(0, 0)), []);
    assert.equal(await client.connection.sendRequest(STATUS, { uri: "file:///not/open.yml" }), null);
    await client.stop();
  });
}
