// How Traefik finds a service's backends, as far as the files tell: the age of its list, and whether it balances tasks or leaves that to Swarm.

import { effective } from "../model/effective.ts";
import { atLeast, type Version } from "../model/image.ts";
import { labelOf, parseBool } from "../model/labels.ts";
import { hasVariable, type Service } from "../model/service.ts";
import { perService } from "./perService.ts";
import { readers, releases } from "./reading.ts";
import type { View } from "./view.ts";

export interface Routing {
  /** "vip": Swarm balances (lbswarm); "open": a variable decides. */
  readonly backends: "tasks" | "vip" | "open";
  /** Between two looks at Swarm's services, ms; 0 where Traefik follows Docker's events. Undefined where it can't be told. */
  readonly refresh: number | undefined;
  /** Between two configurations, ms. */
  readonly throttle: number | undefined;
  /** Defaults are assumed: the Traefik is not in the project. */
  readonly assumed: boolean;
  /** Traefik has no route at all: lbswarm wants an address that dnsrr does not give, or labels of both prefixes make it skip the service. */
  readonly lost: "dnsrr" | "prefixes" | undefined;
  readonly sticky: boolean;
  /** Traefik checks the tasks by itself. */
  readonly healthCheck: boolean;
}

export const REFRESH = 15_000;
export const THROTTLE = 2_000;

export const routing = perService((service: Service, view: View): Routing => {
  const labels = [...(service.deployLabels?.labels ?? []), ...(service.containerLabels?.labels ?? [])];
  const lbswarm = prefixes(view).map((p) => labelOf(service.deployLabels, `${p}.lbswarm`)?.value?.value);
  const has = (pattern: RegExp) => labels.some((l) => pattern.test(l.key.value));
  const traefiks = view.traefiks();
  const largest = (pick: (index: number) => number | undefined) => {
    const values = traefiks.map((_, i) => pick(i));
    return values.some((v) => v === undefined) ? undefined : Math.max(...(values as number[]));
  };
  const backends = lbswarm.some((l) => parseBool(l) === true) ? "vip" : lbswarm.some((l) => l && hasVariable(l)) ? "open" : "tasks";
  return {
    backends,
    lost: backends === "vip" && effective(service).endpointMode.value === "dnsrr" ? "dnsrr" : mixes(service, view) ? "prefixes" : undefined,
    refresh: traefiks.length === 0 ? REFRESH : largest((i) => (traefiks[i]!.mode === "container" ? 0 : traefiks[i]!.refresh)),
    throttle: traefiks.length === 0 ? THROTTLE : largest((i) => traefiks[i]!.throttle),
    assumed: traefiks.length === 0,
    sticky: has(/^traefik\.http\.services\.[^.]+\.loadbalancer\.sticky\.cookie/i),
    healthCheck: has(/^traefik\.http\.services\.[^.]+\.loadbalancer\.healthcheck\./i),
  };
});

/** The newer prefix is unknown to Traefiks before v3.2.2, the older one works everywhere. */
const prefixes = (view: View): string[] =>
  readers(view).every(({ version }) => !version || knowsBoth(version)) ? ["traefik.swarm", "traefik.docker"] : ["traefik.docker"];

/** Labels of both prefixes on one service, where it is sure that its Traefik knows both. */
export function mixes(service: Service, view: View): boolean {
  const uses = (prefix: string) => service.deployLabels?.labels.some((l) => l.key.value.toLowerCase().startsWith(prefix)) ?? false;
  if (!uses("traefik.docker.") || !uses("traefik.swarm.")) return false;
  return releases(view)?.every(knowsBoth) ?? false;
}

/** From that release on `traefik.swarm.*` is read, and `traefik.docker.*` deprecated on a swarm. */
export const knowsBoth = (version: Version): boolean => atLeast(version, 3, 2, 2);
