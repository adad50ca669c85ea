// Measured updates, put before the model: the times of tasks and polls are those of the run, what follows for requests is the model's.
import { readFileSync } from "node:fs";
import path from "node:path";
import { parseDuration } from "../../server/src/model/duration.ts";
import { TIMES } from "../../server/src/timeline/plan.ts";
import { failing, type Stretch, stretchesOf } from "../../server/src/timeline/requests.ts";
import type { Task } from "../../server/src/timeline/swarm.ts";
import { type Looks, listsOf, type Poll, throttleWait } from "../../server/src/timeline/traefik.ts";

/** One update under load, as far as it is used here. Times in seconds after the update call. */
export interface Run {
  readonly scenario: string;
  readonly run: string;
  readonly traefik: string;
  readonly settings: {
    readonly mode: "swarm" | "docker";
    readonly refresh: number;
    readonly throttle: string;
    readonly order: "start-first" | "stop-first";
    readonly replicas: number;
    readonly parallelism: number;
    readonly delay: string;
    readonly boot: string;
    readonly sigterm: "exit" | "drain";
    readonly drain: string;
    readonly grace: string;
    readonly lbswarm: boolean;
    readonly healthcheck: boolean;
    /** Where it is missing: 1 s. */
    readonly hc_interval?: string;
    readonly failure_action?: "pause" | "rollback";
    /** What the update brings instead of a good version. */
    readonly action?: "crash" | "unhealthy" | "labels" | "traefik";
    readonly host_port?: boolean;
    readonly max_per_node?: number;
    readonly window: number;
  };
  readonly failure_windows: readonly (readonly [from: number, to: number, kind: string, requests: number])[];
  readonly first_fail_s: number | null;
  readonly last_fail_s: number | null;
  readonly polls: readonly number[] | null;
  readonly poll_ends: readonly number[] | null;
  readonly events: readonly { readonly t: number; readonly what: string }[] | null;
  readonly disturbed: readonly string[];
  readonly calm: boolean;
}

export const RUNS_FILE = path.join(import.meta.dirname, "runs.jsonl");

export const readRuns = (file = RUNS_FILE): Run[] =>
  readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => JSON.parse(line) as Run);

/** Seconds from the first failing request to the last one; 0 where none fails. */
export interface Window {
  readonly from: number;
  readonly to: number;
  readonly length: number;
  /** A single failing request has no length. */
  readonly lost: boolean;
}

const NONE: Window = { from: 0, to: 0, length: 0, lost: false };

export function measured({ first_fail_s: from, last_fail_s: to }: Run): Window {
  return from === null || to === null ? NONE : { from, to, length: to - from, lost: true };
}

/** What the model says that requests met, given when tasks were started, found running and stopped, and when Traefik looked. */
export function replay(run: Run): Window {
  const tasks = tasksOf(run);
  const looks = looksOf(run);
  const lists = listsOf(tasks, looks);
  return windowOf(stretchesOf(tasks, lists, looks.backends, until(run)));
}

/** From the first stretch in which requests fail to the last one. */
export function windowOf(stretches: readonly Stretch[]): Window {
  const failed = stretches.filter((s) => failing(s) > 0);
  const [first, last] = [failed[0], failed.at(-1)];
  if (!first || !last) return NONE;
  return { from: first.from / 1_000, to: last.to / 1_000, length: (last.to - first.from) / 1_000, lost: true };
}

function looksOf(run: Run): Looks {
  const { settings } = run;
  const throttle = settings.throttle === "" ? 2_000 : parseDuration(settings.throttle)!;
  if (settings.lbswarm) return { backends: "vip" };
  if (settings.mode === "docker") return { backends: "events", throttle };
  // How long the throttle held a list back is not in the records: the middle.
  return { backends: "polled", polls: pollsOf(run), wait: throttleWait(settings.refresh * 1_000, throttle) / 2 };
}

/** Where the end of a poll was not recorded it took as long as usual. */
const pollsOf = ({ polls, poll_ends: ends }: Run): Poll[] =>
  (polls ?? []).map((at, i) => ({ begin: ms(at), end: ends?.[i] === undefined ? ms(at) + TIMES.read : ms(ends[i]!) }));

