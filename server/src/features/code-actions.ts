// The lightbulb: a finding's fixes, "fix all" for its rule and for the file, switching it off with a reason, and its documentation.
import { type CodeAction, CodeActionKind, type Range, type WorkspaceEdit } from "vscode-languageserver-types";
import { checkRule, checkSome, type Diagnosis } from "../rules/check.ts";
import { notZeroDowntime } from "../rules/update/not-zero-downtime.ts";
import { blockLines, type Change, documentText, offsetAt, positionAt, type StackDocument, touching } from "../syntax/document.ts";
import { eolOf } from "../syntax/edit.ts";
import { lastNotAfter } from "../syntax/lines.ts";
import { type Span, span } from "../syntax/text.ts";
import type { Node } from "../syntax/tree.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { toDiagnostic } from "./diagnostics.ts";
import { fixAll, safeFix } from "./fix.ts";
import { type ActionContext, fixAction, workspaceEdit } from "./fix-action.ts";
import { FIX_ALL_KIND, ZERO_DOWNTIME_KIND } from "./kinds.ts";
import { offered } from "./offered.ts";
import { text } from "./texts.ts";
import { refactorings } from "./zero-downtime.ts";

/** So many findings of a selection are offered fixes of their own: nobody picks from more, and editors ask whenever text is selected. */
const MOST = 50;

export function codeActions(workspace: Workspace, document: StackDocument, range: Range, context: ActionContext): CodeAction[] {
  const wants = (kind: string) => context.only.length === 0 || context.only.some((o) => kind === o || kind.startsWith(`${o}.`));
  const actions: CodeAction[] = [];
  if (wants(CodeActionKind.QuickFix)) {
    const place = span(offsetAt(document, range.start), offsetAt(document, range.end));
    const here = checkSome(workspace, document, touching(document, place)).filter((d) => touched(document, d, place));
    // All of a rule are mended in one way, wherever that is offered.
    const first = new Map(here.toReversed().map((d) => [d.rule, d]));
    const allOf = (d: Diagnosis) => (first.get(d.rule) === d ? fixAllOfRule(workspace, document, d, context) : []);
    for (const [i, one] of here.entries())
      actions.push(...(i < MOST ? quickFixes(workspace, document, one, allOf(one), context) : allOf(one)));
  }
  if (wants(ZERO_DOWNTIME_KIND)) {
    // The lightbulb at the finding offers the same as a fix.
    const asked = context.only.length > 0 || !actions.some((a) => a.diagnostics?.some((d) => d.code === notZeroDowntime.id));
    if (asked) actions.push(...refactorings(workspace, document, offsetAt(document, range.start), context));
  }
  // Without a wish for source actions these belong to the save, not to the lightbulb.
  if (context.only.length > 0 && wants(FIX_ALL_KIND)) actions.push(...fixAllAction(workspace, document, context));
  return unique(actions);
}

/** What such an action does, worked out when it is picked; the action itself where it is none of those. */
export function resolved(workspace: Workspace, action: CodeAction): CodeAction {
  const { uri, rule } = (action.data ?? {}) as Partial<AllOfRule>;
  if (uri === undefined || rule === undefined) return action;
  const edit = allOfRule(workspace, { uri, rule });
  return edit ? { ...action, edit } : action;
}

function touched(document: StackDocument, { index, finding }: Diagnosis, { start, end }: Span): boolean {
  const at = document.starts[index]!;
  return at + finding.span.start <= end && start <= at + finding.span.end;
}

function quickFixes(
  workspace: Workspace,
  document: StackDocument,
  diagnosis: Diagnosis,
  allOfRule: readonly CodeAction[],
  context: ActionContext,
): CodeAction[] {
  const { rule } = diagnosis;
  const harmless = offered(diagnosis);
  const base = { kind: CodeActionKind.QuickFix, diagnostics: [toDiagnostic(workspace, document, diagnosis, context.language)] };
  const fixes = harmless.map((fix): CodeAction => ({ ...base, ...fixAction(workspace, document, rule, fix, context) }));
  const preferred = fixes.length > 0 && harmless[0]!.kind === "safe" ? [{ ...fixes[0]!, isPreferred: true }, ...fixes.slice(1)] : fixes;
  return [...preferred, ...allOfRule, ...suppress(document, diagnosis, context, base), ...documentation(rule.id, context, base)];
}

/** All problems of a rule in a file. */
interface AllOfRule {
  readonly uri: string;
  readonly rule: string;
}

const allOfRule = (workspace: Workspace, { uri, rule }: AllOfRule): WorkspaceEdit | undefined =>
  difference(
    workspace,
    fixAll(workspace, [uri], (d) => d.rule.id === rule),
  );

