// What we offer must pass our own rules: every snippet in its frame, and the mended examples.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { checkDocument } from "../../server/src/rules/check.ts";
import { say } from "../../server/src/rules/text.ts";
import { openDocument } from "../../server/src/syntax/document.ts";
import { emptyWorkspace, projectOf, withDocuments } from "../../server/src/workspace/workspace.ts";
import { expandedSnippets } from "../support/snippets.ts";

for (const { name, text } of expandedSnippets()) {
  test(`nothing is wrong with the snippet ${name}`, () => {
    const document = openDocument("file:///p/stack.yml", 1, text);
    const workspace = withDocuments(emptyWorkspace(["file:///p"]), [document]);
    // A file that nobody takes for a stack would pass whatever it says.
    assert.equal(projectOf(workspace, document.uri).files.get(document.uri)?.target.mode, "swarm");
    assert.deepEqual(wrong(workspace, document), []);
  });
}

test("nothing is wrong with the mended examples", () => {
  const folder = fileURLToPath(new URL("../examples/fixed", import.meta.url));
  const documents = ["proxy.yml", "app.yml"].map((f) =>
    openDocument(pathToFileURL(`${folder}/${f}`).href, 1, readFileSync(`${folder}/${f}`, "utf8")),
  );
  const workspace = withDocuments(emptyWorkspace([pathToFileURL(folder).href]), documents);
  for (const document of documents) {
    assert.deepEqual(wrong(workspace, document), []);
    assert.deepEqual(
      checkDocument(workspace, document).map((d) => d.rule.id),
      [],
    );
  }
});

function wrong(...[workspace, document]: Parameters<typeof checkDocument>): string[] {
  return checkDocument(workspace, document)
    .filter((d) => d.severity === "error" || d.severity === "warning")
    .map((d) => `${d.rule.id}: ${say(d.rule, d.finding.message, "en")}`);
}
