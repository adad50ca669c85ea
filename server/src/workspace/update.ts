// What an update of a service will cost: the settings that count, Traefik's way of finding it and what is assumed of the app, put into the model
// of an update. Rules, lens, hover, list, picture and command line all ask here.

import { effective, type HealthSettings, isTold, likely, type Setting } from "../model/effective.ts";
import { obstacles } from "../model/obstacles.ts";
import type { Service } from "../model/service.ts";
import type { AtStop, UpdatePlan } from "../timeline/plan.ts";
import { HORIZON, type Prediction, predict } from "../timeline/predict.ts";
import { perService } from "./perService.ts";
import { REFRESH, routing, THROTTLE } from "./routing.ts";
import type { Assumptions } from "./settings.ts";
import type { View } from "./view.ts";

/** What the prediction takes for granted, each with what it quotes. */
export type Assumption =
  | { readonly kind: "boot" | "serves" | "serves-by-grace" | "refresh" | "nobody-acts"; readonly seconds: number }
  | { readonly kind: "exit" | "finish" | "image-check" | "own-check" | "one-node" | "free-place" | "pulled" }
  /** A variable counts as the default that is written in it; else as right where readiness asks for it; else as Docker's default. */
  | { readonly kind: "taken" | "told" | "variable"; readonly text: string };

export interface Forecast {
  readonly plan: UpdatePlan;
  readonly prediction: Prediction;
  readonly assumptions: readonly Assumption[];
  /**
   * What may still be lost where nothing is predicted: requests in flight at an abrupt exit, or a POST on a kept-alive connection in the moment in
   * which the app closes it (own lab: 2 of 1,817); or all of it, if the app does not serve on as its grace suggests, or a busy manager answers
   * late (own lab: 2 of 14 updates).
   */
  readonly left: "in-flight" | "keep-alive" | "if-it-serves" | "busy" | undefined;
}

/** So many tasks stand for all above: the share of one is small by then. */
const MOST_REPLICAS = 20;
/** Longer pauses change nothing but the duration. */
const LONGEST_DELAY = 60_000;

export const forecast = perService((service: Service, view: View): Forecast => {
  const assume = view.assumptions();
  const { plan, assumptions } = planOf(service, view, assume);
  const prediction = routing(service, view).lost ? NO_ROUTE : predictionOf(plan, assume);
  return { plan, prediction, assumptions, left: leftOver(plan) };
});

function leftOver({ app, backends, refresh }: UpdatePlan): Forecast["left"] {
  if (app.atStop === "exit") return "in-flight";
  if (backends === "vip") return "keep-alive";
  if (app.atStop === "serve") return "if-it-serves";
  return refresh <= 1_000 ? "busy" : undefined;
}

const whole = { best: HORIZON / 1_000, mean: HORIZON / 1_000, worst: HORIZON / 1_000 };
const NO_ROUTE: Prediction = {
  gap: whole,
  stale: { best: 0, mean: 0, worst: 0 },
  failedShare: 1,
  how: { hang: 0, refused: 0, notFound: 1 },
  endless: true,
};

/** Services are updated alike more often than not. Kept with the assumptions, as these live as long as the settings do. */
const KEPT = new WeakMap<Assumptions, Map<string, Prediction>>();

function predictionOf(plan: UpdatePlan, assume: Assumptions): Prediction {
  const kept = KEPT.get(assume) ?? new Map<string, Prediction>();
  KEPT.set(assume, kept);
  const key = JSON.stringify(plan);
  const found = kept.get(key) ?? predict(plan);
  kept.set(key, found);
  return found;
}

