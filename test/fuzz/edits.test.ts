// The result never depends on the way to the text: after any edits blocks, models and findings are those of the same text opened afresh.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { changesOf } from "../../server/src/features/fix.ts";
import { modelOf } from "../../server/src/model/block.ts";
import { checkDocument } from "../../server/src/rules/check.ts";
import { changeDocument, documentText, offsetAt, openDocument, positionAt, type StackDocument } from "../../server/src/syntax/document.ts";
import { emptyWorkspace, type Workspace, withDocument, withDocuments } from "../../server/src/workspace/workspace.ts";
import { changeOf, EXAMPLES, parameters, randomEdit, spelledText } from "./stackText.ts";

const EDITS = 10;
const URIS = ["file:///p/a.yml", "file:///p/b.yml"];

test("after each edit all is as if the text were opened afresh", () => {
  const script = fc.array(fc.tuple(fc.nat(1), randomEdit), { minLength: 1, maxLength: EDITS });
  fc.assert(
    fc.property(spelledText, fc.oneof(spelledText, fc.constantFrom(...EXAMPLES)), script, (first, second, edits) => {
      const texts = [first, second];
      let documents = texts.map((text, i) => openDocument(URIS[i]!, 1, text));
      let workspace = withDocuments(emptyWorkspace(["file:///p"]), documents);
      for (const [which, edit] of edits) {
        const change = changeOf(texts[which]!, edit);
        texts[which] = texts[which]!.slice(0, change.start) + change.text + texts[which]!.slice(change.end);
        const changed = changeDocument(documents[which]!, 2, change);
        documents = documents.map((d, i) => (i === which ? changed : d));
        workspace = withDocument(workspace, changed);
        const fresh = texts.map((text, i) => openDocument(URIS[i]!, 2, text));
        sameDocument(changed, fresh[which]!, texts[which]!);
        samePlaces(changed, texts[which]!, edit.at);
        const opened = withDocuments(emptyWorkspace(["file:///p"]), fresh);
        for (const [i, document] of documents.entries()) {
          assert.deepEqual(findings(workspace, document), findings(opened, fresh[i]!), "findings");
        }
      }
    }),
    parameters(400),
  );
});

function sameDocument(incremental: StackDocument, fresh: StackDocument, text: string): void {
  assert.equal(documentText(incremental), text);
  const shape = (d: StackDocument) => d.blocks.map((b) => [b.kind, b.section, b.source]);
  assert.deepEqual(shape(incremental), shape(fresh), "blocks");
  assert.deepEqual(incremental.starts, fresh.starts);
  assert.deepEqual(incremental.lines, fresh.lines);
  assert.equal(incremental.length, fresh.length);
  incremental.blocks.forEach((block, index) => {
    assert.deepEqual(block, fresh.blocks[index], "block");
    assert.equal(modelOf(block).key, modelOf(fresh.blocks[index]!).key, "model");
  });
}

function samePlaces(document: StackDocument, text: string, at: number): void {
  const offset = Math.floor(at * text.length);
  const position = positionAt(document, offset);
  const before = text.slice(0, offset).split(/\r\n|\n|\r(?!\n)/);
  // Between CR and LF there is no position of its own.
  if (text[offset - 1] === "\r" && text[offset] === "\n") return;
  assert.deepEqual(position, { line: before.length - 1, character: before.at(-1)!.length });
  assert.equal(offsetAt(document, position), offset);
}

function findings(workspace: Workspace, document: StackDocument): unknown[] {
  return checkDocument(workspace, document).map(({ rule, severity, index, finding }) => ({
    rule: rule.id,
    severity,
    index,
    span: finding.span,
    message: finding.message,
    fixes: finding.fixes?.map((f) => ({ title: f.title, kind: f.kind, changes: [...changesOf(workspace, document.uri, f.edits)] })),
    related: finding.related?.map((r) => [r.uri, workspace.documents.get(r.uri)!.blocks.indexOf(r.block), r.span]),
  }));
}
