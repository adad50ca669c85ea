// From the tree to a configuration, as Traefik's decoder does it: first every name is checked, then every value converted. Traefik stops at the first
// error; here all are found. What it leaves out without a word is found too.
import { fieldOf, type LabelBlock, type LabelField, type ScalarKind } from "../../catalog/traefik/labels.ts";
import { fold, type LabelNode, labelsUnder } from "./nodes.ts";
import type { DecodeCode, DecodeProblem, LabelPart } from "./problem.ts";
import { type Block, type Entries, emptyBlock, type Value } from "./settings.ts";
import { parseBool, parseDuration, parseInteger, parseList } from "./values.ts";

export interface Filled {
  readonly block: Block;
  readonly problems: readonly DecodeProblem[];
}

/** @param version as a number, see the catalog. */
export function fill(root: LabelNode | undefined, schema: LabelBlock, version: number): Filled {
  const block = root ? emptyBlock(root) : emptyBlock();
  const filler: Filler = { version, names: [], values: [], silent: [] };
  if (root) fillBlock(filler, block, root, schema, true);
  return { block, problems: [...filler.names, ...filler.values, ...filler.silent] };
}

interface Filler {
  readonly version: number;
  readonly names: DecodeProblem[];
  readonly values: DecodeProblem[];
  readonly silent: DecodeProblem[];
}

/** @param live false below what is switched off or ignored: names are checked there, values are not. */
function fillBlock(filler: Filler, block: Block, node: LabelNode, schema: LabelBlock, live: boolean): void {
  for (const child of node.children) {
    const field = fieldOf(schema, fold(child.name), filler.version);
    if (!field) {
      filler.names.push(problem("unknown-field", "drops-all", child, child.at, { field: child.name, block: schema.name }));
      continue;
    }
    if (live) spellings(filler, child, false);
    const value = read(filler, field, child, live, schema.name);
    if (value !== undefined) block.fields.set(field.name, { value, node: child });
  }
}

/** The same in another case: of a name only one spelling is left, of a value the last. */
function spellings(filler: Filler, node: LabelNode, isName: boolean): void {
  const [other] = node.others;
  if (!other || (!isName && node.losers.length === 0)) return;
  const labels = isName ? labelsUnder(node) : [...node.losers, node.label!];
  filler.silent.push(
    problem("two-spellings", "silent", node, other.at, { field: node.name, other: other.name, name: isName ? "yes" : "no" }, labels),
  );
}

function read(filler: Filler, field: LabelField, node: LabelNode, live: boolean, block: string): Value | undefined {
  const { kind, ignored } = field;
  const nested = kind === "block" || kind === "toggle" || kind === "map" || kind === "any";
  if (nested && kind !== "toggle" && !ignored && node.children.length === 0) {
    filler.names.push(problem("standalone-block", "drops-all", node, node.at, { field: node.name }));
    return undefined;
  }
  const off = kind === "toggle" && !node.open && node.value !== "" && fold(node.value) !== "true";
  if (ignored && live) filler.silent.push(problem("ignored-field", "silent", node, node.at, { field: field.name, block }));
  else if (off && live)
    filler.silent.push(
      problem("disabled-block", "silent", node, whole(node), {
        field: field.name,
        value: node.value,
        beside: node.children.length > 0 ? "yes" : "no",
      }),
    );
  else if (live && nested && kind !== "toggle" && node.value !== "") lost(filler, node);
  const on = live && !ignored && !off;
  if (!nested && kind !== "list" && kind !== "blocks" && kind !== "single") {
    if (node.children.length > 0) filler.names.push(problem("scalar-with-children", "drops-all", node, node.at, { field: field.name }));
    return on ? readScalar(filler, kind, node, field.name) : undefined;
  }
  const value = readNested(filler, field, node, on);
  return on ? value : undefined;
}

function readNested(filler: Filler, field: LabelField, node: LabelNode, on: boolean): Value | undefined {
  switch (field.kind) {
    case "list":
      return readList(filler, field, node, on);
    case "map":
      return readMap(filler, field, node, on);
    case "blocks":
      return readBlocks(filler, field, node, on);
    case "single":
      return readSingle(filler, field, node, on);
    case "any":
      return new Map(node.children.map((child) => [child.name, { value: child.value, node: child }]));
    default: {
      const block = emptyBlock(node);
      fillBlock(filler, block, node, field.block!, on);
      return block;
    }
  }
}

/** What stands for a value that a variable decides. */
const SOME: Readonly<Record<ScalarKind, Value>> = { string: "", bool: true, int: 1, duration: 1 };