function planOf(service: Service, view: View, assume: Assumptions): { plan: UpdatePlan; assumptions: Assumption[] } {
  const { mode, replicas, update, health, grace, signal } = effective(service);
  const traefik = looks(service, view);
  const stop = stopping(service, view);
  const global = mode.value === "global";
  const startsFirst = update.order.value === "start-first";
  const held = startsFirst && obstacles(service).some((o) => o.kind === "host-port" || o.kind === "max-replicas");
  const killed = grace.from === "file" && grace.value < 1_000;
  const action = likely(update.failureAction);
  const version = health.kind === "broken" ? "untested" : held && global ? "unplaced" : "good";
  const { backends, refresh, throttle } = traefik;
  const plan: UpdatePlan = {
    order: isTold(update.order) ? likely(update.order) : "start-first",
    ...batches(global ? 1 : Math.max(1, likely(replicas)), likely(update.parallelism)),
    delay: Math.min(likely(update.delay), LONGEST_DELAY),
    health: isProbed(health) ? probes(health) : undefined,
    failureAction: action === "rollback" || action === "continue" ? action : "pause",
    grace: likely(grace),
    backends: backends !== "tasks" ? "vip" : refresh === 0 ? "events" : "polled",
    refresh: Math.max(100, refresh),
    throttle,
    app: { boot: assume.boot, atStop: killed || isKill(signal) ? "exit" : stop.atStop, serves: stop.serves, version },
  };
  const open = [...(isTold(update.order) ? [update.order] : []), update.parallelism, update.delay, replicas, grace, health.interval].filter(
    (s) => s.from === "open",
  );
  const assumptions: (Assumption | false)[] = [
    { kind: "boot", seconds: assume.boot / 1_000 },
    stop.assumption,
    health.kind === "none" && { kind: "image-check" },
    health.kind === "open" && { kind: "own-check" },
    plan.backends === "polled" && traefik.assumed && { kind: "refresh", seconds: plan.refresh / 1_000 },
    plan.backends === "polled" && traefik.guessed && { kind: "taken", text: "refreshSeconds" },
    global && { kind: "one-node" },
    held && !global && { kind: "free-place" },
    !isTold(update.order) && { kind: "taken", text: update.order.text!.value },
    backends === "open" && { kind: "taken", text: "lbswarm" },
    ...open.map((s: Setting<unknown>): Assumption => ({ kind: isTold(s) ? "told" : "variable", text: s.text!.value })),
    { kind: "pulled" },
    (version !== "good" || routing(service, view).lost !== undefined) && { kind: "nobody-acts", seconds: HORIZON / 1_000 },
  ];
  return { plan, assumptions: assumptions.filter((a) => a !== false) };
}

/** Many tasks as if they were fewer, in as many batches. */
function batches(replicas: number, parallelism: number): Pick<UpdatePlan, "replicas" | "parallelism"> {
  if (replicas <= MOST_REPLICAS) return { replicas, parallelism };
  const scaled = Math.max(1, Math.round((parallelism * MOST_REPLICAS) / replicas));
  return {
    replicas: MOST_REPLICAS,
    parallelism: parallelism === 0 ? 0 : parallelism >= replicas ? MOST_REPLICAS : Math.min(scaled, MOST_REPLICAS - 1),
  };
}

const isProbed = ({ kind }: HealthSettings): boolean => kind === "file" || kind === "open";

const probes = ({ interval, startPeriod, startInterval, retries }: HealthSettings): UpdatePlan["health"] => ({
  interval: Math.max(1, likely(interval)),
  startPeriod: likely(startPeriod),
  startInterval: Math.max(1, likely(startInterval)),
  retries: likely(retries),
});

/** As `readiness` has it: a Traefik whose settings are not read has the default, and a variable in them is right. */
function looks(service: Service, view: View) {
  const { backends, refresh, throttle, assumed } = routing(service, view);
  if (refresh !== undefined && throttle !== undefined) return { backends, refresh, throttle, assumed, guessed: false };
  const unread = view.traefiks().some((t) => t.mode === "unknown");
  return unread
    ? { backends, refresh: REFRESH, throttle: THROTTLE, assumed: true, guessed: false }
    : { backends, refresh: 1_000, throttle: 200, assumed: false, guessed: true };
}

export const isKill = (signal: Setting<string>): boolean => /^(?:SIG)?KILL$|^9$/i.test(signal.value);

interface Stopping {
  readonly atStop: AtStop;
  readonly serves: number;
  readonly assumption: Assumption;
}

/**
 * What the app does at the stop signal. A `stop_grace_period` beyond Traefik's refresh is what an app that serves on needs, so it counts as its sign;
 * whoever shows this says that it is one.
 */
export function stopping(service: Service, view: View): Stopping {
  const { atStop, serves } = view.assumptions();
  if (atStop === "serve") return { atStop, serves, assumption: { kind: "serves", seconds: serves / 1_000 } };
  if (atStop !== "auto") return { atStop, serves: 0, assumption: { kind: atStop } };
  const { grace } = effective(service);
  const { backends, refresh = REFRESH } = routing(service, view);
  const needed = refresh + 1_000;
  const drains = backends === "tasks" && refresh > 0 && grace.from === "file" && grace.value > needed;
  if (!drains) return { atStop: "finish", serves: 0, assumption: { kind: "finish" } };
  return { atStop: "serve", serves: needed, assumption: { kind: "serves-by-grace", seconds: needed / 1_000 } };
}
