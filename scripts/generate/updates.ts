// The page on what happens in an update and how well it is predicted: its text is in `updates.<language>.md`, numbers and pictures come from the
// model and from the measured updates.
import { readFileSync } from "node:fs";
import path from "node:path";
import { drawn } from "../../server/src/features/timeline.ts";
import { LANGUAGES, type Language } from "../../server/src/rules/rule.ts";
import type { UpdatePlan } from "../../server/src/timeline/plan.ts";
import { measured, readRuns, replay } from "../../test/lab/replay.ts";
import { type Row, rows, seconds } from "../../test/lab/report.ts";
import { SCENARIOS, TOLERANCE } from "../../test/lab/scenarios.ts";
import { suffix } from "./page.ts";
import { onPage } from "./pictures.ts";
import { scatter } from "./scatter.ts";

/** The form that articles recommend: the new task first, and Traefik's default poll. */
const USUAL: UpdatePlan = {
  order: "start-first",
  replicas: 1,
  parallelism: 1,
  delay: 0,
  health: undefined,
  failureAction: "pause",
  grace: 10_000,
  backends: "polled",
  refresh: 15_000,
  throttle: 2_000,
  app: { boot: 3_000, atStop: "finish", serves: 0, version: "good" },
};
const GOOD: UpdatePlan = {
  ...USUAL,
  health: { interval: 5_000, startPeriod: 30_000, startInterval: 1_000, retries: 3 },
  backends: "vip",
};

/** Path below server/docs to content. */
export function updatesPages(): Map<string, string> {
  const runs = readRuns();
  const all = rows(runs);
  const points = runs
    .filter((r) => r.disturbed.length === 0 && SCENARIOS[r.scenario]!.held !== "no")
    .map((r) => ({ measured: measured(r).length, predicted: replay(r).length, calm: r.calm }));
  const result = new Map<string, string>();
  for (const language of LANGUAGES) {
    const ending = suffix(language);
    result.set(`zero-downtime${ending}.md`, filled(language, all));
    result.set(`pictures/update-usual${ending}.svg`, onPage(drawn(USUAL, "web", "mean", language).svg));
    result.set(`pictures/update-good${ending}.svg`, onPage(drawn(GOOD, "web", "mean", language).svg));
    result.set(`pictures/measured${ending}.svg`, onPage(scatter(points, TOLERANCE, language)));
  }
  return result;
}

/** The text with its `{placeholders}`: `{table}`, `{runs}`, `{calm}`, `{tolerance}`, `{command}`, and `{length S2}`, `{off S2}` of a scenario. */
function filled(language: Language, all: readonly Row[]): string {
  const text = readFileSync(path.join(import.meta.dirname, `updates.${language}.md`), "utf8");
  const total = (of: (row: Row) => number) => String(all.reduce((sum, row) => sum + of(row), 0));
  return text.replace(/\{(\w+)(?: ([\w-]+))?\}/g, (_, what: string, id?: string) => {
    if (what === "table") return table(language, all);
    if (what === "runs") return total((r) => r.runs);
    if (what === "calm") return total((r) => r.calm);
    if (what === "tolerance") return String(TOLERANCE);
    if (what === "command") return commandTitle(language);
    const row = all.find((r) => r.id === id);
    if (!row) throw new Error(`{${what} ${id}} in updates.${language}.md`);
    return what === "off" ? seconds(row.off!) : `${seconds(row.length.min)}–${seconds(row.length.max)}`;
  });
}

/** As the editor shows it. */
function commandTitle(language: Language): string {
  const file = path.join(import.meta.dirname, `../../package.nls${suffix(language)}.json`);
  return (JSON.parse(readFileSync(file, "utf8")) as Record<string, string>)["command.showTimeline"]!;
}

function table(language: Language, all: readonly Row[]): string {
  const { head, held, noEnd } = TEXTS[language];
  const cells = all.map((row) => [
    row.scenario.what[language],
    `${row.runs} (${row.calm})`,
    `${seconds(row.length.median)} [${seconds(row.length.min)}..${seconds(row.length.max)}]`,
    row.off === undefined ? "–" : seconds(row.off),
    !row.ahead || row.off === undefined ? "–" : row.ahead.endless ? noEnd : aheadOf(row.ahead),
    held[row.scenario.held],
  ]);
  return [head, head.map(() => "---"), ...cells].map((line) => `| ${line.join(" | ")} |`).join("\n");
}

const aheadOf = ({ best, mean, worst }: NonNullable<Row["ahead"]>): string => [best, mean, worst].map(seconds).join(" / ");

interface Texts {
  readonly head: readonly string[];
  readonly held: Readonly<Record<Row["scenario"]["held"], string>>;
  readonly noEnd: string;
}

const TEXTS: Readonly<Record<Language, Texts>> = {
  en: {
    head: ["Update", "Runs (calm)", "Measured (s)", "Off by (s)", "Ahead (s)", "Held by a test"],
    held: { length: "length", loss: "loss or none", told: "", no: "not modelled" },
    noEnd: "no end",
  },
  "zh-cn": {
    head: ["更新", "次数（空闲）", "实测（秒）", "偏差（秒）", "事前预测（秒）", "由测试保证"],
    held: { length: "时长", loss: "有无丢失", told: "", no: "未建模" },
    noEnd: "不会结束",
  },
};
