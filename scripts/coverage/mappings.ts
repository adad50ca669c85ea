// A source map, as places of the bundle with the places of the sources that they are from.
import { readFileSync } from "node:fs";
import path from "node:path";

export interface Mapping {
  /** In the bundle. */
  readonly at: number;
  /** Absolute path. */
  readonly file: string;
  readonly offset: number;
}

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/**
 * @param home the folder for which the map was made
 * @param offsetIn undefined for sources that do not matter
 */
export function readMappings(
  map: string,
  bundle: string,
  home: string,
  offsetIn: (file: string, line: number, column: number) => number | undefined,
): Mapping[] {
  const { sources, mappings } = JSON.parse(readFileSync(map, "utf8")) as { readonly sources: readonly string[]; readonly mappings: string };
  const files = sources.map((source) => path.resolve(home, source));
  const found: Mapping[] = [];
  let lineStart = 0;
  let [source, line, column] = [0, 0, 0];
  for (const segments of mappings.split(";")) {
    let inLine = 0;
    for (const segment of segments.split(",")) {
      const [step = 0, ...rest] = numbers(segment);
      inLine += step;
      if (rest.length < 3) continue;
      source += rest[0]!;
      line += rest[1]!;
      column += rest[2]!;
      const offset = offsetIn(files[source]!, line, column);
      if (offset !== undefined) found.push({ at: lineStart + inLine, file: files[source]!, offset });
    }
    lineStart = bundle.indexOf("\n", lineStart) + 1;
  }
  return found;
}

/** Base 64, five bits a digit, the lowest first; the first bit of all is the sign. */
function numbers(segment: string): number[] {
  const all: number[] = [];
  let [value, shift] = [0, 0];
  for (const digit of segment) {
    const bits = DIGITS.indexOf(digit);
    value += (bits & 31) << shift;
    shift += 5;
    if (bits & 32) continue;
    all.push(value & 1 ? -(value >> 1) : value >> 1);
    [value, shift] = [0, 0];
  }
  return all;
}
