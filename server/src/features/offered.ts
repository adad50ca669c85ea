// The net below the rules: what a fix would make of its blocks is looked at before anybody is offered it. One that breaks the YAML or an alias is
// dropped; one that takes a comment along, or changes what other places take in by an anchor, is left to the
// user, or dropped if it promises to change one service only. Fixes that are made together are looked at together.
import { labelSetsOf } from "../model/block.ts";
import type { Diagnosis } from "../rules/check.ts";
import type { FileEdit, Fix } from "../rules/rule.ts";
import { comments } from "../syntax/comments.ts";
import { type Block, rewriteBlock } from "../syntax/document.ts";
import { lineStart, linesOf } from "../syntax/edit.ts";

/** A fix is looked at by reading its block again, so that many in a long one would take long: no service of people is longer. */
const LONGEST = 64 * 1024;

const KEPT = new WeakMap<Diagnosis, readonly Fix[]>();

/** The fixes of a finding that do no harm. */
export function offered(diagnosis: Diagnosis): readonly Fix[] {
  let fixes = KEPT.get(diagnosis);
  if (!fixes) {
    fixes = harmless(proposed(diagnosis));
    KEPT.set(diagnosis, fixes);
  }
  return fixes;
}

/** What its rule proposes: nobody has looked yet what it does. */
export const proposed = (diagnosis: Diagnosis): readonly Fix[] => (diagnosis.block.source.length > LONGEST ? [] : diagnosis.fixes());

export const harmless = (fixes: readonly Fix[]): readonly Fix[] =>
  fixes.map(withoutHarmfulStops).flatMap((fix) => {
    const effect = effectOf(fix);
    return effect === "harm" ? [] : [effect === "beyond" && fix.kind === "safe" ? { ...fix, kind: "choice" as const } : fix];
  });

function effectOf(fix: Fix): "fine" | "beyond" | "harm" {
  let effect: "fine" | "beyond" = "fine";
  for (const [block, edits] of plainEdits([fix])) {
    const one = effectOn(block, edits);
    if (one === "harm" || (one === "shared" && fix.onlyHere)) return "harm";
    if (one !== "fine") effect = "beyond";
  }
  return effect;
}

/** Whether fixes that are made together do nothing but what they are for. */
export const areFine = (fixes: readonly Fix[]): boolean =>
  [...plainEdits(fixes)].every(([block, edits]) => effectOn(block, edits) === "fine");

/** Those that can be made together, the first ones first: two may do harm that neither does. */
export function together(fixes: readonly Fix[], taken: readonly Fix[] = []): readonly Fix[] {
  if (areFine([...taken, ...fixes])) return fixes;
  if (fixes.length < 2) return [];
  const half = fixes.length >> 1;
  const first = together(fixes.slice(0, half), taken);
  return [...first, ...together(fixes.slice(half), [...taken, ...first])];
}

/** By block, snippets as their text. */
function plainEdits(fixes: readonly Fix[]): ReadonlyMap<Block, readonly FileEdit[]> {
  const byBlock = new Map<Block, FileEdit[]>();
  for (const { snippet, edits } of fixes) {
    for (const edit of edits) {
      const list = byBlock.get(edit.block) ?? [];
      list.push(snippet ? { ...edit, text: withoutStops(edit.text) } : edit);
      byBlock.set(edit.block, list);
    }
  }
  return byBlock;
}

function effectOn(block: Block, edits: readonly FileEdit[]): "fine" | "comments" | "shared" | "harm" {
  const source = rewritten(block.source, edits);
  if (source === undefined) return "harm";
  const after = rewriteBlock(block, source);
  if (troubles(after) > troubles([block])) return "harm";
  if (mayDouble(block, edits) && adds(doubles(after), doublesNow(block))) return "harm";
  if (anchorKeys(after) !== anchorKeys([block])) return "shared";
  return mayLoseComments(block.source, edits) && losesComments(block.source, source) ? "comments" : "fine";
}

/**
 * Editors indent each line of a snippet like the line that it is put in. Where several lines are put behind a text, as at the end of a file without
 * a last line break, they would move: such a fix has no tab stops.
 */
