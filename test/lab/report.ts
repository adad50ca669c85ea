// Prediction against measurement, scenario by scenario: `node test/lab/report.ts [runs.jsonl]` prints it, the documentation shows it.
import { fileURLToPath } from "node:url";
import { ahead } from "./ahead.ts";
import { measured, RUNS_FILE, type Run, readRuns, replay } from "./replay.ts";
import { SCENARIOS, type Scenario } from "./scenarios.ts";

export interface Row {
  readonly id: string;
  readonly scenario: Scenario;
  /** Undisturbed runs, and how many of them were made on a calm machine. */
  readonly runs: number;
  readonly calm: number;
  /** Seconds from the first failing request to the last one: of the calm runs, or of all where none is. */
  readonly length: { readonly median: number; readonly min: number; readonly max: number };
  /** How many of those lost nothing. */
  readonly whole: number;
  /** Mean distance between this and what the model makes of each run's own times; undefined where it knows nothing like it. */
  readonly off: number | undefined;
  /** From the settings alone. */
  readonly ahead: ReturnType<typeof ahead>;
}

export function rows(runs: readonly Run[]): Row[] {
  const fair = runs.filter((r) => r.disturbed.length === 0);
  return Object.entries(SCENARIOS).flatMap(([id, scenario]) => {
    const own = fair.filter((r) => r.scenario === id);
    return own.length === 0 ? [] : [row(id, scenario, own)];
  });
}

function row(id: string, scenario: Scenario, runs: readonly Run[]): Row {
  const calm = runs.filter((r) => r.calm);
  const shown = calm.length > 0 ? calm : runs;
  const lengths = shown.map((r) => measured(r).length).sort((a, b) => a - b);
  const distances = shown.map((r) => Math.abs(replay(r).length - measured(r).length));
  return {
    id,
    scenario,
    runs: runs.length,
    calm: calm.length,
    length: { median: median(lengths), min: lengths[0]!, max: lengths.at(-1)! },
    whole: shown.filter((r) => !measured(r).lost).length,
    off: scenario.held === "no" ? undefined : distances.reduce((a, b) => a + b, 0) / distances.length,
    ahead: ahead(runs[0]!.settings),
  };
}

const median = (ascending: readonly number[]): number =>
  (ascending[Math.floor((ascending.length - 1) / 2)]! + ascending[Math.ceil((ascending.length - 1) / 2)]!) / 2;

export const seconds = (n: number): string => n.toFixed(1);

function print(runs: readonly Run[]): void {
  const all = rows(runs);
  const cells = all.map((r) => [
    r.id.replace(/-.*/, ""),
    r.scenario.what.en,
    `${r.runs} (${r.calm})`,
    `${seconds(r.length.median)} [${seconds(r.length.min)}..${seconds(r.length.max)}]`,
    String(r.whole),
    r.off === undefined ? "-" : seconds(r.off),
    !r.ahead || r.off === undefined
      ? "-"
      : r.ahead.endless
        ? "no end"
        : [r.ahead.best, r.ahead.mean, r.ahead.worst].map(seconds).join(" / "),
  ]);
  const head = ["id", "what", "runs (calm)", "seconds with loss", "no loss", "off by", "ahead: best / mean / worst"];
  const widths = head.map((h, i) => Math.max(h.length, ...cells.map((c) => c[i]!.length)));
  for (const line of [head, ...cells])
    console.log(
      line
        .map((c, i) => c.padEnd(widths[i]!))
        .join("  ")
        .trimEnd(),
    );
  const disturbed = runs.filter((r) => r.disturbed.length > 0).length;
  const unknown = runs.length - disturbed - all.reduce((sum, r) => sum + r.runs, 0);
  console.log(`\nNot shown: ${disturbed} disturbed, ${unknown} of scenarios that are not described.`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) print(readRuns(process.argv[2] ?? RUNS_FILE));
