// What one file tells the rest of its project: plain values without places, so that an edit which changes none of them changes nothing
// outside its block.

import type { RuleSyntax } from "../catalog/traefik/matchers.ts";
import { modelOf, namesOfBlock } from "../model/block.ts";
import { DEFAULT_RULE } from "../model/build/template.ts";
import { undollar } from "../model/decode/plain.ts";
import { parseDuration } from "../model/duration.ts";
import type { EvidenceCode } from "../model/evidence.ts";
import type { Version } from "../model/image.ts";
import { isTraefikLabel } from "../model/labels.ts";
import { type NetworkDeclaration, prefixed, type RealName } from "../model/network.ts";
import { hasVariable, type Service } from "../model/service.ts";
import { type LabelSetFact, labelSetFacts } from "../model/symbols.ts";
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
import type { StackDocument } from "../syntax/document.ts";
import { textOf } from "../syntax/tree.ts";
import { type EntryPointFact, entryPointFacts, HTTP } from "./entrypoints.ts";
import { same } from "./same.ts";

export interface NetworkFact {
  readonly key: string;
  readonly external: boolean;
  readonly driver: string | undefined;
  readonly realName: RealName;
}

export interface ServiceFact {
  readonly name: string;
  readonly image: boolean;
  readonly networks: readonly string[];
  readonly containerLabels: boolean;
  readonly deployLabels: boolean;
  readonly labelSets: readonly LabelSetFact[];
}

/** A Traefik as other services see it. */
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

export interface DocumentFacts {
  readonly uri: string;
  /** The same object in facts that differ in the labels of services only. */
  readonly outline: object;
  /** The name that it is deployed under, where the user says it. */
  readonly stack?: string;
  /** It has services, or is a part of a stack. */
  readonly isStack: boolean;
  /** There is nothing but comments. */
  readonly empty: boolean;
  /** Every service says what it runs, and no other file is included. */
  readonly complete: boolean;
  readonly services: readonly ServiceFact[];
  readonly networks: ReadonlyMap<string, NetworkFact>;
  readonly usedNetworks: ReadonlySet<string>;
  /** Declared volumes, configs and secrets, as `section name`. */
  readonly objects: ReadonlySet<string>;
  /** Names of anchors that it defines, or takes from nowhere. */
  readonly anchors: ReadonlySet<string>;
  /** Sections with something in them. */
  readonly filled: ReadonlySet<string>;
  /** `section name` of what stands in several blocks. */
  readonly repeated: ReadonlySet<string>;
  readonly traefiks: readonly TraefikFact[];
  readonly evidence: ReadonlySet<EvidenceCode>;
  readonly override: "swarm" | "compose" | undefined;
  /** `version`, "" where it is no text; undefined without one. */
  readonly version: string | undefined;
}

/**
 * The facts of a file's next version; the same object where nothing that it tells has changed. Only the blocks that differ are looked at,
 * unless they tell more than other labels.
 */
export function reviseFacts(before: DocumentFacts, old: StackDocument, document: StackDocument): DocumentFacts {
  if (old.blocks.length !== document.blocks.length) return documentFacts(document);
  let services: ServiceFact[] | undefined;
  for (let i = 0; i < document.blocks.length; i++) {
    if (old.blocks[i] === document.blocks[i]) continue;
    const [was, is] = [modelOf(old.blocks[i]!), modelOf(document.blocks[i]!)];
    if (was.outline !== is.outline) return documentFacts(document);
    for (const [k, service] of is.services.entries()) {
      const known = serviceFact(was.services[k]!);
      if (same(known.labelSets, labelSetFacts(service))) {
        FACTS.set(service, known);
        continue;
      }
      services ??= [...before.services];
      const at = services.indexOf(known);
      if (at < 0) return documentFacts(document);
      services[at] = serviceFact(service);
    }
  }
  return services ? { ...before, services } : before;
}

const OF_DOCUMENT = new WeakMap<StackDocument, DocumentFacts>();

