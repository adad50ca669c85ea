// Takes labels out of their list or map, line by line or out of the brackets; what stands between them stays.
import type { Label, LabelSet } from "../../model/labels.ts";
import type { Service } from "../../model/service.ts";
import { byLines, type Edit, linesOf } from "../../syntax/edit.ts";
import type { Span } from "../../syntax/text.ts";
import type { Entry, Item } from "../../syntax/tree.ts";

/** Undefined where a label came in by an alias or goes over several lines, and where none would be left. */
export function removeLabels(service: Service, set: LabelSet, labels: readonly Label[]): Edit[] | undefined {
  const { source } = service.block;
  const node = set.entry.value;
  if (node.kind === "scalar" || node.grafted) return undefined;
  const all: readonly (Item | Entry)[] = node.kind === "sequence" ? node.items : node.entries;
  const parts = labels.map((l) => l.part);
  if (parts.length >= all.length || !parts.every((p) => p !== undefined && isOneLine(source, p.span) && !p.value.anchor)) return undefined;
  if (!node.flow) return byLines(source, node) ? parts.map((p) => removeLine(source, p!)) : undefined;
  if (!isOneLine(source, node.span)) return undefined;
  return runs(all, new Set(parts)).map((run) => ({ span: withComma(source, run), text: "" }));
}

const isOneLine = (source: string, { start, end }: Span): boolean => !/[\r\n]/.test(source.slice(start, end));

/** A comment behind it becomes a line of its own. */
function removeLine(source: string, part: Item | Entry): Edit {
  const lines = linesOf(source, part.span);
  const comment = /^[ \t]+(?=#)/.exec(source.slice(part.span.end, lines.end))?.[0];
  return { span: comment === undefined ? lines : { start: part.span.start, end: part.span.end + comment.length }, text: "" };
}

/** Neighbours go as one, so that no comma is taken twice. */
function runs(all: readonly (Item | Entry)[], gone: ReadonlySet<Item | Entry | undefined>): Span[] {
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
  const before = /[ \t]*,[ \t]*$/.exec(source.slice(0, start));
  return { start: start - (before?.[0].length ?? 0), end };
}
