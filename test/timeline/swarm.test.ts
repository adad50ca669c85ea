// What Swarm does with each task, and when.
import assert from "node:assert/strict";
import { test } from "node:test";
import { TIMES } from "../../server/src/timeline/plan.ts";
import { rollout, type Task } from "../../server/src/timeline/swarm.ts";
import { plan } from "./plans.ts";

const { start, running, signal, restart, oldTask } = TIMES;
const NEVER = Number.POSITIVE_INFINITY;
const NO_CHECK = { health: undefined };

const pairs = (tasks: readonly Task[]) => ({
  old: tasks.filter((t) => t.version === "old"),
  fresh: tasks.filter((t) => t.version === "new"),
});

test("start-first: the new task is RUNNING, then the old one is told to stop, and later gets its signal", () => {
  const { tasks, done } = rollout(plan(NO_CHECK));
  const [old, fresh] = tasks as [Task, Task];
  assert.equal(fresh.started, start);
  assert.equal(fresh.running, start + running);
  assert.equal(fresh.answers, start + 3_000);
  assert.deepEqual([old.shutdown, old.signal, old.ends], [fresh.running, fresh.running + signal, fresh.running + signal]);
  assert.equal(done, old.ends);
});

test("start-first with a healthcheck: nothing stops before the new task has answered", () => {
  const { tasks } = rollout(plan());
  const { old, fresh } = pairs(tasks);
  assert.ok(fresh[0]!.running >= fresh[0]!.answers && old[0]!.shutdown === fresh[0]!.running);
});

test("stop-first: the new task starts when the old one has ended, after a minute at the latest", () => {
  const short = pairs(rollout(plan({ order: "stop-first" })).tasks);
  assert.equal(short.old[0]!.shutdown, 0);
  assert.equal(short.fresh[0]!.started, signal + start);
  const long = pairs(rollout(plan({ order: "stop-first", grace: 300_000 }, { atStop: "serve", serves: 200_000 })).tasks);
  assert.equal(long.old[0]!.ends, signal + 200_000);
  assert.equal(long.fresh[0]!.started, oldTask + start);
});

test("the grace cuts off what the app serves after the signal; without serving on it makes no difference", () => {
  const ends = (grace: number, serves: number, atStop: "serve" | "finish" = "serve") => {
    const [old] = rollout(plan({ grace }, { atStop, serves })).tasks as [Task, Task];
    return old.ends - old.signal;
  };
  assert.deepEqual([ends(30_000, 20_000), ends(3_000, 20_000), ends(30_000, 20_000, "finish")], [20_000, 3_000, 0]);
});

test("parallelism: so many at a time, 0 all together; delay: the pause after each", () => {
  const begins = (replicas: number, parallelism: number, delay: number) =>
    pairs(rollout(plan({ replicas, parallelism, delay, ...NO_CHECK })).tasks).fresh.map((t) => t.started);
  const each = start + running;
  assert.deepEqual(begins(3, 1, 0), [start, start + each, start + 2 * each]);
  assert.deepEqual(begins(3, 1, 5_000), [start, start + each + 5_000, start + 2 * (each + 5_000)]);
  assert.deepEqual(begins(4, 2, 0), [start, start, start + each, start + each]);
  assert.deepEqual(begins(3, 0, 5_000), [start, start, start]);
  assert.deepEqual(begins(2, 9, 5_000), [start, start]);
});

test("probes: every interval; in the start period every start interval, and one more that began in it", () => {
  const found = (health: { interval?: number; startPeriod?: number; startInterval?: number }, boot: number) => {
    const [, fresh] = rollout(plan({ health: { interval: 10_000, startPeriod: 0, startInterval: 5_000, retries: 3, ...health } }, { boot }))
      .tasks as [Task, Task];
    return fresh.running - running - fresh.started;
  };
  assert.equal(found({}, 0), 10_000);
  assert.equal(found({}, 3_000), 10_000);
  assert.equal(found({}, 10_001), 20_000);
  assert.equal(found({ startPeriod: 30_000 }, 3_000), 5_000);
  assert.equal(found({ startPeriod: 30_000, startInterval: 1_000 }, 3_000), 3_000);
  assert.equal(found({ startPeriod: 4_000 }, 4_500), 5_000);
  assert.equal(found({ startPeriod: 5_000 }, 6_000), 15_000);
  // Docker takes it as it is, longer than the interval too (moby daemon/health.go monitor).
  assert.equal(found({ startPeriod: 60_000, startInterval: 20_000 }, 3_000), 20_000);
});

test("a crash with a healthcheck, start-first: the old task is never touched, whatever the failure action", () => {
  for (const failureAction of ["pause", "rollback", "continue"] as const) {
    const { tasks, done } = rollout(plan({ failureAction }, { version: "crashes" }));
    const { old, fresh } = pairs(tasks);
    assert.deepEqual([old[0]!.shutdown, old[0]!.ends], [NEVER, NEVER]);
    assert.deepEqual([fresh.length, fresh[0]!.running, fresh[0]!.ends], [1, NEVER, start + 3_000]);
    assert.ok(Number.isFinite(done));
  }
});

test("never healthy: it is given up after so many intervals", () => {
  const health = { interval: 2_000, startPeriod: 0, startInterval: 5_000, retries: 4 };
  const { fresh } = pairs(rollout(plan({ health }, { version: "unhealthy" })).tasks);
  assert.equal(fresh[0]!.ends, start + 8_000);
});

test("a crash without a healthcheck, pause: the old task is gone, and new ones come and go without end", () => {
  const { tasks, done } = rollout(plan(NO_CHECK, { version: "crashes" }));
  const { old, fresh } = pairs(tasks);
  assert.equal(done, NEVER);
  assert.equal(old[0]!.shutdown, start + running);
  assert.ok(fresh.length > 1 && fresh.every((t) => t.answers === NEVER && Number.isFinite(t.ends)));
  assert.equal(fresh[1]!.started, fresh[0]!.ends + restart + start);
});

test("a crash without a healthcheck, rollback: the version of before comes back, and the other slots stay", () => {
  const { tasks, done } = rollout(plan({ ...NO_CHECK, failureAction: "rollback", replicas: 3 }, { version: "crashes" }));
  const { old, fresh } = pairs(tasks);
  assert.deepEqual([old.length, old.filter((t) => t.ends === NEVER).length, fresh.length], [3, 2, 2]);
  assert.ok(fresh[1]!.started > fresh[0]!.ends && fresh[1]!.ends === NEVER && Number.isFinite(done));
});

test("an update that hangs: start-first leaves the old tasks alone, stop-first has stopped one", () => {
  for (const version of ["untested", "unplaced"] as const) {
    for (const order of ["start-first", "stop-first"] as const) {
      const { tasks, done } = rollout(plan({ order, replicas: 2 }, { version }));
      const { old, fresh } = pairs(tasks);
      assert.equal(done, NEVER);
      assert.deepEqual([old.length, old.filter((t) => t.shutdown === NEVER).length], [2, order === "start-first" ? 2 : 1]);
      assert.deepEqual([fresh.length, fresh[0]!.running], [1, NEVER]);
      assert.equal(Number.isFinite(fresh[0]!.started), version === "untested");
    }
  }
});
