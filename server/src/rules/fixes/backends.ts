// What keeps Traefik from sending requests to a task that has ended: Swarm balances (lbswarm); or, where each task must be known to Traefik, the
// old task outlives Traefik's list, or Traefik looks every second. Sources: traefik pkg/provider/docker/pswarm.go@v3.7.9; own measurements.
import { parseDuration } from "../../model/duration.ts";
import { effective } from "../../model/effective.ts";
import type { Flag } from "../../model/flags.ts";
import { labelOf } from "../../model/labels.ts";
import type { Service } from "../../model/service.ts";
import { mode, optionOf, readTraefik, swarmProvider, type TraefikInstance } from "../../model/traefik.ts";
import { readers, releases } from "../../workspace/reading.ts";
import { knowsBoth, routing } from "../../workspace/routing.ts";
import type { View } from "../../workspace/view.ts";
import { type FileEdit, inBlock } from "../rule.ts";
import { addLabel, setLabel } from "./add-label.ts";
import { addArgument, setFlag } from "./flags.ts";
import type { Setting } from "./settings.ts";

export type FreshBackends =
  | { readonly way: "swarm"; readonly label: string; readonly edits: readonly FileEdit[] | undefined }
  /** The app has to serve on for so many seconds after the stop signal. */
  | { readonly way: "drain"; readonly seconds: number; readonly settings: readonly Setting[] }
  | { readonly way: "list"; readonly traefiks: readonly string[]; readonly edits: readonly FileEdit[] };

/** The ways that are open. Without edits: the right one, in a place that can't be edited. */
export function freshBackends(service: Service, view: View): readonly FreshBackends[] {
  // Without a route there are no backends: what has to go is asked where it is marked.
  if (routing(service, view).lost) return [];
  if (swarmMayBalance(service, view)) return [throughSwarm(service, view)];
  return [drain(service, view), freshList(view)].flatMap((way) => way ?? []);
}

/** With one address for all tasks there is nothing to stick to, to check or to choose from; with dnsrr there is no such address. */
function swarmMayBalance(service: Service, view: View): boolean {
  const { sticky, healthCheck } = routing(service, view);
  const { endpointMode } = effective(service);
  const chooses = /^traefik\.http\.services\.[^.]+\.loadbalancer\.(?:strategy|passivehealthcheck)(?:\.|$)/i;
  return (
    !sticky &&
    !healthCheck &&
    endpointMode.value === "vip" &&
    endpointMode.from !== "open" &&
    !service.deployLabels?.labels.some((l) => chooses.test(l.key.value))
  );
}

function throughSwarm(service: Service, view: View): FreshBackends {
  const key = `${prefix(service, view)}.lbswarm`;
  const there = labelOf(service.deployLabels, key);
  const edits = inBlock(service.block, there ? setLabel(service, there, "true") : addLabel(service, key, "true"));
  return { way: "swarm", label: `${key}=true`, edits };
}

/** Labels of both prefixes make a newer Traefik skip the service, and older ones know only `docker`, which is deprecated and works everywhere. */
export function prefix(service: Service, view: View): "traefik.swarm" | "traefik.docker" {
  if (readers(view).some(({ version }) => version && !knowsBoth(version))) return "traefik.docker";
  const uses = (own: string) => service.deployLabels?.labels.some((l) => l.key.value.toLowerCase().startsWith(own)) ?? false;
  if (uses("traefik.docker.")) return "traefik.docker";
  return releases(view) || uses("traefik.swarm.") ? "traefik.swarm" : "traefik.docker";
}

/** Only where the age of Traefik's list is known, and nothing is said about the app that contradicts. */
function drain(service: Service, view: View): FreshBackends | undefined {
  const { refresh, throttle } = routing(service, view);
  if (!refresh || throttle === undefined) return undefined;
  const { atStop, serves } = view.assumptions();
  if (atStop !== "auto" && (atStop !== "serve" || serves < refresh + 1_000)) return undefined;
  const value = `${Math.ceil(refresh / 1_000) + 15}s`;
  return { way: "drain", seconds: Math.ceil(refresh / 1_000) + 1, settings: [{ path: ["stop_grace_period"], value }] };
}

/** The flags of every Traefik that the service may talk to. */
function freshList(view: View): FreshBackends | undefined {
  const all = view.traefiks().map((fact) => {
    const placed = view.traefikService(fact);
    const instance = placed && readTraefik(placed.service);
    if (!placed || !instance || mode(instance) !== "swarm") return undefined;
    return inBlock(placed.service.block, flagEdits(instance), placed.uri);
  });
  if (all.length === 0 || !all.every((edits) => edits !== undefined)) return undefined;
  return { way: "list", traefiks: view.traefiks().map((t) => t.service), edits: all.flatMap((e) => e!) };
}

function flagEdits(instance: TraefikInstance) {
  const { service, commandLine } = instance;
  const provider = swarmProvider(instance);
  const isSwarm = instance.swarm.enabled;
  const option = isSwarm ? "refreshSeconds" : "swarmModeRefreshSeconds";
  const last = commandLine.flags.at(-1);
  if (!last) return undefined;
  const refresh = optionOf(provider, option.toLowerCase());
  const throttle = commandLine.flags.findLast((f) => f.path === "providers.providersthrottleduration");
  const set = (flag: Flag | undefined, most: number, path: string, value: string) => {
    if (!flag) return addArgument(service, last, `--${path}=${value}`);
    return (parseDuration(flag.value?.value ?? "") ?? Number.POSITIVE_INFINITY) <= most ? [] : setFlag(flag, value);
  };
  const edits = [
    set(refresh, 1_000, `providers.${isSwarm ? "swarm" : "docker"}.${option}`, "1"),
    set(throttle, 200, "providers.providersThrottleDuration", "200ms"),
  ];
  return edits.every((e) => e !== undefined) ? edits.flatMap((e) => e!) : undefined;
}
