// One course of an update as a picture: what each task does, what Traefik knows, what requests meet. SVG without scripts; colours are those of the
// editor's theme where there is one, else of a light or dark page.
import type { Course } from "./predict.ts";
import { type Failure, failing, type Stretch } from "./requests.ts";
import type { Task } from "./swarm.ts";

/** All words of the picture. `{n}` in `more` and `share` is a number. */
export interface DrawTexts {
  readonly title: string;
  /** One sentence for screen readers. */
  readonly description: string;
  readonly oldTask: string;
  readonly newTask: string;
  readonly more: string;
  readonly traefik: string;
  readonly requests: string;
  readonly starts: string;
  readonly boots: string;
  readonly answers: string;
  readonly stops: string;
  readonly signal: string;
  /** What Traefik does at a dot, and what the stroke in a task's bar is, for the legend. */
  readonly poll: string;
  readonly running: string;
  readonly lists: Readonly<Record<"old" | "new" | "both" | "none", string>>;
  readonly fine: string;
  readonly failures: Readonly<Record<Failure, string>>;
  readonly share: string;
  readonly comma: string;
}

const WIDTH = 760;
const LEFT = 128;
const RIGHT = 16;
const BAR = 18;
const LANE = 30;
const TOP = 36;
/** Slots that are shown; the others look like these. */
const SLOTS = 3;

export function draw(given: Course, texts: DrawTexts): string {
  const course = withTail(given);
  const { duration } = course;
  const x = (ms: number) => round(LEFT + (clamp(ms, 0, duration) / duration) * (WIDTH - LEFT - RIGHT));
  const parts: string[] = [];
  let y = TOP;
  const lane = (label: string, bars: readonly string[]) => {
    parts.push(`<text class="label" x="${LEFT - 10}" y="${y + BAR - 5}" text-anchor="end">${escaped(label)}</text>`, ...bars);
    y += LANE;
  };
  const tasks = shownTasks(course);
  for (const task of tasks.shown) lane(task.version === "old" ? texts.oldTask : texts.newTask, taskBars(task, y, x, duration, texts));
  if (tasks.hidden > 0) {
    parts.push(`<text class="label" x="${LEFT - 10}" y="${y + 8}" text-anchor="end">${escaped(filled(texts.more, tasks.hidden))}</text>`);
    y += 20;
  }
  lane(texts.traefik, listBars(course, y, x, texts));
  lane(
    texts.requests,
    course.stretches.map((s) => requestBar(s, y, x, texts)),
  );
  const signals = tasks.shown.filter((t) => Number.isFinite(t.signal)).map((t) => signalLine(x(t.signal), y, texts.signal));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y + 20}" role="img" aria-labelledby="title description" font-size="12">`,
    `<title id="title">${escaped(texts.title)}</title><desc id="description">${escaped(texts.description)}</desc>`,
    STYLE,
    axis(duration, y, x),
    ...parts,
    // Several tasks stop at different times; one word is enough. Bounded: a line that was made here.
    ...signals.map((line, i) => (i === 0 ? line : line.replace(/<text.*?<\/text>/, ""))),
    legend(course, y + 10, texts),
    "</svg>",
  ].join("\n");
}

/** A little of the time after it, so that one sees how it ends. */
function withTail(course: Course): Course {
  if (!Number.isFinite(course.rollout.done)) return course;
  const duration = course.duration + Math.max(800, course.duration * 0.12);
  const last = course.stretches.at(-1)!;
  const after: Stretch = { from: course.duration, to: duration, hang: 0, refused: 0, notFound: 0, stale: 0 };
  const stretches = failing(last) === 0 ? [...course.stretches.slice(0, -1), { ...last, to: duration }] : [...course.stretches, after];
  return { ...course, duration, stretches };
}

function legend({ polls, rollout: { tasks } }: Course, y: number, texts: DrawTexts): string {
  const signs = [
    ...(tasks.some((t) => t.version === "new" && Number.isFinite(t.running))
      ? [{ sign: `<path class="mark" d="M4 -8v12"/>`, text: texts.running }]
      : []),
    ...(polls.length > 0 ? [{ sign: `<circle class="poll" cx="4" cy="-3" r="3.5"/>`, text: texts.poll }] : []),
  ];
  let x = LEFT;
  return signs
    .map(({ sign, text }) => {
      const at = x;
      x += 26 + widthOf(text, 10);
      return `<g transform="translate(${at} ${y})">${sign}<text class="small" x="12">${escaped(text)}</text></g>`;
    })
    .join("");
}

