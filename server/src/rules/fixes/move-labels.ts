// Moves labels of a service to `deploy.labels` by lines: comments, order, quotes and form stay, and every other byte too. What can't be
// moved that way (flow style, aliases, multi-line values between forms) is left to the user.
import type { Label, LabelSet } from "../../model/labels.ts";
import type { Service } from "../../model/service.ts";
import { lineEnd } from "../../syntax/blocks.ts";
import {
  columnOf,
  type Edit,
  endsLine,
  eolOf,
  indented,
  insertAfter,
  lastLineOf,
  lastLineOfPart,
  lineStart,
  linesOf,
  startsLine,
  stepOf,
  withCommentsAbove,
} from "../../syntax/edit.ts";
import type { Span } from "../../syntax/text.ts";
import { type Entry, entryOf, type Item, isMerge, isNull, type Node } from "../../syntax/tree.ts";
import { commentLines, dedent, flowComments } from "./comment-lines.ts";
import { rewrite, write } from "./rewrite-label.ts";

export interface Move {
  readonly edits: readonly Edit[];
  /** Nothing changes its meaning but that Traefik now reads the labels. */
  readonly safe: boolean;
  /** Labels of the same key and another value go. */
  readonly replaces: boolean;
}

/** Undefined where the labels can't be moved by lines. */
export function moveLabels(service: Service, labels: readonly Label[]): Move | undefined {
  const from = service.containerLabels;
  const { source } = service.block;
  if (!from || from.entry.key.opaque || labels.length === 0 || from.form === "other") return undefined;
  if (!startsLine(source, from.entry.key.span.start)) return undefined;
  const all = labels.length === from.labels.length && partsOf(from.entry.value).length <= labels.length;
  const anchored = from.entry.value.anchor !== undefined;
  if (from.entry.value.grafted) return all ? moveEntry(service, from) : undefined;
  if (anchored) return all && !labelsOf(service.deploy) ? moveEntry(service, from) : undefined;
  if (labels.some((l) => !l.part || l.key.opaque || isAnchored(l.part.value))) return undefined;
  const target = targetOf(service, from, all);
  return target && moveInto(service, from, labels, all, target);
}

export function moveInto(service: Service, from: LabelSet, labels: readonly Label[], all: boolean, target: Target): Move | undefined {
  const { source } = service.block;
  // Of equal labels the last one counts.
  const last = new Set(new Map(labels.map((l) => [l.key.value, l])).values());
  const there = target.set ? byKey(target.set) : undefined;
  const moved = new Set<Label>();
  const replaced = new Set<Label>();
  for (const label of last) {
    const clash = there?.get(label.key.value.toLowerCase());
    if (clash && clash.value?.value === label.value?.value && clash.key.value === label.key.value) continue;
    moved.add(label);
    if (clash) replaced.add(clash);
  }
  const gone = [...replaced].map((l) => (l.part && !isAnchored(l.part.value) ? linesOfPart(source, l.part) : undefined));
  const taken = take(service, from, labels, moved, all, target.form);
  if (!taken || gone.some((g) => !g)) return undefined;
  const put = taken.lines.length > 0 ? target.put(taken.lines) : [];
  return {
    edits: [...taken.removals, ...gone.map((g): Edit => ({ span: g!, text: "" })), ...put],
    safe: replaced.size === 0,
    replaces: replaced.size > 0,
  };
}

export const partsOf = (node: Node): readonly (Item | Entry)[] =>
  node.kind === "sequence" ? node.items : node.kind === "mapping" ? node.entries.filter((e) => !node.grafted || !isMerge(e)) : [];

/** An alias may stand between the old place and the new one. */
export const isAnchored = (node: Node): boolean =>
  node.anchor !== undefined || (!node.grafted && partsOf(node).some((p) => isAnchored(p.value)));

const BY_KEY = new WeakMap<LabelSet, ReadonlyMap<string, Label>>();

/** The labels by their keys in lower case; of equal ones the last. */
function byKey(set: LabelSet): ReadonlyMap<string, Label> {
  const known = BY_KEY.get(set);
  if (known) return known;
  const map = new Map(set.labels.map((l) => [l.key.value.toLowerCase(), l]));
  BY_KEY.set(set, map);
  return map;
}

/** The lines of a part that shares none with others. */
function linesOfPart(source: string, part: Item | Entry): Span | undefined {
  const end = lastLineOfPart(source, part);
  return startsLine(source, part.span.start) && endsLine(source, end) ? linesOf(source, { start: part.span.start, end }) : undefined;
}

const labelsOf = (deploy: Entry | undefined): Entry | undefined => entryOf(deploy?.value, "labels");

export interface Target {
  readonly form: "list" | "map";
  readonly set: LabelSet | undefined;
  /** Lines without indentation of their own to the edits that write them. */
  readonly put: (lines: readonly string[]) => Edit[];
}

