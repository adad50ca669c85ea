// What a rule may ask about the rest of the file and the project. Answers are plain values, so that a block's findings are kept until one of
// them changes (reads.ts): what each is answered from is in sources.ts.
import { modelOf, namesOfBlock, type VersionPlace } from "../model/block.ts";
import type { Version } from "../model/image.ts";
import type { Environment } from "../model/interpolation.ts";
import { isTraefikLabel } from "../model/labels.ts";
import { mayBeCalled, type RealName } from "../model/network.ts";
import type { Service } from "../model/service.ts";
import type { Protocol, SymbolKind } from "../model/symbols.ts";
import type { Block, StackDocument } from "../syntax/document.ts";
import type { Edit } from "../syntax/edit.ts";
import type { Span } from "../syntax/text.ts";
import { textOf } from "../syntax/tree.ts";
import type { NetworkFact } from "./blockFacts.ts";
import { declare, declareExternal } from "./declare.ts";
import { type DocumentFacts, realName } from "./facts.ts";
import { type DefinitionFact, graphOf, mayBeDefined, namesOf } from "./graph.ts";
import { joined, otherVersion } from "./merged.ts";
import { folderOf, givenVersion, maybeSame, type ProjectFile, siblingsOf } from "./project.ts";
import type { Assumptions } from "./settings.ts";
import type { Target } from "./target.ts";
import type { TraefikFact } from "./traefikFact.ts";
import { projectOf, type Workspace } from "./workspace.ts";

export interface View {
  readonly uri: () => string;
  /** The name that a file of the project is deployed under, where that is told. */
  readonly stackOf: (uri: string) => string | undefined;
  readonly target: () => Target;
  /** The name that the file is deployed under, where somebody says it. */
  readonly stackName: () => string | undefined;
  /** The variables that Docker fills in, where they are known: these and no others. */
  readonly environment: () => Environment | undefined;
  /** Whether a `.env` beside the file, which nothing loads, gives a value to that variable. */
  readonly isInDotenv: (name: string) => boolean;
  /** What a user says of the apps, for the prediction of an update. */
  readonly assumptions: () => Assumptions;
  /** The Traefiks that this file's services may talk to. */
  readonly traefiks: () => readonly TraefikFact[];
  /** The release that the user names for a Traefik that does not tell its own, or is not in the project. */
  readonly givenVersion: () => Version | undefined;
  /** A Traefik of this file, by its service's name, with the version that settings give it. */
  readonly ownTraefik: (service: string) => TraefikFact | undefined;
  /** Whether the file is meant to say all by itself: no override, no part of files that are used together. */
  readonly isComplete: () => boolean;
  /** Whether all is known that its services may refer to: by itself, or by the files that it is deployed together with. */
  readonly knowsReferences: () => boolean;
  /** Another version of a file that is deployed together with this one, which Docker refuses. */
  readonly otherVersion: () => { readonly uri: string; readonly version: string } | undefined;
  /** Whether another file of its folder declares that network. */
  readonly declaredNearby: (key: string) => boolean;
  /** Whether the project holds a Traefik at all. */
  readonly hasTraefik: () => boolean;
  readonly network: (key: string) => NetworkFact | undefined;
  readonly networkKeys: () => readonly string[];
  readonly usesNetwork: (key: string) => boolean;
  /** Whether this file, or another one of its folder, declares a volume, config or secret. */
  readonly declares: (of: Named) => boolean;
  readonly declaredNames: (section: string) => readonly string[];
  readonly isEmpty: () => boolean;
  /** Whether another file of the project knows an anchor of that name: then files are put together before anybody reads them. */
  readonly isSharedAnchor: (name: string) => boolean;
  /** Whether anything stands below a top-level key that opens a section. */
  readonly hasEntries: (section: string) => boolean;
  /** Whether the file has a top-level key, or a section an entry, in several places. */
  readonly isRepeated: (of: Named) => boolean;
  /** The first of these places. */
  readonly firstOf: (of: Named) => { readonly block: Block; readonly span: Span } | undefined;
  readonly realName: (key: string) => RealName;
  /** Real names of the networks that routed services of the project share with a Traefik of this file. */
  readonly sharedNetworks: (traefik: TraefikFact) => readonly RealName[];
  /** Whether a network of the project has that real name, or may have it behind its stack's name. Names that are not told do not count. */
  readonly isNetworkName: (name: string) => boolean;
  /** Services with `traefik.*` labels outside `deploy` that talk to a Traefik of this file. */
  readonly servicesWithContainerLabels: (traefik: TraefikFact) => readonly PlacedService[];
  /** The service that a Traefik is, for edits of its command. */
  readonly traefikService: (traefik: TraefikFact) => PlacedService | undefined;
  /** The file's `version:` as it is read; "" where it is no text, undefined without one. */
  readonly version: () => string | undefined;
  /** Its place. */
  readonly versionPlace: () => VersionPlace | undefined;
  /** All that the project's label sets define under a name, those of the file included. */
  readonly definitions: (of: SymbolName) => readonly DefinitionFact[];
  /** Whether a label set of the project defines a name, or may: by a variable, or by labels that are not told. */
  readonly mayBeDefined: (of: SymbolName) => boolean;
  /** The names of a kind that label sets define. */
  readonly symbolNames: (of: Omit<SymbolName, "name">) => readonly string[];
  /** What runs requests through a middleware of labels: routers, chains, services. */
  readonly usersOf: (middleware: Omit<SymbolName, "kind">) => readonly DefinitionFact[];
  /** HTTP routers whose rules speak of a host; "" asks for those that speak of none. */
  readonly routersOf: (host: string) => readonly DefinitionFact[];
  /** A service of the project, to point at. */
  readonly placedService: (of: { readonly uri: string; readonly service: string }) => PlacedService | undefined;
  /** The edit that declares a network of another stack. */
  readonly declareNetwork: (name: string) => (Edit & { readonly block: Block }) | undefined;
  /** The edit that declares anything else in its section. */
  readonly declareObject: (of: Named) => (Edit & { readonly block: Block }) | undefined;
}

