// Moves labels of a service to `deploy.labels` by lines: comments, order, quotes and form stay, and every other byte too. What can't be
// moved that way (flow style, aliases, multi-line values between forms) is left to the user.
import { type Label, type LabelSet, labelOf } from "../../model/labels.ts";
import { hasVariable, type Service } from "../../model/service.ts";
import {
  columnOf,
  type Edit,
  endsLine,
  eolOf,
  indented,
  insertAfter,
  lastLineOf,
  lineStart,
  linesOf,
  startsLine,
  stepOf,
  withCommentsAbove,
} from "../../syntax/edit.ts";
import type { Span } from "../../syntax/text.ts";
import { type Entry, entryOf, isNull, type Node } from "../../syntax/tree.ts";

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
  const all = labels.length === from.labels.length;
  const anchored = from.entry.value.anchor !== undefined;
  if (from.entry.value.grafted) return all ? moveEntry(service, from) : undefined;
  if (anchored) return all && !labelsOf(service.deploy) ? moveEntry(service, from) : undefined;
  const target = targetOf(service, from, all);
  if (!target) return undefined;
  const clashes = labels.map((l) => ({ label: l, there: labelOf(target.set, l.key.value.toLowerCase()) })).filter((c) => c.there);
  const changing = clashes.filter((c) => c.there!.value?.value !== c.label.value?.value || c.label.key.value !== c.there!.key.value);
  if (changing.some((c) => !c.there!.part)) return undefined;
  const moved = labels.filter((l) => !clashes.some((c) => c.label === l && !changing.includes(c)));
  const taken = take(service, from, labels, moved, all, target.form);
  if (!taken) return undefined;
  const replaced = changing.map((c): Edit => ({ span: linesOf(source, partSpan(source, c.there!)), text: "" }));
  const put = taken.lines.length > 0 ? target.put(taken.lines) : [];
  return { edits: [...taken.removals, ...replaced, ...put], safe: changing.length === 0, replaces: changing.length > 0 };
}

const labelsOf = (deploy: Entry | undefined): Entry | undefined => entryOf(deploy?.value, "labels");

interface Target {
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
  return intoExisting(service, there);
}

function intoExisting(service: Service, there: Entry): Target | undefined {
  const { block, deployLabels: set } = service;
  const node = there.value;
  if (!set || node.kind === "scalar" || node.flow || set.form === "other") return undefined;
  const first = node.kind === "sequence" ? node.items[0] : node.entries[0];
  if (!first || !startsLine(block.source, first.span.start)) return undefined;
  const column = columnOf(block.source, first.span.start);
  return { form: set.form, set, put: (b) => [insertAfter(block, lastLineOf(block.source, node), indented(column, b))] };
}

