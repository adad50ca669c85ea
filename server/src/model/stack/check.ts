// Holds a block's tree against the catalog: all that `docker stack config` would refuse in it, at once, with exact places. It asks nothing but
// the block, the file's version and the values of variables, so that an edit costs one block.
// A checker of JSON schemas was decided against: its errors are about the schema ("must match exactly one"), it knows no spans, aliases or
// variables, and what Docker refuses behind the schema (sizes, counts, mounts) would need a second one.
import { FORBIDDEN } from "../../catalog/stack/fates.ts";
import { ROOT } from "../../catalog/stack/sections.ts";
import type { Key, Kind, MapShape, Shape } from "../../catalog/stack/shape.ts";
import type { Block } from "../../syntax/document.ts";
import { type Entry, entriesOf, type Mapping, type Node, type Sequence } from "../../syntax/tree.ts";
import { conflicts } from "./conflicts.ts";
import { fits } from "./formats.ts";
import { goKind, numberOf } from "./goScalar.ts";
import { type Fault, type Got, type Place, type StackProblem, spanOf } from "./problems.ts";
import { identity, readValue, type Substitute, type Value } from "./values.ts";
import { isNamed } from "./yaml.ts";

export interface Given {
  /** The minor number of the file's schema, 3.x. */
  readonly minor: number;
  readonly substitute: Substitute;
}

export function checkBlock(block: Block, given: Given): readonly StackProblem[] {
  const { root, kind, section } = block;
  // A tree that was not read in full misleads.
  if (!root || block.problems.length > 0) return [];
  const to: Walk = { found: [], ...given };
  const at: Place = { path: kind === "entry" ? [section] : [], node: root };
  if (kind !== "entry" && root.kind !== "mapping") report(to, at, { code: "root", got: gotOf(root) });
  // What is no key of a section, and so no entry: the section is another thing then, or no YAML.
  else if (root.kind !== "mapping" && !(root.kind === "scalar" && root.unresolved))
    report(to, at, { code: "type", got: gotOf(root), wants: ["map"] });
  else if (root.kind === "mapping") checkMap(root, kind === "entry" && section ? ROOT.map!.keys[section]!.shape.map! : ROOT.map!, at, to);
  return to.found;
}

interface Walk extends Given {
  readonly found: StackProblem[];
}

const report = ({ found }: Walk, at: Place, fault: Fault, span = spanOf(at)): void => {
  found.push({ ...fault, at, span });
};

function check(shape: Shape, cast: Key["cast"], at: Place, to: Walk): void {
  const { node } = at;
  if (node.kind === "scalar") {
    checkScalar(shape, readValue(node, cast, to.substitute), cast, at, to);
    return;
  }
  const kind = node.kind === "mapping" ? "map" : "list";
  const since = shape.kindSince?.[kind] ?? 0;
  if (!shape.kinds.includes(kind)) report(to, at, { code: "type", got: kind, wants: wanted(shape, to) });
  else if (since > to.minor) report(to, at, { code: "newer", key: lastKey(at), since, form: kind });
  else if (node.kind === "mapping") checkMap(node, shape.map!, at, to);
  else checkList(node, shape, at, to);
}

function checkScalar(shape: Shape, value: Value, cast: Key["cast"], at: Place, to: Walk): void {
  if (value.kind === "unknown") return;
  if (value.kind === "uncast") report(to, at, { code: "uncast", text: value.text, to: cast! });
  else if (!isAllowed(shape, value)) {
    const got = value.kind === "integer" ? "number" : value.kind;
    report(to, at, { code: "type", got, wants: wanted(shape, to), ...(shape.format ? { format: shape.format } : {}) });
  } else if (!value.open) checkContent(shape, value, at, to);
}

function checkContent(shape: Shape, { kind, text }: Told, at: Place, to: Walk): void {
  const isNumber = kind === "integer" || kind === "number";
  if (isNumber && shape.atLeast !== undefined && numberOf(text) < shape.atLeast) report(to, at, { code: "negative", text });
  else if (kind === "text" && shape.values && !shape.values.includes(text)) report(to, at, { code: "value", text, allowed: shape.values });
  else if (shape.format && (kind === "text" || isNumber) && !fits(shape.format, isNumber ? String(numberOf(text)) : text))
    report(to, at, { code: "format", text, format: shape.format });
}

type Told = Exclude<Value, { readonly kind: "unknown" | "uncast" }>;

