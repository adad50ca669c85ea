// Measured against predicted length of updates' losses as a picture: a point a run, filled where the machine was calm.
import type { Language } from "../../server/src/rules/rule.ts";

export interface Point {
  readonly measured: number;
  readonly predicted: number;
  readonly calm: boolean;
}

const SIZE = 360;
const LEFT = 52;
const TOP = 34;
const STEP = 10;
const LEGEND = 190;

/** Seconds. Points on the line are exact; the band around it is what a test allows. */
export function scatter(points: readonly Point[], tolerance: number, language: Language): string {
  const words = TEXTS[language];
  const max = STEP * Math.ceil(Math.max(STEP, ...points.flatMap((p) => [p.measured, p.predicted])) / STEP);
  const x = (seconds: number) => round(LEFT + (seconds / max) * SIZE);
  const y = (seconds: number) => round(TOP + SIZE - (seconds / max) * SIZE);
  const ticks = Array.from({ length: max / STEP + 1 }, (_, i) => i * STEP);
  const calm = points.filter((p) => p.calm);
  const dot = (kind: string) => (p: Point) => `<circle class="${kind}" cx="${x(p.measured)}" cy="${y(p.predicted)}" r="3.5"/>`;
  const sign = (row: number, mark: string, text: string) =>
    `<g transform="translate(${LEFT + SIZE + 20} ${TOP + 10 + row * 22})">${mark}<text x="16" y="4">${text}</text></g>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${LEFT + SIZE + LEGEND} ${TOP + SIZE + 44}" role="img" aria-labelledby="title" font-size="12">
<title id="title">${words.title}</title>
${STYLE}
${ticks.map((t) => `<path class="grid" d="M${x(t)} ${y(0)}V${y(max)}M${x(0)} ${y(t)}H${x(max)}"/>`).join("")}
${ticks.map((t) => `<text x="${x(t)}" y="${y(0) + 16}" text-anchor="middle">${t}</text><text x="${LEFT - 8}" y="${y(t) + 4}" text-anchor="end">${t}</text>`).join("")}
<path class="band" d="M${x(0)} ${y(0)}V${y(tolerance)}L${x(max - tolerance)} ${y(max)}H${x(max)}V${y(max - tolerance)}L${x(tolerance)} ${y(0)}Z"/>
<path class="line" d="M${x(0)} ${y(0)}L${x(max)} ${y(max)}"/>
${points
  .filter((p) => !p.calm)
  .map(dot("busy"))
  .join("")}
${calm.map(dot("calm")).join("")}
<text x="${LEFT + SIZE / 2}" y="${TOP + SIZE + 36}" text-anchor="middle">${words.measured}</text>
<text x="${LEFT}" y="${TOP - 14}" text-anchor="start">${words.predicted}</text>
${sign(0, '<circle class="calm" r="3.5"/>', `${words.calm} (${calm.length})`)}
${sign(1, '<circle class="busy" r="3.5"/>', `${words.busy} (${points.length - calm.length})`)}
${sign(2, '<path class="line" d="M-6 6L6 -6"/>', words.exact)}
${sign(3, '<rect class="band" x="-6" y="-6" width="12" height="12"/>', words.band.replace("{n}", String(tolerance)))}
</svg>`;
}

const round = (n: number): number => Math.round(n * 10) / 10;

const TEXTS: Readonly<Record<Language, Readonly<Record<"title" | "measured" | "predicted" | "calm" | "busy" | "exact" | "band", string>>>> =
  {
    en: {
      title: "Predicted and measured seconds from the first to the last failing request, one point a run",
      measured: "measured (s)",
      predicted: "predicted from the run's own times (s)",
      calm: "calm machine",
      busy: "busy machine",
      exact: "exact",
      band: "± {n} s",
    },
    "zh-cn": {
      title: "从第一个到最后一个失败请求的预测秒数与实测秒数，每次更新一个点",
      measured: "实测（秒）",
      predicted: "由该次更新自身的时间点预测（秒）",
      calm: "机器空闲",
      busy: "机器繁忙",
      exact: "完全一致",
      band: "± {n} 秒",
    },
  };

/** As in the pictures of updates. */
const STYLE = `<style>
svg{--ink:#1f2328;--soft:#59636e;--line:#d1d9e0;--good:#2da44e;--on:#ffffff;font-family:system-ui,sans-serif}
@media (prefers-color-scheme:dark){svg{--ink:#e6edf3;--soft:#9198a1;--line:#3d444d;--good:#3fb950;--on:#0d1117}}
text{fill:var(--ink)}.grid{stroke:var(--line)}.line{stroke:var(--soft);stroke-dasharray:4 3}.band{fill:var(--good);fill-opacity:.18}
.calm{fill:var(--good);stroke:var(--on);stroke-width:.5}.busy{fill:none;stroke:var(--soft);stroke-width:1.2}
</style>`;