function readScalar(filler: Filler, kind: ScalarKind, node: LabelNode, field: string): Value | undefined {
  const read = { string: (t: string) => t, bool: parseBool, int: parseInteger, duration: parseDuration }[kind];
  const value = read(node.value) ?? (node.open ? SOME[kind] : undefined);
  if (value === undefined)
    filler.values.push(problem("invalid-value", "drops-all", node, whole(node), { field, value: node.value, type: kind }));
  return value;
}

function readList(filler: Filler, field: LabelField, node: LabelNode, on: boolean): Value {
  for (const child of node.children) {
    checkNames(filler, child);
    if (on && child.children.length === 0)
      filler.silent.push(problem("indexed-list", "silent", child, child.at, { field: field.name, index: child.name }));
  }
  return parseList(node.value);
}

/** Whatever is below something that has no fields. */
function checkNames(filler: Filler, node: LabelNode): void {
  for (const child of node.children)
    filler.names.push(problem("unknown-field", "drops-all", child, child.at, { field: child.name, block: "" }));
}

function readMap(filler: Filler, field: LabelField, node: LabelNode, on: boolean): Value {
  const entries: Entries = new Map();
  for (const child of node.children) {
    if (on) spellings(filler, child, true);
    if (field.entry) {
      if (on) readEntry(filler, field, child, entries);
      continue;
    }
    const entry = emptyBlock(child);
    fillBlock(filler, entry, child, field.block!, on);
    if (on && child.label !== undefined) lost(filler, child, field);
    entries.set(child.name, { value: entry, node: child });
  }
  return entries;
}

/** Whether names in maps of plain values may have dots: `headers.X.y`. Before, what stood behind the dot was cut off, and the value with it. */
const takesDots = (version: number): boolean => version >= 3001000 || (version >= 2011004 && version < 3000000);

function readEntry(filler: Filler, field: LabelField, entry: LabelNode, entries: Entries): void {
  const dots = takesDots(filler.version);
  const left: (readonly [name: string, node: LabelNode])[] = [[entry.name, entry]];
  for (let next = left.pop(); next; next = left.pop()) {
    const [name, node] = next;
    if (node.label !== undefined || node.children.length === 0 || !dots) {
      const value = readScalar(filler, field.entry!, node, field.name);
      if (value !== undefined) entries.set(name, { value, node });
    }
    if (dots) for (const child of node.children) left.push([`${name}.${child.name}`, child]);
    else if (node.children.length > 0)
      filler.silent.push(problem("lost-value", "silent", node, node.at, { field: field.name, value: "", cut: name }));
  }
}

function readBlocks(filler: Filler, field: LabelField, node: LabelNode, on: boolean): Value {
  if (on && node.label !== undefined)
    filler.silent.push(problem("plain-list-block", "silent", node, node.at, { field: field.name }, [node.label]));
  return node.children.map((child) => {
    const entry = emptyBlock(child);
    fillBlock(filler, entry, child, field.block!, on);
    if (on && child.label !== undefined)
      filler.silent.push(problem("plain-list-block", "silent", child, child.at, { field: field.name, item: child.name }, [child.label]));
    return entry;
  });
}

/** A list of which labels can give one entry, written as a block: `loadbalancer.server.port`. */
function readSingle(filler: Filler, field: LabelField, node: LabelNode, on: boolean): Value {
  if (on && node.children.length === 0) filler.values.push(problem("empty-list-block", "drops-all", node, node.at, { field: node.name }));
  else if (on && node.value !== "") lost(filler, node);
  const entry = emptyBlock(node);
  fillBlock(filler, entry, node, field.block!, on);
  return [entry];
}

/** A value where none is taken. In an entry of a map the user may have forgotten the name: `option` says whether what stands there is one. */
function lost(filler: Filler, node: LabelNode, map?: LabelField): void {
  if (node.label === undefined) return;
  const entry = map && {
    entries: map.name,
    option: map.block!.byName.has(fold(node.name)) ? "yes" : "no",
    alone: node.children.length === 0 ? "yes" : "no",
  };
  const args = { field: node.name, value: node.value, ...entry };
  filler.silent.push(problem("lost-value", "silent", node, node.at, args, [node.label]));
}

const whole = (node: LabelNode): LabelPart =>
  node.label === undefined ? node.at : { label: node.label, in: "value", start: 0, end: node.value.length };

function problem(
  code: DecodeCode,
  effect: "drops-all" | "silent",
  node: LabelNode,
  at: LabelPart,
  args: Readonly<Record<string, string>>,
  labels: readonly number[] = labelsUnder(node),
): DecodeProblem {
  return { code, effect, labels, at, args };
}
