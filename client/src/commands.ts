// The commands: those a user finds in the command palette and the status bar item, and those the server's code actions and links run. One
// function each.
import {
  commands,
  Disposable,
  type ExtensionContext,
  type LogOutputChannel,
  Range,
  SnippetString,
  SnippetTextEdit,
  Uri,
  WorkspaceEdit,
  window,
  workspace,
} from "vscode";
import { type BaseLanguageClient, State } from "vscode-languageclient";
import { APPLY_SNIPPET_EDIT, SHOW_DOCUMENTATION, type SnippetEdit } from "../../server/src/protocol/messages.ts";
import { overrideTarget } from "./override.ts";
import { showPage } from "./pages.ts";
import { pickStatus } from "./pick.ts";

export function registerCommands(context: ExtensionContext, client: BaseLanguageClient, output: LogOutputChannel): Disposable {
  return Disposable.from(
    commands.registerCommand("traefikSwarm.restart", () => restart(client)),
    commands.registerCommand("traefikSwarm.showOutput", () => output.show()),
    commands.registerCommand("traefikSwarm.showStatus", () => pickStatus(client)),
    commands.registerCommand("traefikSwarm.overrideTarget", () => overrideTarget()),
    commands.registerCommand(APPLY_SNIPPET_EDIT, applySnippetEdit),
    commands.registerCommand(SHOW_DOCUMENTATION, (ruleId: string) => showPage(context.extensionUri, ruleId)),
  );
}

async function restart(client: BaseLanguageClient): Promise<void> {
  if (client.state === State.Running) await client.stop();
  await client.start();
}

/** Brings the file to the front first: only the editor in front can walk through tab stops. */
async function applySnippetEdit(uri: string, edits: readonly SnippetEdit[]): Promise<void> {
  const document = await workspace.openTextDocument(Uri.parse(uri));
  const shown = window.visibleTextEditors.find((editor) => editor.document === document);
  await window.showTextDocument(document, { viewColumn: shown?.viewColumn });
  const snippets = edits.map(({ range, snippet }) => new SnippetTextEdit(toRange(range), new SnippetString(snippet)));
  const edit = new WorkspaceEdit();
  edit.set(document.uri, snippets);
  await workspace.applyEdit(edit);
}

function toRange({ start, end }: SnippetEdit["range"]): Range {
  return new Range(start.line, start.character, end.line, end.character);
}
