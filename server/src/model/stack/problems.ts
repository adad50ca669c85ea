// What keeps `docker stack config` from taking a file, as data. Words are put to it by the rules.
import type { Format, Kind } from "../../catalog/stack/shape.ts";
import type { Span } from "../../syntax/text.ts";
import type { Entry, Item, Mapping, Node } from "../../syntax/tree.ts";

/** Where something stands: below a section's entry, or at the top. */
export interface Place {
  /** From the top of the file: keys, and numbers of list items. */
  readonly path: readonly (string | number)[];
  readonly node: Node;
  readonly entry?: Entry;
  readonly item?: Item;
}

export type Got = "text" | "number" | "boolean" | "null" | "date" | "list" | "map";

export type Fault =
  /** The content is no map. */
  | { readonly code: "root"; readonly got: Got }
  | { readonly code: "unknown-key"; readonly key: Entry; readonly map: Mapping; readonly allowed: readonly string[] }
  /** Refused by name. */
  | { readonly code: "forbidden-key"; readonly key: Entry }
  /** The file's version does not know a key, or a form of the value, yet. */
  | { readonly code: "newer"; readonly key: string; readonly since: number; readonly form?: Kind }
  | { readonly code: "name"; readonly key: Entry }
  | { readonly code: "type"; readonly got: Got; readonly wants: readonly Kind[]; readonly format?: Format }
  | { readonly code: "uncast"; readonly text: string; readonly to: "integer" | "number" | "boolean" }
  | { readonly code: "value"; readonly text: string; readonly allowed: readonly string[] }
  | { readonly code: "format"; readonly text: string; readonly format: Format }
  | { readonly code: "negative"; readonly text: string }
  | { readonly code: "missing"; readonly key: string }
  | { readonly code: "twice"; readonly first: Item }
  /** Two keys that exclude each other. */
  | { readonly code: "conflict"; readonly key: Entry; readonly other: Entry }
  | { readonly code: "bind-source" };

export type StackProblem = Fault & { readonly at: Place; readonly span: Span };

/** A scalar's own place, else that of its key or item: collections are never marked as a whole. */
export function spanOf({ node, entry, item }: Place): Span {
  if (node.grafted || (node.kind === "scalar" && node.span.end > node.span.start)) return node.span;
  if (entry) return entry.key.span;
  const first = node.kind === "mapping" ? node.entries[0]?.key.span : undefined;
  return first ?? item?.span ?? node.span;
}
