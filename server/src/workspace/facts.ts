// What one file tells the rest of its project: plain values without places, so that an edit which changes none of them changes nothing
// outside its block.

import { type Model, modelOf, namesOfBlock, outlineOf, type VersionPlace } from "../model/block.ts";
import type { EvidenceCode } from "../model/evidence.ts";
import { isTraefikLabel } from "../model/labels.ts";
import { type NetworkDeclaration, prefixed, type RealName } from "../model/network.ts";
import { networkKeys, type Service } from "../model/service.ts";
import { type LabelSetFact, labelSetFacts } from "../model/symbols.ts";
import type { TraefikInstance } from "../model/traefik.ts";
import type { Block, StackDocument } from "../syntax/document.ts";
import { textOf } from "../syntax/tree.ts";
import { same } from "./same.ts";
import { type TraefikFact, traefikFact } from "./traefikFact.ts";

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
    if (outlineOf(was) !== outlineOf(is) || !sameTraefiks(was, is, before)) return documentFacts(document);
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

const sameTraefiks = (was: Model, is: Model, before: DocumentFacts): boolean =>
  same(traefikFacts(was.instances, before), traefikFacts(is.instances, before));

const traefikFacts = (instances: readonly TraefikInstance[], { uri, networks }: Pick<DocumentFacts, "uri" | "networks">): TraefikFact[] =>
  instances.map((i) => traefikFact(uri, i, (key) => realName({ networks }, key)));

const OF_DOCUMENT = new WeakMap<StackDocument, DocumentFacts>();

export function documentFacts(document: StackDocument): DocumentFacts {
  const facts = OF_DOCUMENT.get(document) ?? readFacts(document);
  OF_DOCUMENT.set(document, facts);
  return facts;
}

/** One pass over the blocks, each of which adds little: a new name in a file of a thousand services asks for all of it. */
function readFacts({ uri, blocks }: StackDocument): DocumentFacts {
  const services: Service[] = [];
  const networks = new Map<string, NetworkFact>();
  const instances: TraefikInstance[] = [];
  const objects = new Set<string>();
  const anchors = new Set<string>();
  const filled = new Set<string>();
  const evidence = new Set<EvidenceCode>();
  const sections = new Set<string>();
  const names = new Set<string>();
  const repeated = new Set<string>();
  let empty = true;
  let included = false;
  let override: DocumentFacts["override"];
  let version: VersionPlace | undefined;
  for (const block of blocks) {
    const model = modelOf(block);
    services.push(...model.services);
    for (const network of model.networks) networks.set(network.key.value, networkFact(network));
    instances.push(...model.instances);
    for (const { section, entry } of model.objects) objects.add(`${section} ${entry.key.value}`);
    for (const { name } of block.anchors) anchors.add(name);
    for (const { name } of block.unresolved) anchors.add(name);
    for (const { code } of model.evidence) evidence.add(code);
    for (const section of model.sections) sections.add(section);
    if (block.kind === "entry") filled.add(block.section);
    if (block.kind !== "preamble" && block.kind !== "rest") empty = false;
    const added = namesOf(block);
    for (const name of added) if (names.has(name)) repeated.add(name);
    for (const name of added) names.add(name);
    included ||= model.topLevel.includes("include");
    override ??= model.directives.target?.mode;
    version ??= model.version;
  }
  const own = services.map(serviceFact);
  const usedNetworks = new Set(own.flatMap((s) => s.networks));
  if ([...networks.values()].some((n) => n.driver === "bridge" && !n.external && usedNetworks.has(n.key))) evidence.add("bridge-network");
  return {
    uri,
    outline: {},
    isStack: sections.has("services") && services.some((s) => s.entry.value.kind === "mapping"),
    empty,
    complete: services.length > 0 && services.every((s) => s.image !== undefined || s.built) && !included,
    services: own,
    networks,
    usedNetworks,
    objects,
    anchors,
    filled,
    repeated,
    traefiks: traefikFacts(instances, { uri, networks }),
    evidence,
    override,
    version: version && (textOf(version.entry.value)?.value ?? ""),
  };
}

const NAMES = new WeakMap<Block, readonly string[]>();

/** What a block adds to the file, as `section name`. */
function namesOf(block: Block): readonly string[] {
  const names = NAMES.get(block) ?? namesOfBlock(block).map((n) => `${n.section} ${n.key.value}`);
  NAMES.set(block, names);
  return names;
}

const networkFact = ({ key, external, driver, realName }: NetworkDeclaration): NetworkFact => ({
  key: key.value,
  external,
  driver: driver?.value,
  realName,
});

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
