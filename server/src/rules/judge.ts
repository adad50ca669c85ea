// Runs the rules. What they find in a block is kept with it until an answer that they got about the rest of the project changes.
import { type Model, modelOf } from "../model/block.ts";
import type { Block, StackDocument } from "../syntax/document.ts";
import { type Basis, type Recorder, recorder, stillTrue } from "../workspace/reads.ts";
import { type View, viewOf } from "../workspace/view.ts";
import { projectOf, type Workspace } from "../workspace/workspace.ts";
import { RULES } from "./all.ts";
import type { Finding, Rule } from "./rule.ts";

/** Undefined where the file is no stack, or rules are off. */
export const viewIfOn = (workspace: Workspace, document: StackDocument): View | undefined =>
  workspace.settingsOf(document.uri).enable ? viewOf(workspace, document) : undefined;

export const disables = (block: Block): boolean => modelOf(block).directives.disabled.length > 0;

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

/** Without asking any rule: what was found in each block when it was judged last, and whether each ever was. */
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
export function checkBlocks(blocks: readonly Block[], view: View): readonly (readonly Fresh[])[] {
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

export function findingsBy(
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
