// "Make zero-downtime" in every spelling of a routed service: it writes all that is missing or says what is left, and touches nothing else.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseAllDocuments } from "yaml";
import { KEYS_SINCE } from "../../server/src/catalog/stack/versions.ts";
import { applyChanges, changesOf } from "../../server/src/features/fix.ts";
import { offered, withoutStops } from "../../server/src/features/offered.ts";
import { modelOf } from "../../server/src/model/block.ts";
import { checkDocument, type Diagnosis } from "../../server/src/rules/check.ts";
import { type Plan, type Written, type ZeroDowntime, zeroDowntime } from "../../server/src/rules/fixes/zero-downtime.ts";
import { LANGUAGES } from "../../server/src/rules/rule.ts";
import { say } from "../../server/src/rules/text.ts";
import { notZeroDowntime } from "../../server/src/rules/update/not-zero-downtime.ts";
import { comments } from "../../server/src/syntax/comments.ts";
import { documentText, openDocument } from "../../server/src/syntax/document.ts";
import { lineStart } from "../../server/src/syntax/edit.ts";
import { valueAt } from "../../server/src/syntax/tree.ts";
import { type Readiness, readiness } from "../../server/src/workspace/readiness.ts";
import { viewOf } from "../../server/src/workspace/view.ts";
import { emptyWorkspace, type Workspace, withDocuments } from "../../server/src/workspace/workspace.ts";
import { problemsOf } from "../support/check.ts";
import { routedStack } from "./routedStack.ts";
import { parameters } from "./stackText.ts";

const APP = "file:///p/app.yml";

test("nothing is missing after a whole plan, and nothing is offered again", () =>
  forAll((workspace, { plans }) => {
    for (const plan of plans.filter((p) => p.left.length === 0)) {
      const after = look(apply(workspace, plan));
      assert.deepEqual(after.ready?.missing, []);
      assert.deepEqual([after.found.plans, after.found.single], [[], []]);
    }
  }));

test("each step writes its part, and none takes another one away", () =>
  forAll((workspace, { plans, single }, before) => {
    for (const written of [...plans, ...single]) {
      const parts = new Set(written.steps.map((s) => s.part));
      const after = look(apply(workspace, written));
      const left = after.ready!.missing.map((m) => m.part);
      const old = before.missing.map((m) => m.part);
      assert.ok(left.every((part) => old.includes(part) && !parts.has(part)));
      assert.ok(left.length < old.length);
    }
  }));

test("what is left is what is still missing", () =>
  forAll((workspace, { plans }) => {
    for (const plan of plans) {
      const still = look(apply(workspace, plan)).ready!.missing.map((m) => m.part);
      assert.deepEqual(new Set(plan.left.filter((l) => l.why !== "global").map((l) => l.part)), new Set(still));
    }
  }));

test("no whole plan and no start-first where something stands against a second task", () =>
  forAll((_, { refused, plans, single }) => {
    if (refused.length > 0) assert.ok(plans.length === 0 && single.every((w) => w.steps[0]!.part !== "order"));
  }));

test("every byte and comment stays, but for the values that are replaced", () =>
  forAll((workspace, { plans, single }) => {
    for (const written of [...plans, ...single]) {
      const changed = apply(workspace, written);
      for (const [uri, document] of changed.documents) {
        const [old, text] = [documentText(workspace.documents.get(uri)!), documentText(document)];
        assert.deepEqual(texts(old), texts(text));
        assert.equal(problemsOf({ a: text }).length, problemsOf({ a: old }).length);
        assert.equal(errors(text), errors(old), text);
        assert.equal(/\r\n/.test(old), /\r\n/.test(text));
        if (old.includes("\r\n")) assert.ok(!/[^\r]\n/.test(text));
      }
      for (const { block, span } of written.edits) assert.doesNotMatch(block.source.slice(span.start, span.end), /[\r\n]/);
    }
  }));

test("a whole plan leaves no finding of its own behind", () =>
  forAll((workspace, { plans }) => {
    const before = new Set(findings(workspace).map((d) => d.rule.id));
    for (const plan of plans.filter((p) => p.left.length === 0)) {
      const fresh = findings(apply(workspace, plan)).filter((d) => !before.has(d.rule.id));
      // What stands in flow style or a template can't be told more by lines.
      const mendable = fresh.filter((d) => !FLOW_ONLY.includes(d.rule.id) || offered(d).length > 0);
      assert.deepEqual(
        mendable.map((d) => d.rule.id),
        [],
      );
    }
  }));

const FLOW_ONLY = ["update/monitor-too-short", "update/rollback-order"];

