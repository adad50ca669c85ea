// What one block tells the rest of its file and project, as plain values without places.
import { modelOf, namesOfBlock } from "../model/block.ts";
import type { EvidenceCode } from "../model/evidence.ts";
import { isTraefikLabel } from "../model/labels.ts";
import type { NetworkDeclaration, RealName } from "../model/network.ts";
import { networkKeys, type Service } from "../model/service.ts";
import { type LabelSetFact, labelSetFacts } from "../model/symbols.ts";
import type { TraefikInstance } from "../model/traefik.ts";
import type { Block } from "../syntax/document.ts";
import { textOf } from "../syntax/tree.ts";
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

/** What a block adds to its file's facts. */
export interface BlockFacts {
  readonly services: readonly ServiceFact[];
  /** One of its services is written as a mapping. */
  readonly mapped: boolean;
  /** Each of its services says what it runs; undefined where it has none. */
  readonly runs: boolean | undefined;
  readonly networks: readonly NetworkFact[];
  readonly usedNetworks: readonly string[];
  readonly instances: readonly TraefikInstance[];
  readonly objects: readonly string[];
  /** All that it adds to its sections, as `section name`. */
  readonly names: readonly string[];
  readonly anchors: readonly string[];
  readonly evidence: readonly EvidenceCode[];
  readonly sections: readonly string[];
  readonly filled: readonly string[];
  readonly empty: boolean;
  readonly included: boolean;
  readonly override: "swarm" | "compose" | undefined;
  readonly version: string | undefined;
}

const OF_BLOCK = new WeakMap<Block, BlockFacts>();

export function blockFacts(block: Block): BlockFacts {
  let facts = OF_BLOCK.get(block);
  if (!facts) {
    facts = readBlock(block);
    OF_BLOCK.set(block, facts);
  }
  return facts;
}

/**
 * Those of a block that has taken the place of another: services that tell the same are the same objects from now on, so that a change is seen
 * by comparing them.
 */
export function blockFactsAfter(was: BlockFacts, block: Block): BlockFacts {
  const own = blockFacts(block);
  const services = own.services.map((service, i) => (same(service, was.services[i]) ? was.services[i]! : service));
  const facts = { ...own, services };
  OF_BLOCK.set(block, facts);
  return facts;
}

function readBlock(block: Block): BlockFacts {
  const { services, networks, instances, objects, evidence, sections, topLevel, directives, version } = modelOf(block);
  const own = services.map(serviceFact);
  return {
    services: own,
    mapped: services.some((s) => s.entry.value.kind === "mapping"),
    runs: services.length === 0 ? undefined : services.every((s) => s.image !== undefined || s.built),
    networks: networks.map(networkFact),
    usedNetworks: own.flatMap((s) => s.networks),
    instances,
    objects: objects.map(({ section, entry }) => `${section} ${entry.key.value}`),
    names: namesOfBlock(block).map((n) => `${n.section} ${n.key.value}`),
    anchors: [...block.anchors, ...block.unresolved].map((a) => a.name),
    evidence: evidence.map((e) => e.code),
    sections,
    filled: block.kind === "entry" ? [block.section] : [],
    empty: block.kind === "preamble" || block.kind === "rest",
    included: topLevel.includes("include"),
    override: directives.target?.mode,
    version: version && (textOf(version.entry.value)?.value ?? ""),
  };
}

const networkFact = ({ key, external, driver, realName }: NetworkDeclaration): NetworkFact => ({
  key: key.value,
  external,
  driver: driver?.value,
  realName,
});

const serviceFact = (service: Service): ServiceFact => ({
  name: service.name.value,
  image: service.image !== undefined,
  networks: networkKeys(service),
  containerLabels: service.containerLabels?.labels.some(isTraefikLabel) ?? false,
  deployLabels: service.deployLabels?.labels.some(isTraefikLabel) ?? false,
  labelSets: labelSetFacts(service),
});
