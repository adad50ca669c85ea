// A new label, or another value for one that is there, in the spelling of the set.
import type { Label } from "../../model/labels.ts";
import type { Service } from "../../model/service.ts";
import { columnOf, type Edit, indented, insertAfter, lastLineOfPart, replaceScalar, startsLine } from "../../syntax/edit.ts";

/** Behind the last label of `deploy.labels`. Undefined where there is none, or the labels came in by an alias. */
export function addLabel(service: Service, key: string, value: string): Edit[] | undefined {
  const set = service.deployLabels;
  const node = set?.entry.value;
  const last = set?.labels.findLast((l) => l.part);
  if (!set || !last?.part || !node || node.kind === "scalar" || node.grafted) return undefined;
  const { source } = service.block;
  const { span } = last.part;
  const quote = /["']/.exec(source[last.span.start] ?? "")?.[0] ?? "";
  const list = set.form === "list";
  const text = list ? `${quote}${key}=${value}${quote}` : `${key}: "${value}"`;
  if (node.flow) return [{ span: { start: span.end, end: span.end }, text: `, ${text}` }];
  if (!startsLine(source, span.start)) return undefined;
  return [
    insertAfter(service.block, lastLineOfPart(source, last.part), indented(columnOf(source, span.start), [list ? `- ${text}` : text])),
  ];
}

/** Undefined where the label came in by an alias. */
export function setLabel(service: Service, label: Label, value: string): Edit[] | undefined {
  const { part, key, value: old } = label;
  if (!part || key.opaque) return undefined;
  // A map's value must stay a text, whatever its quotes were.
  if ("key" in part) return replaceScalar(service.block, part, `"${value}"`);
  if (!old) return [{ span: { start: key.span.end, end: key.span.end }, text: `=${value}` }];
  return old.opaque ? undefined : [{ span: old.span, text: value }];
}
