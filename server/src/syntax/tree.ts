// What a block says, as plain data: scalars, mappings and sequences with spans relative to the block. Aliases are resolved: what comes in
// by an alias stands at the alias, and is marked as grafted, since its own text is elsewhere.
import type { Span, Text } from "./text.ts";

export type Node = Scalar | Mapping | Sequence;

interface NodeBase {
  /** Without trailing comments and line breaks; of a block collection: from its first key or dash to the end of its last value. */
  readonly span: Span;
  readonly tag?: string;
  readonly anchor?: string;
  /** The content came in by an alias: it can't be edited here. */
  readonly grafted: boolean;
}

export interface Scalar extends NodeBase {
  readonly kind: "scalar";
  readonly text: Text;
  readonly style: "plain" | "single" | "double" | "literal" | "folded";
  /** An alias that nothing above defines, as it is written: what it holds is in another file, or nowhere. */
  readonly unresolved?: Text;
}

export interface Mapping extends NodeBase {
  readonly kind: "mapping";
  readonly flow: boolean;
  readonly entries: readonly Entry[];
}

/** `key: value`. A value that is missing altogether is a plain scalar of width 0. */
export interface Entry {
  readonly key: Text;
  readonly keyStyle: Scalar["style"];
  readonly keyTag?: string;
  /** It is no scalar: a collection, or an alias. */
  readonly keyForm?: "collection" | "alias";
  readonly value: Node;
  /** From the key to the end of the value. */
  readonly span: Span;
}

export interface Sequence extends NodeBase {
  readonly kind: "sequence";
  readonly flow: boolean;
  readonly items: readonly Item[];
}

export interface Item {
  readonly value: Node;
  /** From the dash (in flow style: from the value) to the end of the value. */
  readonly span: Span;
}

/** Something that keeps a block from being read in full. */
export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly span: Span;
}

const NULLS = new Set(["", "~", "null", "Null", "NULL"]);

export const isNull = (node: Node | undefined): boolean =>
  node === undefined || (node.kind === "scalar" && node.style === "plain" && NULLS.has(node.text.value));

/** The scalar's text; nothing for null and collections. */
export const textOf = (node: Node | undefined): Text | undefined => (node?.kind === "scalar" && !isNull(node) ? node.text : undefined);

const EMPTY: readonly Entry[] = [];

/**
 * A mapping's entries with its `<<` merged in as YAML 1.1 does: own keys win, then the earlier of several merged mappings. Merging is
 * shallow. Of equal own keys the last counts.
 */
export function entriesOf(node: Node | undefined): readonly Entry[] {
  if (node?.kind !== "mapping") return EMPTY;
  if (!node.entries.some(isMerge)) return node.entries;
  const own = node.entries.filter((e) => !isMerge(e));
  const seen = new Set(own.map((e) => e.key.value));
  const merged: Entry[] = [];
  for (const merge of node.entries.filter((e) => isMerge(e))) {
    const sources = merge.value.kind === "sequence" ? merge.value.items.map((i) => i.value) : [merge.value];
    for (const entry of sources.flatMap((s) => entriesOf(s))) {
      if (seen.has(entry.key.value)) continue;
      seen.add(entry.key.value);
      merged.push(entry);
    }
  }
  return [...own, ...merged];
}

export const isMerge = (entry: Entry): boolean => entry.key.value === "<<" && entry.keyStyle === "plain";

/** The last entry of that key, merges included. */
export function entryOf(node: Node | undefined, key: string): Entry | undefined {
  const entries = entriesOf(node);
  // Rules ask for little else, so it has no closure.
  for (let i = entries.length - 1; i >= 0; i--) if (entries[i]!.key.value === key) return entries[i];
  return undefined;
}

/** The value of that key, merges included. */
export function valueAt(node: Node | undefined, ...path: string[]): Node | undefined {
  let at = node;
  for (const key of path) at = entryOf(at, key)?.value;
  return at;
}

/** What stands at that path, or else the alias without a definition that may hold it. */
export function findAt(node: Node | undefined, ...path: string[]): { readonly node?: Node; readonly unresolved?: Text } {
  let at = node;
  for (const key of path) {
    const next = entryOf(at, key);
    if (!next) return missingFrom(at);
    at = next.value;
  }
  return at?.kind === "scalar" && at.unresolved ? { unresolved: at.unresolved } : at ? { node: at } : {};
}

function missingFrom(node: Node | undefined): { readonly unresolved?: Text } {
  if (node?.kind === "mapping" && !node.entries.some(isMerge)) return {};
  const merged = node?.kind === "mapping" ? node.entries.filter((e) => isMerge(e)).map((e) => e.value) : node ? [node] : [];
  const parts = merged.flatMap((m) => (m.kind === "sequence" ? m.items.map((i) => i.value) : [m]));
  const alias = parts.find((m) => m.kind === "scalar" && m.unresolved);
  return alias?.kind === "scalar" && alias.unresolved ? { unresolved: alias.unresolved } : {};
}