/** An entry of a section; of "", a top-level key. */
export interface Named {
  readonly section: string;
  readonly name: string;
}

export interface SymbolName {
  readonly protocol: Protocol;
  readonly kind: SymbolKind;
  readonly name: string;
}

export interface PlacedService {
  readonly uri: string;
  readonly service: Service;
}

/** Undefined where the file is no stack. */
export function viewOf(workspace: Workspace, document: StackDocument): View | undefined {
  const project = projectOf(workspace, document.uri);
  const { files } = project;
  const file = files.get(document.uri);
  if (!file) return undefined;
  const { facts, merged } = file;
  const whole = joined(facts, merged);
  const others = [...files.values()];
  const siblings = once(() =>
    siblingsOf(
      facts,
      others.map((f) => f.facts),
    ),
  );
  const isComplete = once(
    () =>
      facts.complete &&
      !sharesService(facts, [...siblings(), ...(merged?.files ?? []).filter((f) => f.uri !== facts.uri)]) &&
      (facts.networks.size > 0 || merged !== undefined || !declaredBySibling(facts, others)),
  );
  const version = once(() => versionOf(document));
  return {
    uri: () => document.uri,
    stackOf: (uri) => files.get(uri)?.facts.stack,
    target: () => file.target,
    stackName: () => facts.stack,
    environment: () => workspace.settingsOf(document.uri).environment,
    isInDotenv: (name) => workspace.scripts.dotenv.get(folderOf(document.uri))?.includes(name) ?? false,
    assumptions: () => workspace.settingsOf(document.uri).assume,
    traefiks: () => file.traefiks,
    givenVersion: () => givenVersion(workspace.settingsOf(document.uri)),
    ownTraefik: (service) =>
      file.traefiks.find((t) => t.uri === document.uri && t.service === service) ?? facts.traefiks.find((t) => t.service === service),
    isComplete,
    knowsReferences: () => merged?.complete ?? isComplete(),
    otherVersion: () => otherVersion(facts, merged),
    declaredNearby: (key) => siblings().some((f) => f.networks.has(key)),
    hasTraefik: () => others.some((f) => f.facts.traefiks.length > 0),
    network: (key) => whole.networks.get(key),
    networkKeys: () => [...whole.networks.keys()],
    declares: ({ section, name }) => [whole, ...siblings()].some((f) => f.objects.has(`${section} ${name}`)),
    declaredNames: (section) => [...whole.objects].flatMap((o) => (o.startsWith(`${section} `) ? [o.slice(section.length + 1)] : [])),
    isEmpty: () => facts.empty,
    isSharedAnchor: (name) => others.some((f) => f.facts.uri !== facts.uri && f.facts.anchors.has(name)),
    hasEntries: (section) => facts.filled.has(section),
    isRepeated: ({ section, name }) => facts.repeated.has(`${section} ${name}`),
    firstOf: (of) => firstOf(document, of),
    usesNetwork: (key) => whole.usedNetworks.has(key),
    realName: (key) => realName(whole, key),
    sharedNetworks: (traefik) => sharedNetworks(traefik, others),
    isNetworkName: (name) => others.some((f) => networkNames(f.facts).some((real) => real.kind !== "unknown" && mayBeCalled(real, name))),
    servicesWithContainerLabels: (traefik) =>
      others.filter((f) => f.traefiks.some((t) => sameTraefik(t, traefik))).flatMap((f) => withContainerLabels(workspace, f)),
    traefikService: (traefik) => serviceOf(workspace, traefik),
    version: () => (version() ? (textOf(version()!.entry.value)?.value ?? "") : undefined),
    versionPlace: version,
    definitions: ({ protocol, kind, name }) => graphOf(project).byName.get(`${protocol} ${kind} ${name}`) ?? [],
    mayBeDefined: ({ protocol, kind, name }) => mayBeDefined(graphOf(project), protocol, kind, name),
    symbolNames: ({ protocol, kind }) => namesOf(graphOf(project), protocol, kind),
    usersOf: ({ protocol, name }) => graphOf(project).users.get(`${protocol} ${name}`) ?? [],
    routersOf: (host) => graphOf(project).byHost.get(host) ?? [],
    placedService: (of) => serviceOf(workspace, of),
    declareNetwork: (name) => declareExternal(document, name),
    declareObject: ({ section, name }) =>
      declare(document, section, section === "volumes" ? [`${name}:`] : [`${name}:`, "  external: true"]),
  };
}