/** What the file's version takes there. */
const wanted = ({ kinds, kindSince }: Shape, { minor }: Walk): readonly Kind[] => kinds.filter((k) => (kindSince?.[k] ?? 0) <= minor);

/** Whole numbers count as integers, and integers as numbers. A date is taken where Docker prints what it is given. */
function isAllowed({ kinds, exact }: Shape, { kind, text }: Told): boolean {
  if (kind === "integer") return kinds.includes("integer") || kinds.includes("number");
  if (kind === "number") return kinds.includes("number") || (kinds.includes("integer") && !exact && Number.isInteger(numberOf(text)));
  if (kind === "date") return kinds.includes("text") && kinds.includes("number");
  return kinds.includes(kind);
}

function checkList(node: Sequence, shape: Shape, at: Place, to: Walk): void {
  const items = node.items.map((item, index) => ({ item, place: { path: [...at.path, index], node: item.value, item } }));
  for (const { place } of items) if (shape.items) check(shape.items, undefined, place, to);
  const unique = typeof shape.unique === "number" ? to.minor <= shape.unique : shape.unique === true;
  if (!unique) return;
  const seen = new Map<string, (typeof items)[number]>();
  for (const one of items) {
    const key = printed(one.item.value, to);
    const first = seen.get(key);
    if (first) report(to, one.place, { code: "twice", first: first.item });
    else seen.set(key, one);
  }
}

/** Equal texts for what Docker takes for equal. */
function printed(node: Node, to: Walk): string {
  if (node.kind === "scalar") return identity(readValue(node, undefined, to.substitute), node);
  if (node.kind === "sequence") return `[${node.items.map((i) => printed(i.value, to)).join()}]`;
  const parts = entriesOf(node).map((e) => `${JSON.stringify(e.key.value)}:${printed(e.value, to)}`);
  return `{${parts.sort().join()}}`;
}

function checkMap(node: Mapping, map: MapShape, at: Place, to: Walk): void {
  const entries = entriesOf(node).filter(isNamed);
  for (const entry of entries) checkEntry(entry, map, node, at, to);
  for (const key of map.required ?? []) {
    if (!entries.some((e) => e.key.value === key)) report(to, at, { code: "missing", key });
  }
  for (const { entry, fault } of conflicts(at.path, node, to.substitute)) {
    report(to, { path: at.path, node: entry?.value ?? node, ...(entry ? { entry } : at) }, fault, entry?.key.span);
  }
}

function checkEntry(entry: Entry, map: MapShape, node: Mapping, at: Place, to: Walk): void {
  const name = entry.key.value;
  const place: Place = { path: [...at.path, name], node: entry.value, entry };
  const known = Object.hasOwn(map.keys, name) ? map.keys[name] : undefined;
  const extended = name.startsWith("x-") ? map.extensions : undefined;
  const tell = (fault: Fault) => report(to, place, fault, entry.key.span);
  if (isService(at) && (FORBIDDEN as readonly string[]).includes(name)) tell({ code: "forbidden-key", key: entry });
  else if (known && (known.since ?? 0) <= to.minor) check(known.shape, known.cast, place, to);
  else if (known && extended === undefined) tell({ code: "newer", key: name, since: known.since! });
  else if (extended !== undefined) {
    if (extended > to.minor) tell({ code: "newer", key: name, since: extended });
  } else if (map.each && map.names!.test(name)) check(map.each, map.eachCast, place, to);
  else if (typeof map.open === "number" && map.open > to.minor) tell({ code: "newer", key: name, since: map.open });
  else if (!map.open)
    tell(map.each ? { code: "name", key: entry } : { code: "unknown-key", key: entry, map: node, allowed: keysFor(map, to) });
}

const isService = ({ path }: Place): boolean => path.length === 2 && path[0] === "services";

const keysFor = ({ keys }: MapShape, { minor }: Walk): string[] => Object.keys(keys).filter((k) => (keys[k]!.since ?? 0) <= minor);

const lastKey = ({ path }: Place): string => String(path.findLast((p) => typeof p === "string") ?? "");

function gotOf(node: Node): Got {
  if (node.kind !== "scalar") return node.kind === "mapping" ? "map" : "list";
  const kind = goKind(node);
  return kind === "integer" || kind === "endless" ? "number" : kind === "misfit" ? "text" : kind;
}
