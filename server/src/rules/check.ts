// A file's findings, as everybody asks for them: with their severities and fixes, without what settings and comments switch off.
import { modelOf } from "../model/block.ts";
import type { Block, StackDocument } from "../syntax/document.ts";
import type { Settings, Severity } from "../workspace/settings.ts";
import { type View, viewOf } from "../workspace/view.ts";
import type { Workspace } from "../workspace/workspace.ts";
import {
  checkBlocks,
  disables,
  type Found,
  findingsBy,
  type Judged,
  judge,
  judgedSoFar,
  judgeUntil,
  type Plain,
  viewIfOn,
} from "./judge.ts";
import type { Finding, Fix, Rule } from "./rule.ts";
import { suppressions } from "./suppressions.ts";

export interface Diagnosis {
  readonly rule: Rule;
  readonly severity: Severity;
  readonly block: Block;
  /** Index of the block in its document. */
  readonly index: number;
  readonly finding: Plain;
  /** What the rule offers for it, as the workspace is that was checked. */
  readonly fixes: () => readonly Fix[];
}

/** All findings of a file that are not switched off, in the order of the text. None where the file is no stack. */
export const checkDocument = (workspace: Workspace, document: StackDocument): Diagnosis[] =>
  keptDiagnoses(workspace, document, judge(workspace, document));

/** The same of some of its blocks, by their index. Where others are not judged yet, nobody waits for that. */
export function checkSome(workspace: Workspace, document: StackDocument, isWanted: (index: number) => boolean): Diagnosis[] {
  return keptDiagnoses(
    workspace,
    document,
    judgedNow(workspace, document, isWanted).map((j, index) => (isWanted(index) ? j : { found: [], disables: j.disables })),
  );
}

/** All of a rule; none where the file is not judged through. */
export function checkRule(workspace: Workspace, document: StackDocument, rule: Rule): Diagnosis[] {
  const judged = judgeUntil(workspace, document, () => true) ?? [];
  return keptDiagnoses(
    workspace,
    document,
    judged.map((j) => ({ found: j.found.filter((f) => f.rule === rule), disables: j.disables })),
  );
}

/** All findings of a file that is looked at once: nothing is kept of it. */
export function checkOnce(workspace: Workspace, document: StackDocument): Diagnosis[] {
  const view = viewIfOn(workspace, document);
  if (!view) return [];
  const found = checkBlocks(document.blocks, view);
  const judged = document.blocks.map((block, i) => ({ found: found[i]!, disables: disables(block) }));
  return diagnoses(workspace, document, judged, ({ finding }) => finding.fixes ?? (() => []));
}

/** How many findings of a file are known by now. */
export function countSoFar(workspace: Workspace, document: StackDocument): Record<Severity, number> {
  const counts: Record<Severity, number> = { error: 0, warning: 0, info: 0, hint: 0 };
  for (const [, , severity] of switchedOn(workspace, document, judgedNow(workspace, document))) counts[severity]++;
  return counts;
}

/** What is known without waiting for the rest of the file. */
const judgedNow = (workspace: Workspace, document: StackDocument, isWanted?: (index: number) => boolean): readonly Judged[] =>
  judgeUntil(workspace, document, () => true, isWanted) ?? judgedSoFar(workspace, document).judged;

interface JudgedBlock<F> {
  readonly found: readonly F[];
  readonly disables: boolean;
}
type OfRule = { readonly rule: Rule; readonly finding: Plain };

function keptDiagnoses(workspace: Workspace, document: StackDocument, judged: readonly Judged[]): Diagnosis[] {
  const makers = fixMakers(workspace, document);
  return diagnoses(workspace, document, judged, (one, block) => () => makers(block, one));
}

function diagnoses<F extends OfRule>(
  workspace: Workspace,
  document: StackDocument,
  judged: readonly JudgedBlock<F>[],
  fixes: (found: F, block: Block) => Diagnosis["fixes"],
): Diagnosis[] {
  const all: Diagnosis[] = [];
  for (const [one, index, severity] of switchedOn(workspace, document, judged)) {
    const block = document.blocks[index]!;
    all.push({ rule: one.rule, severity, block, index, finding: one.finding, fixes: fixes(one, block) });
  }
  return all;
}

/** What neither a setting nor a comment switches off, with the index of its block. */
function* switchedOn<F extends OfRule>(
  workspace: Workspace,
  document: StackDocument,
  judged: readonly JudgedBlock<F>[],
): Iterable<readonly [one: F, index: number, severity: Severity]> {
  const settings = workspace.settingsOf(document.uri);
  const isOff = judged.some((j) => j.disables) ? suppressions(document) : undefined;
  for (const [index, { found }] of judged.entries()) {
    for (const one of found) {
      const severity = severityOf(one.rule, one.finding, settings);
      if (severity !== "off" && !isOff?.(index, one.finding.span.start, one.rule.id)) yield [one, index, severity];
    }
  }
}

/**
 * Findings are kept without their fixes, which would hold the project that they were made for: who asks for one has its rule look at the block
 * again. The rule finds the same, as all that it asks is answered the same.
 */
function fixMakers(workspace: Workspace, document: StackDocument): (block: Block, of: Found) => readonly Fix[] {
  let view: View | undefined;
  let last: { readonly block: Block; readonly byRule: Map<Rule, readonly Finding[]> } | undefined;
  return (block, { rule, nth }) => {
    if (nth === undefined) return [];
    view ??= viewOf(workspace, document)!;
    if (last?.block !== block) last = { block, byRule: new Map() };
    const found = last.byRule.get(rule) ?? [...findingsBy(rule, modelOf(block), view)];
    last.byRule.set(rule, found);
    return found[nth]!.fixes?.() ?? [];
  };
}

/** A user's setting replaces the rule's severity and the finding's own. */
export function severityOf(rule: Rule, finding: Plain, settings: Settings): Severity | "off" {
  const set = settings.rules[rule.id];
  return set === undefined || set === "default" ? (finding.severity ?? rule.severity) : set;
}
