// A Traefik as the services of its project see it: what its flags and settings tell, as plain values without places.

import type { RuleSyntax } from "../catalog/traefik/matchers.ts";
import { DEFAULT_RULE } from "../model/build/template.ts";
import { undollar } from "../model/decode/plain.ts";
import { parseDuration } from "../model/duration.ts";
import type { Version } from "../model/image.ts";
import type { RealName } from "../model/network.ts";
import { hasVariable, networkKeys } from "../model/service.ts";
import {
  exposedByDefault,
  mayHaveConfigFile,
  mode,
  namedBelow,
  onHostNetwork,
  optionOf,
  type ProviderState,
  swarmProvider,
  type TraefikInstance,
} from "../model/traefik.ts";
import { type EntryPointFact, entryPointFacts, HTTP } from "./entrypoints.ts";

export interface TraefikFact {
  readonly uri: string;
  readonly service: string;
  readonly mode: "swarm" | "container" | "unknown";
  readonly version: Version | undefined;
  /** Its image says no more than that it is the newest. */
  readonly latest: boolean;
  /** How routers without `ruleSyntax` are read from v3 on; undefined where that can't be told. */
  readonly ruleSyntax: RuleSyntax | undefined;
  /** The expression that decides which services are read, "" for none; undefined where it can't be told. */
  readonly constraints: string | undefined;
  /** The template that gives routers without a rule theirs; undefined where it can't be told. */
  readonly defaultRule: string | undefined;
  readonly exposedByDefault: boolean | undefined;
  /** Where it was looked for: a name of the provider's default network, "" for none, undefined for unknown. */
  readonly network: string | undefined;
  /** How old its list of tasks may be, and how long it waits between two configurations, in ms; undefined where it can't be told. */
  readonly refresh: number | undefined;
  readonly throttle: number | undefined;
  readonly networks: readonly RealName[];
  readonly hostNetwork: boolean;
  /** What its flags define; undefined where they are not all that counts. */
  readonly defines: TraefikDefinitions | undefined;
}

export interface TraefikDefinitions {
  /** Without any Traefik makes one called `http`. */
  readonly entryPoints: readonly string[];
  /** What is known of those for HTTP and TCP, in the same order. */
  readonly points: readonly EntryPointFact[];
  /** Those for UDP, which has no others. */
  readonly udpEntryPoints: readonly string[];
  readonly resolvers: readonly string[];
  /** The providers that read services: names behind `@`. */
  readonly providers: readonly string[];
  /** Another provider (files, a key store) may define things too. */
  readonly others: boolean;
  /** An expression decides which services are read. */
  readonly constrained: boolean;
  /** Something makes routers behave otherwise than their labels say: redirections and defaults of entrypoints, another syntax of rules. */
  readonly changesRouters: boolean;
}

/** @param realNameOf of a network by its key in the file */
export function traefikFact(uri: string, instance: TraefikInstance, realNameOf: (key: string) => RealName): TraefikFact {
  const known = instance.source === "flags";
  const provider = swarmProvider(instance);
  const network = optionOf(provider, "network");
  const refresh = optionOf(provider, "refreshseconds") ?? optionOf(provider, "swarmmoderefreshseconds");
  const throttle = instance.commandLine.flags.findLast((f) => f.path === "providers.providersthrottleduration");
  const duration = (text: string | undefined, fallback: number) =>
    !known ? undefined : text === undefined ? fallback : parseDuration(text);
  return {
    uri,
    service: instance.service.name.value,
    mode: mode(instance),
    version: instance.version,
    latest: instance.latest,
    ruleSyntax: known ? ruleSyntax(instance) : undefined,
    constraints: known ? written(provider, "constraints", "") : undefined,
    defaultRule: known ? written(provider, "defaultrule", DEFAULT_RULE) : undefined,
    exposedByDefault: exposedByDefault(instance),
    network: known ? (network?.value?.value ?? "") : undefined,
    refresh: refreshOf(duration(refresh?.value?.value, 15_000)),
    throttle: duration(throttle?.value?.value, 2_000),
    networks: networkKeys(instance.service).map(realNameOf),
    hostNetwork: onHostNetwork(instance.service, realNameOf),
    defines: known && !isOpen(instance) ? definitionsOf(instance) : undefined,
  };
}

const isOpen = (instance: TraefikInstance): boolean =>
  mayHaveConfigFile(instance) || instance.commandLine.flags.some((f) => hasVariable(f.path));

function definitionsOf(instance: TraefikInstance): TraefikDefinitions {
  const paths = instance.commandLine.flags.map((f) => f.path);
  const entryPoints = namedBelow(instance, "entrypoints");
  const values = new Map(instance.commandLine.flags.map((f) => [f.path, f.value?.value]));
  const addressOf = (name: string) => values.get(`entrypoints.${name.toLowerCase()}.address`) ?? "";
  const points = entryPoints.filter((name) => !/\/udp$/i.test(addressOf(name)));
  return {
    points: entryPoints.length > 0 ? entryPointFacts(points, instance) : [HTTP],
    entryPoints: entryPoints.length > 0 ? points : ["http"],
    udpEntryPoints: entryPoints.filter((name) => /\/udp$/i.test(addressOf(name)) || hasVariable(addressOf(name))),
    resolvers: namedBelow(instance, "certificatesresolvers"),
    providers: [...(instance.docker.enabled ? ["docker"] : []), ...(instance.swarm.enabled ? ["swarm"] : [])],
    others: paths.some((p) => /^providers\.(?!docker|swarm|providersthrottleduration)/.test(p)),
    constrained: optionOf(swarmProvider(instance), "constraints") !== undefined,
    changesRouters: paths.some((p) => /^entrypoints\.[^.]+\.(?:http\.(?:redirections|tls)|asdefault)|^core\.defaultrulesyntax/.test(p)),
  };
}

function ruleSyntax({ commandLine }: TraefikInstance): RuleSyntax | undefined {
  const flag = commandLine.flags.findLast((f) => f.path === "core.defaultrulesyntax")?.value?.value;
  return flag === undefined || flag === "v3" ? "v3" : flag === "v2" ? "v2" : undefined;
}

/** What a flag says, as Traefik gets it. */
function written(provider: ProviderState, option: string, fallback: string): string | undefined {
  const flag = optionOf(provider, option);
  const text = flag ? (flag.value?.value ?? "") : fallback;
  return hasVariable(text) ? undefined : undollar(text);
}

/** Traefik takes nothing and less for its default (SetEffectiveConfiguration). */
const refreshOf = (ms: number | undefined): number | undefined => (ms !== undefined && ms <= 0 ? 15_000 : ms);
