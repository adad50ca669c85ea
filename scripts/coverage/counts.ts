// How often each character of a source ran, from what V8 wrote when a process ended: in TypeScript that ran as it is, where stripped types
// leave all places as they are, and in bundles, by their source maps.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { type Mapping, readMappings } from "./mappings.ts";

interface Script {
  readonly url: string;
  readonly functions: readonly { readonly ranges: readonly { startOffset: number; endOffset: number; count: number }[] }[];
}

/** Of one file. */
export interface Counts {
  /** By the offset in the source, of all processes that ran the source. */
  readonly direct: Float64Array;
  /** By the offset in the source, of all processes that ran a bundle; NaN where the bundle has nothing that is known to be from there. */
  readonly bundled: Float64Array;
}

/** Bundles that were made of the sources, by their names. */
export type Bundles = ReadonlyMap<string, { readonly length: number; readonly mappings: readonly Mapping[] }>;

/** @param home where they were built, `folder` holds copies */
export function readBundles(
  folder: string,
  home: string,
  offsetIn: (file: string, line: number, column: number) => number | undefined,
): Bundles {
  const maps = readdirSync(folder).filter((name) => name.endsWith(".cjs.map"));
  return new Map(
    maps.map((name) => {
      const bundle = name.slice(0, -".map".length);
      const text = readFileSync(path.join(folder, bundle), "utf8");
      return [bundle, { length: text.length, mappings: readMappings(path.join(folder, name), text, home, offsetIn) }];
    }),
  );
}

/** Adds what the processes of a folder have counted. */
export function addCounts(folder: string, bundles: Bundles, countsOf: (file: string) => Counts | undefined): void {
  for (const name of readdirSync(folder)) {
    const { result } = JSON.parse(readFileSync(path.join(folder, name), "utf8")) as { readonly result: readonly Script[] };
    for (const script of result) {
      if (!script.url.startsWith("file:")) continue;
      const bundle = /\/dist\/(?:[\w-]+\/)*([\w-]+\.cjs)$/.test(script.url) ? bundles.get(path.posix.basename(script.url)) : undefined;
      if (bundle) addBundle(script, bundle, countsOf);
      else if (script.url.endsWith(".ts")) addDirect(script, countsOf(fileURLToPath(script.url)));
    }
  }
}

function addDirect(script: Script, counts: Counts | undefined): void {
  if (!counts) return;
  const painted = paint(script, counts.direct.length);
  for (let i = 0; i < painted.length; i++) counts.direct[i]! += painted[i]!;
}

function addBundle(
  script: Script,
  { length, mappings }: { readonly length: number; readonly mappings: readonly Mapping[] },
  countsOf: (file: string) => Counts | undefined,
): void {
  const painted = paint(script, length);
  for (const { at, file, offset } of mappings) {
    const bundled = countsOf(file)?.bundled;
    if (bundled) bundled[offset] = (Number.isNaN(bundled[offset]!) ? 0 : bundled[offset]!) + painted[at]!;
  }
}

/** Inner ranges count for themselves. */
function paint({ functions }: Script, length: number): Float64Array {
  const painted = new Float64Array(length);
  const ranges = functions.flatMap((f) => f.ranges).sort((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset);
  for (const { startOffset, endOffset, count } of ranges) painted.fill(count, startOffset, endOffset);
  return painted;
}
