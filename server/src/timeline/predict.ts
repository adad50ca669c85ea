// What an update costs, over all moments at which it may begin between two of Traefik's polls.
import type { UpdatePlan } from "./plan.ts";
import { TIMES } from "./plan.ts";
import { type Failure, failing, type Stretch, stretchesOf } from "./requests.ts";
import { type Rollout, rollout } from "./swarm.ts";
import { changeTimes, type List, type Looks, listsOf, type Poll, throttleWait } from "./traefik.ts";

/** Seconds. */
export interface Range {
  readonly best: number;
  readonly mean: number;
  readonly worst: number;
}

export interface Prediction {
  /** Seconds in which no task that gets requests answers. */
  readonly gap: Range;
  /** Seconds in which a task gets requests although it has ended. */
  readonly stale: Range;
  /** Of the requests during the update, the mean over its possible beginnings; 0 to 1. */
  readonly failedShare: number;
  /** How the failing ones fail: shares of them, or all 0. */
  readonly how: Readonly<Record<Failure, number>>;
  /** It does not come to an end, or leaves the service dead, until somebody acts: the numbers then stop at the horizon. */
  readonly endless: boolean;
}

/** One possible course of an update. */
export interface Course {
  readonly rollout: Rollout;
  /** None where Traefik does not poll. */
  readonly polls: readonly Poll[];
  readonly lists: readonly List[];
  readonly stretches: readonly Stretch[];
  /** From the update's begin until all is settled, ms. */
  readonly duration: number;
  readonly gap: number;
  readonly stale: number;
}

/** Beginnings that are looked at between two polls, and delays by the throttle. */
const PHASES = 61;
const WAITS = 6;
/** Looked at where nothing ever settles, ms. */
export const HORIZON = 60_000;

export function predict(plan: UpdatePlan): Prediction {
  const all = courses(plan);
  const sum = (pick: (c: Reckoned) => number) => all.reduce((total, c) => total + pick(c), 0);
  const failed = (kind: Failure) => sum((c) => c.stretches.reduce((total, s) => total + s[kind] * (s.to - s.from), 0));
  const by = { hang: failed("hang"), refused: failed("refused"), notFound: failed("notFound") };
  const failures = by.hang + by.refused + by.notFound;
  return {
    gap: range(all.map((c) => c.gap)),
    stale: range(all.map((c) => c.stale)),
    failedShare: failures / sum((c) => c.duration),
    how: failures === 0 ? by : { hang: by.hang / failures, refused: by.refused / failures, notFound: by.notFound / failures },
    endless: all.some((c) => c.rollout.done === Number.POSITIVE_INFINITY),
  };
}

/** The course that comes nearest to the best, mean or worst gap, and among equals to such a time of stale tasks: the one that is drawn. */
export function typicalCourse(plan: UpdatePlan, which: keyof Range): Course {
  const all = courses(plan);
  const wanted =
    which === "best" ? Math.min : which === "worst" ? Math.max : (...values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const gap = wanted(...all.map((c) => c.gap));
  const stale = wanted(...all.map((c) => c.stale));
  const further = (a: Reckoned, b: Reckoned) =>
    Math.abs(a.gap - gap) - Math.abs(b.gap - gap) || Math.abs(a.stale - stale) - Math.abs(b.stale - stale);
  const { phase, ...nearest } = all.reduce((a, b) => (further(a, b) > 0 ? b : a));
  // More than can be told apart in a picture are not made.
  const every = plan.refresh * Math.max(1, Math.ceil(nearest.duration / plan.refresh / MOST_POLLS));
  const polls = plan.backends === "polled" ? ticks(phase, every, nearest.duration) : [];
  return { ...nearest, polls: polls.filter((p) => p.begin <= nearest.duration) };
}

/** A course by the moment of its first poll; the polls themselves are made where they are shown, as they may be thousands. */
export type Reckoned = Omit<Course, "polls"> & { readonly phase: number };

/** All that are looked at, each as likely as the others. */
export function courses(plan: UpdatePlan): Reckoned[] {
  const done = rollout(plan);
  const settled = lastChange(done);
  const times = changeTimes(done.tasks);
  const longest = plan.backends === "polled" ? throttleWait(plan.refresh, plan.throttle) : 0;
  const waits = longest === 0 ? [0] : between(WAITS).map((share) => share * longest);
  const phases = plan.backends === "polled" ? between(PHASES).map((share) => share * plan.refresh) : [0];
  return phases.flatMap((phase) => {
    const lists = listsOf(done.tasks, looks(plan, phase, times));
    // The throttle holds back all of them alike.
    return waits.map((wait) => ({ ...course(plan, done, settled, wait === 0 ? lists : later(lists, wait)), phase }));
  });
}

/** So many numbers from 0 to 1, both included. */
const between = (count: number): number[] => Array.from({ length: count }, (_, i) => i / (count - 1));

const later = (lists: readonly List[], by: number): List[] => lists.map((l) => ({ ...l, from: l.from + by }));

function course({ backends }: UpdatePlan, done: Rollout, settled: number, lists: readonly List[]): Omit<Reckoned, "phase"> {
  const duration = done.done === Number.POSITIVE_INFINITY ? HORIZON : Math.max(lists.at(-1)!.from, settled, 1);
  const stretches = stretchesOf(done.tasks, lists, backends, duration);
  const time = (counts: (s: Stretch) => boolean) => stretches.reduce((sum, s) => sum + (counts(s) ? s.to - s.from : 0), 0);
  return { rollout: done, lists, stretches, duration, gap: time((s) => failing(s) > 0.999), stale: time((s) => s.stale > 0) };
}

const looks = ({ backends, refresh, throttle }: UpdatePlan, phase: number, times: readonly number[]): Looks =>
  backends === "polled"
    ? { backends, polls: telling(phase, refresh, times), wait: 0 }
    : backends === "events"
      ? { backends, throttle }
      : { backends };

function lastChange({ tasks }: Rollout): number {
  const times = tasks.flatMap((t) => [t.running, t.answers, t.shutdown, t.ends]).filter(Number.isFinite);
  return Math.max(0, ...times);
}

/** That are shown. */
const MOST_POLLS = 2_000;

const ticks = (phase: number, every: number, end: number): Poll[] =>
  Array.from({ length: Math.max(1, Math.ceil((end - phase) / every) + 1) }, (_, i) => tick(phase, every, i));

/** Of the ticks those that are the first after a change. */
function telling(phase: number, every: number, times: readonly number[]): Poll[] {
  const first = times.map((at) => {
    const i = Math.max(0, Math.ceil((at - phase) / every));
    return phase + i * every < at ? i + 1 : i;
  });
  return [...new Set(first)].map((i) => tick(phase, every, i));
}

function tick(phase: number, every: number, i: number): Poll {
  const begin = phase + i * every;
  return { begin, end: begin + TIMES.read };
}

function range(values: readonly number[]): Range {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return { best: seconds(Math.min(...values)), mean: seconds(mean), worst: seconds(Math.max(...values)) };
}

const seconds = (ms: number): number => Math.round(ms) / 1000;
