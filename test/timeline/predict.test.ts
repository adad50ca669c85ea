// What an update costs: the lab's numbers, and what must hold for any plan.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { UpdatePlan } from "../../server/src/timeline/plan.ts";
import { courses, predict, type Range, typicalCourse } from "../../server/src/timeline/predict.ts";
import { parameters } from "../fuzz/stackText.ts";
import { anyPlan, plan } from "./plans.ts";

const NOTHING: Range = { best: 0, mean: 0, worst: 0 };
const near = (value: number, expected: number, tolerance: number) => assert.ok(Math.abs(value - expected) <= tolerance, `${value}`);

// The lab's numbers: one replica, an app that starts in 3 s and exits at once, Traefik's defaults where nothing else is said.

test("start-first and a 15 s poll: 5.3 s on average, 12.6 s at worst, a sixth of the updates without loss; with and without a healthcheck", () => {
  for (const health of [undefined, plan().health]) {
    const { gap, how, endless } = predict(plan({ health }));
    assert.equal(gap.best, 0);
    near(gap.mean, 5.3, 0.3);
    near(gap.worst, 12.4, 0.3);
    assert.ok(how.hang > 0.85 && how.notFound === 0 && !endless);
  }
  const all = courses(plan());
  near(all.filter((c) => c.gap === 0).length / all.length, 0.16, 0.03);
});

test("Swarm balances: nothing, though the app exits at once", () => assert.deepEqual(predict(plan({ backends: "vip" })).gap, NOTHING));

test("the app serves on for longer than the poll: nothing; a grace that cuts it off: the poll again, less what is served", () => {
  const serves = { atStop: "serve", serves: 20_000 } as const;
  assert.deepEqual(predict(plan({ grace: 30_000 }, serves)).gap, NOTHING);
  near(predict(plan({ grace: 3_000 }, serves)).gap.worst, 9.3, 0.3);
});

test("a poll every second: half a second at worst with the default throttle, nothing with a short one", () => {
  const { gap } = predict(plan({ refresh: 1_000 }));
  assert.ok(gap.mean < 0.1 && gap.worst > 0 && gap.worst <= 0.5);
  assert.deepEqual(predict(plan({ refresh: 1_000, throttle: 200 })).gap, NOTHING);
});

test("stop-first: from 4.5 s to start and poll together, part of it without a route", () => {
  const { gap, how } = predict(plan({ order: "stop-first", health: undefined }));
  near(gap.best, 4.7, 0.5);
  near(gap.worst, 16.9, 0.5);
  assert.ok(how.hang > 0.2 && how.notFound > 0.2);
});

test("two replicas have a longer time with loss than one, of half the requests, and may have a time without any answer", () => {
  const { gap, stale } = predict(plan({ replicas: 2 }));
  const one = predict(plan());
  assert.ok(stale.mean > one.stale.mean && stale.best > 0);
  assert.ok(gap.best === 0 && gap.mean < one.gap.mean && gap.worst > 5);
});

test("a crash: nothing with a healthcheck; an outage without end, or until the rollback, without", () => {
  const crash = (changed: Partial<Omit<UpdatePlan, "app">>) => predict(plan(changed, { version: "crashes" }));
  for (const failureAction of ["pause", "rollback"] as const) assert.deepEqual(crash({ failureAction }).gap, NOTHING);
  const paused = crash({ health: undefined });
  assert.ok(paused.endless && paused.gap.best > 50);
  const back = crash({ health: undefined, failureAction: "rollback" });
  near(back.gap.mean, 9.8, 1);
  assert.ok(!back.endless);
});

// What holds for any plan.

/** The numbers are rounded to ms. */
const EPSILON = 0.002;
/** So far are the beginnings that are looked at from each other: the best and the worst may lie between two of them. Seconds. */
const grid = ({ refresh }: UpdatePlan): number => refresh / 60 / 1_000;
const forAll = (runs: number, plans: fc.Arbitrary<UpdatePlan>, holds: (plan: UpdatePlan) => void) =>
  fc.assert(fc.property(plans, holds), parameters(runs));
const LISTED = ["best", "mean", "worst"] as const;
const notLonger = (a: Range, b: Range, tolerance: number) => {
  for (const key of LISTED) assert.ok(a[key] <= b[key] + tolerance, `${key}: ${a[key]} > ${b[key]} + ${tolerance}`);
};

