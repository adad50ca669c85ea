// Moves labels out of `deploy.labels`, to `labels` of the service: the other way of move-labels. A `deploy` that held nothing else goes.
import type { Label, LabelSet } from "../../model/labels.ts";
import type { Service } from "../../model/service.ts";
import { columnOf, eolOf, indented, lineStart, startsLine } from "../../syntax/edit.ts";
import { entryOf, isNull } from "../../syntax/tree.ts";
import { commentLines } from "./comment-lines.ts";
import { intoExisting, isAnchored, itemColumn, type Move, moveInto, partsOf, type Target } from "./move-labels.ts";

/** Undefined where the labels can't be moved by lines. */
export function moveLabelsOut(service: Service, labels: readonly Label[]): Move | undefined {
  const { deploy, deployLabels: from } = service;
  const { source } = service.block;
  if (!deploy || !from || from.entry.key.opaque || deploy.key.opaque || labels.length === 0 || from.form === "other") return undefined;
  if (!startsLine(source, from.entry.key.span.start) || !startsLine(source, deploy.key.span.start)) return undefined;
  if ([deploy.value, from.entry.value].some((n) => n.grafted || n.anchor !== undefined)) return undefined;
  if (labels.some((l) => !l.part || l.key.opaque || isAnchored(l.part.value))) return undefined;
  const all = labels.length === from.labels.length && partsOf(from.entry.value).length <= labels.length;
  const start = lineStart(source, deploy.key.span.start);
  if (!all || partsOf(deploy.value).length > 1) {
    const target = targetAt(service, from, start);
    return target && moveInto(service, from, labels, all, target);
  }
  // The comments between the two keys stay.
  const end = lineStart(source, from.entry.key.span.start);
  const [, behind, between] = /^[^:]*:[ \t]*(#[^\r\n]*)?(?:\r\n|\r|\n)([\s\S]*)$/.exec(source.slice(start, end)) ?? [];
  const comments = between === undefined ? undefined : commentLines(between, columnOf(source, from.entry.key.span.start));
  const target = comments && targetAt(service, from, end);
  const move = target && moveInto(service, from, labels, all, target);
  if (!move) return undefined;
  const kept = indented(columnOf(source, deploy.key.span.start), [...(behind ? [behind.trimEnd()] : []), ...comments!]);
  const eol = eolOf(service.block);
  return { ...move, edits: [{ span: { start, end }, text: kept.map((line) => line + eol).join("") }, ...move.edits] };
}

/** Behind the labels that are there, else a new key at the line that begins at `at`. */
function targetAt(service: Service, from: LabelSet, at: number): Target | undefined {
  const { block, deploy, containerLabels } = service;
  const { source } = block;
  const there = entryOf(service.entry.value, "labels");
  if (there) {
    const isClosed = there.key.opaque || there.value.grafted || there.value.anchor !== undefined || isNull(there.value);
    return isClosed ? undefined : intoExisting(service, there, containerLabels);
  }
  const own = columnOf(source, deploy!.key.span.start);
  const inner = itemColumn(source, from) - columnOf(source, from.entry.key.span.start);
  const lines = (body: readonly string[]) => [...indented(own, ["labels:"]), ...indented(own + inner, body)];
  const eol = eolOf(block);
  const put = (body: readonly string[]) => [{ span: { start: at, end: at }, text: lines(body).join(eol) + eol }];
  return { form: from.form as "list" | "map", set: undefined, put };
}
