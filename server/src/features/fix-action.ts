// A rule's fix as the editor gets it: an edit, part by part where the parts have labels and the client can show them, or a command for edits
// with tab stops.
import type { CodeAction, TextEdit, WorkspaceEdit } from "vscode-languageserver-types";
import type { FileEdit, Fix, Language, Message, Rule } from "../rules/rule.ts";
import { say } from "../rules/text.ts";
import { type Change, positionAt, type StackDocument } from "../syntax/document.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { changesOf } from "./fix.ts";
import { withoutStops } from "./offered.ts";

/** What a client can do beyond plain edits; names of its commands are "" where it has none. */
export interface ClientCommands {
  readonly applySnippetEdit: string;
  readonly showDocumentation: string;
  readonly showReadiness: string;
  /** It asks before labelled edits are made. */
  readonly annotations: boolean;
  /** It asks for an action's edit when that is picked. */
  readonly resolves: boolean;
}

export interface ActionContext {
  readonly language: Language;
  readonly client: ClientCommands;
  /** Kinds that the client asks for; empty means all. */
  readonly only: readonly string[];
}

type Done = Pick<CodeAction, "title" | "edit" | "command">;

export function fixAction(workspace: Workspace, document: StackDocument, rule: Rule, fix: Fix, context: ActionContext): Done {
  const title = say(rule, fix.title, context.language);
  // Where some parts have names of their own, the rest is what the title says.
  const labelled = fix.edits.some((e) => e.label);
  if (fix.snippet && context.client.applySnippetEdit !== "") {
    const edits = fix.edits.flatMap((edit) => {
      const label = labelled ? { label: say(rule, edit.label ?? fix.title, context.language) } : {};
      return editsOf(workspace, document.uri, [edit]).flatMap(([, own]) =>
        own.map(({ range, newText }) => ({ range, snippet: newText, ...label })),
      );
    });
    return { title, command: { title, command: context.client.applySnippetEdit, arguments: [document.uri, edits] } };
  }
  const edits = fix.snippet ? fix.edits.map((e) => ({ ...e, text: withoutStops(e.text) })) : fix.edits;
  const edit =
    context.client.annotations && labelled
      ? annotatedEdit(
          workspace,
          document,
          edits.map((e) => ({ ...e, label: e.label ?? fix.title })),
          rule,
          context.language,
        )
      : workspaceEdit(workspace, changesOf(workspace, document.uri, edits));
  return { title, edit };
}

/** Each edit with what it is called. Their order stays: of several insertions at one place the first one stands first. */
function annotatedEdit(
  workspace: Workspace,
  document: StackDocument,
  edits: readonly (FileEdit & { readonly label: Message })[],
  rule: Rule,
  language: Language,
): WorkspaceEdit {
  const labels: string[] = [];
  const byFile = new Map<string, (TextEdit & { annotationId: string })[]>();
  for (const edit of edits) {
    const label = say(rule, edit.label, language);
    if (!labels.includes(label)) labels.push(label);
    const id = { annotationId: String(labels.indexOf(label)) };
    for (const [uri, own] of editsOf(workspace, document.uri, [edit]))
      byFile.set(uri, [...(byFile.get(uri) ?? []), ...own.map((e) => ({ ...e, ...id }))]);
  }
  // Only of the file at hand it is sure that the client has it in this version.
  const version = (uri: string) => (uri === document.uri ? document.version : null);
  return {
    documentChanges: [...byFile].map(([uri, own]) => ({ textDocument: { uri, version: version(uri) }, edits: own })),
    changeAnnotations: Object.fromEntries(labels.map((label, i) => [String(i), { label, needsConfirmation: true }])),
  };
}

const editsOf = (workspace: Workspace, uri: string, edits: readonly FileEdit[]): [uri: string, edits: TextEdit[]][] =>
  [...changesOf(workspace, uri, edits)].map(([file, changes]) => [file, textEdits(workspace.documents.get(file)!, changes)]);

export function workspaceEdit(workspace: Workspace, changes: ReadonlyMap<string, readonly Change[]>): WorkspaceEdit {
  return { changes: Object.fromEntries([...changes].map(([uri, list]) => [uri, textEdits(workspace.documents.get(uri)!, list)])) };
}

const textEdits = (document: StackDocument, changes: readonly Change[]): TextEdit[] =>
  changes.map(({ start, end, text: newText }) => ({
    range: { start: positionAt(document, start), end: positionAt(document, end) },
    newText,
  }));
