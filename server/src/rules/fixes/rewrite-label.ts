// A label in its own or the other form, list item or map entry, on one line.
import type { Label, LabelSet } from "../../model/labels.ts";
import { hasVariable } from "../../model/service.ts";
import { columnOf, lastLineOfPart } from "../../syntax/edit.ts";
import type { Span } from "../../syntax/text.ts";
import { dedent } from "./comment-lines.ts";

/** One label in the other form (or, out of a flow collection, in its own) on one line; quotes stay. */
export function rewrite(source: string, label: Label, from: LabelSet["form"], form: "list" | "map", comment: string): string | undefined {
  const part = label.part!;
  const node = part.value;
  if (node.kind !== "scalar" || node.anchor || node.tag || /[\r\n]/.test(source.slice(part.span.start, part.span.end))) return undefined;
  // `$` means something else in a map's key, which Docker never interpolates.
  if (from !== form && (hasVariable(label.key.value) || label.key.value.includes("$"))) return undefined;
  if (!/^[\w.@[\]/${}:+-]+$/.test(label.key.value)) return undefined;
  if (from === "map" && form === "list" && node.style === "plain" && !isPlainText(node.text.value)) return undefined;
  const quote = node.style === "double" ? '"' : node.style === "single" ? "'" : "";
  const value = label.value ? source.slice(label.value.span.start, label.value.span.end) : "";
  if (form === "list") {
    const text = `${label.key.value}=${value}`;
    return `- ${from === "list" ? source.slice(node.span.start, node.span.end) : quote + text + quote}${comment}`;
  }
  if (from === "map") return `${source.slice(part.span.start, part.span.end)}${comment}`;
  const q = quote || (/["\\]/.test(value) ? "'" : '"');
  return `${label.key.value}: ${q}${quote === "" && q === "'" ? value.replaceAll("'", "''") : value}${q}${comment}`;
}

/** Whether a plain value in a map means its text: Docker writes other numbers, null and dates in its own way, and refuses all but texts. */
export const isPlainText = (value: string): boolean =>
  /^(?:true|false|0|-?[1-9]\d{0,14})$/.test(value) ||
  !(
    /^(?:|~|null|true|false|yes|no|on|off|y|n)$/i.test(value) ||
    /^[-+]?(?:0[box][\da-f_]+|\d[\d_]*(?::\d+)+(?:\.\d*)?|[\d_]*(?:\.[\d_]*)?(?:e[-+]?\d+)?|\.inf|\.nan)$/i.test(value) ||
    /^\d{4}-\d\d?-\d\d?(?:[Tt \t].*)?$/.test(value)
  );

/** A label as it is to stand there; what is there already leaves the comment behind it. */
export function write(source: string, label: Label, lines: Span, from: LabelSet, form: "list" | "map", moved: ReadonlySet<Label>) {
  const text = source.slice(lines.start, lines.end);
  if (/^ *\t/m.test(text)) return undefined;
  const keep = moved.has(label);
  if (keep && from.form === form) return dedent(text, columnOf(source, label.part!.span.start));
  const behind = /^[ \t]+#[^\r\n]*/.exec(source.slice(lastLineOfPart(source, label.part!), lines.end))?.[0]?.trimEnd() ?? "";
  if (!keep) return behind === "" ? [] : [behind.trimStart()];
  const written = rewrite(source, label, from.form, form, behind);
  return written === undefined ? undefined : [written];
}