function versionOf({ blocks }: StackDocument): VersionPlace | undefined {
  for (const block of blocks) {
    const version = block.kind === "top" ? modelOf(block).version : undefined;
    if (version) return version;
  }
  return undefined;
}

function firstOf(document: StackDocument, { section, name }: Named): { readonly block: Block; readonly span: Span } | undefined {
  for (const block of document.blocks) {
    const own = namesOfBlock(block).find((n) => n.section === section && n.key.value === name);
    if (own) return { block, span: own.key.span };
  }
  return undefined;
}

function once<T>(read: () => T): () => T {
  let kept: { readonly value: T } | undefined;
  return () => {
    kept ??= { value: read() };
    return kept.value;
  };
}

const sameTraefik = (a: TraefikFact, b: TraefikFact): boolean => a.uri === b.uri && a.service === b.service;

/** Files that describe the same service are used together (`-c a.yml -c b.yml`). */
function sharesService(facts: DocumentFacts, siblings: readonly DocumentFacts[]): boolean {
  if (siblings.length === 0) return false;
  const names = new Set(facts.services.map((s) => s.name));
  return siblings.some((f) => f.services.some((s) => names.has(s.name)));
}

/** A sibling declares a network that this file uses and does not declare: the file is a part of something larger. */
const declaredBySibling = (facts: DocumentFacts, files: readonly ProjectFile[]): boolean =>
  [...facts.usedNetworks].some((key) => key !== "default" && files.some((f) => f.facts !== facts && f.facts.networks.has(key)));

const networkNames = (facts: DocumentFacts): RealName[] =>
  [...new Set([...facts.networks.keys(), ...facts.usedNetworks])].map((key) => realName(facts, key));

function sharedNetworks(traefik: TraefikFact, files: readonly ProjectFile[]): RealName[] {
  const apps = files
    .filter((f) => f.traefiks.some((t) => sameTraefik(t, traefik)))
    .flatMap(({ facts }) =>
      facts.services
        .filter((s) => (s.containerLabels || s.deployLabels) && !(facts.uri === traefik.uri && s.name === traefik.service))
        .flatMap((s) => s.networks.map((key) => realName(facts, key))),
    );
  return traefik.networks.filter((own) => apps.some((app) => maybeSame(own, app)));
}

function withContainerLabels(workspace: Workspace, file: ProjectFile): PlacedService[] {
  if (!file.facts.services.some((s) => s.containerLabels)) return [];
  const { uri } = file.facts;
  return workspace.documents
    .get(uri)!
    .blocks.flatMap((b) => modelOf(b).services)
    .filter((s) => s.containerLabels?.labels.some(isTraefikLabel))
    .map((service) => ({ uri, service }));
}

function serviceOf(workspace: Workspace, { uri, service: name }: Pick<TraefikFact, "uri" | "service">): PlacedService | undefined {
  const blocks = workspace.documents.get(uri)?.blocks ?? [];
  for (let i = blocks.length - 1; i >= 0; i--) {
    const service = modelOf(blocks[i]!).services.findLast((s) => s.name.value === name);
    if (service) return { uri, service };
  }
  return undefined;
}