test("start-first, a healthcheck and lbswarm lose nothing with a good version, whatever else is said", () =>
  forAll(300, anyPlan, (any) => {
    const health = any.health ?? plan().health;
    const good: UpdatePlan = { ...any, order: "start-first", health, backends: "vip", app: { ...any.app, version: "good" } };
    const { gap, stale, failedShare } = predict(good);
    assert.deepEqual([gap, stale, failedShare], [NOTHING, NOTHING, 0]);
  }));

/**
 * Not so with stop-first, where Traefik drops the old task while it still answers, and the earlier the more often it looks. Nor without a
 * healthcheck, where a poll may list a task before it answers. Of one task, or of all together: windows of several meet and part as polls fall.
 */
test("a shorter refresh never lengthens the gap", () =>
  forAll(200, anyPlan, (any) => {
    if (any.backends !== "polled" || any.app.version !== "good") return;
    const base: UpdatePlan = { ...any, order: "start-first", parallelism: 0, health: any.health ?? plan().health };
    const longer = { ...base, refresh: base.refresh * 1.7 };
    notLonger(predict(base).gap, predict(longer).gap, grid(longer) + EPSILON);
  }));

test("twice as many polls never lengthen the time in which a stopped task is listed, with any number of tasks", () =>
  forAll(200, anyPlan, (any) => {
    if (any.backends !== "polled" || any.app.version !== "good" || any.order === "stop-first") return;
    const rare = { ...any, throttle: 0, refresh: any.refresh * 2 };
    notLonger(predict({ ...rare, refresh: any.refresh }).stale, predict(rare).stale, grid(rare) + EPSILON);
  }));

/** start-first only: with stop-first Traefik drops the task while it serves on, and the new one comes later for it. */
test("serving on for longer never lengthens the gap", () =>
  forAll(200, anyPlan, (any) => {
    const base: UpdatePlan = { ...any, order: "start-first", app: { ...any.app, atStop: "serve" } };
    const longer: UpdatePlan = { ...base, grace: base.grace + 20_000, app: { ...base.app, serves: base.app.serves + 15_000 } };
    notLonger(predict(longer).gap, predict(base).gap, EPSILON);
  }));

test("numbers are numbers: none negative, in their order, shares from 0 to 1", () =>
  forAll(500, anyPlan, (any) => {
    const { gap, stale, failedShare, how } = predict(any);
    for (const { best, mean, worst } of [gap, stale]) assert.ok(best >= 0 && best <= mean && mean <= worst && Number.isFinite(worst));
    assert.ok(failedShare >= 0 && failedShare <= 1 + 1e-9);
    const kinds = Object.values(how);
    assert.ok(kinds.every((share) => share >= 0 && share <= 1 + 1e-9));
    const sum = kinds.reduce((a, b) => a + b, 0);
    assert.ok(failedShare === 0 ? sum === 0 : Math.abs(sum - 1) < 1e-9);
  }));

test("the course that is drawn is one of those that are reckoned, with all its polls", () =>
  forAll(100, anyPlan, (any) => {
    const { gap } = predict(any);
    for (const which of ["best", "worst"] as const) assert.ok(Math.abs(typicalCourse(any, which).gap / 1_000 - gap[which]) < EPSILON);
    const { polls, lists, duration } = typicalCourse(any, "mean");
    assert.equal(polls.length > 0, any.backends === "polled" && polls.every((p) => p.begin <= duration));
    // Of many polls only so many are made as a picture can show, evenly.
    const apart = polls.slice(1).map((poll, i) => (poll.begin - polls[i]!.begin) / any.refresh);
    assert.ok(apart.every((n) => Math.abs(n - Math.max(1, Math.round(apart[0]!))) < EPSILON));
    if (duration / any.refresh < 1_000) assert.ok(apart.every((n) => n < 1.5));
    assert.ok(lists.every((l, i) => i === 0 || l.from >= lists[i - 1]!.from));
  }));

test("where no course has a gap, the drawn one is average in the time of stale tasks", () => {
  const two = plan({ order: "stop-first", replicas: 2 }, { version: "unplaced" });
  const { gap, stale } = predict(two);
  assert.deepEqual(gap, NOTHING);
  near(typicalCourse(two, "mean").stale / 1_000, stale.mean, 0.3);
});
