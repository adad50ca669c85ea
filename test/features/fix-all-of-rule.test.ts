// "Fix all of a rule" at a finding: offered where two blocks have a safe fix, whether or not the finding at hand has one.
import assert from "node:assert/strict";
import { test } from "node:test";
import { codeActions, resolved } from "../../server/src/features/code-actions.ts";
import { judge } from "../../server/src/rules/judge.ts";
import { openDocument } from "../../server/src/syntax/document.ts";
import { emptyWorkspace, withDocuments } from "../../server/src/workspace/workspace.ts";
import { applyEdits } from "../support/client.ts";

const URI = "file:///p/a.yml";
const CLIENT = { applySnippetEdit: "", showDocumentation: "", showReadiness: "", annotations: false, resolves: true };

/** Its label can be moved to `deploy`, or stands there with another value. */
type Kind = "safe" | "choice";
const service = (name: string, kind: Kind): string => `  ${name}:
    image: example/app:1
    labels: [traefik.enable=true]
${kind === "choice" ? "    deploy:\n      labels: [traefik.enable=false]\n" : ""}`;
const textOf = (kinds: readonly Kind[]): string =>
  `# traefik-swarm: target=swarm\nservices:\n${kinds.map((kind, i) => service(`s${i}`, kind)).join("")}`;

function offered(kinds: readonly Kind[], line: number, isJudged = true) {
  const text = textOf(kinds);
  const document = openDocument(URI, 1, text);
  const workspace = withDocuments(emptyWorkspace(["file:///p"]), [document]);
  if (isJudged) judge(workspace, document);
  const range = { start: { line, character: 13 }, end: { line, character: 13 } };
  const actions = codeActions(workspace, document, range, { language: "en", client: CLIENT, only: ["quickfix"] });
  assert.ok(actions.length > 0, "there is a finding");
  const all = actions.find((a) => a.title === "Fix all labels/outside-deploy problems in this file");
  return all && applyEdits(text, resolved(workspace, all).edit!.changes![URI]!);
}

const FIRST = 4;

test("where two blocks have a safe fix, also at one that has none", () => {
  for (const kinds of [
    ["safe", "safe"],
    ["choice", "safe", "safe"],
  ] satisfies Kind[][]) {
    const fixed = offered(kinds, FIRST);
    assert.equal(fixed?.match(/^ {4}labels:/gm)?.length ?? 0, kinds.length - 2, fixed);
  }
});

test("nowhere else, and not before the file is judged through", () => {
  for (const kinds of [["safe"], ["choice", "safe"], ["choice", "choice"]] satisfies Kind[][])
    assert.equal(offered(kinds, FIRST), undefined);
  assert.equal(offered(["safe", "safe", "safe"], FIRST, false), undefined);
});
