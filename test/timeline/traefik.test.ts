// Which tasks get requests, and from when on.
import assert from "node:assert/strict";
import { test } from "node:test";
import { TIMES } from "../../server/src/timeline/plan.ts";
import type { Task } from "../../server/src/timeline/swarm.ts";
import { type List, type Looks, listsOf, throttleWait } from "../../server/src/timeline/traefik.ts";

const { read, apply, event, running } = TIMES;
const [BEFORE, NEVER] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
const task = (changed: Partial<Task>): Task => ({
  version: "new",
  started: BEFORE,
  running: BEFORE,
  answers: BEFORE,
  shutdown: NEVER,
  signal: NEVER,
  ends: NEVER,
  ...changed,
});
const old = task({ version: "old", shutdown: 5_000, signal: 8_000, ends: 9_000 });
const fresh = task({ started: 2_000, running: 5_000, answers: 4_000 });

const said = (lists: readonly List[]) => lists.map(({ from, tasks }) => [from, tasks.map((t) => t.version).join()]);
const lists = (looks: Looks, tasks: readonly Task[] = [old, fresh]) => said(listsOf(tasks, looks));
const polls = (...begins: number[]): Looks => ({
  backends: "polled",
  polls: begins.map((begin) => ({ begin, end: begin + read })),
  wait: 0,
});

test("by polls: what is true at the begin of one counts a little after its end", () => {
  assert.deepEqual(lists(polls(-3_000, 4_900, 12_000, 27_000)), [
    [BEFORE, "old"],
    [12_000 + read + apply, "new"],
  ]);
  assert.deepEqual(lists(polls(5_000)).at(-1), [5_000 + read + apply, "new"]);
});

test("by polls: a task that stops is listed until the next one; one that came and went between two never is", () => {
  const slow = task({ ...fresh, running: 4_000 });
  assert.deepEqual(
    lists(polls(4_500, 6_000), [old, slow]).map(([, who]) => who),
    ["old", "old,new", "new"],
  );
  assert.deepEqual(lists(polls(0, 15_000), [task({ version: "old" }), task({ started: 1_000, running: 1_200, ends: 4_000 })]), [
    [BEFORE, "old"],
  ]);
});

test("by polls: the throttle holds back, and how long a poll took is its own", () => {
  assert.deepEqual(lists({ backends: "polled", polls: [{ begin: 6_000, end: 8_000 }], wait: 700 }).at(-1), [8_000 + apply + 700, "new"]);
});

test("by polls: no task, no list", () => {
  const gap = [old, task({ ...fresh, started: 9_000, running: 10_000 })];
  assert.deepEqual(
    lists(polls(6_000, 21_000), gap).map(([, who]) => who),
    ["old", "", "new"],
  );
});

test("by events: a task counts from its start to its end, and changes keep apart from each other", () => {
  const known = fresh.running - running;
  assert.deepEqual(lists({ backends: "events", throttle: 200 }), [
    [BEFORE, "old"],
    [known + event, "old,new"],
    [old.ends + event, "new"],
  ]);
  assert.deepEqual(lists({ backends: "events", throttle: 10_000 }).at(-1), [known + event + 10_000, "new"]);
});

test("by one address: Swarm forgets a task when it shall stop, and takes one that is RUNNING", () => {
  assert.deepEqual(lists({ backends: "vip" }), [
    [BEFORE, "old"],
    [5_000, "new"],
  ]);
  const crashed = task({ ...fresh, ends: 6_000 });
  assert.deepEqual(
    lists({ backends: "vip" }, [task({ version: "old" }), crashed]).map(([, who]) => who),
    ["old", "old,new", "old"],
  );
});

test("the throttle matters only where Traefik looks more often than it may apply, and no longer than itself", () => {
  assert.deepEqual(
    [100, 1_000, 2_000, 3_000, 4_000, 15_000].map((refresh) => throttleWait(refresh, 2_000)),
    [2_000, 2_000, 2_000, 1_000, 0, 0],
  );
  assert.equal(throttleWait(1_000, 0), 0);
});
