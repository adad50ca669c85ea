// What Traefik knows of the tasks at each time: a model of its swarm provider's poll, its docker provider's events, and of one address that
// Swarm balances. Sources: traefik pkg/provider/docker/pswarm.go@v3.7.9 listTasks, pkg/provider/aggregator/aggregator.go
// maybeThrottledProvide; moby libnetwork/service_linux.go (a task leaves the balancer before its signal).
import { TIMES } from "./plan.ts";
import type { Task } from "./swarm.ts";

/** The tasks that get requests from a time on. */
export interface List {
  readonly from: number;
  readonly tasks: readonly Task[];
}

/** One look at Swarm's tasks: what it sees is that of its begin. ms. */
export interface Poll {
  readonly begin: number;
  readonly end: number;
}

/** How Traefik comes to know of tasks. */
export type Looks =
  /** Polls, ascending; each result may be held back by the throttle for `wait` ms. */
  | { readonly backends: "polled"; readonly polls: readonly Poll[]; readonly wait: number }
  | { readonly backends: "events"; readonly throttle: number }
  | { readonly backends: "vip" };

/** The lists in the order in which they come to count; the first one is that of the time before the update. */
export function listsOf(tasks: readonly Task[], looks: Looks): List[] {
  const before: List = { from: Number.NEGATIVE_INFINITY, tasks: tasks.filter((t) => t.running === Number.NEGATIVE_INFINITY) };
  if (looks.backends === "polled")
    return changes(
      before,
      telling(tasks, looks.polls).map((poll) => polled(tasks, poll, looks.wait)),
    );
  if (looks.backends === "events") return changes(before, heard(tasks, looks.throttle));
  return changes(
    before,
    changeTimes(tasks).map((at) => ({ from: at, tasks: tasks.filter((t) => isRunning(t, at)) })),
  );
}

/** Polls between which a task came or went; there may be thousands of others. */
function telling(tasks: readonly Task[], polls: readonly Poll[]): Poll[] {
  const times = changeTimes(tasks);
  let seen = 0;
  return polls.filter(({ begin }) => {
    const before = seen;
    while (seen < times.length && times[seen]! <= begin) seen++;
    return seen > before;
  });
}

const polled = (tasks: readonly Task[], { begin, end }: Poll, wait: number): List => ({
  from: end + TIMES.apply + wait,
  tasks: tasks.filter((t) => isRunning(t, begin)),
});

/**
 * Containers are known by their start (or health) and end: a task that shall stop is listed until its process has gone. After a change the next
 * one waits for the throttle.
 */
function heard(tasks: readonly Task[], throttle: number): List[] {
  const known = (task: Task) => task.running - TIMES.running;
  const lists: List[] = [];
  for (const at of timesOf(tasks, (t) => [known(t), t.ends])) {
    const from = Math.max(at + TIMES.event, (lists.at(-1)?.from ?? Number.NEGATIVE_INFINITY) + throttle);
    lists.push({ from, tasks: tasks.filter((t) => known(t) <= at && at < t.ends) });
  }
  return lists;
}

/** Listed are tasks that run and shall run. */
const isRunning = (task: Task, at: number): boolean => task.running <= at && at < task.shutdown && at < diesBySelf(task);

/** When the tasks that Swarm would name change, ascending. */
export const changeTimes = (tasks: readonly Task[]): number[] => timesOf(tasks, (t) => [t.running, t.shutdown, diesBySelf(t)]);

/** A crash is the end of a task that nobody wanted to end. */
const diesBySelf = (task: Task): number => (task.shutdown === Number.POSITIVE_INFINITY ? task.ends : Number.POSITIVE_INFINITY);

const timesOf = (tasks: readonly Task[], pick: (task: Task) => number[]): number[] =>
  [...new Set(tasks.flatMap(pick))].filter(Number.isFinite).sort((a, b) => a - b);

/** Only what differs from the list before. */
function changes(before: List, lists: readonly List[]): List[] {
  const kept = [before];
  for (const list of lists) {
    const last = kept.at(-1)!.tasks;
    if (list.tasks.length !== last.length || list.tasks.some((t, i) => t !== last[i])) kept.push(list);
  }
  return kept;
}

/**
 * How long the throttle may hold back a list, ms. Where Traefik looks more rarely than it may apply there is nothing to hold back; in between, as
 * long as both are apart from each other less than the throttle: a busy manager answers irregularly.
 */
export const throttleWait = (refresh: number, throttle: number): number => Math.max(0, Math.min(throttle, 2 * throttle - refresh));
