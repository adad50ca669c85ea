// Labels in their list and map forms. A list item is split at its first `=`; what Traefik makes of the key is not decided here.
import type { Span, Text } from "../syntax/text.ts";
import { type Entry, entriesOf, type Item, isMerge, isNull, type Node } from "../syntax/tree.ts";

export type LabelScope = "deploy" | "container";

export interface Label {
  readonly key: Text;
  readonly value: Text | undefined;
  readonly scope: LabelScope;
  /** The whole item or entry. */
  readonly span: Span;
  /** What is moved or removed with the label; undefined where it came in by an alias or a merge. */
  readonly part: Item | Entry | undefined;
}

export interface LabelSet {
  readonly scope: LabelScope;
  /** `labels: ...` */
  readonly entry: Entry;
  readonly form: "list" | "map" | "other";
  readonly labels: readonly Label[];
}

export function labelSet(entry: Entry | undefined, scope: LabelScope): LabelSet | undefined {
  if (!entry || isNull(entry.value)) return undefined;
  const { value: node } = entry;
  if (node.kind === "sequence") return { scope, entry, form: "list", labels: node.items.flatMap((i) => listLabel(i, node, scope)) };
  if (node.kind === "mapping") return { scope, entry, form: "map", labels: entriesOf(node).map((e) => mapLabel(e, node, scope)) };
  return { scope, entry, form: "other", labels: [] };
}

function listLabel(item: Item, list: Node, scope: LabelScope): Label[] {
  if (item.value.kind !== "scalar") return [];
  const { text } = item.value;
  const at = text.value.indexOf("=");
  const key = at < 0 ? text : text.slice(0, at);
  const value = at < 0 ? undefined : text.slice(at + 1);
  return [{ key, value, scope, span: item.value.span, part: list.grafted || item.value.grafted ? undefined : item }];
}

function mapLabel(entry: Entry, map: Node & { kind: "mapping" }, scope: LabelScope): Label {
  const value = entry.value.kind === "scalar" && !isNull(entry.value) ? entry.value.text : undefined;
  const own = !map.grafted && map.entries.includes(entry) && !isMerge(entry) && !entry.value.grafted;
  return { key: entry.key, value, scope, span: entry.span, part: own ? entry : undefined };
}

/** Labels that Traefik or its constraints look at. */
export const isTraefikLabel = (label: Label): boolean => label.key.value.startsWith("traefik.");

/** Labels that describe routing: what makes a service "routed". */
export const isRoutingLabel = (label: Label): boolean => /^traefik\.(?:http|tcp|udp)\./i.test(label.key.value);

/** The last label of that key, which is the one that counts. */
export function labelOf(set: LabelSet | undefined, key: string): Label | undefined {
  if (!set) return undefined;
  let byKey = BY_KEY.get(set);
  if (!byKey) {
    byKey = new Map(set.labels.map((l) => [l.key.value.toLowerCase(), l]));
    BY_KEY.set(set, byKey);
  }
  return byKey.get(key);
}

/** A service may have thousands of labels, and each rule asks for the same ones. */
const BY_KEY = new WeakMap<LabelSet, ReadonlyMap<string, Label>>();

/** What Go's strconv.ParseBool makes of a text. */
export function parseBool(text: string | undefined): boolean | undefined {
  if (text === undefined) return undefined;
  if (["1", "t", "T", "TRUE", "true", "True"].includes(text)) return true;
  return ["0", "f", "F", "FALSE", "false", "False"].includes(text) ? false : undefined;
}