/** Where the labels go: behind those that are there, below an empty key, or to a new one. */
function targetOf(service: Service, from: LabelSet, all: boolean): Target | undefined {
  const { block, deploy } = service;
  const { source } = block;
  const step = stepOf(block, service.entry);
  const own = columnOf(source, from.entry.key.span.start);
  const inner = itemColumn(source, from) - own;
  const form = from.form as "list" | "map";
  const header = (column: number, lines: readonly string[]) => [...indented(column, ["labels:"]), ...indented(column + inner, lines)];
  if (!deploy) {
    const at = all ? lineStart(source, from.entry.key.span.start) : undefined;
    const lines = (body: readonly string[]) => [...indented(own, ["deploy:"]), ...header(own + step, body)];
    const eol = eolOf(block);
    if (at === undefined) return { form, set: undefined, put: (b) => [insertAfter(block, lastLineOf(source, from.entry.value), lines(b))] };
    return { form, set: undefined, put: (b) => [{ span: { start: at, end: at }, text: lines(b).join(eol) + eol }] };
  }
  if (deploy.key.opaque || !startsLine(source, deploy.key.span.start)) return undefined;
  const deployColumn = columnOf(source, deploy.key.span.start);
  if (isNull(deploy.value) && !deploy.value.grafted) {
    if (!endsLine(source, deploy.key.span.end + 1)) return undefined;
    return { form, set: undefined, put: (b) => [insertAfter(block, deploy.span.end, header(deployColumn + step, b))] };
  }
  const { value } = deploy;
  if (value.kind !== "mapping" || value.flow || value.grafted || value.entries.length === 0) return undefined;
  if (!startsLine(source, value.entries[0]!.key.span.start)) return undefined;
  const there = labelsOf(deploy);
  const column = columnOf(source, value.entries[0]!.key.span.start);
  if (!there) return { form, set: undefined, put: (b) => [insertAfter(block, lastLineOf(source, value), header(column, b))] };
  if (there.key.opaque || there.value.grafted || there.value.anchor) return undefined;
  if (isNull(there.value)) {
    if (!endsLine(source, there.key.span.end + 1)) return undefined;
    const at = columnOf(source, there.key.span.start) + inner;
    return { form, set: undefined, put: (b) => [insertAfter(block, there.span.end, indented(at, b))] };
  }
  return intoExisting(service, there, service.deployLabels);
}

export function intoExisting(service: Service, there: Entry, set: LabelSet | undefined): Target | undefined {
  const { block } = service;
  const node = there.value;
  if (!set || node.kind === "scalar" || node.flow || set.form === "other") return undefined;
  const first = node.kind === "sequence" ? node.items[0] : node.entries[0];
  if (!first || !startsLine(block.source, first.span.start)) return undefined;
  const column = columnOf(block.source, first.span.start);
  return { form: set.form, set, put: (b) => [insertAfter(block, lastLineOf(block.source, node), indented(column, b))] };
}

/** The column of the first item or entry; of a flow collection, where it would be. */
export function itemColumn(source: string, set: LabelSet): number {
  const node = set.entry.value;
  const first = node.kind === "sequence" ? node.items[0] : node.kind === "mapping" ? node.entries[0] : undefined;
  const own = columnOf(source, set.entry.key.span.start);
  return first && node.kind !== "scalar" && !node.flow && startsLine(source, first.span.start)
    ? columnOf(source, first.span.start)
    : own + 2;
}

interface Taken {
  readonly removals: readonly Edit[];
  readonly lines: readonly string[];
}

/** Cuts the labels out; those of `moved` as lines at column 0, the others' comments too. */
function take(
  service: Service,
  from: LabelSet,
  labels: readonly Label[],
  moved: ReadonlySet<Label>,
  all: boolean,
  form: "list" | "map",
): Taken | undefined {
  const { source } = service.block;
  const node = from.entry.value;
  if (node.kind === "scalar") return undefined;
  if (node.flow) return all ? takeFlow(source, from, labels, moved, form) : undefined;
  return all ? takeAll(source, from, labels, moved, form) : takeSome(source, from, labels, moved, form);
}

