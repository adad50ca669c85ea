// `npm run mutate -- [RULE...]`: makes small mistakes in the rules' code, one at a time, and tells which of them no fixture notices. All rules
// take a quarter of an hour; a survivor is a case that the rule's fixture lacks, or code that does nothing.
import { spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import { RULES } from "../server/src/rules/all.ts";

interface Line {
  readonly n: number;
  readonly begin?: true;
  readonly line: number;
  readonly was: string;
  readonly now: string;
  readonly killed: boolean;
}

/** A mutant that takes longer goes on for ever, which a test would notice. */
const LONGEST_MS = 60_000;

const asked = process.argv.slice(2);
const ids = RULES.map((r) => r.id).filter((id) => asked.length === 0 || asked.some((a) => id.includes(a)));
let killed = 0;
let survived = 0;
for (const id of ids) {
  const lines = await mutantsOf(id);
  const left = lines.filter((l) => !l.killed);
  killed += lines.length - left.length;
  survived += left.length;
  console.log(`${id}: ${lines.length - left.length} of ${lines.length} noticed`);
  for (const { line, was, now } of left) console.log(`  server/src/rules/${id}.ts:${line}: ${was}  ->  ${now || "(nothing)"}`);
}
console.log(
  `${killed} of ${killed + survived} mutants noticed (${((100 * killed) / Math.max(1, killed + survived)).toFixed(1)} %), ${survived} survived`,
);

async function mutantsOf(id: string): Promise<Line[]> {
  const all: Line[] = [];
  for (let from = 0; ; ) {
    const { lines, hung } = await run(id, from);
    all.push(...lines);
    if (hung === undefined) return all;
    all.push({ n: hung, line: 0, was: "", now: "", killed: true });
    from = hung + 1;
  }
}

/** Runs them until the end, or until one hangs. */
function run(id: string, from: number): Promise<{ lines: Line[]; hung: number | undefined }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(import.meta.dirname, "mutate/run.ts"), id, String(from)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const lines: Line[] = [];
    let current: number | undefined;
    let timer = setTimeout(() => child.kill(), LONGEST_MS);
    createInterface({ input: child.stdout }).on("line", (text) => {
      clearTimeout(timer);
      timer = setTimeout(() => child.kill(), LONGEST_MS);
      const line = JSON.parse(text) as Line;
      current = line.begin ? line.n : undefined;
      if (!line.begin) lines.push(line);
    });
    child.on("close", (code) => {
      clearTimeout(timer);
      if (code === 0 || current !== undefined) resolve({ lines, hung: current });
      else reject(new Error(`${id}: ended with ${code}`));
    });
  });
}
