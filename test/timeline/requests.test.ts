// What requests meet at the tasks that are listed.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Backends } from "../../server/src/timeline/plan.ts";
import { TIMES } from "../../server/src/timeline/plan.ts";
import { failing, stretchesOf } from "../../server/src/timeline/requests.ts";
import type { Task } from "../../server/src/timeline/swarm.ts";

const [BEFORE, NEVER] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
const ALIVE: Task = {
  version: "old",
  started: BEFORE,
  running: BEFORE,
  answers: BEFORE,
  shutdown: NEVER,
  signal: NEVER,
  ends: NEVER,
};
const dying: Task = { ...ALIVE, ends: 2_000 };
const booting: Task = { ...ALIVE, version: "new", answers: 3_000 };

/** [from, to, hang, refused, notFound, stale] */
const met = (tasks: readonly Task[], from = BEFORE, backends: Backends = "polled") =>
  stretchesOf(
    tasks,
    [{ from: BEFORE, tasks: from === BEFORE ? tasks : [ALIVE] }, ...(from === BEFORE ? [] : [{ from, tasks }])],
    backends,
    5_000,
  ).map((s) => [s.from, s.to, s.hang, s.refused, s.notFound, s.stale]);

test("all is well", () => assert.deepEqual(met([ALIVE]), [[0, 5_000, 0, 0, 0, 0]]));

test("the end of a listed task: refused for a moment, then requests hang", () => {
  const silent = 2_000 + TIMES.refused;
  assert.deepEqual(met([dying]), [
    [0, 2_000, 0, 0, 0, 0],
    [2_000, silent, 0, 1, 0, 1],
    [silent, 5_000, 1, 0, 0, 1],
  ]);
  assert.deepEqual(met([dying, ALIVE]).at(-1), [silent, 5_000, 0.5, 0, 0, 0.5]);
});

test("a task that starts up refuses, which is not stale", () => {
  assert.deepEqual(met([booting]), [
    [0, 3_000, 0, 1, 0, 0],
    [3_000, 5_000, 0, 0, 0, 0],
  ]);
});

test("no task: no route, or an address without anybody behind it", () => {
  assert.deepEqual(met([], 1_000), [
    [0, 1_000, 0, 0, 0, 0],
    [1_000, 5_000, 0, 0, 1, 0],
  ]);
  assert.deepEqual(met([], 1_000, "vip").at(-1), [1_000, 5_000, 0, 1, 0, 0]);
});

test("stretches follow each other without a gap, and shares stay shares", () => {
  const all = stretchesOf([dying, booting, ALIVE], [{ from: BEFORE, tasks: [dying, booting, ALIVE] }], "polled", 5_000);
  assert.deepEqual([all[0]!.from, all.at(-1)!.to], [0, 5_000]);
  for (const [i, s] of all.entries()) {
    assert.ok(s.to > s.from && (i === 0 || all[i - 1]!.to === s.from));
    assert.ok(failing(s) >= 0 && failing(s) <= 1 + 1e-9);
  }
});
