// A rule's fix as the editor gets it: an edit, part by part where the parts have labels and the client can show them, or a command for edits
// with tab stops.
import type { CodeAction, TextEdit, WorkspaceEdit } from "vscode-languageserver-types";
import type { FileEdit, Fix, Language, Rule } from "../rules/rule.ts";
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
  if (fix.snippet && context.client.applySnippetEdit !== "") {
    const edits = labelled(fix, rule, context.language).flatMap(([label, own]) =>
      textEdits(document, changesOf(workspace, document.uri, own).get(document.uri) ?? []).map(({ range, newText }) => ({
        range,
        snippet: newText,
        ...(label === "" ? {} : { label }),
      })),
    );
    return { title, command: { title, command: context.client.applySnippetEdit, arguments: [document.uri, edits] } };
  }
  const edits = fix.snippet ? fix.edits.map((e) => ({ ...e, text: withoutStops(e.text) })) : fix.edits;
  const asked = context.client.annotations && edits.some((e) => e.label);
  return {
    title,
    edit: asked ? annotatedEdit(workspace, document, { ...fix, edits }, rule, context.language) : plainEdit(workspace, document, edits),
  };
}

const plainEdit = (workspace: Workspace, { uri }: StackDocument, edits: readonly FileEdit[]): WorkspaceEdit =>
  workspaceEdit(workspace, changesOf(workspace, uri, edits));

/** The edits by the text of their label, in the order of their first ones. */
function labelled(fix: Fix, rule: Rule, language: Language): [label: string, edits: FileEdit[]][] {
  const groups = new Map<string, FileEdit[]>();
  for (const edit of fix.edits) {
    const label = edit.label ? say(rule, edit.label, language) : "";
    groups.set(label, [...(groups.get(label) ?? []), edit]);
  }
  return [...groups];
}

function annotatedEdit(workspace: Workspace, document: StackDocument, fix: Fix, rule: Rule, language: Language): WorkspaceEdit {
  const groups = labelled(fix, rule, language);
  const changeAnnotations = Object.fromEntries(groups.map(([label], i) => [String(i), { label, needsConfirmation: true }]));
  const byFile = new Map<string, (TextEdit & { annotationId: string })[]>();
  groups.forEach(([, edits], i) => {
    for (const [uri, changes] of changesOf(workspace, document.uri, edits)) {
      const own = textEdits(workspace.documents.get(uri)!, changes).map((e) => ({ ...e, annotationId: String(i) }));
      byFile.set(uri, [...(byFile.get(uri) ?? []), ...own]);
    }
  });
  // Only of the file at hand it is sure that the client has it in this version.
  const version = (uri: string) => (uri === document.uri ? document.version : null);
  const documentChanges = [...byFile].map(([uri, edits]) => ({ textDocument: { uri, version: version(uri) }, edits }));
  return { documentChanges, changeAnnotations };
}

export function workspaceEdit(workspace: Workspace, changes: ReadonlyMap<string, readonly Change[]>): WorkspaceEdit {
  return { changes: Object.fromEntries([...changes].map(([uri, list]) => [uri, textEdits(workspace.documents.get(uri)!, list)])) };
}

const textEdits = (document: StackDocument, changes: readonly Change[]): TextEdit[] =>
  changes.map(({ start, end, text: newText }) => ({
    range: { start: positionAt(document, start), end: positionAt(document, end) },
    newText,
  }));