export function documentFacts(document: StackDocument): DocumentFacts {
  const facts = OF_DOCUMENT.get(document) ?? readFacts(document);
  OF_DOCUMENT.set(document, facts);
  return facts;
}

function readFacts(document: StackDocument): DocumentFacts {
  const models = document.blocks.map(modelOf);
  const services = models.flatMap((m) => m.services);
  const networks = new Map(models.flatMap((m) => m.networks).map((n) => [n.key.value, networkFact(n)]));
  const usedNetworks = new Set(services.flatMap((s) => networkKeys(s)));
  const bridged = [...networks.values()].some((n) => n.driver === "bridge" && !n.external && usedNetworks.has(n.key));
  const evidence = models.flatMap((m) => m.evidence.map((e) => e.code));
  const sections = new Set(models.flatMap((m) => m.sections));
  return {
    uri: document.uri,
    outline: {},
    isStack: sections.has("services") && services.some((s) => s.entry.value.kind === "mapping"),
    empty: document.blocks.every((b) => b.kind === "preamble" || b.kind === "rest"),
    complete:
      services.length > 0 && services.every((s) => s.image !== undefined || s.built) && !models.some((m) => m.topLevel.includes("include")),
    services: services.map(serviceFact),
    networks,
    usedNetworks,
    objects: new Set(models.flatMap((m) => m.objects.map((o) => `${o.section} ${o.entry.key.value}`))),
    anchors: new Set(document.blocks.flatMap((b) => [...b.anchors, ...b.unresolved].map((a) => a.name))),
    filled: new Set(document.blocks.filter((b) => b.kind === "entry").map((b) => b.section)),
    repeated: repeated(document.blocks.map((b) => new Set(namesOfBlock(b).map((n) => `${n.section} ${n.key.value}`)))),
    traefiks: models.flatMap((m) => m.instances).map((i) => traefikFact(document.uri, i, networks)),
    evidence: new Set<EvidenceCode>(bridged ? [...evidence, "bridge-network"] : evidence),
    override: models.map((m) => m.directives.target?.mode).find((t) => t !== undefined),
    version: models.flatMap((m) => (m.version ? [textOf(m.version.entry.value)?.value ?? ""] : []))[0],
  };
}

function repeated(all: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  const seen = new Set<string>();
  return new Set(
    all.flatMap((names) =>
      [...names].filter((name) => {
        const before = seen.has(name);
        seen.add(name);
        return before;
      }),
    ),
  );
}

const networkFact = ({ key, external, driver, realName }: NetworkDeclaration): NetworkFact => ({
  key: key.value,
  external,
  driver: driver?.value,
  realName,
});

const networkKeys = (service: Service): string[] => (service.networks ?? [{ key: { value: "default" } }]).map((n) => n.key.value);

const FACTS = new WeakMap<Service, ServiceFact>();

/** One object for a service, so that a change of a file is seen by comparing objects. */
function serviceFact(service: Service): ServiceFact {
  let fact = FACTS.get(service);
  if (!fact) {
    fact = {
      name: service.name.value,
      image: service.image !== undefined,
      networks: networkKeys(service),
      containerLabels: service.containerLabels?.labels.some(isTraefikLabel) ?? false,
      deployLabels: service.deployLabels?.labels.some(isTraefikLabel) ?? false,
      labelSets: labelSetFacts(service),
    };
    FACTS.set(service, fact);
  }
  return fact;
}

/** The real name of a network by its key in a file; undeclared: the stack's default network has a name, others are unknown. */
export function realName({ networks, stack }: Pick<DocumentFacts, "networks" | "stack">, key: string): RealName {
  const declared = networks.get(key)?.realName;
  if (declared || key !== "default") return declared ?? { kind: "unknown" };
  return stack === undefined ? prefixed(key) : { kind: "known", name: `${stack}_${key}` };
}

function traefikFact(uri: string, instance: TraefikInstance, networks: ReadonlyMap<string, NetworkFact>): TraefikFact {
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
    networks: networkKeys(instance.service).map((key) => realName({ networks }, key)),
    hostNetwork: onHostNetwork(instance.service, (key) => realName({ networks }, key)),
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
