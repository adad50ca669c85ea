// What the blocks of a file leave to those below: their anchors, and how much may still come in by aliases. A block that took in the same under
// the same limit is the same.
import { type Anchor, MAX_GRAFTED } from "./link.ts";

export interface Environment {
  readonly anchors: Map<string, Anchor>;
  /** How many nodes may still come in by aliases. */
  left: number;
}

/** By aliases a short file may mean more than a memory holds. */
const MAX_GRAFTED_IN_FILE = 500_000;

/** A block, as far as it concerns those below. */
interface Source {
  readonly anchors: readonly Anchor[];
}

/** What a block took from above when it was linked, by name. */
const IMPORTS = new WeakMap<Source, readonly { readonly name: string; readonly anchor: Anchor | undefined }[]>();

interface Grafted {
  readonly count: number;
  /** Where more would have come in: the limit that cut it off. */
  readonly limit: number | undefined;
}

/** How many nodes came in by aliases. */
const GRAFTED = new WeakMap<Source, Grafted>();

const graftedIn = (block: Source): number => GRAFTED.get(block)?.count ?? 0;

/** @param aliases the names that the block asks for */
export function remember(block: Source, environment: Environment, aliases: readonly string[], grafted: Grafted): void {
  const imports = aliases.map((name) => ({ name, anchor: environment.anchors.get(name) }));
  if (imports.length > 0) IMPORTS.set(block, imports);
  if (grafted.count > 0 || grafted.limit !== undefined) GRAFTED.set(block, grafted);
}

export const limitOf = ({ left }: Environment): number => Math.min(MAX_GRAFTED, left);

/** What is there below these blocks. */
export function environmentOf(blocks: readonly Source[]): Environment {
  const environment: Environment = { anchors: new Map(), left: MAX_GRAFTED_IN_FILE };
  for (const block of blocks) leave(environment, block);
  return environment;
}

/** What a block was linked with. */
export function environmentAt(block: Source): Environment {
  const anchors = new Map<string, Anchor>();
  for (const { name, anchor } of IMPORTS.get(block) ?? []) if (anchor) anchors.set(name, anchor);
  return { anchors, left: GRAFTED.get(block)?.limit ?? MAX_GRAFTED };
}

export function leave(environment: Environment, block: Source): void {
  for (const anchor of block.anchors) environment.anchors.set(anchor.name, anchor);
  environment.left -= graftedIn(block);
}

export const importsAgree = (block: Source, environment: Environment): boolean =>
  (IMPORTS.get(block) ?? []).every((i) => environment.anchors.get(i.name)?.key === i.anchor?.key) && fitsLimit(block, environment);

function fitsLimit(block: Source, environment: Environment): boolean {
  const { count = 0, limit } = GRAFTED.get(block) ?? {};
  return limit === undefined ? count <= environment.left : limit === limitOf(environment);
}

/** Whether the blocks below may take in as much as before: only in a file that comes near the limit is that a question. */
export function sameBudget(
  before: readonly Source[],
  replaced: readonly Source[],
  middle: readonly Source[],
  rest: readonly Source[],
): boolean {
  const sum = (blocks: readonly Source[]) => blocks.reduce((n, b) => n + graftedIn(b), 0);
  const now = sum(middle);
  if (now === sum(replaced)) return true;
  const isCut = (b: Source) => (GRAFTED.get(b)?.limit ?? MAX_GRAFTED) < MAX_GRAFTED;
  return sum(before) + now + sum(rest) <= MAX_GRAFTED_IN_FILE && !rest.some(isCut);
}
