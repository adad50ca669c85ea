// The result never depends on the way to the text: after any edits blocks, models and findings are those of the same text opened afresh.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { changesOf as changesOfFix } from "../../server/src/features/fix.ts";
import { checkDocument } from "../../server/src/rules/check.ts";
import { judgeUntil } from "../../server/src/rules/judge.ts";
import { changeDocument, documentText, offsetAt, openDocument, positionAt, type StackDocument } from "../../server/src/syntax/document.ts";
import { emptyWorkspace, type Workspace, withDocument, withDocuments } from "../../server/src/workspace/workspace.ts";
import { facts } from "../support/facts.ts";
import { anyText, applied, changesOf, type Step, step, wanted } from "./script.ts";

const STEPS = 10;
const URIS = ["file:///p/a.yml", "file:///p/b.yml"];
/** So many texts for each seed: a failure is found again by its seed alone. */
const RUNS = 20;

test("after each edit all is as if the text were opened afresh", (context) => {
  const { edits, seed } = wanted(2_000);
  const script = fc.array(fc.tuple(fc.nat(1), step), { minLength: 1, maxLength: STEPS });
  let done = 0;
  let round = 0;
  for (; done < edits; round++) {
    const property = fc.property(anyText, anyText, script, (first, second, steps) => {
      done += run([first, second], steps);
    });
    fc.assert(property, { seed: seed + round, numRuns: RUNS });
  }
  context.diagnostic(`${done} edits, seeds ${seed} to ${seed + round - 1}; FUZZ_SEED=N FUZZ_EDITS=1 runs one of them again`);
});

/** Plays a script on two files of a project; the number of edits. */
function run(texts: string[], steps: readonly (readonly [which: number, step: Step])[]): number {
  let documents = texts.map((text, i) => openDocument(URIS[i]!, 1, text));
  let workspace = withDocuments(emptyWorkspace(["file:///p"]), documents);
  const past: string[][] = [[], []];
  let done = 0;
  for (const [which, given] of steps) {
    const before = texts[which]!;
    for (const change of changesOf(before, given, past[which]!)) {
      texts[which] = applied(texts[which]!, change);
      const changed = changeDocument(documents[which]!, 2, change);
      documents = documents.map((d, i) => (i === which ? changed : d));
      workspace = withDocument(workspace, changed);
      const fresh = texts.map((text, i) => openDocument(URIS[i]!, 2, text));
      sameDocument(changed, fresh[which]!, texts[which]!);
      samePlaces(changed, texts[which]!, change.start);
      const opened = withDocuments(emptyWorkspace(["file:///p"]), fresh);
      assert.deepEqual(facts(workspace), facts(opened), "facts");
      for (const [i, document] of documents.entries()) {
        // Breaking a judgement off, as the server does for the client's messages, changes nothing.
        judgeUntil(workspace, document, () => true);
        assert.deepEqual(findings(workspace, document), findings(opened, fresh[i]!), "findings");
      }
      done++;
    }
    if (given.kind === "undo") past[which]!.pop();
    else past[which]!.push(before);
  }
  return done;
}

function sameDocument(incremental: StackDocument, fresh: StackDocument, text: string): void {
  assert.equal(documentText(incremental), text);
  const shape = (d: StackDocument) => d.blocks.map((b) => [b.kind, b.section, b.source]);
  assert.deepEqual(shape(incremental), shape(fresh), "blocks");
  assert.deepEqual(incremental.starts, fresh.starts);
  assert.deepEqual(incremental.lines, fresh.lines);
  assert.equal(incremental.length, fresh.length);
  assert.deepEqual(incremental.blocks, fresh.blocks, "blocks");
}

function samePlaces(document: StackDocument, text: string, at: number): void {
  const offset = Math.min(at, text.length);
  const position = positionAt(document, offset);
  const before = text.slice(0, offset).split(/\r\n|\n|\r(?!\n)/);
  // Between CR and LF there is no position of its own.
  if (text[offset - 1] === "\r" && text[offset] === "\n") return;
  assert.deepEqual(position, { line: before.length - 1, character: before.at(-1)!.length });
  assert.equal(offsetAt(document, position), offset);
}

function findings(workspace: Workspace, document: StackDocument): unknown[] {
  return checkDocument(workspace, document).map(({ rule, severity, index, finding, fixes }) => ({
    rule: rule.id,
    severity,
    index,
    span: finding.span,
    message: finding.message,
    fixes: fixes().map((f) => ({ title: f.title, kind: f.kind, changes: [...changesOfFix(workspace, document.uri, f.edits)] })),
    related: finding.related?.map((r) => [r.uri, workspace.documents.get(r.uri)!.blocks.indexOf(r.block), r.span]),
  }));
}