/** Where two blocks have one: in one block the rule's own fix for the whole block does the same. */
function fixAllOfRule(workspace: Workspace, document: StackDocument, { rule }: Diagnosis, context: ActionContext): CodeAction[] {
  const mended = new Set<number>();
  for (const one of checkRule(workspace, document, rule)) {
    // To look at what a fix does takes longer than to propose one.
    if (!mended.has(one.index) && one.fixes().some((f) => f.kind === "safe") && safeFix(one)) mended.add(one.index);
    if (mended.size > 1) break;
  }
  if (mended.size < 2) return [];
  const action = { title: text(context.language, "fixAllRule", { rule: rule.id }), kind: CodeActionKind.QuickFix };
  const all: AllOfRule = { uri: document.uri, rule: rule.id };
  // To make all of the fixes takes long, and most are not asked for.
  if (context.client.resolves) return [{ ...action, data: all }];
  const edit = allOfRule(workspace, all);
  return edit ? [{ ...action, edit }] : [];
}

function fixAllAction(workspace: Workspace, document: StackDocument, context: ActionContext): CodeAction[] {
  const edit = difference(workspace, fixAll(workspace, [document.uri]));
  return edit ? [{ title: text(context.language, "fixAllFile"), kind: FIX_ALL_KIND, edit }] : [];
}

/** What turned one workspace into the other, line by line, block by block. */
function difference(before: Workspace, after: Workspace): WorkspaceEdit | undefined {
  const changes = new Map<string, Change[]>();
  for (const [uri, document] of after.documents) {
    const old = before.documents.get(uri);
    if (!old || old === document) continue;
    const list = changedRuns(old, document);
    if (list.length > 0) changes.set(uri, list);
  }
  return changes.size === 0 ? undefined : workspaceEdit(before, changes);
}

/** Runs of lines that differ: common lines at both ends of each changed run of blocks stay. */
function changedRuns(old: StackDocument, fresh: StackDocument): Change[] {
  if (old.blocks.length !== fresh.blocks.length) return trimmed(0, documentText(old), documentText(fresh));
  return old.blocks.flatMap((block, index) => {
    const now = fresh.blocks[index]!;
    return now.source === block.source ? [] : trimmed(old.starts[index]!, block.source, now.source);
  });
}

function trimmed(at: number, before: string, after: string): Change[] {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  if (before === after) return [];
  return [{ start: at + head, end: at + before.length - tail, text: after.slice(head, after.length - tail) }];
}

function suppress(document: StackDocument, diagnosis: Diagnosis, context: ActionContext, base: Partial<CodeAction>): CodeAction[] {
  const { rule, block, index, finding } = diagnosis;
  const eol = eolOf(document.blocks[0] ?? block);
  const lines = blockLines(block);
  const lineStart = lines[lastNotAfter(lines, finding.span.start)]!;
  const indent = /^[ ]*/.exec(block.source.slice(lineStart))![0];
  const comment = (scope: string) => `# traefik-swarm-disable${scope} ${rule.id} -- `;
  const actions: CodeAction[] = [];
  const offer = (key: "suppressLine" | "suppressFile", at: number, before: string, after: string) => {
    const title = text(context.language, key, { rule: rule.id });
    const range = { start: positionAt(document, at), end: positionAt(document, at) };
    const reason = text(context.language, "reason");
    if (context.client.applySnippetEdit === "") {
      actions.push({ ...base, title, edit: { changes: { [document.uri]: [{ range, newText: before + reason + after }] } } });
    } else {
      const snippet = `${escaped(before)}\${1:${reason}}${escaped(after)}`;
      const command = { title, command: context.client.applySnippetEdit, arguments: [document.uri, [{ range, snippet }]] };
      actions.push({ ...base, title, command });
    }
  };
  // A comment inside a string would be content.
  if (!insideScalar(diagnosis, lineStart)) offer("suppressLine", document.starts[index]! + lineStart, indent + comment("-next-line"), eol);
  const bom = document.blocks[0]?.source.startsWith("\ufeff") ? 1 : 0;
  offer("suppressFile", bom, comment(""), eol);
  return actions;
}

const escaped = (literal: string): string => literal.replace(/[\\$}]/g, "\\$&");

/** Whether the line begins inside a scalar of several lines. */
function insideScalar({ block }: Diagnosis, lineStart: number): boolean {
  const walk = (node: Node | undefined): boolean => {
    if (!node) return false;
    if (node.kind === "scalar") return node.span.start < lineStart && lineStart < node.span.end;
    return node.kind === "mapping" ? node.entries.some((e) => walk(e.value)) : node.items.some((i) => walk(i.value));
  };
  return walk(block.root);
}

function documentation(rule: string, context: ActionContext, base: Partial<CodeAction>): CodeAction[] {
  if (context.client.showDocumentation === "") return [];
  const title = text(context.language, "showDocumentation", { rule });
  return [{ ...base, title, command: { title, command: context.client.showDocumentation, arguments: [rule] } }];
}

/** Several findings at the cursor offer some actions twice. */
function unique(actions: readonly CodeAction[]): CodeAction[] {
  const seen = new Set<string>();
  return actions.filter((a) => {
    const key = `${a.title}\u0000${JSON.stringify(a.edit ?? a.command)}`;
    return !seen.has(key) && seen.add(key);
  });
}