/** Old and new of the first slots; tasks that come again and again are shown once. */
function shownTasks({ rollout: { tasks } }: Course): { shown: readonly Task[]; hidden: number } {
  const changing = tasks.filter((t) => Number.isFinite(t.shutdown) || t.version === "new");
  const old = changing.filter((t) => t.version === "old");
  const fresh = changing.filter((t) => t.version === "new");
  const alive = old.length === 0 ? tasks.slice(0, 1) : old;
  const pairs = alive.slice(0, SLOTS).flatMap((task, i) => [task, ...(fresh[i] ? [fresh[i]!] : [])]);
  const rest = fresh.slice(alive.length, alive.length + 2);
  return { shown: [...pairs, ...rest], hidden: Math.max(0, alive.length - SLOTS) };
}

type Scale = (ms: number) => number;

function taskBars(task: Task, y: number, x: Scale, duration: number, texts: DrawTexts): string[] {
  const end = Math.min(task.ends, duration);
  const answers = Math.min(Math.max(task.answers, 0), end);
  const started = Math.max(0, task.started);
  const bars: string[] = [];
  if (task.version === "new" && started > 0) bars.push(bar("wait", 0, Math.min(started, duration), y, x, texts.starts));
  if (answers > started) bars.push(bar("boot", started, answers, y, x, texts.boots));
  const served = Math.min(end, Math.max(answers, task.signal));
  if (served > answers) bars.push(bar("ok", answers, served, y, x, texts.answers));
  if (end > served) bars.push(bar("drain", served, end, y, x, texts.stops));
  if (Number.isFinite(task.running) && task.running > 0 && task.running < duration) {
    const at = x(task.running);
    bars.push(`<path class="mark" d="M${at} ${y - 3}v${BAR + 6}"><title>RUNNING</title></path>`);
  }
  return bars;
}

function listBars({ lists, duration, polls }: Course, y: number, x: Scale, texts: DrawTexts): string[] {
  const bars = lists.map((list, i) => {
    const versions = new Set(list.tasks.map((t) => t.version));
    const kind = versions.size === 2 ? "both" : versions.has("old") ? "old" : versions.has("new") ? "new" : "none";
    const to = lists[i + 1]?.from ?? duration;
    return bar(kind === "none" ? "fail" : "list", Math.max(0, list.from), Math.min(to, duration), y, x, texts.lists[kind]);
  });
  const dots = apart(polls.map((p) => x(p.begin))).map((at) => `<circle class="poll" cx="${at}" cy="${y + BAR}" r="3.5"/>`);
  return [...bars, ...dots];
}

/** Dots that would cover each other are left out: there may be thousands. */
function apart(ascending: readonly number[]): number[] {
  const kept: number[] = [];
  for (const at of ascending) if (kept.length === 0 || at - kept.at(-1)! >= 5) kept.push(at);
  return kept;
}

/** Red as high as the share that fails. */
function requestBar(stretch: Stretch, y: number, x: Scale, texts: DrawTexts): string {
  const share = failing(stretch);
  const { from, to } = stretch;
  if (share < 0.001) return bar("ok", from, to, y, x, texts.fine);
  const height = round(BAR * share);
  const kinds = (Object.keys(texts.failures) as Failure[]).filter((kind) => stretch[kind] > 0).map((kind) => texts.failures[kind]);
  const words = kinds.join(texts.comma);
  const label = share > 0.999 ? words : `${filled(texts.share, Math.round(share * 100))} ${words}`;
  const good = share > 0.999 ? "" : rect("ok", x(from), y, x(to) - x(from), BAR);
  return good + rect("fail", x(from), y + BAR - height, x(to) - x(from), height) + word(label, from, to, y, x);
}

const signalLine = (at: number, bottom: number, label: string): string =>
  `<path class="signal" d="M${at} ${TOP - 6}V${bottom - 8}"/><text class="small" x="${at}" y="${TOP - 10}" text-anchor="middle">${escaped(label)}</text>`;

const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1_800];

