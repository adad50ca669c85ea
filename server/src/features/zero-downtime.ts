// "Make zero-downtime" beside the finding: as a refactoring anywhere in the service, in the list of what is missing, and applied in memory for
// the picture of an update after it.
import type { CodeAction } from "vscode-languageserver-types";
import type { Fix } from "../rules/rule.ts";
import { say } from "../rules/text.ts";
import { notZeroDowntime, offers } from "../rules/update/not-zero-downtime.ts";
import { type StackDocument, touching } from "../syntax/document.ts";
import { span } from "../syntax/text.ts";
import type { Part } from "../workspace/readiness.ts";
import { type Workspace, withDocuments } from "../workspace/workspace.ts";
import { applyChanges, changesOf } from "./fix.ts";
import { type ActionContext, fixAction } from "./fix-action.ts";
import { ZERO_DOWNTIME_KIND } from "./kinds.ts";
import { harmless, withoutStops } from "./offered.ts";
import { type RoutedService, routedServices, sentence, sentences } from "./readiness.ts";

type Action = Pick<CodeAction, "title" | "edit" | "command">;

export interface Assist {
  /** Ways to all that can be had, the best first. */
  readonly whole: readonly Action[];
  readonly single: ReadonlyMap<Part, readonly Action[]>;
  /** Why the whole is not to be had; "" where it is, or where nothing is missing. */
  readonly refused: string;
}

export function assistOf(workspace: Workspace, document: StackDocument, routed: RoutedService, context: ActionContext): Assist {
  const { whole, single, refused } = offers(routed.service, routed.view);
  const action = (fix: Fix) => fixAction(workspace, document, notZeroDowntime, fix, context);
  const byPart = new Map<Part, Action[]>();
  for (const { part, fix } of single) for (const fine of harmless([fix])) byPart.set(part, [...(byPart.get(part) ?? []), action(fine)]);
  const reasons = refused.map((m) => sentence(say(notZeroDowntime, m, context.language), context.language));
  return { whole: harmless(whole).map(action), single: byPart, refused: sentences(context.language, reasons) };
}

/** Refactorings of the service at an offset: what an editor lists for the cursor; a refusal is one that can't be chosen. */
export function refactorings(workspace: Workspace, document: StackDocument, offset: number, context: ActionContext): CodeAction[] {
  const [routed] = routedServices(workspace, document, touching(document, span(offset, offset)));
  if (!routed || routed.readiness.missing.length === 0) return [];
  const { whole, refused } = assistOf(workspace, document, routed, context);
  if (whole.length > 0) return whole.map((a) => ({ ...a, kind: ZERO_DOWNTIME_KIND }));
  if (refused === "") return [];
  const title = say(notZeroDowntime, { key: "all", args: { service: routed.service.name.value } }, context.language);
  return [{ title, kind: ZERO_DOWNTIME_KIND, disabled: { reason: refused } }];
}

/** The workspace after the first way, tab stops filled with their texts; undefined where there is none. */
export function afterAssist(workspace: Workspace, document: StackDocument, routed: RoutedService): Workspace | undefined {
  const [fix] = harmless(offers(routed.service, routed.view).whole);
  if (!fix) return undefined;
  const edits = fix.snippet ? fix.edits.map((e) => ({ ...e, text: withoutStops(e.text) })) : fix.edits;
  const changed = [...changesOf(workspace, document.uri, edits)].map(([uri, changes]) =>
    applyChanges(workspace.documents.get(uri)!, changes),
  );
  return withDocuments(workspace, changed);
}