/** The key goes with everything below it. */
function takeAll(source: string, from: LabelSet, labels: readonly Label[], moved: ReadonlySet<Label>, form: "list" | "map") {
  const { key } = from.entry;
  const header = /^[ \t]*:[ \t]*(#[^\r\n]*)?(?:\r\n|\r|\n)/.exec(source.slice(key.span.end, lineEnd(source, key.span.end)));
  if (!header) return undefined;
  const column = itemColumn(source, from);
  const lines: string[] = header[1] ? [header[1].trimEnd()] : [];
  let at = key.span.end + header[0].length;
  for (const label of labels) {
    const own = linesOfPart(source, label.part!);
    if (!own) return undefined;
    const between = commentLines(source.slice(at, own.start), column);
    const written = write(source, label, own, from, form, moved);
    if (!between || !written) return undefined;
    lines.push(...between, ...written);
    at = own.end;
  }
  const end = behindLast(source, from, at);
  lines.push(...(commentLines(source.slice(at, end), column) ?? []));
  while (lines[0] === "") lines.shift();
  return { removals: [{ span: { start: lineStart(source, key.span.start), end }, text: "" }], lines };
}

function takeSome(source: string, from: LabelSet, labels: readonly Label[], moved: ReadonlySet<Label>, form: "list" | "map") {
  const limit = linesOf(source, { start: from.entry.key.span.start, end: from.entry.key.span.end }).end;
  const removals: Edit[] = [];
  const lines: string[] = [];
  for (const label of labels) {
    const own = linesOfPart(source, label.part!);
    if (!own) return undefined;
    const column = columnOf(source, label.part!.span.start);
    const span = withCommentsAbove(source, own, limit, column);
    const above = commentLines(source.slice(span.start, own.start), column);
    const written = write(source, label, own, from, form, moved);
    if (!above || !written) return undefined;
    lines.push(...above, ...written);
    removals.push({ span, text: "" });
  }
  return { removals, lines };
}

/** A flow collection goes as a whole; comments between its labels become lines. */
function takeFlow(source: string, from: LabelSet, labels: readonly Label[], moved: ReadonlySet<Label>, form: "list" | "map") {
  const span = linesOf(source, entrySpan(source, from.entry));
  const lines: string[] = [];
  let at = from.entry.key.span.end;
  for (const [index, label] of labels.entries()) {
    const before = flowComments(source.slice(at, label.part!.span.start), /^[\s,:[{]*$/);
    const next = labels[index + 1];
    const behind = next ? /^(?:[ \t]*,)?[ \t]+(#[^\r\n]*)/.exec(source.slice(label.part!.span.end, next.part!.span.start)) : null;
    const written = moved.has(label) ? rewrite(source, label, from.form, form, behind ? ` ${behind[1]!.trimEnd()}` : "") : undefined;
    if (!before || (moved.has(label) && written === undefined)) return undefined;
    lines.push(...before, ...(written === undefined ? [] : [written]));
    at = label.part!.span.end + (written !== undefined && behind ? behind[0].length : 0);
  }
  const last = flowComments(source.slice(at, span.end), /^[\s,\]}]*$/);
  return last && { removals: [{ span, text: "" }], lines: [...lines, ...last] };
}

const entrySpan = (source: string, entry: Entry): Span => ({
  start: entry.key.span.start,
  end: Math.max(entry.key.span.end + 1, lastLineOf(source, entry.value)),
});

/** Where the comments end that belong to the labels: those at the labels' own indentation, and labels that an editor commented out. */
function behindLast(source: string, set: LabelSet, from: number): number {
  const column = itemColumn(source, set);
  const own = columnOf(source, set.entry.key.span.start);
  let end = from;
  for (let at = from; at < source.length; ) {
    const next = lineEnd(source, at);
    const line = source.slice(at, next);
    const comment = /^( *)#( *)/.exec(line);
    if (!comment && line.trim() !== "") break;
    if (
      comment &&
      !(comment[1]!.length >= Math.max(column, own + 1) || (at === end && own > 0 && comment[1] === "" && comment[2]!.length > own))
    )
      break;
    at = next;
    if (comment) end = next;
  }
  return end;
}

/** Moves `labels: *alias` or an anchored list as it stands, its key included. */
function moveEntry(service: Service, from: LabelSet): Move | undefined {
  const { block, deploy } = service;
  const { source } = block;
  if (!from.entry.value.grafted && partsOf(from.entry.value).some((p) => isAnchored(p.value))) return undefined;
  const lines = linesOf(source, entrySpan(source, from.entry));
  const below = from.entry.value.kind !== "scalar" && !from.entry.value.flow && !from.entry.value.grafted;
  const whole = below ? { start: lines.start, end: behindLast(source, from, lines.end) } : lines;
  const own = columnOf(source, from.entry.key.span.start);
  const body = dedent(source.slice(whole.start, whole.end), own);
  const step = stepOf(block, service.entry);
  const removal: Edit = { span: whole, text: "" };
  if (!deploy) {
    const text = indented(own, ["deploy:", ...indented(step, body)]).join(eolOf(block)) + eolOf(block);
    return { edits: [{ span: whole, text }], safe: false, replaces: false };
  }
  const { value } = deploy;
  if (deploy.key.opaque || value.kind !== "mapping" || value.flow || value.grafted || labelsOf(deploy) || value.entries.length === 0)
    return undefined;
  if (!startsLine(source, value.entries[0]!.key.span.start)) return undefined;
  const column = columnOf(source, value.entries[0]!.key.span.start);
  return { edits: [removal, insertAfter(block, lastLineOf(source, value), indented(column, body))], safe: false, replaces: false };
}
