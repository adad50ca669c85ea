// Adds up what V8 counted in the processes of all tests, and tells what of server/src none of them has reached.
import { existsSync, globSync, readFileSync } from "node:fs";
import path from "node:path";
import { addCounts, type Counts, readBundles } from "./counts.ts";
import { type Branch, readSource, type Source } from "./source.ts";

const WANTED = 95;
const root = path.resolve(import.meta.dirname, "../..");
const folder = process.argv[2]!;

interface File extends Counts, Source {
  readonly name: string;
}

const files = new Map(
  globSync("server/src/**/*.ts", { cwd: root })
    .sort()
    .map((name): [string, File] => {
      const file = path.join(root, name);
      const text = readFileSync(file, "utf8");
      const counts = { direct: new Float64Array(text.length), bundled: new Float64Array(text.length).fill(Number.NaN) };
      return [file, { name, ...readSource(file, text), ...counts }];
    }),
);
const offsetIn = (file: string, line: number, column: number): number | undefined => {
  const start = files.get(file)?.lines[line]?.start;
  return start === undefined ? undefined : start + column;
};
const bundles = readBundles(path.join(folder, "dist"), path.join(root, "dist"), offsetIn);
for (const kind of ["unit", "host"]) {
  if (!existsSync(path.join(folder, kind))) continue;
  addCounts(path.join(folder, kind), bundles, (file) => files.get(file));
  tell(kind === "unit" ? "unit tests" : "with the extension host");
}
const { lines, missed } = tell("");
for (const [name, numbers] of missed) console.log(`${name}: ${numbers.join(" ")}`);
process.exitCode = lines < WANTED ? 1 : 0;

/** Prints the sums if they have a name, and returns the missed lines by file. */
function tell(what: string): { readonly lines: number; readonly missed: ReadonlyMap<string, readonly number[]> } {
  const missed = new Map<string, readonly number[]>();
  let [lines, hit, branches, taken] = [0, 0, 0, 0];
  for (const file of files.values()) {
    const code = file.lines.map(({ code }, i) => (code ? i : -1)).filter((i) => i >= 0);
    const left = code.filter((i) => !reached(file, file.lines[i]!));
    lines += code.length;
    hit += code.length - left.length;
    branches += file.branches.length;
    taken += file.branches.filter((b) => isTaken(file, b)).length;
    if (left.length > 0)
      missed.set(
        file.name,
        left.map((i) => i + 1),
      );
  }
  const share = (part: number, whole: number) => ((100 * part) / Math.max(1, whole)).toFixed(1);
  if (what)
    console.log(
      `server/src, ${what}: ${share(hit, lines)} % of ${lines} lines, ${share(taken, branches)} % of ${branches} branches in ${files.size} files`,
    );
  return { lines: (100 * hit) / Math.max(1, lines), missed };
}

/** Whether any code between two places has run. */
function reached({ code, direct, bundled }: File, { start, end }: { readonly start: number; readonly end: number }): boolean {
  for (let i = start; i < end; i++) if (code[i] && (direct[i]! > 0 || bundled[i]! > 0)) return true;
  return false;
}

function isTaken(file: File, { start, end, skipped }: Branch): boolean {
  if (!skipped) return file.direct[start]! > 0 || firstCount(file.bundled, start, end) > 0;
  const { asked, done } = skipped;
  return (
    file.direct[asked]! > file.direct[done.start]! ||
    firstCount(file.bundled, asked, done.start) > firstCount(file.bundled, done.start, done.end)
  );
}

/** NaN where the bundle has nothing from there, which is more and less than nothing. */
function firstCount(bundled: Float64Array, start: number, end: number): number {
  for (let i = start; i < end; i++) if (!Number.isNaN(bundled[i]!)) return bundled[i]!;
  return Number.NaN;
}