const ms = (seconds: number): number => seconds * 1_000;

/** The load may end before the outage does. */
function until({ events, polls, last_fail_s, settings }: Run): number {
  const seen = Math.max(0, ...(events ?? []).map((e) => e.t), ...(polls ?? []).filter((p) => p > 0));
  return ms(last_fail_s === null ? Math.min(settings.window, seen) : Math.max(seen, last_fail_s));
}

const OLD = {
  version: "old",
  started: Number.NEGATIVE_INFINITY,
  running: Number.NEGATIVE_INFINITY,
  answers: Number.NEGATIVE_INFINITY,
} as const;
const STAYS = { shutdown: Number.POSITIVE_INFINITY, signal: Number.POSITIVE_INFINITY, ends: Number.POSITIVE_INFINITY };

/** The run's tasks by its events: those of before in the order in which they were stopped, then the new ones as they came. */
export function tasksOf(run: Run): Task[] {
  const { settings, events } = run;
  const containers = containersOf(events ?? []);
  const states = statesOf(events ?? []);
  const stopped = states.filter((s) => s.before && s.shutdown < Number.POSITIVE_INFINITY);
  const killed = containers.filter((c) => c.before && c.signal < Number.POSITIVE_INFINITY);
  const drain = settings.sigterm === "drain" ? parseDuration(settings.drain)! : 0;
  const grace = settings.grace === "" ? 10_000 : parseDuration(settings.grace)!;
  const old = Array.from({ length: settings.replicas }, (_, i): Task => {
    const signal = ms(killed[i]?.signal ?? Number.POSITIVE_INFINITY);
    return { ...OLD, shutdown: ms(stopped[i]?.shutdown ?? Number.POSITIVE_INFINITY), signal, ends: signal + Math.min(drain, grace) };
  });
  const boot = parseDuration(settings.boot)!;
  const starting = states.filter((s) => !s.before && s.starting < Number.POSITIVE_INFINITY);
  const fresh = containers
    .filter((c) => !c.before && c.started < Number.POSITIVE_INFINITY)
    .map((container, i): Task => {
      const started = ms(container.started);
      const running = ms(starting[i]?.running ?? Number.POSITIVE_INFINITY);
      return { ...STAYS, version: "new", started, running, answers: started + boot, ends: ms(container.died) };
    });
  return [...old, ...fresh];
}

interface Container {
  readonly id: string;
  readonly before: boolean;
  started: number;
  signal: number;
  died: number;
}

function containersOf(events: NonNullable<Run["events"]>): Container[] {
  const all = new Map<string, Container>();
  for (const { t, what } of events) {
    const [, id, action] = /^ctr app (\w+) (create|start|kill signal=15|die)\b/.exec(what) ?? [];
    if (!id || !action) continue;
    const container = all.get(id) ?? { id, before: action !== "create" && action !== "start", ...UNSEEN };
    all.set(id, container);
    if (action === "start") container.started = t;
    else if (action === "die") container.died = t;
    else if (action !== "create") container.signal = t;
  }
  return [...all.values()];
}

const UNSEEN = { started: Number.POSITIVE_INFINITY, signal: Number.POSITIVE_INFINITY, died: Number.POSITIVE_INFINITY };

interface State {
  readonly id: string;
  /** It ran when the update began. */
  readonly before: boolean;
  starting: number;
  running: number;
  shutdown: number;
}

function statesOf(events: NonNullable<Run["events"]>): State[] {
  const all = new Map<string, State>();
  for (const { t, what } of events) {
    const [, id, desired, state] = /^task (\w+) .*?(\w+)\/(\w+)/.exec(what) ?? [];
    if (!id) continue;
    const never = Number.POSITIVE_INFINITY;
    const task = all.get(id) ?? {
      id,
      before: state === "running" && desired === "shutdown",
      starting: never,
      running: never,
      shutdown: never,
    };
    all.set(id, task);
    if (state === "starting" || state === "running") task.starting = Math.min(task.starting, t);
    if (state === "running" && desired === "running") task.running = Math.min(task.running, t);
    if (desired === "shutdown") task.shutdown = Math.min(task.shutdown, t);
  }
  return [...all.values()];
}
