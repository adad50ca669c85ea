// What one file tells the rest of its project: plain values without places, so that an edit which changes none of them changes nothing
// outside its block.

import type { EvidenceCode } from "../model/evidence.ts";
import { prefixed, type RealName } from "../model/network.ts";
import type { StackDocument } from "../syntax/document.ts";
import { type BlockFacts, blockFacts, blockFactsAfter, type NetworkFact, type ServiceFact } from "./blockFacts.ts";
import { same } from "./same.ts";
import { type TraefikFact, traefikFact } from "./traefikFact.ts";

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

const OF_DOCUMENT = new WeakMap<StackDocument, DocumentFacts>();

export function documentFacts(document: StackDocument): DocumentFacts {
  const facts = OF_DOCUMENT.get(document) ?? assembled(document);
  OF_DOCUMENT.set(document, facts);
  return facts;
}

/** The facts of a file's next version; the same object where nothing that it tells has changed. */
export function reviseFacts(before: DocumentFacts, old: StackDocument, document: StackDocument): DocumentFacts {
  if (old.blocks.length !== document.blocks.length) return documentFacts(document);
  const changes: [was: BlockFacts, is: BlockFacts][] = [];
  for (let i = 0; i < document.blocks.length; i++) {
    if (old.blocks[i] === document.blocks[i]) continue;
    const [gone, come] = [old.blocks[i]!, document.blocks[i]!];
    const was = blockFacts(gone);
    // One that has only moved has facts of its own, at both places.
    const isMoved = document.blocks.includes(gone) || old.blocks.includes(come);
    changes.push([was, isMoved ? blockFacts(come) : blockFactsAfter(was, come)]);
  }
  const next = assembled(document, { facts: before, changes });
  const { uri: _, outline: __, services, ...others } = next;
  const isSame = Object.entries(others).every(([part, value]) => value === before[part as keyof DocumentFacts]);
  if (!isSame) return next;
  if (services === before.services) return before;
  const isOutlined =
    services.length === before.services.length &&
    services.every((s, i) => s === before.services[i] || sameButForLabels(s, before.services[i]!));
  return isOutlined ? { ...next, outline: before.outline } : next;
}

interface Before {
  readonly facts: DocumentFacts;
  readonly changes: readonly (readonly [was: BlockFacts, is: BlockFacts])[];
}

/** What blocks tell, put together. What none of those that have changed tells otherwise is taken from before: a file may have thousands. */
function assembled({ uri, blocks }: StackDocument, before?: Before): DocumentFacts {
  let every: readonly BlockFacts[] | undefined;
  const everyBlock = () => {
    every ??= blocks.map((block) => blockFacts(block));
    return every;
  };
  function part<K extends keyof DocumentFacts>(
    name: K,
    from: readonly (keyof BlockFacts)[],
    read: (all: readonly BlockFacts[]) => DocumentFacts[K],
  ): DocumentFacts[K] {
    const isKnown = before?.changes.every(([was, is]) => from.every((f) => same(was[f], is[f])));
    if (before && isKnown) return before.facts[name];
    return read(everyBlock());
  }
  const union =
    <K extends "objects" | "anchors" | "sections" | "filled" | "evidence" | "usedNetworks">(name: K) =>
    (all: readonly BlockFacts[]) =>
      new Set(listed(all, name)) as ReadonlySet<BlockFacts[K][number]>;
  const networks = part("networks", ["networks"], (all) => new Map(listed(all, "networks").map((n) => [n.key, n])));
  const usedNetworks = part("usedNetworks", ["usedNetworks"], union("usedNetworks"));
  const hasBridge = () => [...networks.values()].some((n) => n.driver === "bridge" && !n.external && usedNetworks.has(n.key));
  const traefiks = part("traefiks", ["instances", "networks"], (all) =>
    listed(all, "instances").map((i) => traefikFact(uri, i, (key) => realName({ networks }, key))),
  );
  return {
    uri,
    outline: {},
    isStack: part("isStack", ["sections", "mapped"], (all) => union("sections")(all).has("services") && all.some((b) => b.mapped)),
    empty: part("empty", ["empty"], (all) => all.every((b) => b.empty)),
    complete: part("complete", ["runs", "included"], (all) => all.some((b) => b.runs) && !all.some((b) => b.runs === false || b.included)),
    services: (before && replaced(before)) ?? listed(everyBlock(), "services"),
    networks,
    usedNetworks,
    objects: part("objects", ["objects"], union("objects")),
    anchors: part("anchors", ["anchors"], union("anchors")),
    filled: part("filled", ["filled"], union("filled")),
    repeated: part("repeated", ["names"], repeatedIn),
    traefiks: before && same(traefiks, before.facts.traefiks) ? before.facts.traefiks : traefiks,
    evidence: part("evidence", ["evidence", "networks", "usedNetworks"], (all) => {
      const evidence = new Set(listed(all, "evidence"));
      return hasBridge() ? evidence.add("bridge-network") : evidence;
    }),
    override: part("override", ["override"], (all) => all.find((b) => b.override)?.override),
    version: part("version", ["version"], (all) => all.find((b) => b.version !== undefined)?.version),
  };
}

/** Undefined where a block has more or fewer services than before. */
function replaced({ facts, changes }: Before): readonly ServiceFact[] | undefined {
  let services: ServiceFact[] | undefined;
  for (const [was, is] of changes) {
    if (was.services.length !== is.services.length) return undefined;
    for (const [k, service] of is.services.entries()) {
      if (service === was.services[k]) continue;
      services ??= [...facts.services];
      // Each stands at one place.
      const at = facts.services.indexOf(was.services[k]!);
      if (at < 0) return undefined;
      services[at] = service;
    }
  }
  return services ?? facts.services;
}

type Lists = { [K in keyof BlockFacts]: BlockFacts[K] extends readonly (infer T)[] ? T : never };

function listed<K extends keyof BlockFacts>(all: readonly BlockFacts[], name: K): Lists[K][] {
  const list: Lists[K][] = [];
  for (const block of all) for (const one of block[name] as readonly Lists[K][]) list.push(one);
  return list;
}

/** What stands in several blocks: a name that one block has twice is that block's own business. */
function repeatedIn(all: readonly BlockFacts[]): ReadonlySet<string> {
  const names = new Set<string>();
  const repeated = new Set<string>();
  for (const block of all) {
    for (const name of block.names) if (names.has(name)) repeated.add(name);
    for (const name of block.names) names.add(name);
  }
  return repeated;
}

const sameButForLabels = (a: ServiceFact, b: ServiceFact): boolean => same({ ...a, labelSets: b.labelSets }, b);

/** The real name of a network by its key in a file; undeclared: the stack's default network has a name, others are unknown. */
export function realName({ networks, stack }: Pick<DocumentFacts, "networks" | "stack">, key: string): RealName {
  const declared = networks.get(key)?.realName;
  if (declared || key !== "default") return declared ?? { kind: "unknown" };
  return stack === undefined ? prefixed(key) : { kind: "known", name: `${stack}_${key}` };
}
