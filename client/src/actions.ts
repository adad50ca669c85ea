// Makes the edits that the server offers. Those with labels are shown before they are made, in VS Code's own preview of refactorings, where
// each can be left out.
import {
  commands,
  l10n,
  Range,
  SnippetString,
  SnippetTextEdit,
  Uri,
  WorkspaceEdit,
  type WorkspaceEditEntryMetadata,
  window,
  workspace,
} from "vscode";
import type { BaseLanguageClient, CodeAction, Command, WorkspaceEdit as ProtocolEdit } from "vscode-languageclient";
import type { Action, SnippetEdit } from "../../server/src/protocol/messages.ts";

/** Does what an action of the server's lists does. */
export async function runAction(client: BaseLanguageClient, { edit, command }: Action): Promise<void> {
  if (edit) {
    const shown = withPreview(edit);
    const done = await workspace.applyEdit(await client.protocol2CodeConverter.asWorkspaceEdit(shown), { isRefactoring: true });
    // Who discards what the preview shows knows that nothing has changed.
    if (!done && shown === edit) window.showWarningMessage(l10n.t("The file can't be changed."));
  }
  if (command) await commands.executeCommand(command.command, ...(command.arguments ?? []));
}

/** Brings the file to the front first: only the editor in front can walk through tab stops. */
export async function applySnippetEdit(uri: string, edits: readonly SnippetEdit[]): Promise<void> {
  const document = await workspace.openTextDocument(Uri.parse(uri));
  const shown = window.visibleTextEditors.find((editor) => editor.document === document);
  await window.showTextDocument(document, { viewColumn: shown?.viewColumn });
  const edit = new WorkspaceEdit();
  edit.set(
    document.uri,
    edits.map(({ range, snippet, label }): [SnippetTextEdit, WorkspaceEditEntryMetadata | undefined] => [
      new SnippetTextEdit(toRange(range), new SnippetString(snippet)),
      label ? { label, needsConfirmation: false } : undefined,
    ]),
  );
  // As in `withPreview`.
  if (!document.isUntitled && edits.some(({ label }) => label)) {
    edit.createFile(document.uri, { ignoreIfExists: true }, { label: "", needsConfirmation: true });
  }
  await workspace.applyEdit(edit);
}

/** The lightbulb's actions on their way from the server. */
export function withPreviews(actions: (Command | CodeAction)[] | null): (Command | CodeAction)[] | null {
  return actions?.map((action) => ("edit" in action && action.edit ? { ...action, edit: withPreview(action.edit) } : action)) ?? null;
}

/**
 * VS Code shows the preview where an edit needs confirmation, but such an edit is not ticked in it: who says "apply" gets nothing. So it is
 * asked for by the creation of a file that is there already, which the preview does not list, and all that it lists is ticked.
 */
function withPreview(edit: ProtocolEdit): ProtocolEdit {
  const asked = Object.entries(edit.changeAnnotations ?? {}).filter(([, { needsConfirmation }]) => needsConfirmation);
  const file = edit.documentChanges?.map((change) => ("textDocument" in change ? change.textDocument.uri : undefined)).find((uri) => uri);
  if (asked.length === 0 || !file) return edit;
  const ticked = asked.map(([id, annotation]) => [id, { ...annotation, needsConfirmation: false }]);
  const changeAnnotations = { ...edit.changeAnnotations, ...Object.fromEntries(ticked) };
  if (Uri.parse(file).scheme === "untitled") return { ...edit, changeAnnotations }; // no file that is there: made without a preview
  return {
    documentChanges: [...edit.documentChanges!, { kind: "create", uri: file, options: { ignoreIfExists: true }, annotationId: "preview" }],
    changeAnnotations: { ...changeAnnotations, preview: { label: "", needsConfirmation: true } },
  };
}

function toRange({ start, end }: SnippetEdit["range"]): Range {
  return new Range(start.line, start.character, end.line, end.character);
}
