// What Swarm does in an update, as times of every task: a model of swarmkit's updater. Sources: moby/swarmkit
// manager/orchestrator/update/updater.go (updateTask, worker), orchestrator/restart/restart.go (DelayStart); moby
// daemon/cluster/executor/container/controller.go (Start waits for health, Shutdown), daemon/health.go (probes).
import { type Health, TIMES, type UpdatePlan } from "./plan.ts";

/** Times in ms after the update begins; -Infinity for what was before it, Infinity for what never comes. */
export interface Task {
  readonly version: "old" | "new";
  /** Its container's process starts. */
  readonly started: number;
  /** Swarm calls it RUNNING. */
  readonly running: number;
  /** From here it answers requests ... */
  readonly answers: number;
  /** Swarm wants it to end. */
  readonly shutdown: number;
  /** The stop signal. */
  readonly signal: number;
  /** ... and from here it does not. */
  readonly ends: number;
}

export interface Rollout {
  readonly tasks: readonly Task[];
  /** The last task is exchanged; Infinity where somebody has to act. */
  readonly done: number;
}

const BEFORE: Omit<Task, "shutdown" | "signal" | "ends"> = {
  version: "old",
  started: Number.NEGATIVE_INFINITY,
  running: Number.NEGATIVE_INFINITY,
  answers: Number.NEGATIVE_INFINITY,
};
const NEVER = { shutdown: Number.POSITIVE_INFINITY, signal: Number.POSITIVE_INFINITY, ends: Number.POSITIVE_INFINITY };

export function rollout(plan: UpdatePlan): Rollout {
  const { version } = plan.app;
  if (version === "untested" || version === "unplaced") return waiting(plan);
  if (version !== "good") return failing(plan);
  const tasks: Task[] = [];
  const workers = plan.parallelism === 0 ? plan.replicas : Math.min(plan.parallelism, plan.replicas);
  const free = Array.from({ length: workers }, () => 0);
  let done = 0;
  for (let slot = 0; slot < plan.replicas; slot++) {
    const worker = slot % workers;
    const pair = exchange(plan, free[worker]!);
    tasks.push(...pair);
    const running = pair[1].running;
    free[worker] = running + plan.delay;
    done = Math.max(done, running, pair[0].ends);
  }
  return { tasks, done };
}

/** One slot: the old task and the one that follows it. */
function exchange(plan: UpdatePlan, at: number): [Task, Task] {
  if (plan.order === "start-first") {
    const fresh = started(plan, at + TIMES.start);
    return [stopped(plan, fresh.running), fresh];
  }
  const old = stopped(plan, at);
  // The new task is prepared meanwhile and starts when the old one has ended, or after a minute.
  return [old, started(plan, Math.min(old.ends, at + TIMES.oldTask) + TIMES.start)];
}

function started({ health, app }: UpdatePlan, at: number): Task {
  const answers = at + app.boot;
  const known = health ? firstProbe(health, at, answers) : at;
  return { version: "new", started: at, running: known + TIMES.running, answers, ...NEVER };
}

/** The first probe that finds the app answering: every interval, in the start period every start interval. */
function firstProbe({ interval, startPeriod, startInterval }: Health, started: number, answers: number): number {
  const often = startPeriod > 0 ? startInterval : interval;
  const boot = answers - started;
  const early = often * Math.max(1, Math.ceil(boot / often));
  // The last probe of the start period may lie behind its end; from there on the interval counts.
  const last = often * Math.ceil(startPeriod / often);
  return started + (early <= last ? early : last + interval * Math.max(1, Math.ceil((boot - last) / interval)));
}

function stopped({ app, grace }: Pick<UpdatePlan, "app" | "grace">, shutdown: number): Task {
  const signal = shutdown + TIMES.signal;
  return { ...BEFORE, shutdown, signal, ends: signal + (app.atStop === "serve" ? Math.min(app.serves, grace) : 0) };
}

/** The first new task never becomes RUNNING, and the update waits for it. */
function waiting({ order, replicas, app, grace }: UpdatePlan): Rollout {
  const old = order === "stop-first" ? stopped({ app, grace }, 0) : { ...BEFORE, ...NEVER };
  const from = order === "stop-first" ? Math.min(old.ends, TIMES.oldTask) + TIMES.start : TIMES.start;
  const started = app.version === "unplaced" ? Number.POSITIVE_INFINITY : from;
  const fresh: Task = { version: "new", started, running: Number.POSITIVE_INFINITY, answers: started + app.boot, ...NEVER };
  const others = Array.from({ length: replicas - 1 }, (): Task => ({ ...BEFORE, ...NEVER }));
  return { tasks: [old, fresh, ...others], done: Number.POSITIVE_INFINITY };
}

/** A version that does not come up: the first slot decides, as one failure is more than the allowed ratio of none. */
function failing(plan: UpdatePlan): Rollout {
  const { order, health, replicas, failureAction, app } = plan;
  const others = Array.from({ length: replicas - 1 }, (): Task => ({ ...BEFORE, ...NEVER }));
  const old = order === "stop-first" ? stopped(plan, 0) : undefined;
  const from = (old ? Math.min(old.ends, TIMES.oldTask) : 0) + TIMES.start;
  const looks = health && app.version === "unhealthy" ? from + health.interval * Math.max(1, health.retries) : from + app.boot;
  const never = { ...NEVER, answers: Number.POSITIVE_INFINITY };
  if (health && !old) {
    // It never was RUNNING, so nothing was stopped for it, and nothing has to be taken back.
    const task: Task = { version: "new", started: from, running: Number.POSITIVE_INFINITY, ...never, ends: looks };
    return { tasks: [{ ...BEFORE, ...NEVER }, task, ...others], done: looks };
  }
  const running = health ? Number.POSITIVE_INFINITY : from + TIMES.running;
  const first: Task = { version: "new", started: from, running, ...never, ends: looks };
  const gone = old ?? stopped(plan, running);
  if (failureAction === "rollback" && (health || app.version === "crashes")) {
    // The version that ran before comes back; with nothing alive in the slot its order makes no difference.
    const back = started({ ...plan, app: { ...app, version: "good" } }, looks + TIMES.start);
    return { tasks: [gone, first, back, ...others], done: Math.max(back.running, gone.ends) };
  }
  return { tasks: [gone, first, ...restarts(first, looks, app.boot, running), ...others], done: Number.POSITIVE_INFINITY };
}

/** Swarm starts the task again and again; each one is RUNNING for its boot where no healthcheck holds it back. */
function restarts(first: Task, failed: number, boot: number, running: number): Task[] {
  const again: Task[] = [];
  for (let at = failed + TIMES.restart; again.length < 5; at += TIMES.restart + TIMES.start + boot) {
    const started = at + TIMES.start;
    const runs = running === Number.POSITIVE_INFINITY ? running : started + TIMES.running;
    again.push({ ...first, started, running: runs, ends: started + boot });
  }
  return again;
}
