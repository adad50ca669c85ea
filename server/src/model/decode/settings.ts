// A decoded configuration: blocks of fields with values, each knowing the labels that it comes from.
import { type LabelNode, labelsUnder } from "./nodes.ts";

export type Value = string | boolean | number | readonly string[] | Block | readonly Block[] | Entries;

export interface Setting {
  readonly value: Value;
  readonly node: LabelNode;
}

export interface Block {
  readonly fields: Map<string, Setting>;
  /** The nodes that made it; none where Traefik made it itself. */
  readonly nodes: readonly LabelNode[];
}

/** A map with names of the user's choice, `routers`, `customRequestHeaders`. */
export type Entries = Map<string, Setting>;

export const emptyBlock = (...nodes: LabelNode[]): Block => ({ fields: new Map(), nodes });

export const isBlock = (value: Value | undefined): value is Block => typeof value === "object" && "fields" in value;

export const textOf = (block: Block | undefined, field: string): string => {
  const value = block?.fields.get(field)?.value;
  return typeof value === "string" ? value : "";
};

/** 0 where it is not given. */
export const numberOf = (block: Block | undefined, field: string): number => {
  const value = block?.fields.get(field)?.value;
  return typeof value === "number" ? value : 0;
};

export const listOf = (block: Block | undefined, field: string): readonly string[] => {
  const value = block?.fields.get(field)?.value;
  return Array.isArray(value) && typeof value[0] !== "object" ? (value as readonly string[]) : [];
};

export const blockOf = (block: Block | undefined, field: string): Block | undefined => {
  const value = block?.fields.get(field)?.value;
  return isBlock(value) ? value : undefined;
};

/** The entries of a map of blocks, in the order of their names. */
export const entriesOf = (block: Block | undefined, field: string): readonly (readonly [name: string, entry: Block])[] => {
  const value = block?.fields.get(field)?.value;
  if (!(value instanceof Map)) return [];
  return [...value].flatMap(([name, { value: entry }]) => (isBlock(entry) ? [[name, entry] as const] : []));
};

/** The labels of a field where it is given, else of the whole block. */
export function labelsOf(block: Block, field?: string): readonly number[] {
  const node = field === undefined ? undefined : block.fields.get(field)?.node;
  return node ? labelsUnder(node) : labelsUnder(...block.nodes);
}

/** As plain data, to compare and to print: maps and blocks as objects, in the order of their names. */
export function plain(value: Value): unknown {
  const sorted = (map: ReadonlyMap<string, Setting>) =>
    Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, { value: v }]) => [name, plain(v)]));
  if (value instanceof Map) return sorted(value);
  if (isBlock(value)) return sorted(value.fields);
  return Array.isArray(value) ? value.map((v: string | Block) => plain(v)) : value;
}
