// What a client gets about the updates of services: lens, hover, hints, list, refactoring and timeline. Each says the same thing in its own form.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { CodeLens, Hover, InlayHint, MarkupContent, TextDocumentEdit } from "vscode-languageserver-types";
import {
  READINESS,
  type ReadinessResult,
  ROUTED_SERVICES,
  type RoutedService,
  SHOW_READINESS,
  TIMELINE,
  type TimelineResult,
} from "../../server/src/protocol/messages.ts";
import { type Client, connect, type Options } from "../support/client.ts";

const stack = `services:
  web:
    image: ghcr.io/example/web:1
    healthcheck:
      test: wget -qO- http://localhost/
    deploy:
      update_config:
        order: start-first
      labels:
        - traefik.http.services.web.loadbalancer.server.port=80
  worker:
    image: ghcr.io/example/worker:1
  store:
    image: postgres:16
    volumes: [data:/var/lib/postgresql/data]
    deploy:
      labels: [traefik.tcp.services.store.loadbalancer.server.port=5432]
volumes:
  data:
`;

async function opened(options: Partial<Options> = {}): Promise<Client> {
  const client = await connect({ mode: "in memory", initializationOptions: { showReadiness: true }, ...options });
  await client.open("stack.yml", stack);
  return client;
}

const ask = <T>({ connection, uri }: Client, method: string, params: object = {}): Promise<T> =>
  connection.sendRequest<T>(method, { textDocument: { uri: uri("stack.yml") }, uri: uri("stack.yml"), ...params });

const all = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };

test("a lens above each routed service opens its list", async () => {
  const client = await opened();
  const lenses = await ask<CodeLens[]>(client, "textDocument/codeLens");
  assert.deepEqual(
    lenses.map((l) => [l.range.start, l.command!.title, l.command!.command, l.command!.arguments]),
    [
      [
        { line: 1, character: 2 },
        "Zero downtime: 3 of 5 - stale backends up to 15 s, no rollback",
        SHOW_READINESS,
        [client.uri("stack.yml"), "web"],
      ],
      [
        { line: 12, character: 2 },
        "Zero downtime: 1 of 5 - stop-first, no healthcheck, stale backends up to 15 s, no rollback",
        SHOW_READINESS,
        [client.uri("stack.yml"), "store"],
      ],
    ],
  );
  await client.stop();
});

test("without the command a lens only tells; switched off there is none", async () => {
  const other = await opened({ initializationOptions: {}, locale: "zh-cn" });
  const [lens] = await ask<CodeLens[]>(other, "textDocument/codeLens");
  assert.deepEqual(lens!.command!.command, "");
  assert.equal(lens!.command!.title, "零停机：3/5 - 后端列表最多滞后 15 秒、不回滚");
  await other.stop();
  const off = await opened({ settings: () => ({ codeLens: false, inlayHints: false }) });
  assert.deepEqual(await ask(off, "textDocument/codeLens"), []);
  assert.deepEqual(await ask(off, "textDocument/inlayHint", { range: all }), []);
  await off.stop();
});

test("a hover tells what counts, and what an update costs", async () => {
  const client = await opened();
  const over = async (line: number, character: number) => {
    const hover = await ask<Hover | null>(client, "textDocument/hover", { position: { line, character } });
    return hover && (hover.contents as MarkupContent).value;
  };
  const name = await over(1, 3);
  assert.match(name!, /^\*\*Zero downtime: 3 of 5 - stale backends up to 15 s, no rollback\*\*\n/);
  assert.match(name!, /No request is answered for \d\.\d s on average, 12 s at worst\./);
  assert.match(name!, /\| update_config\.order \| \*\*start-first\*\* \| file \|/);
  assert.match(name!, /\| update_config\.failure_action \| pause \| default \|/);
  assert.match(name!, /\*Assumed: the app answers 3 s after its start; /);
  const section = await over(6, 8);
  assert.match(section!, /\| update_config\.monitor \| 5s \| default \|/);
  assert.doesNotMatch(section!, /healthcheck/);
  assert.equal(await over(10, 3), null);
  assert.equal(await over(2, 12), null);
  await client.stop();
});

