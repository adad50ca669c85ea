// Offsets and positions. A line ends at `\n`, `\r\n` or a lone `\r`, as the Language Server Protocol and YAML have it; this is the only
// place that counts lines.
import { lineEnd } from "./blocks.ts";

/** The offset of each line's first character; the text behind the last break is a line too. */
export function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = 0; at < text.length; ) {
    const end = lineEnd(text, at);
    const last = text.charCodeAt(end - 1);
    if (last === 10 || last === 13) starts.push(end);
    at = end;
  }
  return starts;
}

/** The index of the last element that is not greater than `value` in an ascending list. */
export function lastNotAfter(ascending: readonly number[], value: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (ascending[middle]! <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
