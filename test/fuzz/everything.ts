// All that an editor asks about a file, once: what a hostile text must not make slow.
import { codeActions } from "../../server/src/features/code-actions.ts";
import { codeLenses } from "../../server/src/features/code-lens.ts";
import { completion } from "../../server/src/features/completion.ts";
import { diagnostics } from "../../server/src/features/diagnostics.ts";
import { fixAll } from "../../server/src/features/fix.ts";
import { hover } from "../../server/src/features/hover.ts";
import { inlayHints } from "../../server/src/features/inlay-hints.ts";
import { status } from "../../server/src/features/status.ts";
import { changeDocument, openDocument, positionAt } from "../../server/src/syntax/document.ts";
import { emptyWorkspace, withDocument, withDocuments } from "../../server/src/workspace/workspace.ts";

const URI = "file:///p/a.yml";
const CLIENT = { applySnippetEdit: "", showDocumentation: "", showReadiness: "", annotations: false, resolves: false };

export function askEverything(text: string): void {
  const document = openDocument(URI, 1, text);
  const workspace = withDocuments(emptyWorkspace(["file:///p"]), [document]);
  const found = diagnostics(workspace, document, "en");
  const everywhere = { start: positionAt(document, 0), end: positionAt(document, document.length) };
  codeLenses(workspace, document, "en", "x");
  inlayHints(workspace, document, everywhere, "en");
  status(workspace, document, "en");
  for (const part of [0, 0.25, 0.5, 0.75, 1]) {
    const position = positionAt(document, Math.floor(document.length * part));
    hover(workspace, document, position, "en");
    completion(document, position, "swarm", "en");
  }
  for (const range of [...found.slice(0, 2), ...found.slice(-2)].map((d) => d.range).concat(everywhere)) {
    codeActions(workspace, document, range, { language: "en", client: CLIENT, only: [] });
  }
  fixAll(workspace, [URI]);
  // In a word wherever the middle is, so that files of any size are edited alike.
  const half = Math.floor(document.length / 2);
  const middle = half + Math.max(0, text.slice(half).search(/(?<=\w)\w/));
  const edited = changeDocument(document, 2, { start: middle, end: middle, text: "x" });
  diagnostics(withDocument(workspace, edited), edited, "en");
}
