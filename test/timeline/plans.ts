// Plans of updates for tests: a plain one to change, and any.
import fc from "fast-check";
import type { App, UpdatePlan } from "../../server/src/timeline/plan.ts";

/** One replica, start-first, a healthcheck every second, Traefik's default poll, an app that starts in 3 s and exits at once. */
export const plan = (changed: Partial<Omit<UpdatePlan, "app">> = {}, app: Partial<App> = {}): UpdatePlan => ({
  order: "start-first",
  replicas: 1,
  parallelism: 1,
  delay: 0,
  health: { interval: 1_000, startPeriod: 0, startInterval: 5_000, retries: 3 },
  failureAction: "pause",
  grace: 10_000,
  backends: "polled",
  refresh: 15_000,
  throttle: 2_000,
  ...changed,
  app: { boot: 3_000, atStop: "exit", serves: 0, version: "good", ...app },
});

const time = (max: number): fc.Arbitrary<number> => fc.oneof(fc.constantFrom(0, 1, 999, 1_000, 5_000), fc.integer({ min: 0, max }));

const health = fc.record({
  interval: time(60_000).map((ms) => Math.max(1, ms)),
  startPeriod: time(120_000),
  startInterval: time(20_000).map((ms) => Math.max(1, ms)),
  retries: fc.integer({ min: 0, max: 10 }),
});

export const anyPlan: fc.Arbitrary<UpdatePlan> = fc.record({
  order: fc.constantFrom("start-first", "stop-first"),
  replicas: fc.integer({ min: 1, max: 20 }),
  parallelism: fc.integer({ min: 0, max: 25 }),
  delay: time(60_000),
  health: fc.option(health, { nil: undefined }),
  failureAction: fc.constantFrom("pause", "rollback", "continue"),
  grace: time(120_000),
  backends: fc.constantFrom("polled", "events", "vip"),
  refresh: time(60_000).map((ms) => Math.max(100, ms)),
  throttle: time(10_000),
  app: fc.record({
    boot: time(90_000),
    atStop: fc.constantFrom("exit", "finish", "serve"),
    serves: time(90_000),
    version: fc.constantFrom("good", "good", "crashes", "unhealthy", "untested", "unplaced"),
  }),
}) as fc.Arbitrary<UpdatePlan>;
