// Titles of code lenses are kept with what was found in their block: they follow all that they tell, in this file and in others.
import assert from "node:assert/strict";
import { test } from "node:test";
import { codeLenses } from "../../server/src/features/code-lens.ts";
import { judge } from "../../server/src/rules/judge.ts";
import type { Language } from "../../server/src/rules/rule.ts";
import { changeDocument, documentText, openDocument } from "../../server/src/syntax/document.ts";
import { emptyWorkspace, type Workspace, withDocument, withDocuments } from "../../server/src/workspace/workspace.ts";

const APP = "file:///p/app.yml";
const PROXY = "file:///p/proxy.yml";

const service = (name: string) => `  ${name}:
    image: registry.example/${name}:1
    networks: [public]
    deploy:
      replicas: 2
      labels:
        - traefik.enable=true
        - traefik.http.routers.${name}.rule=Host(\`${name}.example.com\`)
        - traefik.http.services.${name}.loadbalancer.server.port=80
`;
const networks = "networks:\n  public: {name: public, driver: overlay}\n";
const app = `services:\n${service("one")}${service("two")}${networks}`;
const proxy = `services:
  traefik:
    image: traefik:v3.6
    command: [--providers.swarm=true, --providers.swarm.refreshSeconds=15]
    networks: [public]
    volumes: ["/var/run/docker.sock:/var/run/docker.sock:ro"]
    deploy:
      placement: {constraints: [node.role == manager]}
${networks}`;

function edited(workspace: Workspace, uri: string, old: string, text: string): Workspace {
  const document = workspace.documents.get(uri)!;
  const start = documentText(document).indexOf(old);
  return withDocument(workspace, changeDocument(document, 2, { start, end: start + old.length, text }));
}

/** `name: title`, as after the findings were shown. */
function titles(workspace: Workspace, language: Language = "en"): string[] {
  const document = workspace.documents.get(APP)!;
  const lenses = () => codeLenses(workspace, document, language, "x").map((l) => `${l.command!.arguments![1]}: ${l.command!.title}`);
  const before = lenses();
  judge(workspace, document);
  assert.deepEqual(lenses(), before);
  return before;
}

const opened = (): Workspace => withDocuments(emptyWorkspace(["file:///p"]), [openDocument(APP, 1, app), openDocument(PROXY, 1, proxy)]);

test("a lens above each routed service", () => {
  assert.deepEqual(titles(opened()), [
    "one: Zero downtime: 1 of 5 - stop-first, no healthcheck, stale backends up to 15 s, no rollback",
    "two: Zero downtime: 1 of 5 - stop-first, no healthcheck, stale backends up to 15 s, no rollback",
  ]);
});

test("another file's Traefik asks Docker more often", () => {
  const workspace = opened();
  titles(workspace);
  assert.deepEqual(titles(edited(workspace, PROXY, "Seconds=15", "Seconds=5")), [
    "one: Zero downtime: 1 of 5 - stop-first, no healthcheck, stale backends up to 5 s, no rollback",
    "two: Zero downtime: 1 of 5 - stop-first, no healthcheck, stale backends up to 5 s, no rollback",
  ]);
});

test("a setting of one service comes, and goes", () => {
  const workspace = opened();
  const before = titles(workspace);
  const better = edited(workspace, APP, "      replicas: 2\n", "      replicas: 2\n      update_config: {order: start-first}\n");
  assert.deepEqual(titles(better), [
    "one: Zero downtime: 2 of 5 - no healthcheck, stale backends up to 15 s, no rollback",
    "two: Zero downtime: 1 of 5 - stop-first, no healthcheck, stale backends up to 15 s, no rollback",
  ]);
  assert.deepEqual(titles(edited(better, APP, "      update_config: {order: start-first}\n", "")), before);
});

test("each in its language", () => {
  const workspace = opened();
  const english = titles(workspace);
  assert.deepEqual(titles(workspace, "zh-cn"), [
    "one: 零停机：1/5 - stop-first、没有健康检查、后端列表最多滞后 15 秒、不回滚",
    "two: 零停机：1/5 - stop-first、没有健康检查、后端列表最多滞后 15 秒、不回滚",
  ]);
  assert.deepEqual(titles(workspace), english);
});
