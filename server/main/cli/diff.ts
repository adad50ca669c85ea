// Unified diffs that `git apply` and `patch` take. Equal beginnings and ends are skipped, the rest is Myers' algorithm in steps of bounded
// size: always exact, minimal where few lines differ, and linear in the length of the files.
// https://neil.fraser.name/writing/diff/myers.pdf

const CONTEXT = 3;
/** Differences that one step looks for; its time and memory grow with the square. */
const STEP = 256;

/** Lines `from` to `to` of the old text become those of the new one. */
interface Range {
  from: number;
  to: number;
  newFrom: number;
  newTo: number;
}

/** The diff of one file, "" where nothing differs. @param name path with slashes */
export function unifiedDiff(name: string, before: string, after: string): string {
  const a = linesOf(before);
  const b = linesOf(after);
  const hunks = group(differences(a, b)).map((ranges) => hunk(a, b, ranges));
  return hunks.length === 0 ? "" : `--- ${fileName(`a/${name}`)}\n+++ ${fileName(`b/${name}`)}\n${hunks.join("")}`;
}

/** With their `\n`, which is the only line break of diffs: the `\r` of `\r\n` is part of the line. */
const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/** As git quotes them; the tab ends a name with spaces. */
function fileName(name: string): string {
  const path = name.replace(/^([ab])\/\//, "$1/");
  if (/["\\\u0000-\u001f]/.test(path)) return JSON.stringify(path);
  return path.includes(" ") ? `${path}\t` : path;
}

function differences(a: readonly string[], b: readonly string[]): Range[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const ranges: Range[] = [];
  const old = a.slice(start, a.length - end);
  const fresh = b.slice(start, b.length - end);
  let x = 0;
  let y = 0;
  for (const [px, py] of [...commonLines(old, fresh), [old.length, fresh.length] as const]) {
    if (px > x || py > y) ranges.push({ from: start + x, to: start + px, newFrom: start + y, newTo: start + py });
    x = px + 1;
    y = py + 1;
  }
  return ranges;
}

type Pair = readonly [number, number];

/** Pairs of line numbers whose lines are kept. */
function commonLines(a: readonly string[], b: readonly string[]): Pair[] {
  const pairs: Pair[] = [];
  let x = 0;
  let y = 0;
  while (x < a.length && y < b.length) {
    const step = walk(a, b, x, y);
    pairs.push(...step.pairs);
    x = step.x;
    y = step.y;
  }
  return pairs;
}

/** From a point (x0, y0) of the edit graph to its end, or as far as STEP differences lead. */
function walk(a: readonly string[], b: readonly string[], x0: number, y0: number): { pairs: Pair[]; x: number; y: number } {
  const width = a.length - x0;
  const height = b.length - y0;
  const middle = STEP + 1;
  const reached = new Int32Array(2 * middle + 1);
  const rounds: Int32Array[] = [];
  let best = { x: 0, y: 0, round: 0 };
  for (let d = 0; d <= STEP; d++) {
    for (let k = -d; k <= d; k += 2) {
      let x = d === 0 ? 0 : comesDown(reached, middle, k, d) ? reached[middle + k + 1]! : reached[middle + k - 1]! + 1;
      while (x < width && x - k < height && a[x0 + x] === b[y0 + x - k]) x++;
      reached[middle + k] = x;
      const y = x - k;
      if (x <= width && y <= height && x + y > best.x + best.y) best = { x, y, round: d };
    }
    rounds.push(reached.slice());
    if (best.x === width && best.y === height) break;
  }
  return { pairs: backtrack(rounds, middle, best).map(([x, y]): Pair => [x0 + x, y0 + y]), x: x0 + best.x, y: y0 + best.y };
}

/** Whether diagonal `k` is entered by an added line, from the one above. */
const comesDown = (reached: Int32Array, middle: number, k: number, d: number): boolean =>
  k === -d || (k !== d && reached[middle + k - 1]! < reached[middle + k + 1]!);

function backtrack(rounds: readonly Int32Array[], middle: number, end: { x: number; y: number; round: number }): Pair[] {
  const pairs: Pair[] = [];
  let { x, y } = end;
  for (let d = end.round; d >= 0; d--) {
    const k = x - y;
    const before = rounds[d - 1];
    const from = before ? (comesDown(before, middle, k, d) ? k + 1 : k - 1) : 0;
    const startX = before ? before[middle + from]! : 0;
    const startY = startX - from;
    while (x > startX && y > startY) pairs.push([--x, --y]);
    x = startX;
    y = startY;
  }
  return pairs.reverse();
}

/** Ranges that would share lines of context go into one hunk. */
function group(ranges: readonly Range[]): Range[][] {
  const groups: Range[][] = [];
  for (const range of ranges) {
    const last = groups.at(-1)?.at(-1);
    if (last && range.from - last.to <= 2 * CONTEXT) groups.at(-1)!.push(range);
    else groups.push([range]);
  }
  return groups;
}

function hunk(a: readonly string[], b: readonly string[], ranges: readonly Range[]): string {
  const first = ranges[0]!;
  const last = ranges.at(-1)!;
  const from = Math.max(0, first.from - CONTEXT);
  const to = Math.min(a.length, last.to + CONTEXT);
  const newFrom = first.newFrom - (first.from - from);
  const newTo = last.newTo + (to - last.to);
  const lines: string[] = [];
  let at = from;
  const add = (sign: string, texts: readonly string[]) => lines.push(...texts.map((t) => sign + ended(t)));
  for (const range of ranges) {
    add(" ", a.slice(at, range.from));
    add("-", a.slice(range.from, range.to));
    add("+", b.slice(range.newFrom, range.newTo));
    at = range.to;
  }
  add(" ", a.slice(at, to));
  return `@@ -${extent(from, to)} +${extent(newFrom, newTo)} @@\n${lines.join("")}`;
}

const ended = (line: string): string => (line.endsWith("\n") ? line : `${line}\n\\ No newline at end of file\n`);

/** First line and number of lines; no lines stand behind the line before. */
const extent = (from: number, to: number): string => (to - from === 1 ? `${from + 1}` : `${to === from ? from : from + 1},${to - from}`);
