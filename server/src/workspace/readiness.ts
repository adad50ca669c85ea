// What a routed service has and lacks to be updated without losing a request: five parts. Rule, lens and command line say the same, as they
// all ask here. Sources: own measurements of 143 updates; traefik pkg/provider/docker/pswarm.go@v3.7.9; swarmkit updater.go.
import { effective } from "../model/effective.ts";
import { isRoutingLabel, labelOf, parseBool } from "../model/labels.ts";
import { type Obstacle, obstacles } from "../model/obstacles.ts";
import { hasVariable, type Service } from "../model/service.ts";
import { readTraefik } from "../model/traefik.ts";
import { REFRESH, routing } from "./routing.ts";
import { isKill, stopping } from "./update.ts";
import type { View } from "./view.ts";

export const PARTS = ["order", "healthcheck", "backends", "stop", "rollback"] as const;
export type Part = (typeof PARTS)[number];

/** What is missing, and why. */
export type Missing =
  /** `obstacle`: what keeps stop-first in its place; or, with `hangs`, what start-first gets stuck on. */
  | { readonly part: "order"; readonly byDefault: boolean; readonly obstacle?: Obstacle; readonly hangs?: boolean }
  | { readonly part: "healthcheck"; readonly kind: "none" | "off" | "broken" }
  /** How old Traefik's list may be, and whether that is only its default. */
  | { readonly part: "backends"; readonly seconds: number; readonly assumed: boolean }
  /** lbswarm where the service has no address of its own: Traefik drops the service. */
  | { readonly part: "backends"; readonly dnsrr: true }
  | { readonly part: "stop" | "rollback" };

export interface Readiness {
  readonly ready: number;
  readonly of: number;
  readonly missing: readonly Missing[];
}

/** Undefined where the question does not arise: no swarm, not routed, a job, nothing running. */
export function readiness(service: Service, view: View): Readiness | undefined {
  if (view.target().mode !== "swarm" || !isRouted(service)) return undefined;
  const { mode, replicas } = effective(service);
  if (mode.value.endsWith("-job") || replicas.value === 0) return undefined;
  const missing = [order(service), healthcheck(service), backends(service, view), stop(service), rollback(service)].filter(
    (m) => m !== undefined,
  );
  return { ready: PARTS.length - missing.length, of: PARTS.length, missing };
}

/** Labels say how requests reach it, on whichever place they stand. A Traefik is not routed by itself: what its own updates cost is another matter. */
export const isRouted = (service: Service): boolean =>
  !readTraefik(service) &&
  [service.deployLabels, service.containerLabels].some(
    (set) => set?.labels.some(isRoutingLabel) && parseBool(labelOf(set, "traefik.enable")?.value?.value) !== false,
  );

/** Where a variable stands, it counts as right. An order that makes the update hang does not count. */
function order(service: Service): Missing | undefined {
  const { order: set } = effective(service).update;
  if (set.from === "open") return undefined;
  const all = obstacles(service);
  if (set.value === "start-first") {
    const stuck = all.find((o) => o.kind === "host-port" || (o.kind === "max-replicas" && !hasVariable(o.at.value)));
    return stuck && { part: "order", byDefault: false, obstacle: stuck, hangs: true };
  }
  return { part: "order", byDefault: set.from === "default", ...(all[0] ? { obstacle: all[0] } : {}) };
}

function healthcheck(service: Service): Missing | undefined {
  const { kind } = effective(service).health;
  return kind === "file" ? undefined : { part: "healthcheck", kind };
}

/** Any of the three ways counts; whether an app really serves on for so long, its author knows. */
function backends(service: Service, view: View): Missing | undefined {
  const { backends: kind, refresh, throttle, assumed } = routing(service, view);
  const { endpointMode } = effective(service);
  if (kind === "vip" && endpointMode.value === "dnsrr") return { part: "backends", dnsrr: true };
  if (kind !== "tasks") return undefined;
  if (refresh === undefined || throttle === undefined) {
    // A Traefik whose configuration is not read has the default at best known.
    return view.traefiks().some((t) => t.mode === "unknown") ? { part: "backends", seconds: REFRESH / 1000, assumed: true } : undefined;
  }
  if (refresh <= 1_000 && throttle <= 200) return undefined;
  if (refresh === 0) return undefined;
  const { grace } = effective(service);
  const { atStop, serves } = stopping(service, view);
  if (grace.from === "open" || (atStop === "serve" && Math.min(serves, grace.value) >= refresh + 1_000)) return undefined;
  return { part: "backends", seconds: Math.round(refresh / 1000), assumed };
}

function stop(service: Service): Missing | undefined {
  const { grace, signal } = effective(service);
  return (grace.from === "file" && grace.value < 1_000) || isKill(signal) ? { part: "stop" } : undefined;
}

function rollback(service: Service): Missing | undefined {
  const { failureAction } = effective(service).update;
  return failureAction.value === "rollback" || failureAction.from === "open" ? undefined : { part: "rollback" };
}
