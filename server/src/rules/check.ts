// Runs the rules. Findings of a block are kept with it until an answer that its rules got about the rest of the project changes.
import { type Model, modelOf } from "../model/block.ts";
import type { Block, StackDocument } from "../syntax/document.ts";
import type { Settings, Severity } from "../workspace/settings.ts";
import { ABOUT_BLOCKS, type Read, record, stillTrue, type View, viewOf } from "../workspace/view.ts";
import { projectOf, type Workspace } from "../workspace/workspace.ts";
import { RULES } from "./all.ts";
import type { Finding, Rule } from "./rule.ts";
import { suppressions } from "./suppressions.ts";

export interface Diagnosis {
  readonly rule: Rule;
  readonly severity: Severity;
  readonly block: Block;
  /** Index of the block in its document. */
  readonly index: number;
  readonly finding: Finding;
}

/** All findings of a file that are not switched off, in the order of the text. None where the file is no stack. */
export function checkDocument(workspace: Workspace, document: StackDocument): Diagnosis[] {
  const settings = workspace.settingsOf(document.uri);
  const view = settings.enable ? viewOf(workspace, document) : undefined;
  if (!view) return [];
  const project = projectOf(workspace, document.uri);
  const isOff = suppressions(document);
  const all: Diagnosis[] = [];
  document.blocks.forEach((block, index) => {
    for (const { rule, finding } of findingsOf(block, view, project)) {
      const severity = severityOf(rule, finding, settings);
      if (severity !== "off" && !isOff(index, finding.span.start, rule.id)) all.push({ rule, severity, block, index, finding });
    }
  });
  return all;
}

/** A user's setting replaces the rule's severity and the finding's own. */
function severityOf(rule: Rule, finding: Finding, settings: Settings): Severity | "off" {
  const set = settings.rules[rule.id];
  return set === undefined || set === "default" ? (finding.severity ?? rule.severity) : set;
}

interface Found {
  readonly rule: Rule;
  readonly finding: Finding;
}

interface Kept {
  readonly found: readonly Found[];
  readonly reads: readonly Read[];
  /** In the same project nothing that was asked can have changed, unless the answer held blocks. */
  readonly project: object | undefined;
}

const KEPT = new WeakMap<Block, Kept>();

function findingsOf(block: Block, view: View, project: object): readonly Found[] {
  const kept = KEPT.get(block);
  if (kept && (kept.project === project || stillTrue(kept.reads, view))) return kept.found;
  const reads: Read[] = [];
  const found = checkBlock(block, record(view, reads));
  const plain = reads.every((r) => !ABOUT_BLOCKS.includes(r.question));
  KEPT.set(block, { found, reads, project: plain ? project : undefined });
  return found;
}

function checkBlock(block: Block, view: View): readonly Found[] {
  const { services, networks } = modelOf(block);
  const found: Found[] = [];
  for (const rule of RULES) {
    for (const finding of findingsBy(rule, { block, services, networks }, view)) found.push({ rule, finding });
  }
  return found.sort((a, b) => a.finding.span.start - b.finding.span.start || a.finding.span.end - b.finding.span.end);
}

function findingsBy(
  rule: Rule,
  { block, services, networks }: Pick<Model, "block" | "services" | "networks">,
  view: View,
): Iterable<Finding> {
  if (rule.scope === "block") return rule.check(block, view);
  if (rule.scope === "service") return services.flatMap((s) => [...rule.check(s, view)]);
  return networks.flatMap((n) => [...rule.check(n, view)]);
}
