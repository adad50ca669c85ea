// What is read from a block alone, before the anchors of others are put in.
import type { Span } from "./text.ts";
import type { Entry, Item, Mapping, Problem, Scalar, Sequence } from "./tree.ts";

/** A tree in which aliases are still names. */
export type RawNode = Scalar | RawMapping | RawSequence | RawAlias;
export interface RawAlias {
  readonly kind: "alias";
  readonly name: string;
  readonly span: Span;
}
export interface RawMapping extends Omit<Mapping, "entries"> {
  readonly entries: readonly RawEntry[];
}
export interface RawEntry extends Omit<Entry, "value"> {
  readonly value: RawNode;
}
export interface RawSequence extends Omit<Sequence, "items"> {
  readonly items: readonly RawItem[];
}
export interface RawItem extends Omit<Item, "value"> {
  readonly value: RawNode;
}

export interface Parsed {
  readonly root: RawNode | undefined;
  readonly problems: readonly Problem[];
  /** The anchors in the order of the source. */
  readonly anchors: readonly { readonly name: string; readonly node: RawNode }[];
  /** Names of aliases. */
  readonly aliases: readonly string[];
}
