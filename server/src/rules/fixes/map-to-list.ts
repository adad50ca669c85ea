// A map of labels as a list, entry by entry where it stands: lines, order and comments stay.
import type { LabelSet } from "../../model/labels.ts";
import type { Service } from "../../model/service.ts";
import { byLines, type Edit } from "../../syntax/edit.ts";
import { type Entry, isMerge, isNull } from "../../syntax/tree.ts";
import { isPlainText } from "./rewrite-label.ts";

/** Undefined where an entry came in from elsewhere, goes over several lines, or would mean something else as an item. */
export function mapToList(service: Service, set: LabelSet): Edit[] | undefined {
  const { source } = service.block;
  const node = set.entry.value;
  if (node.kind !== "mapping" || node.grafted || node.anchor || node.tag || node.flow || !byLines(source, node)) return undefined;
  const edits = node.entries.map((entry): Edit | undefined => {
    const text = itemOf(source, entry);
    const { start, end } = entry.span;
    // An empty value ends behind the blanks before a comment.
    const length = source.slice(start, end).trimEnd().length;
    return text === undefined ? undefined : { span: { start, end: start + length }, text: `- ${text}` };
  });
  return edits.every((e) => e !== undefined) ? edits : undefined;
}

/** An entry as the text of a list; undefined where it would mean something else there. */
export function itemOf(source: string, entry: Entry, sign = "="): string | undefined {
  const { key, value } = entry;
  if (isMerge(entry) || value.kind !== "scalar" || value.grafted || value.anchor || value.tag || value.unresolved) return undefined;
  if (!["plain", "single", "double"].includes(value.style) || /[\r\n]/.test(source.slice(entry.span.start, entry.span.end)))
    return undefined;
  // Doubled dollars are two in a key, and one in an item.
  if (!/^[\w$][\w.@[\]/${}?:+-]*$/.test(key.value) || key.value.includes("$$") || key.value.endsWith(":")) return undefined;
  if (isNull(value)) return `${key.value}${sign.trimEnd()}`;
  if (value.style === "plain" && !isPlainText(value.text.value)) return undefined;
  // A host's address may hold colons, and end with two.
  if (sign === ":" && value.style === "plain" && value.text.value.endsWith(":")) return undefined;
  const quote = value.style === "double" ? '"' : value.style === "single" ? "'" : "";
  const written = source.slice(value.span.start, value.span.end);
  return `${quote}${key.value}${sign}${quote ? written.slice(1, -1) : written}${quote}`;
}
