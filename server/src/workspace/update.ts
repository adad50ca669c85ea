// What an update of a service will cost: the settings that count, Traefik's way of finding it and what is assumed of the app, put into the model
// of an update. Rules, lens, hover, list, picture and command line all ask here.
import { effective, type Setting } from "../model/effective.ts";
import { obstacles } from "../model/obstacles.ts";
import type { Service } from "../model/service.ts";
import type { AtStop, UpdatePlan } from "../timeline/plan.ts";
import { HORIZON, type Prediction, predict } from "../timeline/predict.ts";
import { REFRESH, routing, THROTTLE } from "./routing.ts";
import type { Assumptions } from "./settings.ts";
import type { View } from "./view.ts";

/** What the prediction takes for granted, each with what it quotes. */
export type Assumption =
  | { readonly kind: "boot" | "serves" | "serves-by-grace" | "refresh" | "nobody-acts"; readonly seconds: number }
  | { readonly kind: "exit" | "finish" | "image-check" | "own-check" | "one-node" | "free-place" | "pulled" }
  /** A variable counts as right where readiness asks for it, else as the default. */
  | { readonly kind: "taken" | "variable"; readonly text: string };

export interface Forecast {
  readonly plan: UpdatePlan;
  readonly prediction: Prediction;
  readonly assumptions: readonly Assumption[];
  /**
   * What may still be lost where nothing is predicted: requests in flight at an abrupt exit, or a POST on a kept-alive connection in the moment in
   * which the app closes it (own lab: 2 of 1,817).
   */
  readonly left: "in-flight" | "keep-alive" | undefined;
}

/** So many tasks stand for all above: the share of one is small by then. */
const MOST_REPLICAS = 20;
/** Longer pauses change nothing but the duration. */
const LONGEST_DELAY = 60_000;

export function forecast(service: Service, view: View): Forecast {
  const assume = view.assumptions();
  const { plan, assumptions } = planOf(service, view, assume);
  return { plan, prediction: predictionOf(plan, assume), assumptions, left: leftOver(plan) };
}

/** The same for a plan that is changed by hand, for a picture of a version that fails for instance. */
const leftOver = ({ app, backends }: UpdatePlan): Forecast["left"] =>
  app.atStop === "exit" ? "in-flight" : backends === "vip" ? "keep-alive" : undefined;

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
  const { backends, refresh, throttle, assumed, guessed } = looks(service, view);
  const stop = stopping(service, view);
  const global = mode.value === "global";
  const killed = grace.from === "file" && grace.value < 1_000;
  const held = update.order.value === "start-first" && obstacles(service).some((o) => o.kind === "host-port" || o.kind === "max-replicas");
  const version = health.kind === "broken" ? "untested" : held && global ? "unplaced" : "good";
  const plan: UpdatePlan = {
    order: update.order.from === "open" ? "start-first" : update.order.value,
    replicas: global ? 1 : Math.min(Math.max(1, replicas.value), MOST_REPLICAS),
    parallelism: update.parallelism.value,
    delay: Math.min(update.delay.value, LONGEST_DELAY),
    health:
      health.kind !== "file" && health.kind !== "open"
        ? undefined
        : {
            interval: Math.max(1, health.interval.value),
            startPeriod: health.startPeriod.value,
            startInterval: health.startInterval.value,
            retries: health.retries.value,
          },
    failureAction:
      update.failureAction.value === "rollback" || update.failureAction.value === "continue" ? update.failureAction.value : "pause",
    grace: grace.value,
    backends: backends !== "tasks" ? "vip" : refresh === 0 ? "events" : "polled",
    refresh: Math.max(100, refresh),
    throttle,
    app: { boot: assume.boot, atStop: killed || isKill(signal) ? "exit" : stop.atStop, serves: stop.serves, version },
  };
  const open = [update.parallelism, update.delay, replicas, grace, health.interval].filter((s) => s.from === "open");
  const assumptions: Assumption[] = [
    { kind: "boot", seconds: assume.boot / 1_000 },
    stop.assumption,
    ...(health.kind === "none" ? [{ kind: "image-check" } as const] : []),
    ...(health.kind === "open" ? [{ kind: "own-check" } as const] : []),
    ...(plan.backends === "polled" && assumed ? [{ kind: "refresh", seconds: plan.refresh / 1_000 } as const] : []),
    ...(plan.backends === "polled" && guessed ? [{ kind: "taken", text: "refreshSeconds" } as const] : []),
    ...(global ? [{ kind: "one-node" } as const] : []),
    ...(held && !global ? [{ kind: "free-place" } as const] : []),
    ...(update.order.from === "open" ? [{ kind: "taken", text: update.order.text!.value } as const] : []),
    ...(backends === "open" ? [{ kind: "taken", text: "lbswarm" } as const] : []),
    ...open.map((s: Setting<unknown>): Assumption => ({ kind: "variable", text: s.text!.value })),
    { kind: "pulled" },
    ...(version === "good" ? [] : [{ kind: "nobody-acts", seconds: HORIZON / 1_000 } as const]),
  ];
  return { plan, assumptions };
}

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

/** What the app does at the stop signal. Nobody writes a `stop_grace_period` beyond Traefik's refresh but to serve on that long. */
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
