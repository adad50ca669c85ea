// By which network Traefik sends requests to a service: those that the service is on, which of them its Traefik shares, and which one a label
// or Traefik's default names. Source: traefik pkg/provider/docker/config.go@v2.9.10 and pswarm.go@v3.7.9.

import { isRoutingLabel, type Label, labelOf } from "../model/labels.ts";
import { PREDEFINED, type RealName } from "../model/network.ts";
import { hasVariable, networkKeys, type Service } from "../model/service.ts";
import type { Text } from "../syntax/text.ts";
import { findAt, textOf, valueAt } from "../syntax/tree.ts";
import { perService } from "./perService.ts";
import { maybeSame } from "./project.ts";
import { isRouted } from "./readiness.ts";
import { reading, releases } from "./reading.ts";
import { knowsBoth } from "./routing.ts";
import type { TraefikFact } from "./traefikFact.ts";
import type { View } from "./view.ts";

export interface Attached {
  readonly key: string;
  readonly real: RealName;
  /** Whether a Traefik is on it too; undefined where that can't be told. */
  readonly shared: boolean | undefined;
}

/**
 * The networks of a service to which a Traefik in swarm mode sends requests. Undefined where no request comes by its labels, or where not all
 * of its networks and Traefiks are known.
 */
export const attachedTo = (service: Service, view: View): readonly Attached[] | undefined =>
  isAddressed(service) ? networksOf(service, view) : undefined;

/** The networks of a service by which Traefik may find it, also where its routers lead elsewhere. */
export const networksOf = perService((service: Service, view: View): readonly Attached[] | undefined => {
  if (view.target().mode !== "swarm" || !isRouted(service) || service.networkMode) return undefined;
  const root = service.entry.value;
  if (findAt(root, "networks").unresolved || findAt(root, "deploy", "labels", "traefik.enable").unresolved) return undefined;
  const traefiks = view.traefiks();
  if (traefiks.some((t) => t.mode !== "swarm" || t.hostNetwork)) return undefined;
  // Its Traefik takes only services that ask for it, or may.
  const answer = reading(service, view)?.taken;
  if (answer !== "yes" && answer !== "likely") return undefined;
  const keys = [...new Set(networkKeys(service))];
  if (keys.length === 0) return undefined;
  const networks = keys.map((key) => ({ key, real: view.realName(key), fact: view.network(key) }));
  const isClear = ({ real, fact }: (typeof networks)[number]) =>
    real.kind !== "unknown" && (fact?.driver === undefined || fact.driver === "overlay" || isLocal(real));
  if (!networks.every(isClear)) return undefined;
  return networks.map(({ key, real }) => ({ key, real, shared: isShared(key, real, traefiks, view) }));
});

/** Docker's own networks of one node: Traefik never sees them. */
export const isLocal = (real: RealName): boolean => real.kind === "known" && PREDEFINED.includes(real.name) && real.name !== "ingress";

/** A port that Swarm publishes on all nodes, which puts the service on `ingress` too. */
export function ingressPort(service: Service): Text | undefined {
  const node = valueAt(service.entry.value, "ports");
  if (node?.kind !== "sequence") return undefined;
  const ports = node.items.map(({ value }) => {
    if (value.kind === "scalar") return /(?:^|:)\d+(?:-\d+)?(?:\/\w+)?$/.test(value.text.value) ? value.text : undefined;
    const mode = textOf(valueAt(value, "mode"))?.value ?? "ingress";
    return mode === "ingress" ? (textOf(valueAt(value, "published")) ?? textOf(valueAt(value, "target"))) : undefined;
  });
  return ports.find((port) => port !== undefined);
}

/** The label that counts: `traefik.swarm.network` from v3.2.2 on, `traefik.docker.network` where that one is missing. */
export function networkLabel(service: Service, view: View): Label | undefined {
  const before = releases(view)?.every((v) => !knowsBoth(v)) ?? false;
  const own = before ? undefined : labelOf(service.deployLabels, "traefik.swarm.network");
  return own ?? labelOf(service.deployLabels, "traefik.docker.network");
}

/** Real names that are written out, without Docker's own. */
export const toldNames = (names: readonly RealName[]): string[] => [
  ...new Set(names.flatMap((n) => (n.kind === "known" && !PREDEFINED.includes(n.name) ? [n.name] : []))),
];

/** In one file equal keys are one network, whatever the stack is called. */
function isShared(key: string, real: RealName, traefiks: readonly TraefikFact[], view: View): boolean | undefined {
  const isSame = (t: TraefikFact) => (own: RealName) =>
    real.kind === "known"
      ? own.kind === "known" && own.name === real.name
      : own.kind === "prefixed" && own.key === key && t.uri === view.uri();
  if (traefiks.some((t) => t.networks.some(isSame(t)))) return true;
  return traefiks.some((t) => t.networks.some((own) => maybeSame(own, real))) ? undefined : false;
}

/** Requests for its routers go to its own tasks: not to Traefik's services, another provider's, or a URL. */
function isAddressed(service: Service): boolean {
  const labels = service.deployLabels?.labels.filter(isRoutingLabel) ?? [];
  if (labels.length === 0 || labels.some((l) => hasVariable(l.key.value) || /\.loadbalancer\.server\.url$/i.test(l.key.value)))
    return false;
  const routers = new Set(labels.flatMap((l) => routerOf(l) ?? []));
  const away = new Set(labels.flatMap((l) => (/\.service$/i.test(l.key.value) && leadsAway(l) ? (routerOf(l) ?? []) : [])));
  if (routers.size > 0) return [...routers].some((name) => !away.has(name));
  // Without a router Traefik makes one; a set that holds middlewares is there for these.
  return !labels.some((l) => /^traefik\.\w+\.middlewares\./i.test(l.key.value));
}

const routerOf = (label: Label): string | undefined => /^traefik\.\w+\.routers\.[^.]+/i.exec(label.key.value)?.[0].toLowerCase();

const leadsAway = (label: Label): boolean => {
  const name = label.value?.value ?? "";
  return hasVariable(name) || (name.includes("@") && !/@(?:docker|swarm)$/.test(name));
};