function withoutHarmfulStops(fix: Fix): Fix {
  const moves = ({ block, span, text }: FileEdit) => /[\r\n]/.test(text) && span.start !== lineStart(block.source, span.start);
  if (!fix.snippet || !fix.edits.some(moves)) return fix;
  return { ...fix, snippet: false, edits: fix.edits.map((e) => ({ ...e, text: withoutStops(e.text) })) };
}

/** Undefined where edits overlap. */
function rewritten(source: string, edits: readonly FileEdit[]): string | undefined {
  const parts: string[] = [];
  let at = 0;
  for (const { span, text } of [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end)) {
    if (span.start < at) return undefined;
    parts.push(source.slice(at, span.start), text);
    at = span.end;
  }
  return parts.join("") + source.slice(at);
}

/** A snippet as plain text: the texts of tab stops in place of the stops. */
export const withoutStops = (text: string): string => text.replace(/\\([\\$}])|\$\{\d+:([^{}]*)\}/g, "$1$2");

const troubles = (blocks: readonly Block[]): number => blocks.reduce((sum, b) => sum + b.problems.length + b.unresolved.length, 0);

const mayDouble = (block: Block, edits: readonly FileEdit[]): boolean =>
  edits.some(
    ({ text, span }) =>
      /label|traefik/i.test(text) || labelSetsOf(block).some(({ entry }) => span.start <= entry.span.end && span.end >= entry.span.start),
  );

const DOUBLES = new WeakMap<Block, ReadonlyMap<string, number>>();

/** Those of the block as it is, which is asked for each of its fixes. */
function doublesNow(block: Block): ReadonlyMap<string, number> {
  const now = DOUBLES.get(block) ?? doubles([block]);
  DOUBLES.set(block, now);
  return now;
}

/** How many labels of a name stand there again, where Docker refuses the file or Traefik takes either. */
function doubles(blocks: readonly Block[]): ReadonlyMap<string, number> {
  const again = new Map<string, number>();
  for (const { labels } of blocks.flatMap(labelSetsOf)) {
    const names = new Set<string>();
    for (const { key } of labels) {
      const name = nameOf(key.value);
      if (names.has(name)) again.set(name, (again.get(name) ?? 0) + 1);
      names.add(name);
    }
  }
  return again;
}

/** A name that stands there more often does not make up for another that went. */
const adds = (after: ReadonlyMap<string, number>, before: ReadonlyMap<string, number>): boolean =>
  [...after].some(([name, count]) => count > (before.get(name) ?? 0));

/** Traefik tells capitals apart in the first word only. */
function nameOf(key: string): string {
  const dot = key.indexOf(".");
  return dot < 0 ? key : key.slice(0, dot) + key.slice(dot).toLowerCase();
}

const anchorKeys = (blocks: readonly Block[]): string => blocks.map((b) => b.anchors.map((a) => `${a.name} ${a.key}\n`).join("")).join("");

/** Only on a line that is edited can a comment go, or behind something that is opened there and goes on. */
const mayLoseComments = (source: string, edits: readonly FileEdit[]): boolean =>
  source.includes("#") && edits.some((edit) => touchedText(source, edit).includes("#") || opens(edit.text));

/** The lines that an edit touches: none where it puts whole lines between others. */
function touchedText(source: string, { span, text }: FileEdit): string {
  if (span.start === span.end && span.start === lineStart(source, span.start) && /[\r\n]$/.test(text)) return "";
  const lines = linesOf(source, span);
  return source.slice(lines.start, lines.end);
}

/** What it puts in may go on behind it: a quote that is not closed on its line, or a sign at a line's end as before a block of text. */
const opens = (text: string): boolean =>
  text.split(/[\r\n]/).some((line) => isOdd(line, '"') || isOdd(line, "'") || /[|>][-+\d]*[ \t]*$/.test(line));

const isOdd = (line: string, sign: string): boolean => line.split(sign).length % 2 === 0;

function losesComments(before: string, after: string): boolean {
  const left = new Map<string, number>();
  for (const { text } of comments(after)) left.set(text, (left.get(text) ?? 0) + 1);
  return comments(before).some(({ text }) => {
    const count = left.get(text) ?? 0;
    left.set(text, count - 1);
    return count <= 0;
  });
}
