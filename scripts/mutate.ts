// `npm run mutate -- [--write] [RULE...]`: makes small mistakes in the rules' code, one at a time, and tells which of them no fixture notices.
// All rules take a quarter of an hour. A survivor is a case that the rule's fixture lacks, or code that could as well be otherwise: those that
// are explained in mutate/survivors.txt are counted, any other makes the command fail; `--write` adds it there, to be explained.
import { spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import { RULES } from "../server/src/rules/all.ts";
import { compare, type Survivor, write } from "./mutate/listed.ts";

interface Line {
  readonly n: number;
  readonly begin?: true;
  readonly was: string;
  readonly now: string;
  readonly code: string;
  readonly killed: boolean;
}

/** A mutant that takes longer goes on for ever, which a test would notice. */
const LONGEST_MS = 60_000;

const asked = process.argv.slice(2).filter((a) => a !== "--write");
const ids = RULES.map((r) => r.id).filter((id) => asked.length === 0 || asked.some((a) => id.includes(a)));
const survivors: Survivor[] = [];
let all = 0;
for (const id of ids) {
  const lines = await mutantsOf(id);
  const left = lines.filter((l) => !l.killed).map(({ was, now, code }) => ({ id, was, now, code }));
  survivors.push(...left);
  all += lines.length;
  console.log(`${id}: ${lines.length - left.length} of ${lines.length} noticed`);
}
const compared = compare(survivors, ids);
for (const [reason, count] of compared.reasons) console.log(`${String(count).padStart(4)} survive ${reason}`);
if (compared.noticed.length > 0) console.log(`listed, but noticed:\n${compared.noticed.join("\n")}`);
if (compared.unlisted.length > 0) console.log(`not explained:\n${compared.unlisted.join("\n")}`);
const killed = all - survivors.length;
console.log(
  `${killed} of ${all} mutants noticed (${((100 * killed) / Math.max(1, all)).toFixed(1)} %), ${survivors.length - compared.unlisted.length} survivors explained, ${compared.unlisted.length} not`,
);
if (process.argv.includes("--write")) write(compared);
process.exitCode = compared.unlisted.length > 0 ? 1 : 0;

async function mutantsOf(id: string): Promise<Line[]> {
  const all: Line[] = [];
  for (let from = 0; ; ) {
    const { lines, hung } = await run(id, from);
    all.push(...lines);
    if (hung === undefined) return all;
    all.push({ n: hung, was: "", now: "", code: "", killed: true });
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
