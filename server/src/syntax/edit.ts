// Edits: replacements in a block's source, and the arithmetic of lines and indentation that they need. Everything that a fix writes is made
// here, so that no rule prints YAML or counts columns.

import { lineEnd } from "./blocks.ts";
import type { Block } from "./document.ts";
import type { Span } from "./text.ts";
import { type Entry, entryOf, type Item, isNull, type Mapping, type Node, type Sequence } from "./tree.ts";

/** Replaces a part of a block by a text. Insertions have an empty span. */
export interface Edit {
  readonly span: Span;
  readonly text: string;
}

/** The line break that the block uses. */
export const eolOf = (block: Block): string => /\r\n|\n|\r/.exec(block.source)?.[0] ?? "\n";

/** The offset of the line's first character; a byte order mark is none. */
export function lineStart(source: string, offset: number): number {
  const first = source.charCodeAt(0) === 0xfeff ? Math.min(1, offset) : 0;
  let i = offset;
  while (i > first && source[i - 1] !== "\n" && source[i - 1] !== "\r") i--;
  return i;
}

/** The column (UTF-16) of an offset. */
export const columnOf = (source: string, offset: number): number => offset - lineStart(source, offset);

/** The whole lines that a span touches, their last line break included. */
export function linesOf(source: string, at: Span): Span {
  const end = at.end > at.start && /[\r\n]/.test(source[at.end - 1]!) ? at.end : lineEnd(source, at.end);
  return { start: lineStart(source, at.start), end };
}

/** Whether a node begins on a line of its own, that is, only white space stands before it. */
export const startsLine = (source: string, offset: number): boolean => source.slice(lineStart(source, offset), offset).trim() === "";

/** Whether nothing but a comment follows on the line; a part that ends with its line break has ended it. */
export const endsLine = (source: string, offset: number): boolean =>
  /[\r\n]/.test(source[offset - 1] ?? "") || /^[ \t]*(?:#[^\r\n]*)?(?:\r|\n|$)/.test(source.slice(offset, lineEnd(source, offset)));

/** Comment lines directly above a line, without a blank line between: they belong to what stands there. */
export function withCommentsAbove(source: string, lines: Span, limit: number, indent: number): Span {
  let { start } = lines;
  while (start > limit) {
    const previous = lineStart(source, start - (source[start - 1] === "\n" && source[start - 2] === "\r" ? 2 : 1));
    const line = source.slice(previous, start);
    if (previous < limit || !line.trimStart().startsWith("#") || line.length - line.trimStart().length < indent) break;
    start = previous;
  }
  return { start, end: lines.end };
}

/** The end of the line of a node's last character: where a sibling goes. A text without a last break gets one. */
export function insertAfter(block: Block, offset: number, lines: readonly string[], eol = eolOf(block)): Edit {
  const at = linesOf(block.source, { start: offset - 1, end: offset }).end;
  const terminated = at > 0 && /[\r\n]/.test(block.source[at - 1]!);
  const text = lines.join(eol);
  return { span: { start: at, end: at }, text: terminated ? text + eol : eol + text };
}

/** Lines indented by `columns`. */
export const indented = (columns: number, lines: readonly string[]): string[] => lines.map((l) => (l === "" ? l : " ".repeat(columns) + l));

/** How far the entries of a block mapping, or of its nearest parent with one, are indented against their parent. */
export function stepOf(block: Block, service: Entry): number {
  const own = columnOf(block.source, service.key.span.start);
  const first = service.value.kind === "mapping" && !service.value.grafted ? service.value.entries[0] : undefined;
  if (first && startsLine(block.source, first.key.span.start)) return Math.max(1, columnOf(block.source, first.key.span.start) - own);
  return own > 0 ? own : 2;
}

/** Lines that an entry may hold: `key:` with children, or `key: value`. */
export interface Lines {
  readonly key: string;
  readonly value?: string;
  readonly children?: readonly Lines[];
  readonly items?: readonly string[];
}

/** Prints an entry as lines; lists are indented by one step below their key. */
export function printEntry(entry: Lines, step: number): string[] {
  if (entry.value !== undefined) return [`${entry.key}: ${entry.value}`];
  const below = entry.items ? entry.items.map((i) => `- ${i}`) : (entry.children ?? []).flatMap((c) => printEntry(c, step));
  return [`${entry.key}:`, ...indented(step, below)];
}

/**
 * Adds entries below `parent` (the entry of a block mapping), which may be empty. Undefined where the parent is written in flow style or
 * came in by an alias.
 */
export function addEntries(block: Block, parent: Entry, entries: readonly Lines[], step: number): Edit[] | undefined {
  const { value } = parent;
  const column = columnOf(block.source, parent.key.span.start);
  if (isNull(value) && !value.grafted) {
    if (value.span.end > value.span.start || !endsLine(block.source, parent.span.end)) return undefined;
    const lines = entries.flatMap((e) => printEntry(e, step));
    return [insertAfter(block, parent.span.end, indented(column + step, lines))];
  }
  if (value.kind !== "mapping" || value.flow || value.grafted || value.entries.length === 0) return undefined;
  const first = value.entries[0]!;
  if (!startsLine(block.source, first.key.span.start)) return undefined;
  const lines = entries.flatMap((e) => printEntry(e, step));
  return [insertAfter(block, lastLineOf(block.source, value), indented(columnOf(block.source, first.key.span.start), lines))];
}

/**
 * The offset at which a block node's last line is found. A block scalar ends behind its last break; one that keeps its breaks (`|+`) keeps
 * the blank lines below it.
 */
export function lastLineOf(source: string, node: Node): number {
  return keepsBreaks(source, node) ? node.span.end : trimmedEnd(source, node.span);
}

/** The same of an item or entry. */
export const lastLineOfPart = (source: string, part: Item | Entry): number =>
  keepsBreaks(source, part.value) ? part.span.end : trimmedEnd(source, part.span);

function trimmedEnd(source: string, { start, end }: Span): number {
  let at = end;
  while (at > start && /\s/.test(source[at - 1]!)) at--;
  return at;
}

function keepsBreaks(source: string, node: Node): boolean {
  if (node.kind === "scalar") return /^[|>]\d?\+/.test(source.slice(node.span.start, node.span.start + 3)) && node.style !== "plain";
  const last = node.kind === "mapping" ? node.entries.at(-1) : node.items.at(-1);
  return last !== undefined && !node.grafted && !node.flow && keepsBreaks(source, last.value);
}

/** Writes `leaf` at `path` below `parent`, creating what lacks. Undefined where that place is taken or can't be edited by lines. */
export function put(block: Block, parent: Entry, path: readonly string[], leaf: Lines, step: number): Edit[] | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return entryOf(parent.value, leaf.key) ? undefined : addEntries(block, parent, [leaf], step);
  const child = entryOf(parent.value, key);
  if (child) return child.key.opaque ? undefined : put(block, child, rest, leaf, step);
  return addEntries(block, parent, [path.reduceRight<Lines>((inner, name) => ({ key: name, children: [inner] }), leaf)], step);
}

