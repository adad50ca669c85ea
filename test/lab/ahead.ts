// What the model says of a measured update before it begins: from the settings of the run alone, over all moments at which it may begin.
import { parseDuration } from "../../server/src/model/duration.ts";
import type { App, UpdatePlan, Version } from "../../server/src/timeline/plan.ts";
import { courses, type Range } from "../../server/src/timeline/predict.ts";
import { type Run, windowOf } from "./replay.ts";

/** From the first failing request to the last one, seconds; `endless` where somebody has to act. Undefined where no task is exchanged. */
export function ahead(settings: Run["settings"]): (Range & { readonly endless: boolean }) | undefined {
  if (settings.action === "labels" || settings.action === "traefik") return undefined;
  const all = courses(planOf(settings));
  const lengths = all.map((c) => windowOf(c.stretches).length);
  const endless = all.some((c) => c.gap > 0 && c.rollout.done === Number.POSITIVE_INFINITY);
  const mean = lengths.reduce((a, b) => a + b, 0) / lengths.length;
  return { best: Math.min(...lengths), mean, worst: Math.max(...lengths), endless };
}

/** The lab's stacks looked every second, ten times, whether a task was healthy. */
const INTERVAL = 1_000;
const RETRIES = 10;

export function planOf(settings: Run["settings"]): UpdatePlan {
  const { mode, lbswarm, refresh, throttle, grace, healthcheck, hc_interval: interval } = settings;
  return {
    order: settings.order,
    replicas: settings.replicas,
    parallelism: settings.parallelism,
    delay: ms(settings.delay),
    health: healthcheck
      ? { interval: interval ? ms(interval) : INTERVAL, startPeriod: 0, startInterval: INTERVAL, retries: RETRIES }
      : undefined,
    failureAction: settings.failure_action ?? "pause",
    grace: grace === "" ? 10_000 : ms(grace),
    backends: lbswarm ? "vip" : mode === "docker" ? "events" : "polled",
    refresh: refresh * 1_000,
    throttle: throttle === "" ? 2_000 : ms(throttle),
    app: appOf(settings),
  };
}

function appOf({ boot, sigterm, drain, action, host_port, max_per_node }: Run["settings"]): App {
  const serves = sigterm === "drain" ? ms(drain) : 0;
  const version: Version =
    action === "crash" ? "crashes" : action === "unhealthy" ? "unhealthy" : host_port || max_per_node ? "unplaced" : "good";
  return { boot: ms(boot), atStop: sigterm === "exit" ? "exit" : serves > 0 ? "serve" : "finish", serves, version };
}

const ms = (duration: string): number => parseDuration(duration)!;
