// What the tests do with VS Code: open, change, ask, wait. Waiting means asking again until a deadline, never a fixed time.
import assert from "node:assert/strict";
import {
  type CodeAction,
  type CodeActionKind,
  type CompletionItem,
  type CompletionList,
  commands,
  type Diagnostic,
  extensions,
  languages,
  type Position,
  Range,
  type TextDocument,
  Uri,
  WorkspaceEdit,
  window,
  workspace,
} from "vscode";

/** The extension under test. */
export const extension = extensions.getExtension("traefik-swarm.traefik-swarm")!;

/** A file of the workspace by its path from there. */
export function file(name: string): Uri {
  return Uri.joinPath(workspace.workspaceFolders![0]!.uri, name);
}

export async function open(name: string): Promise<TextDocument> {
  const document = await workspace.openTextDocument(file(name));
  await window.showTextDocument(document, { preview: false });
  return document;
}

/** Replaces a document's whole text, as if typed; it is not saved. */
export async function replace(document: TextDocument, text: string): Promise<void> {
  const edit = new WorkspaceEdit();
  edit.replace(document.uri, new Range(0, 0, document.lineCount, 0), text);
  assert.ok(await workspace.applyEdit(edit), "the edit was refused");
}

/** Closes all editors; what was not saved is lost. */
export async function closeAll(): Promise<void> {
  while (window.activeTextEditor) await commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
}

/** Asks until the answer is neither undefined nor false, within `limit` milliseconds. */
export async function until<T>(what: string, ask: () => T | Promise<T>, limit = 15_000): Promise<Exclude<T, undefined | false>> {
  const deadline = Date.now() + limit;
  for (let last: unknown; ; ) {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== false) return answer as Exclude<T, undefined | false>;
    } catch (error) {
      last = error; // VS Code cancels a request, for example, when another extension registers itself meanwhile
    }
    assert.ok(Date.now() < deadline, `waited ${limit} ms in vain for ${what}${last ? `: ${last}` : ""}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** This extension's findings in a file, those of other extensions left out. */
export function findings(uri: Uri): Diagnostic[] {
  return languages.getDiagnostics(uri).filter(({ source }) => source === "traefik-swarm");
}

export function rule({ code }: Diagnostic): string {
  return String(typeof code === "object" ? code.value : code);
}

/** Waits until a file has, or has no more, findings of a rule. */
export function untilFound(uri: Uri, id: string): Promise<Diagnostic[]> {
  const found = () => findings(uri).filter((finding) => rule(finding) === id);
  return until(`a finding of ${id} in ${uri.path}`, () => found().length > 0 && found());
}

export function untilGone(uri: Uri, id: string): Promise<true> {
  return until(`no finding of ${id} in ${uri.path}`, () => !findings(uri).some((finding) => rule(finding) === id) || undefined);
}

/** So many actions are resolved, as VS Code does with the one that is picked. */
const RESOLVED = 100;

/** Waits for a code action whose title matches. */
export function untilAction(uri: Uri, range: Range, title: RegExp, kind?: CodeActionKind): Promise<CodeAction> {
  return until(`the code action ${title}`, async () => {
    const actions = await commands.executeCommand<CodeAction[]>("vscode.executeCodeActionProvider", uri, range, kind?.value, RESOLVED);
    return actions.find((action) => title.test(action.title));
  });
}

/** Applies a code action as the lightbulb does: its edit, then its command. */
export async function apply({ edit, command }: CodeAction): Promise<void> {
  if (edit) assert.ok(await workspace.applyEdit(edit), "the edit was refused");
  if (command) await commands.executeCommand(command.command, ...(command.arguments ?? []));
}

export async function completions(document: TextDocument, position: Position): Promise<CompletionItem[]> {
  const list = await commands.executeCommand<CompletionList>("vscode.executeCompletionItemProvider", document.uri, position);
  return list.items;
}

/** The place right after the only occurrence of a text. */
export function after(document: TextDocument, text: string): Position {
  const at = document.getText().indexOf(text);
  assert.ok(at >= 0 && document.getText().indexOf(text, at + 1) < 0, `${text} should be there once`);
  return document.positionAt(at + text.length);
}

/** The lines of a service, its name's line included, indentation kept. */
export function service(document: TextDocument, name: string): string[] {
  const lines = document.getText().split(/\r?\n/);
  const start = lines.indexOf(`  ${name}:`);
  const end = lines.findIndex((line, index) => index > start && /^ {0,2}\S/.test(line));
  return lines.slice(start, end < 0 ? undefined : end);
}
