// Runs the rules. Findings of a block are kept with it until an answer that its rules got about the rest of the project changes.
import { type Model, modelOf } from "../model/block.ts";
import type { Block, StackDocument } from "../syntax/document.ts";
import { type Basis, type Recorder, recorder, stillTrue } from "../workspace/reads.ts";
import type { Settings, Severity } from "../workspace/settings.ts";
import { type View, viewOf } from "../workspace/view.ts";
import { projectOf, type Workspace } from "../workspace/workspace.ts";
import { RULES } from "./all.ts";
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
  const judged = judgeUntil(workspace, document, () => true, isWanted) ?? judgedSoFar(workspace, document).judged;
  return keptDiagnoses(
    workspace,
    document,
    judged.map((j, index) => (isWanted(index) ? j : { found: [], disables: j.disables })),
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
  const judged = judgeUntil(workspace, document, () => true) ?? judgedSoFar(workspace, document).judged;
  for (const [, , severity] of switchedOn(workspace, document, judged)) counts[severity]++;
  return counts;
}

const viewIfOn = (workspace: Workspace, document: StackDocument): View | undefined =>
  workspace.settingsOf(document.uri).enable ? viewOf(workspace, document) : undefined;

const disables = (block: Block): boolean => modelOf(block).directives.disabled.length > 0;

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

/** What the rules find in each block, whatever settings and comments say of it. Nothing where the file is no stack, or rules are off. */
export const judge = (workspace: Workspace, document: StackDocument): readonly Judged[] => judgeUntil(workspace, document, () => false)!;

/**
 * The same for as long as there is time: undefined where that was over before the end. Asked again, it goes on from there, each time by one
 * block at least.
 *
 * @param isWanted blocks that are judged in any case, by their index
 */
export function judgeUntil(
  workspace: Workspace,
  document: StackDocument,
  isOver: () => boolean,
  isWanted: (index: number) => boolean = () => false,
): readonly Judged[] | undefined {
  const view = viewIfOn(workspace, document);
  if (!view) return [];
  const project = projectOf(workspace, document.uri);
  const holds = stillTrue(view, project, document.id);
  let asking: Recorder | undefined;
  const known = keptBefore(document);
  const { blocks } = document;
  const all = new Array<Kept>(blocks.length);
  const look = (index: number): void => {
    asking ??= recorder(view, project, document.id);
    const block = blocks[index]!;
    const found = checkBlocks([block], asking.view)[0]!.map(withoutFixes);
    all[index] = { found, disables: disables(block), basis: asking.take() };
    KEPT.set(block, all[index]);
  };
  const fresh: number[] = [];
  const outdated: number[] = [];
  for (let index = 0; index < blocks.length; index++) {
    const kept = known(blocks[index]!, index);
    if (kept && holds(kept.basis)) all[index] = kept;
    else if (isWanted(index)) look(index);
    else (kept ? outdated : fresh).push(index);
  }
  // What was just typed comes before what it changes elsewhere.
  for (const index of [...fresh, ...outdated]) {
    if (asking && isOver()) {
      // What it says of blocks that were judged in this call is no longer so.
      LAST.delete(document.id);
      return undefined;
    }
    look(index);
  }
  const last = LAST.get(document.id);
  if (last?.document === document && last.all.every((kept, i) => kept === all[i])) return last.all;
  LAST.set(document.id, { document, all });
  return all;
}

/** Without a look at any block: what was found in each when it was judged last, and whether each ever was. */
export function judgedSoFar(
  workspace: Workspace,
  document: StackDocument,
): { readonly judged: readonly Judged[]; readonly isWhole: boolean } {
  if (!viewIfOn(workspace, document)) return { judged: [], isWhole: true };
  let isWhole = true;
  const judged = document.blocks.map((block) => {
    const kept = KEPT.get(block);
    isWhole &&= kept !== undefined;
    return kept ?? { found: [], disables: disables(block) };
  });
  return { judged, isWhole };
}

/** Whether the file has been judged no more since. */
export const isLast = ({ id }: StackDocument, judged: readonly Judged[]): boolean => LAST.get(id)?.all === judged;

/** The version of a file that was judged last, by the object that stands for all of them. */
const LAST = new WeakMap<object, { readonly document: StackDocument; readonly all: readonly Kept[] }>();

/** What is kept of a block: most stand where they stood, from either end, and asking a map for each would be a third of an edit. */
function keptBefore(document: StackDocument): (block: Block, index: number) => Kept | undefined {
  const last = LAST.get(document.id);
  if (!last) return (block) => KEPT.get(block);
  const {
    document: { blocks },
    all,
  } = last;
  const moved = blocks.length - document.blocks.length;
  return (block, index) => (blocks[index] === block ? all[index] : blocks[index + moved] === block ? all[index + moved] : KEPT.get(block));
}

/** A user's setting replaces the rule's severity and the finding's own. */
export function severityOf(rule: Rule, finding: Plain, settings: Settings): Severity | "off" {
  const set = settings.rules[rule.id];
  return set === undefined || set === "default" ? (finding.severity ?? rule.severity) : set;
}

export interface Found {
  readonly rule: Rule;
  readonly finding: Plain;
  /** Which one of the rule in the block; undefined where it offers no fixes. */
  readonly nth: number | undefined;
}

/** A finding as it is kept. */
export type Plain = Omit<Finding, "fixes">;

export interface Judged {
  readonly found: readonly Found[];
  /** A comment in it switches rules off. */
  readonly disables: boolean;
}

interface Kept extends Judged {
  readonly basis: Basis;
}

const KEPT = new WeakMap<Block, Kept>();

interface Fresh {
  readonly rule: Rule;
  readonly finding: Finding;
  readonly nth: number;
}

const withoutFixes = ({ rule, finding: { fixes, ...finding }, nth }: Fresh): Found => ({ rule, finding, nth: fixes && nth });

/** What is found in each of them. A rule goes over all before the next one does, as its code is fast while the processor has it at hand. */
function checkBlocks(blocks: readonly Block[], view: View): readonly (readonly Fresh[])[] {
  const models = blocks.map(modelOf);
  const all = blocks.map((): Fresh[] => []);
  for (const rule of RULES) {
    for (let i = 0; i < models.length; i++) {
      const found = all[i]!;
      let nth = 0;
      for (const finding of findingsBy(rule, models[i]!, view)) found.push({ rule, finding, nth: nth++ });
    }
  }
  for (const found of all) found.sort((a, b) => a.finding.span.start - b.finding.span.start || a.finding.span.end - b.finding.span.end);
  return all;
}

function findingsBy(
  rule: Rule,
  { block, services, networks }: Pick<Model, "block" | "services" | "networks">,
  view: View,
): Iterable<Finding> {
  if (rule.scope === "block") return rule.check(block, view);
  if (rule.scope === "service") return eachOf(services, (s) => rule.check(s, view));
  return eachOf(networks, (n) => rule.check(n, view));
}

/** Blocks of one service are the rule. */
function eachOf<T>(all: readonly T[], check: (one: T) => Iterable<Finding>): Iterable<Finding> {
  if (all.length === 0) return [];
  return all.length === 1 ? check(all[0]!) : all.flatMap((one) => [...check(one)]);
}