function axis(duration: number, bottom: number, x: Scale): string {
  const step = STEPS.find((s) => duration / 1000 / s <= 10) ?? Math.ceil(duration / 1000 / 36_000) * 3_600;
  const count = Math.floor(duration / 1000 / step);
  return Array.from({ length: count + 1 }, (_, i) => {
    const at = x(i * step * 1000);
    return `<path class="grid" d="M${at} ${TOP - 8}V${bottom - 8}"/><text class="small" x="${at}" y="11" text-anchor="middle">${i * step} s</text>`;
  }).join("");
}

const bar = (kind: string, from: number, to: number, y: number, x: Scale, label: string): string =>
  to <= from ? "" : rect(kind, x(from), y, x(to) - x(from), BAR) + word(label, from, to, y, x);

const rect = (kind: string, x: number, y: number, width: number, height: number): string =>
  `<rect class="${kind}" x="${x}" y="${round(y)}" width="${round(Math.max(width, 1))}" height="${height}" rx="2"/>`;

/** About; Chinese characters are nearly twice as wide. */
const widthOf = (text: string, size: number): number =>
  [...text].reduce((sum, c) => sum + (c.charCodeAt(0) > 0x2e80 ? size * 1.05 : size * 0.58), 0);

/** A word that does not fit is a tooltip only. */
function word(label: string, from: number, to: number, y: number, x: Scale): string {
  const width = widthOf(label, 11);
  const title = `<title>${escaped(label)}: ${seconds(from)} – ${seconds(to)} s</title>`;
  if (x(to) - x(from) < width + 6)
    return `<rect class="clear" x="${x(from)}" y="${y}" width="${round(x(to) - x(from))}" height="${BAR}">${title}</rect>`;
  return `<text class="in" x="${round((x(from) + x(to)) / 2)}" y="${y + BAR - 5}" text-anchor="middle">${escaped(label)}${title}</text>`;
}

const seconds = (ms: number): string => (ms / 1000).toFixed(1);
const round = (n: number): number => Math.round(n * 10) / 10;
const clamp = (n: number, low: number, high: number): number => Math.min(high, Math.max(low, n));
const filled = (template: string, n: number): string => template.replace("{n}", String(n));
const escaped = (text: string): string => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

/** The editor's variables come first; a page of its own follows the reader's scheme. Kinds differ in form too, for those who see no colours. */
const STYLE = `<style>
svg{--ink:var(--vscode-foreground,#1f2328);--soft:var(--vscode-descriptionForeground,#59636e);--line:var(--vscode-editorIndentGuide-background1,#d1d9e0);--good:var(--vscode-charts-green,#2da44e);--bad:var(--vscode-charts-red,#cf222e);--idle:var(--vscode-charts-blue,#54aeff);--on:var(--vscode-editor-background,#ffffff);font-family:var(--vscode-font-family,system-ui,sans-serif)}
@media (prefers-color-scheme:dark){svg{--ink:var(--vscode-foreground,#e6edf3);--soft:var(--vscode-descriptionForeground,#9198a1);--line:var(--vscode-editorIndentGuide-background1,#3d444d);--good:var(--vscode-charts-green,#3fb950);--bad:var(--vscode-charts-red,#f85149);--on:var(--vscode-editor-background,#0d1117)}}
.label{fill:var(--ink)}.small{fill:var(--soft);font-size:10px}.in{fill:var(--ink);font-size:11px}
.grid{stroke:var(--line);stroke-width:1}.mark{stroke:var(--ink);stroke-width:2}.signal{stroke:var(--bad);stroke-width:1.5;stroke-dasharray:3 3}
.ok{fill:var(--good);fill-opacity:.35;stroke:var(--good)}.fail{fill:var(--bad);fill-opacity:.4;stroke:var(--bad);stroke-width:1.5}
.wait{fill:none;stroke:var(--soft);stroke-dasharray:2 3}.boot{fill:var(--soft);fill-opacity:.2;stroke:var(--soft)}
.drain{fill:var(--good);fill-opacity:.15;stroke:var(--good);stroke-dasharray:4 2}.list{fill:var(--idle);fill-opacity:.25;stroke:var(--idle)}
.poll{fill:var(--ink);stroke:var(--on);stroke-width:1}.clear{fill:transparent}
</style>`;
