// The whole of it on two stacks like those of many a first try: proxy and app as they are written, what is found, and what they are after
// the safe fixes and then the lightbulb's first action for every error that is left.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { applyChanges, changesOf, fixAll } from "../../server/src/features/fix.ts";
import { withoutStops } from "../../server/src/features/offered.ts";
import { checkDocument } from "../../server/src/rules/check.ts";
import { documentText, openDocument } from "../../server/src/syntax/document.ts";
import { emptyWorkspace, type Workspace, withDocuments } from "../../server/src/workspace/workspace.ts";

const FILES = ["proxy.yml", "app.yml"];
const uri = (file: string) => `file:///shop/${file}`;
const before = (file: string) => readFileSync(new URL(`../examples/shop/${file}`, import.meta.url), "utf8");
const golden = (file: string) => new URL(`./shop/${file}`, import.meta.url);

const opened = () =>
  withDocuments(
    emptyWorkspace(["file:///shop"]),
    FILES.map((f) => openDocument(uri(f), 1, before(f))),
  );

const found = (workspace: Workspace, file: string): string[] =>
  checkDocument(workspace, workspace.documents.get(uri(file))!).map(
    (d) => `${d.severity} ${d.rule.id} ${d.block.source.slice(d.finding.span.start, d.finding.span.end)}`,
  );

test("what is found in the two stacks", () => {
  const workspace = opened();
  assert.deepEqual(found(workspace, "proxy.yml"), [
    "warning network/provider-mismatch egde",
    "error traefik/stray-argument true",
    "error labels/outside-deploy traefik.http.middlewares.to-https.redirectscheme.scheme",
    "error labels/outside-deploy traefik.http.routers.plain.rule",
    "error labels/outside-deploy traefik.http.routers.plain.entrypoints",
    "error labels/outside-deploy traefik.http.routers.plain.middlewares",
    "warning traefik/manager-placement global",
  ]);
  assert.deepEqual(found(workspace, "app.yml"), [
    "info update/not-zero-downtime shop",
    "error labels/outside-deploy traefik.http.routers.shop.rule",
    "error labels/outside-deploy traefik.http.routers.shop.priority",
    "error labels/outside-deploy traefik.http.services.shop.loadbalancer.server.port",
    "hint update/restart-on-failure on-failure",
  ]);
});

test("safe fixes leave what needs a choice, and choices leave nothing", () => {
  let workspace = fixAll(opened(), FILES.map(uri));
  assert.deepEqual(found(workspace, "proxy.yml"), [
    "error traefik/stray-argument true",
    "error routing/missing-port traefik.http.routers.plain.rule",
  ]);
  assert.deepEqual(found(workspace, "app.yml"), [
    "info update/not-zero-downtime shop",
    "hint update/restart-on-failure on-failure",
    "hint stack/no-effect-key depends_on",
  ]);
  for (let step = 0; step < 8; step++) workspace = chosen(workspace);
  for (const file of FILES) assert.deepEqual(found(workspace, file), []);
  for (const file of FILES) {
    const text = documentText(workspace.documents.get(uri(file))!);
    if (process.env.UPDATE) writeFileSync(golden(file), text);
    assert.equal(text, readFileSync(golden(file), "utf8"));
  }
});

/** The first fix of the first finding that is left. */
function chosen(workspace: Workspace): Workspace {
  for (const file of FILES) {
    const document = workspace.documents.get(uri(file))!;
    const fix = checkDocument(workspace, document).flatMap((d) => d.fixes())[0];
    if (!fix) continue;
    const edits = fix.edits.map((e) => (fix.snippet ? { ...e, text: withoutStops(e.text) } : e));
    const changes = changesOf(workspace, uri(file), edits);
    return withDocuments(
      workspace,
      [...changes].map(([u, list]) => applyChanges(workspace.documents.get(u)!, list)),
    );
  }
  return workspace;
}
