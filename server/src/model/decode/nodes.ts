// From labels to a tree, as Traefik's decoder does it: filter by prefix, sort by key, split at dots and brackets, merge equal paths.
import type { DecodeProblem, LabelPart, PlainLabel } from "./problem.ts";

export interface LabelNode {
  /** As written. */
  readonly name: string;
  readonly children: LabelNode[];
  /** The children by their folded names. */
  readonly byName: Map<string, LabelNode>;
  /** The label that ends here, if one does. */
  label: number | undefined;
  value: string;
  /** A variable decides the value. */
  open: boolean;
  /** Where the segment stands, in the first label that has it. */
  readonly at: LabelPart;
  /** The same segment in another case, which Traefik takes for this one. */
  readonly others: { readonly name: string; readonly at: LabelPart }[];
  /** Labels that end here too, and lose to `label`. */
  readonly losers: number[];
}

/** An error in a key ends the decoding: there is no tree then, and all labels count for nothing. */
export type Tree = { readonly root: LabelNode | undefined } | { readonly failed: DecodeProblem };

/** @param prefixes in lower case; they are compared with the beginning of the key as text, so that `traefik.httpx` belongs to `traefik.http`. */
export function readNodes(labels: readonly PlainLabel[], prefixes: readonly string[]): Tree {
  let root: LabelNode | undefined;
  for (const index of selected(labels, prefixes)) {
    const { key, value, open } = labels[index]!;
    const path = readPath(key, index);
    if (!Array.isArray(path)) return { failed: path };
    root ??= newNode("traefik", { label: index, in: "key", start: 0, end: 7 });
    let node = root;
    for (const { name, start } of path) node = childOf(node, name, { label: index, in: "key", start, end: start + name.length });
    if (node.label !== undefined) node.losers.push(node.label);
    node.label = index;
    node.value = value;
    node.open = open?.value ?? false;
  }
  return { root };
}

/** Of labels with the same key the last counts: Docker keeps a map. */
function selected(labels: readonly PlainLabel[], prefixes: readonly string[]): readonly number[] {
  const byKey = new Map<string, number>();
  labels.forEach(({ key }, index) => {
    if (prefixes.some((prefix) => fold(key.slice(0, prefix.length)) === prefix)) byKey.set(key, index);
  });
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, index]) => index);
}

interface Segment {
  readonly name: string;
  readonly start: number;
}

/** The segments below the root. */
function readPath(key: string, label: number): Segment[] | DecodeProblem {
  const path: Segment[] = [];
  const failed = (code: DecodeProblem["code"], start: number, end: number, args: Record<string, string>): DecodeProblem => {
    const effect = code === "bracket-panic" ? "panics" : "drops-all";
    return { code, effect, labels: [label], at: { label, in: "key", start, end }, args: { key, ...args } };
  };
  let start = 0;
  for (const text of key.split(".")) {
    const end = start + text.length;
    if (start === 0 && text !== "traefik") return failed("invalid-root", 0, end, { root: text });
    if (text === "") return failed("empty-segment", Math.max(0, start - 1), end, {});
    if (text.startsWith("[")) return failed("leading-bracket", start, end, { segment: text });
    const bracket = text.endsWith("]") ? text.indexOf("[") : text.length;
    if (bracket < 0) return failed("bracket-panic", end - 1, end, { segment: text });
    if (start > 0) path.push({ name: text.slice(0, bracket), start });
    if (start > 0 && bracket < text.length) path.push({ name: text.slice(bracket), start: start + bracket });
    start = end + 1;
  }
  return path;
}

/** Names are compared in any case; the first in byte order, capitals before small letters, stays. */
function childOf(node: LabelNode, name: string, at: LabelPart): LabelNode {
  const folded = fold(name);
  const known = node.byName.get(folded);
  if (known && known.name !== name && !known.others.some((o) => o.name === name)) known.others.push({ name, at });
  if (known) return known;
  const child = newNode(name, at);
  node.children.push(child);
  node.byName.set(folded, child);
  return child;
}

const newNode = (name: string, at: LabelPart): LabelNode => ({
  name,
  children: [],
  byName: new Map(),
  label: undefined,
  value: "",
  open: false,
  at,
  others: [],
  losers: [],
});

/** The labels that end at a node or below it, in the order of the list. */
export function labelsUnder(...nodes: readonly LabelNode[]): readonly number[] {
  const found: number[] = [];
  const left = [...nodes];
  for (let node = left.pop(); node; node = left.pop()) {
    if (node.label !== undefined) found.push(node.label);
    for (const child of node.children) left.push(child);
  }
  return found.sort((a, b) => a - b);
}

/** Lower case as Go's case folding has it, where two letters outside of ASCII stand for `s` and `k`. */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  return lower.includes("\u017f") ? lower.replaceAll("\u017f", "s") : lower;
}
