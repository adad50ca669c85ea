// One block to what it means: the services, networks and facts that it holds. A pure function of the block, kept with it.
import type { Section } from "../syntax/blocks.ts";
import type { Block } from "../syntax/document.ts";
import type { Text } from "../syntax/text.ts";
import { type Entry, entriesOf, isMerge } from "../syntax/tree.ts";
import { type Directives, directivesOf } from "./directives.ts";
import { type Evidence, networkEvidence, objectEvidence, serviceEvidence, templateEvidence } from "./evidence.ts";
import type { LabelSet } from "./labels.ts";
import { type NetworkDeclaration, readNetwork } from "./network.ts";
import { containerLabelsOf, deployLabelsOf, readService, type Service } from "./service.ts";
import { readTraefik, type TraefikInstance } from "./traefik.ts";

export interface Model {
  readonly block: Block;
  readonly services: readonly Service[];
  readonly networks: readonly NetworkDeclaration[];
  /** Declared volumes, configs and secrets. */
  readonly objects: readonly ObjectDeclaration[];
  readonly instances: readonly TraefikInstance[];
  readonly evidence: readonly Evidence[];
  readonly directives: Directives;
  /** Sections that the block opens or belongs to, empty ones included. */
  readonly sections: readonly Section[];
  /** Top-level keys, `x-` ones included. */
  readonly topLevel: readonly string[];
  readonly version: VersionPlace | undefined;
}

export interface ObjectDeclaration {
  readonly section: "volumes" | "configs" | "secrets";
  readonly entry: Entry;
}

/** The top-level key `version`, which names the schema of a stack file. */
export interface VersionPlace {
  readonly block: Block;
  readonly entry: Entry;
}

const MODELS = new WeakMap<Block, Model>();

export function modelOf(block: Block): Model {
  let model = MODELS.get(block);
  if (!model) {
    model = readBlock(block);
    MODELS.set(block, model);
  }
  return model;
}

function readBlock(block: Block): Model {
  const parts = partsOf(block);
  const entries = (section: Section) => parts.filter((p) => p.section === section).map((p) => p.entry);
  const services = entries("services").map((e) => readService(block, e));
  const networks = entries("networks").map((e) => readNetwork(block, e));
  const objects = (["volumes", "configs", "secrets"] as const).flatMap((s) => entries(s).map((entry) => ({ section: s, entry })));
  const instances = services.flatMap((s) => readTraefik(s) ?? []);
  const own = block.kind === "top" ? entriesOf(block.root) : [];
  const topLevel = own.map((e) => e.key.value);
  const versionEntry = own.find((e) => e.key.value === "version");
  const version = versionEntry && { block, entry: versionEntry };
  const evidence = [
    ...services.flatMap((s) =>
      serviceEvidence(
        s,
        instances.find((i) => i.service === s),
      ),
    ),
    ...templateEvidence(block),
    ...networks.flatMap((n) => networkEvidence(n)),
    ...[...entries("secrets"), ...entries("configs")].flatMap((e) => objectEvidence(e)),
    ...topLevelName(block),
  ];
  const sections = [...new Set<Section>([...(block.section ? [block.section] : []), ...parts.map((p) => p.section)])];
  const directives = directivesOf(block);
  return { block, services, networks, objects, instances, evidence, directives, sections, topLevel, version };
}

const LABEL_SETS = new WeakMap<Block, readonly LabelSet[]>();

/** The labels of a block's services, where nothing else of it is asked. */
export function labelSetsOf(block: Block): readonly LabelSet[] {
  const sets = LABEL_SETS.get(block) ?? readLabelSets(block);
  LABEL_SETS.set(block, sets);
  return sets;
}

function readLabelSets(block: Block): readonly LabelSet[] {
  const sets: LabelSet[] = [];
  for (const { section, entry } of partsOf(block)) {
    if (section !== "services") continue;
    for (const set of [deployLabelsOf(entry.value), containerLabelsOf(entry.value)]) if (set) sets.push(set);
  }
  return sets;
}

/** What a block adds to the file: a top-level key, or an entry of a section. A block that was not split adds all that it holds. */
export function namesOfBlock(block: Block): readonly { readonly section: Section | ""; readonly key: Text }[] {
  const { root, kind, section } = block;
  if (root?.kind !== "mapping" || kind === "preamble" || kind === "rest") return [];
  return root.entries.map(({ key }) => ({ section: kind === "entry" ? section : "", key }));
}

/** `name:` at the top level makes a compose project; the stack schema refuses it. */
function topLevelName(block: Block): Evidence[] {
  if (block.kind !== "top") return [];
  const name = entriesOf(block.root).find((e) => e.key.value === "name");
  return name ? [{ code: "top-level-name", span: name.key.span }] : [];
}

interface Part {
  readonly section: Section;
  readonly entry: Entry;
}

/** The entries of sections that a block holds: its own one, or all of a section or document that was not split. */
function partsOf(block: Block): Part[] {
  if (block.kind === "entry" && block.section) return members(block.section, entriesOf(block.root));
  if (block.kind !== "top" && block.kind !== "header") return [];
  return entriesOf(block.root).flatMap((e) => (isSection(e.key.value) ? members(e.key.value, entriesOf(e.value)) : []));
}

const isSection = (key: string): key is Section => ["services", "networks", "volumes", "configs", "secrets"].includes(key);

const members = (section: Section, entries: readonly Entry[]): Part[] =>
  entries.filter((e) => !isMerge(e)).map((entry) => ({ section, entry }));