/** The column of the first item or entry; of a flow collection, where it would be. */
function itemColumn(source: string, set: LabelSet): number {
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

/** Cuts the labels out; those of `moved` as lines at column 0. */
function take(
  service: Service,
  from: LabelSet,
  labels: readonly Label[],
  moved: readonly Label[],
  all: boolean,
  form: "list" | "map",
): Taken | undefined {
  const { source } = service.block;
  const node = from.entry.value;
  if (node.kind === "scalar" || labels.some((l) => !l.part)) return undefined;
  const cut = labels.map((label) => ({ label, lines: linesOfLabel(source, from, label) }));
  if (node.flow) {
    if (!all) return undefined;
    const lines = moved.map((l) => rewrite(source, l, from.form, form, ""));
    if (lines.some((l) => l === undefined)) return undefined;
    return { removals: [{ span: linesOf(source, entrySpan(source, from.entry)), text: "" }], lines: lines as string[] };
  }
  if (!cut.every((c) => c.lines)) return undefined;
  const lines: string[] = [];
  const comment = all ? headerComment(source, from.entry) : undefined;
  if (comment) lines.push(comment);
  for (const { label, lines: at } of cut) {
    if (!moved.includes(label)) {
      // The same label is there already; what the user wrote above this one goes along.
      lines.push(...commentsAbove(source, label, at!));
      continue;
    }
    const written = convert(source, label, at!, from, form);
    if (!written) return undefined;
    lines.push(...written);
  }
  if (all) lines.push(...commentsBehind(source, from, cut[cut.length - 1]!.lines!));
  if (!all) return { removals: cut.map((c): Edit => ({ span: c.lines!, text: "" })), lines };
  const whole = linesOf(source, entrySpan(source, from.entry));
  const last = cut[cut.length - 1]!.lines!;
  const tail = commentsBehindSpan(source, from, last);
  return { removals: [{ span: { start: whole.start, end: Math.max(whole.end, last.end, tail.end) }, text: "" }], lines };
}

const entrySpan = (source: string, entry: Entry): Span => ({
  start: entry.key.span.start,
  end: Math.max(entry.key.span.end + 1, lastLineOf(source, entry.value)),
});

/** A comment on the line of `labels:` goes along as a line of its own. */
function headerComment(source: string, entry: Entry): string | undefined {
  return /^[ \t]*:[ \t]*(#[^\r\n]*)/.exec(source.slice(entry.key.span.end))?.[1]?.trimEnd();
}

const partSpan = (source: string, label: Label): Span => ({ start: label.part!.span.start, end: lastLineOf(source, partNode(label)) });
const partNode = (label: Label): Node => ({ ...label.part!.value, span: label.part!.span }) as Node;

/** The label's lines with the comment lines right above it; undefined where it shares a line with another. */
function linesOfLabel(source: string, set: LabelSet, label: Label): Span | undefined {
  const span = partSpan(source, label);
  if (!startsLine(source, span.start) || !endsLine(source, span.end)) return undefined;
  const limit = linesOf(source, { start: set.entry.key.span.start, end: set.entry.key.span.end }).end;
  return withCommentsAbove(source, linesOf(source, span), limit, columnOf(source, span.start));
}

/** Comments at the labels' own indentation behind the last one: they belong to them. */
function commentsBehindSpan(source: string, set: LabelSet, last: Span): Span {
  const column = itemColumn(source, set);
  let { end } = last;
  for (;;) {
    const line = /^([ ]*)#[^\r\n]*(?:\r\n|\n|\r|$)/.exec(source.slice(end));
    if (!line || line[1]!.length < Math.max(column, 1) || line[0] === "" || column === columnOf(source, set.entry.key.span.start))
      return { start: last.end, end };
    end += line[0].length;
  }
}

const commentsBehind = (source: string, set: LabelSet, last: Span): string[] => {
  const { start, end } = commentsBehindSpan(source, set, last);
  return dedent(source.slice(start, end), itemColumn(source, set));
};

/** Lines without their break, shifted to column 0. */
const dedent = (text: string, column: number): string[] =>
  text
    .split(/\r\n|\n|\r/)
    .slice(0, -1)
    .concat(/[\r\n]$/.test(text) || text === "" ? [] : [text.split(/\r\n|\n|\r/).at(-1)!])
    .map((line) => (line.slice(0, column).trim() === "" ? line.slice(column) : line.trimStart()));

function convert(source: string, label: Label, lines: Span, from: LabelSet, form: "list" | "map"): string[] | undefined {
  const text = source.slice(lines.start, lines.end);
  if (/^ *\t/m.test(text)) return undefined;
  if (from.form === form) return dedent(text, columnOf(source, label.part!.span.start));
  const at = linesOf(source, partSpan(source, label));
  const behind = /[ \t]+#[^\r\n]*/.exec(source.slice(lastLineOf(source, partNode(label)), at.end))?.[0]?.trimEnd() ?? "";
  const written = rewrite(source, label, from.form, form, behind);
  return written === undefined ? undefined : [...commentsAbove(source, label, lines), written];
}

const commentsAbove = (source: string, label: Label, lines: Span): string[] =>
  dedent(source.slice(lines.start, linesOf(source, partSpan(source, label)).start), columnOf(source, label.part!.span.start));

/** One label in the other form (or, out of a flow collection, in its own) on one line; quotes stay. */
function rewrite(source: string, label: Label, from: LabelSet["form"], form: "list" | "map", comment: string): string | undefined {
  const part = label.part!;
  const node = part.value;
  if (node.kind !== "scalar" || node.anchor || node.tag || /[\r\n]/.test(source.slice(part.span.start, part.span.end))) return undefined;
  // `$` means something else in a map's key, which Docker never interpolates.
  if (from !== form && (hasVariable(label.key.value) || label.key.value.includes("$"))) return undefined;
  if (!/^[\w.@[\]/${}:+-]+$/.test(label.key.value)) return undefined;
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

/** Moves `labels: *alias` or an anchored list as it stands, its key included. */
function moveEntry(service: Service, from: LabelSet): Move | undefined {
  const { block, deploy } = service;
  const { source } = block;
  const whole = linesOf(source, entrySpan(source, from.entry));
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