/** Another text for a scalar value; an empty one is filled behind its colon, before a comment. */
export function replaceScalar(block: Block, entry: Entry, value: string): Edit[] | undefined {
  if (entry.value.kind !== "scalar" || entry.value.grafted) return undefined;
  const { span } = entry.value;
  if (span.end > span.start) return [{ span, text: value }];
  const colon = /^["']?[ \t]*:/.exec(block.source.slice(entry.key.span.end));
  if (!colon || entry.value.anchor || entry.value.tag) return undefined;
  const at = entry.key.span.end + colon[0].length;
  return [{ span: { start: at, end: at }, text: ` ${value}` }];
}

/** A list of a thousand items is asked once, not for each of them. */
const BY_LINES = new WeakMap<Mapping | Sequence, { readonly source: string; readonly answer: boolean }>();

/** Whether each item or entry stands on lines of its own, so that it can be moved or removed by lines. */
export function byLines(source: string, node: Mapping | Sequence): boolean {
  const kept = BY_LINES.get(node);
  if (kept?.source === source) return kept.answer;
  const parts = node.kind === "mapping" ? node.entries : node.items;
  const isLine = (p: (typeof parts)[number]) => startsLine(source, p.span.start) && endsLine(source, lastLineOfPart(source, p));
  const answer = !node.flow && !node.grafted && parts.every(isLine);
  BY_LINES.set(node, { source, answer });
  return answer;
}

/** Adds an item at the end of a block sequence, indented like the others. */
export function addItem(block: Block, sequence: Sequence, text: string): Edit[] | undefined {
  if (!byLines(block.source, sequence) || sequence.items.length === 0) return undefined;
  const last = sequence.items[sequence.items.length - 1]!;
  const column = columnOf(block.source, last.span.start);
  return [insertAfter(block, lastLineOfPart(block.source, last), indented(column, [`- ${text}`]))];
}
