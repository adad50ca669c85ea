// Where an option is that somebody wrote too far up: `loadbalancer.port` for `loadbalancer.server.port`.
import { fieldOf, type LabelBlock, type LabelField, segmentOf, segmentsIn } from "../../catalog/traefik/labels.ts";

/** No more parts than these are left out by mistake. */
const DEPTH = 3;

/** The way from a block to the only option of that name below it, nearest first; undefined where there are several. */
export function deeper(block: LabelBlock, lowerName: string, version: number): string | undefined {
  let level: (readonly [way: string, block: LabelBlock])[] = [["", block]];
  for (let depth = 0; depth < DEPTH; depth++) {
    const below = level.flatMap(([way, at]) => fieldsOf(at, version).map((field) => [`${way}${segmentOf(field)}`, field] as const));
    const found = below.map(([way]) => way).filter((way) => depth > 0 && way.toLowerCase().endsWith(`.${lowerName}`));
    if (found.length > 0) return only(found);
    level = below.flatMap(([way, { kind, block: next }]) => (next && NESTED.has(kind) ? [[`${way}.`, next] as const] : []));
  }
  return undefined;
}

/** A name of the user's own, or an index, can't be left out unnoticed. */
const NESTED: ReadonlySet<LabelField["kind"]> = new Set<LabelField["kind"]>(["block", "toggle", "single"]);

const fieldsOf = (block: LabelBlock, version: number): readonly LabelField[] =>
  segmentsIn(block, version).flatMap((name) => fieldOf(block, name.toLowerCase(), version) ?? []);

/** Port and scheme are those of the servers before those of their checks. */
function only(ways: readonly string[]): string | undefined {
  const [first, ...others] = ways.length > 1 ? ways.filter((way) => /(?:^|\.)server\./.test(way)) : ways;
  return others.length === 0 ? first : undefined;
}
