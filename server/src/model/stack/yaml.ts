// What Docker's reader of YAML (Go's yaml v3, and JSON behind it) refuses although the syntax is right: keys twice, keys that are no texts,
// merges of what is no map, numbers without an end.
import type { Block } from "../../syntax/document.ts";
import type { Span } from "../../syntax/text.ts";
import { type Entry, isMerge, type Mapping, type Node } from "../../syntax/tree.ts";
import { goKeyKind, goKind } from "./goScalar.ts";

export type YamlFault =
  | { readonly code: "twice"; readonly key: Entry; readonly first: Entry; readonly map: Mapping }
  | { readonly code: "key"; readonly key: Entry; readonly got: "number" | "boolean" | "null" | "date" | "collection" }
  | { readonly code: "merge"; readonly key: Entry }
  | { readonly code: "endless"; readonly text: string }
  /** A tab where a line or an item begins. */
  | { readonly code: "tab" }
  | { readonly code: "tag"; readonly text: string; readonly tag: string };

export interface PlacedFault {
  readonly fault: YamlFault;
  /** From the top of the block. */
  readonly path: readonly string[];
  readonly span: Span;
}

/** All faults of what is written in the block; what came in by an alias is told where it stands. */
export function yamlFaults(block: Block): readonly PlacedFault[] {
  const { root } = block;
  const found: PlacedFault[] = [];
  if (root) visit(root, [], found);
  found.push(...tabs(block));
  return found;
}

/** Other readers take tabs on lines without content, and behind the dash of an item. */
function tabs({ source, root }: Block): PlacedFault[] {
  if (!source.includes("\t") || !root) return [];
  const closed: Span[] = [];
  const dashes: number[] = [];
  collect(root, closed, dashes);
  const lines = [...source.matchAll(/(?<=[\r\n]|^)\t/g)]
    .map((m) => m.index)
    .filter((at) => !closed.some((c) => at > c.start && at < c.end));
  return [...lines, ...dashes.filter((at) => source[at] === "\t")].map((start) => ({
    fault: { code: "tab" },
    path: [],
    span: { start, end: start + 1 },
  }));
}

/** Inside quotes and brackets tabs are blanks. */
function collect(node: Node, closed: Span[], dashes: number[]): void {
  if (node.grafted) return;
  if (node.kind === "scalar") {
    if (node.style === "single" || node.style === "double") closed.push(node.span);
  } else if (node.flow) {
    closed.push(node.span);
  } else if (node.kind === "mapping") {
    for (const { value } of node.entries) collect(value, closed, dashes);
  } else {
    for (const { value, span } of node.items) {
      dashes.push(span.start + 1);
      collect(value, closed, dashes);
    }
  }
}

/** Keys of other kinds are no matter of schemas. */
export const isNamed = (entry: Entry): boolean => keyKind(entry) === undefined;

function visit(node: Node, path: readonly string[], found: PlacedFault[]): void {
  if (node.grafted) return;
  if (node.kind === "scalar") {
    const kind = goKind(node);
    if (kind === "endless") found.push({ fault: { code: "endless", text: node.text.value }, path, span: node.span });
    if (kind === "misfit") found.push({ fault: { code: "tag", text: node.text.value, tag: node.tag! }, path, span: node.span });
  } else if (node.kind === "sequence") {
    for (const { value } of node.items) visit(value, path, found);
  } else {
    visitMap(node, path, found);
  }
}

function visitMap(map: Mapping, path: readonly string[], found: PlacedFault[]): void {
  const seen = new Map<string, Entry>();
  for (const key of map.entries) {
    // Docker compares keys as they are read, whatever their kinds.
    const name = key.keyForm === "alias" ? `*${key.key.value}` : key.keyForm ? "" : key.key.value;
    const first = seen.get(name);
    const got = keyKind(key);
    const tell = (fault: YamlFault) => found.push({ fault, path, span: key.key.span });
    if (first) tell({ code: "twice", key, first, map });
    else seen.set(name, key);
    if (got) tell({ code: "key", key, got });
    else if (isMerge(key) && !isMergeable(key.value)) tell({ code: "merge", key });
    visit(key.value, [...path, name], found);
  }
}

function keyKind(entry: Entry): Extract<YamlFault, { code: "key" }>["got"] | undefined {
  // What an alias stands for is told where that stands.
  if (entry.keyForm) return entry.keyForm === "alias" ? undefined : entry.keyForm;
  const kind = goKeyKind(entry);
  return kind === "text" || kind === "misfit" ? undefined : kind === "integer" || kind === "endless" ? "number" : kind;
}

const isMergeable = (node: Node): boolean =>
  node.kind === "mapping" ||
  (node.kind === "sequence" ? node.items.every((i) => i.value.kind === "mapping" || isOpen(i.value)) : isOpen(node));

const isOpen = (node: Node): boolean => node.kind === "scalar" && node.unresolved !== undefined;
