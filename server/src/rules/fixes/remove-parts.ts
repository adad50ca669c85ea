// Takes entries or items out of their map or list, line by line or out of the brackets; what stands between them stays.
import type { Block } from "../../syntax/document.ts";
import { byLines, type Edit, lastLineOfPart, linesOf } from "../../syntax/edit.ts";
import type { Span } from "../../syntax/text.ts";
import type { Entry, Item, Mapping, Node, Sequence } from "../../syntax/tree.ts";

type Part = Item | Entry;

/** Undefined where something came in by an alias, can't be taken out by lines, or where nothing would be left. */
export function removeParts({ source }: Block, node: Mapping | Sequence, parts: readonly Part[]): Edit[] | undefined {
  const all: readonly Part[] = node.kind === "sequence" ? node.items : node.entries;
  if (node.grafted || parts.length >= all.length || !parts.every((p) => all.includes(p) && !p.value.anchor)) return undefined;
  if (!node.flow) return byLines(source, node) ? parts.flatMap((p) => removeLines(source, p)) : undefined;
  if (!isOneLine(source, node.span)) return undefined;
  return runs(all, new Set(parts)).map((run) => ({ span: withComma(source, run), text: "" }));
}

export const isOneLine = (source: string, { start, end }: Span): boolean => !/[\r\n]/.test(source.slice(start, end));

/** A comment behind a part of one line becomes a line of its own; those between its lines stay. */
export function removeLines(source: string, part: Part): Edit[] {
  const end = lastLineOfPart(source, part);
  const lines = linesOf(source, { start: part.span.start, end });
  if (isOneLine(source, { start: part.span.start, end })) {
    const comment = /^[ \t]+(?=#)/.exec(source.slice(end, lines.end))?.[0];
    return [{ span: comment === undefined ? lines : { start: part.span.start, end: end + comment.length }, text: "" }];
  }
  return holdsBlockScalar(part.value) ? [{ span: lines, text: "" }] : withoutComments(source, lines).map((span) => ({ span, text: "" }));
}

/** Their lines look like comments, and are none. */
const holdsBlockScalar = (node: Node): boolean =>
  node.kind === "scalar"
    ? node.style === "literal" || node.style === "folded"
    : (node.kind === "mapping" ? node.entries : node.items).some((p) => holdsBlockScalar(p.value));

/** The lines that are no comments, neighbours as one. */
function withoutComments(source: string, { start, end }: Span): Span[] {
  const found: Span[] = [];
  for (let at = start; at < end; ) {
    const line = linesOf(source, { start: at, end: at });
    const isComment = source.slice(line.start, line.end).trimStart().startsWith("#");
    const last = found.at(-1);
    if (!isComment)
      found.splice(last?.end === line.start ? -1 : found.length, 1, {
        start: last?.end === line.start ? last.start : line.start,
        end: line.end,
      });
    at = line.end;
  }
  return found;
}

/** Neighbours go as one, so that no comma is taken twice. */
function runs(all: readonly Part[], gone: ReadonlySet<Part>): Span[] {
  const found: Span[] = [];
  let open = false;
  for (const part of all) {
    const last = found.at(-1);
    if (gone.has(part)) found.splice(open ? -1 : found.length, 1, { start: open ? last!.start : part.span.start, end: part.span.end });
    open = gone.has(part);
  }
  return found;
}

/** With the comma behind it, or else the one before it. */
function withComma(source: string, { start, end }: Span): Span {
  const behind = /^[ \t]*,[ \t]*/.exec(source.slice(end));
  if (behind) return { start, end: end + behind[0].length };
  const comma = beforeBlanks(source, start) - 1;
  return { start: source[comma] === "," ? beforeBlanks(source, comma) : start, end };
}

function beforeBlanks(source: string, offset: number): number {
  let at = offset;
  while (at > 0 && /[ \t]/.test(source[at - 1]!)) at--;
  return at;
}