test("hints show what the file leaves to Swarm", async () => {
  const client = await opened();
  const hints = await ask<InlayHint[]>(client, "textDocument/inlayHint", { range: all });
  assert.deepEqual(
    hints.map((h) => [h.position.line, h.label]),
    [
      [6, "failure_action: pause"],
      [3, "interval: 30s · timeout: 30s · retries: 3"],
      [15, "order: stop-first · failure_action: pause"],
    ],
  );
  await client.stop();
});

test("the list has every part, its reason and its fix", async () => {
  const client = await opened();
  const routed = await ask<RoutedService[]>(client, ROUTED_SERVICES);
  assert.deepEqual(
    routed.map(({ service, from, to }) => [service, from, to]),
    [
      ["web", 1, 10],
      ["store", 12, 17],
    ],
  );
  const list = await ask<ReadinessResult>(client, READINESS, { service: "web" });
  assert.equal(list.title, "web: 3 of 5 for zero downtime");
  assert.deepEqual(
    list.items.map((i) => [i.what, i.met, i.actions.map((a) => a.title)]),
    [
      ["start-first", true, []],
      ["healthcheck", true, []],
      ["stale backends up to 15 s", false, ["Let Swarm balance (traefik.docker.lbswarm=true)"]],
      ["time to stop", true, []],
      ["no rollback", false, ["Roll back a failing version (failure_action: rollback)"]],
    ],
  );
  assert.equal(list.assist.length, 1);
  assert.equal(list.refused, "");
  assert.equal(await ask(client, READINESS, { service: "worker" }), null);
  assert.equal(await ask(client, READINESS, { service: "nobody" }), null);
  const refused = await ask<ReadinessResult>(client, READINESS, { service: "store" });
  assert.deepEqual(refused.assist, []);
  assert.match(refused.refused, /`postgres`/);
  await client.stop();
});

test("the refactoring is there anywhere in the service, and says why where it can't be", async () => {
  const client = await opened({ annotations: true });
  const at = (line: number) => ({ start: { line, character: 6 }, end: { line, character: 6 } });
  const [make, ...others] = await client.actions("stack.yml", at(2), ["refactor"]);
  assert.deepEqual(others, []);
  assert.equal(make!.title, "Make `web` zero-downtime");
  assert.equal(make!.kind, "refactor.rewrite.zeroDowntime");
  assert.ok(Object.values(make!.edit!.changeAnnotations!).every((a) => a.needsConfirmation && a.label !== ""));
  const [change] = make!.edit!.documentChanges as TextDocumentEdit[];
  assert.ok(change!.edits.every((e) => "annotationId" in e));
  const [refused] = await client.actions("stack.yml", at(13), ["refactor"]);
  assert.match(refused!.disabled!.reason, /`postgres`/);
  assert.deepEqual(await client.actions("stack.yml", at(11), ["refactor"]), []);
  await client.stop();
});

test("the timeline shows today and after, with the assumptions of the request", async () => {
  const client = await opened();
  const shown = await ask<TimelineResult>(client, TIMELINE, { service: "web" });
  assert.deepEqual(
    shown.panels.map((p) => p.heading),
    ["Today", "After “Make zero-downtime”"],
  );
  assert.deepEqual(shown.assume, { bootSeconds: 3, atStop: "auto", serveSeconds: 20 });
  assert.equal(shown.panels[1]!.summary[0], "An update loses no request.");
  for (const panel of shown.panels) assert.match(panel.svg, /^<svg .*<\/svg>$/s);
  const assume = { bootSeconds: 3, atStop: "serve", serveSeconds: 30 };
  const patient = await ask<TimelineResult>(client, TIMELINE, { service: "web", assume, moment: "worst" });
  assert.deepEqual(patient.assume, assume);
  assert.notDeepEqual(patient.panels[0]!.summary, shown.panels[0]!.summary);
  const nonsense = await ask<TimelineResult>(client, TIMELINE, {
    service: "web",
    assume: { bootSeconds: -1, atStop: "never" },
    moment: "mean",
  });
  assert.deepEqual(nonsense.assume, shown.assume);
  assert.equal(await ask(client, TIMELINE, { service: "nobody" }), null);
  await client.stop();
});
