// What a routed service has and lacks to be updated without losing a request: five parts. Rule, lens and command line say the same, as they
// all ask here. Sources: own measurements of 143 updates; traefik pkg/provider/docker/pswarm.go@v3.7.9; swarmkit updater.go.

import { effective, isTold, likely } from "../model/effective.ts";
import { isRoutingLabel, type LabelSet, labelOf, parseBool } from "../model/labels.ts";
import { type Obstacle, obstacles } from "../model/obstacles.ts";
import { hasVariable, type Service } from "../model/service.ts";
import { readTraefik } from "../model/traefik.ts";
import { perService } from "./perService.ts";
import { REFRESH, type Routing, routing } from "./routing.ts";
import { isKill, stopping } from "./update.ts";
import type { View } from "./view.ts";

export const PARTS = ["order", "healthcheck", "backends", "stop", "rollback"] as const;
export type Part = (typeof PARTS)[number];

/** What is missing, and why. */
export type Missing =
  /** `obstacle`: what keeps stop-first in its place; or, where it starts first all the same, what that fails at. */
  | { readonly part: "order"; readonly order: "stop-first" | "start-first"; readonly byDefault: boolean; readonly obstacle?: Obstacle }
  | { readonly part: "healthcheck"; readonly kind: "none" | "off" | "broken" }
  /** How old Traefik's list may be, and whether that is only its default. */
  | { readonly part: "backends"; readonly seconds: number; readonly assumed: boolean }
  /** Traefik drops the service. */
  | { readonly part: "backends"; readonly lost: NonNullable<Routing["lost"]> }
  /** Traefik reads containers: it hears of a stop when the task has gone. */
  | { readonly part: "backends"; readonly events: true }
  | { readonly part: "stop" | "rollback" };

export interface Readiness {
  readonly ready: number;
  readonly of: number;
  readonly missing: readonly Missing[];
}

/** Undefined where the question does not arise: no swarm, not routed, a job, nothing running. */
export const readiness = perService((service: Service, view: View): Readiness | undefined => {
  if (view.target().mode !== "swarm" || !isRouted(service) || isUnexposed(service, view)) return undefined;
  // An override says a part of what another file says; alone it is not deployed.
  if (!service.image && !service.built) return undefined;
  // Labels of containers are read by a Traefik that follows Docker's events, if this one does.
  if (!routes(service.deployLabels) && view.traefiks().some((t) => t.mode === "unknown")) return undefined;
  const { mode, replicas } = effective(service);
  if (mode.value.endsWith("-job") || replicas.value === 0) return undefined;
  const missing = [order(service), healthcheck(service), backends(service, view), stop(service), rollback(service)].filter(
    (m) => m !== undefined,
  );
  return { ready: PARTS.length - missing.length, of: PARTS.length, missing };
});

/**
 * Labels say how requests reach it, on whichever place they stand. A Traefik is not routed by itself: what its own updates cost is another
 * matter.
 */
export function isRouted(service: Service): boolean {
  const isOff = (set: LabelSet | undefined) => parseBool(labelOf(set, "traefik.enable")?.value?.value) === false;
  if (readTraefik(service) || isOff(service.deployLabels)) return false;
  return routes(service.deployLabels) || (routes(service.containerLabels) && !isOff(service.containerLabels));
}

/** Its Traefik takes only services that ask for it. */
function isUnexposed(service: Service, view: View): boolean {
  const traefiks = view.traefiks();
  if (traefiks.length === 0 || !traefiks.every((t) => t.exposedByDefault === false)) return false;
  const asked = [service.deployLabels, service.containerLabels].map((set) => labelOf(set, "traefik.enable")?.value?.value);
  return asked.every((value) => value === undefined);
}

const routes = (set: LabelSet | undefined): boolean => set?.labels.some(isRoutingLabel) ?? false;

/** Where a variable stands, it counts as right. An order by which the update hangs, or two write to the same data, does not count. */
function order(service: Service): Missing | undefined {
  const { order: set } = effective(service).update;
  if (!isTold(set)) return undefined;
  const all = obstacles(service);
  const byDefault = set.from === "default";
  const value = likely(set);
  if (value === "stop-first") return { part: "order", order: value, byDefault, ...(all[0] ? { obstacle: all[0] } : {}) };
  // On another node there may be room; a node of mode global has no other one.
  const isSure = (o: Obstacle) => (o.kind === "single-writer" ? o.data !== undefined : effective(service).mode.value === "global");
  const against = all.find((o) => isSure(o) && !hasVariable(o.at.value));
  return against && { part: "order", order: value, byDefault, obstacle: against };
}

function healthcheck(service: Service): Missing | undefined {
  const { kind } = effective(service).health;
  return kind === "file" || kind === "open" ? undefined : { part: "healthcheck", kind };
}

/** Any of the three ways counts; whether an app really serves on for so long, its author knows. */
function backends(service: Service, view: View): Missing | undefined {
  const { backends: kind, refresh, throttle, assumed, lost } = routing(service, view);
  if (lost) return { part: "backends", lost };
  if (kind !== "tasks") return undefined;
  if (refresh === undefined || throttle === undefined) {
    // A Traefik whose configuration is not read has the default at best known.
    return view.traefiks().some((t) => t.mode === "unknown") ? { part: "backends", seconds: REFRESH / 1000, assumed: true } : undefined;
  }
  if (refresh === 0) return { part: "backends", events: true };
  if (refresh <= 1_000 && throttle <= 200) return undefined;
  const { atStop, serves } = stopping(service, view);
  if (atStop === "serve" && Math.min(serves, effective(service).grace.value) >= refresh + 1_000) return undefined;
  return { part: "backends", seconds: refresh / 1000, assumed };
}

function stop(service: Service): Missing | undefined {
  const { grace, signal } = effective(service);
  return (grace.from === "file" && grace.value < 1_000) || isKill(signal) ? { part: "stop" } : undefined;
}

function rollback(service: Service): Missing | undefined {
  const { failureAction } = effective(service).update;
  return likely(failureAction) === "rollback" || !isTold(failureAction) ? undefined : { part: "rollback" };
}