test("nothing is written that the file's version does not know, and no other version than one that is too low is touched", () =>
  forAll((workspace, { plans, single }) => {
    const before = unknownKeys(workspace);
    for (const written of [...plans, ...single]) {
      const after = apply(workspace, written);
      assert.deepEqual(
        unknownKeys(after).filter((key) => !before.includes(key)),
        [],
      );
      const raises = written.edits.some((e) => e.label?.key === "raiseVersion");
      assert.equal(versionOf(workspace) !== versionOf(after), raises);
      if (raises) assert.match(versionOf(workspace), /^3\.[36]$/);
    }
  }));

test("both prefixes never come together", () =>
  forAll((workspace, { plans, single }) => {
    const old = /traefik\.(?:docker|swarm)\./g;
    const prefixes = (of: Workspace) => new Set(documentText(of.documents.get(APP)!).match(old));
    if (prefixes(workspace).size > 1 || OLD.test(allText(workspace))) return;
    for (const written of [...plans, ...single]) assert.ok(prefixes(apply(workspace, written)).size <= 1);
  }));

/** Traefiks that do not know the newer prefix. */
const OLD = /image: traefik:v(?:2|3\.[01])/;

test("tab stops are in one file, and their lines begin at the margin", () =>
  forAll((workspace) => {
    for (const { snippet = false, edits } of offered(findings(workspace).find((d) => d.rule === notZeroDowntime)!)) {
      assert.equal(
        snippet,
        edits.some((e) => e.text.includes("${")),
      );
      if (!snippet) continue;
      for (const { uri, block, span, text } of edits) {
        assert.ok(uri === undefined || uri === APP);
        assert.ok(!/\n/.test(text) || span.start === lineStart(block.source, span.start), text);
      }
    }
  }));

test("each edit of several steps says what it writes, and all that is found is offered", () =>
  forAll((workspace, { plans, single }) => {
    const labels = [...plans, ...single].flatMap((w) => w.edits.map((e) => [w.steps.length > 1, e.label] as const));
    for (const [several, label] of labels) {
      assert.equal(label !== undefined, several || label?.key === "raiseVersion");
      for (const language of label ? LANGUAGES : []) assert.doesNotMatch(say(notZeroDowntime, label!, language), /^\w+$|\{\w+\}|: $/);
    }
    const diagnosis = findings(workspace).find((d) => d.rule === notZeroDowntime)!;
    assert.equal(offered(diagnosis).length, plans.length + single.length);
  }));

function forAll(check: (workspace: Workspace, found: ZeroDowntime, before: Readiness) => void): void {
  fc.assert(
    fc.property(routedStack, (files) => {
      const documents = Object.entries(files).map(([file, text]) => openDocument(`file:///p/${file}`, 1, text));
      const workspace = withDocuments(emptyWorkspace(["file:///p"]), documents);
      const { found, ready } = look(workspace);
      assert.ok(ready, "it is not routed");
      if (ready.missing.length > 0) check(workspace, found, ready);
    }),
    parameters(300),
  );
}

function look(workspace: Workspace): { readonly found: ZeroDowntime; readonly ready: Readiness | undefined } {
  const document = workspace.documents.get(APP)!;
  const view = viewOf(workspace, document)!;
  const service = document.blocks.flatMap((b) => modelOf(b).services).find((s) => s.name.value === "web")!;
  return { found: zeroDowntime(service, view), ready: readiness(service, view) };
}

function apply(workspace: Workspace, written: Written | Plan): Workspace {
  const edits = written.edits.map((e) => (written.snippet ? { ...e, text: withoutStops(e.text) } : e));
  const changes = changesOf(workspace, APP, edits);
  return withDocuments(
    workspace,
    [...changes].map(([uri, list]) => applyChanges(workspace.documents.get(uri)!, list)),
  );
}

/** What is found about updates of the service. */
const findings = (workspace: Workspace): Diagnosis[] =>
  checkDocument(workspace, workspace.documents.get(APP)!).filter(
    (d) => d.rule.id.startsWith("update/") && modelOf(d.block).services.some((s) => s.name.value === "web"),
  );

const versionOf = (workspace: Workspace): string => viewOf(workspace, workspace.documents.get(APP)!)!.version() ?? "";

/** Keys of the service that Docker would refuse. What names no version it knows it refuses whole. */
function unknownKeys(workspace: Workspace): string[] {
  const version = versionOf(workspace);
  if (version === "" || version === "3") return [];
  const minor = Number(/^3\.(\d+)$/.exec(version)?.[1] ?? 0);
  const service = workspace.documents
    .get(APP)!
    .blocks.flatMap((b) => modelOf(b).services)
    .find((s) => s.name.value === "web")!;
  return Object.entries(KEYS_SINCE).flatMap(([key, since]) =>
    since > minor && valueAt(service.entry.value, ...key.split(".")) ? [key] : [],
  );
}

const allText = (workspace: Workspace): string => [...workspace.documents.values()].map((d) => documentText(d)).join("\n");

const texts = (text: string): string[] => comments(text).map((c) => c.text);

const errors = (text: string): number => parseAllDocuments(text, { merge: true }).reduce((sum, d) => sum + d.errors.length, 0);
