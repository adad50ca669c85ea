// What all files of a project define for Traefik, by name: routers, middlewares and services of label sets, with the Traefik that reads them.
// Made of plain facts: once for a project, and from then on with what a change adds and takes away.
import { hasVariable } from "../model/service.ts";
import type { LabelSetFact, Protocol, SymbolFact, SymbolKind } from "../model/symbols.ts";
import type { ServiceFact } from "./blockFacts.ts";
import { type Layers, layers } from "./layers.ts";
import type { Project, ProjectFile } from "./project.ts";
import { same } from "./same.ts";
import { taken } from "./taken.ts";
import type { TraefikFact } from "./traefikFact.ts";
import { type Fits, wildcard } from "./wildcard.ts";

export interface DefinitionFact extends SymbolFact {
  readonly uri: string;
  readonly service: string;
  readonly scope: "deploy" | "container";
  /** Whether Traefik reads it, as far as the files tell. */
  readonly read: boolean | "unknown";
  /** The Traefik that reads it, if it is one only. */
  readonly traefik: string | undefined;
  /** Names of the other services of its label set that a router may get by itself. */
  readonly services: readonly string[];
}

export interface Graph {
  /** By protocol, kind and name. */
  readonly byName: Layers<readonly DefinitionFact[]>;
  /** HTTP routers by the hosts in their rules, in lower case; "" has those without any. */
  readonly byHost: Layers<readonly DefinitionFact[]>;
  /** What names a middleware: routers, chains and services, by protocol and the name without its provider. */
  readonly users: Layers<readonly DefinitionFact[]>;
  /** Names with variables by protocol and kind, as expressions. */
  readonly patterns: ReadonlyMap<string, readonly Fits[]>;
  /** A label set holds something that is not told. */
  readonly open: boolean;
}

const TABLES = ["byName", "byHost", "users"] as const;
type Table = (typeof TABLES)[number];

/** Where something is found: `byName http routers shop`. */
export type Place = `${Table | "names"} ${string}`;

const KEPT = new WeakMap<Project, Graph>();

export function graphOf(project: Project): Graph {
  let graph = KEPT.get(project);
  if (!graph) {
    graph = readGraph(project);
    KEPT.set(project, graph);
  }
  return graph;
}

export const traefikId = (traefik: Pick<TraefikFact, "uri" | "service">): string => `${traefik.uri}#${traefik.service}`;

function readGraph(project: Project): Graph {
  const tables = emptyTables();
  const patterns = new Map<string, Fits[]>();
  let open = false;
  for (const file of project.files.values()) {
    for (const service of file.facts.services) {
      const brought = broughtBy(service, file);
      open ||= brought.open;
      for (const { table, key, fact } of brought.entries) add(tables[table], key, fact);
      for (const [list, pattern] of brought.patterns) add(patterns, list, pattern);
    }
  }
  return {
    byName: layers<readonly DefinitionFact[]>(tables.byName),
    byHost: layers<readonly DefinitionFact[]>(tables.byHost),
    users: layers<readonly DefinitionFact[]>(tables.users),
    patterns,
    open,
  };
}

const emptyTables = (): Readonly<Record<Table, Map<string, DefinitionFact[]>>> => ({
  byName: new Map(),
  byHost: new Map(),
  users: new Map(),
});

/** What a service brings into the graph. */
interface Brought {
  readonly entries: readonly { readonly table: Table; readonly key: string; readonly fact: DefinitionFact }[];
  readonly patterns: readonly (readonly [list: string, Fits])[];
  readonly open: boolean;
}

/** What of a file's Traefiks and its target counts here: their networks, of which one may be renamed, do not. */
interface Readers {
  readonly mode: ProjectFile["target"]["mode"];
  readonly traefiks: readonly Reader[];
}
type Reader = Pick<TraefikFact, "uri" | "service" | "mode" | "exposedByDefault"> & { readonly constrained: boolean | undefined };

const READERS = new WeakMap<ProjectFile, Readers>();

function readersOf(file: ProjectFile): Readers {
  let readers = READERS.get(file);
  if (!readers) {
    const traefiks = file.traefiks.map(({ uri, service, mode, exposedByDefault, defines }) => ({
      uri,
      service,
      mode,
      exposedByDefault,
      constrained: defines?.constrained,
    }));
    readers = { mode: file.target.mode, traefiks };
    READERS.set(file, readers);
  }
  return readers;
}

/** With the readers that it was made for. */
const BROUGHT = new WeakMap<ServiceFact, { readonly readers: Readers; readonly brought: Brought }>();

function broughtBy(service: ServiceFact, file: ProjectFile): Brought {
  const readers = readersOf(file);
  const kept = BROUGHT.get(service);
  if (kept && same(kept.readers, readers)) return kept.brought;
  const brought = readService(service, file.facts.uri, readers);
  BROUGHT.set(service, { readers, brought });
  return brought;
}

/** The service that a fact is of. */
const SOURCE = new WeakMap<DefinitionFact, ServiceFact>();

function readService(service: ServiceFact, uri: string, readers: Readers): Brought {
  const { traefiks } = readers;
  const entries: Brought["entries"][number][] = [];
  const patterns: [string, Fits][] = [];
  let open = false;
  for (const set of service.labelSets) {
    const read = isRead(set, readers);
    if (read !== false && set.open) open = true;
    const services = set.symbols.filter((s) => s.kind === "services").map((s) => `${s.protocol} ${s.name}`);
    const traefik = traefiks.length === 1 ? traefikId(traefiks[0]!) : undefined;
    for (const symbol of set.symbols) {
      const { protocol, kind, name } = symbol;
      const own = services.filter((s) => s.startsWith(`${protocol} `)).map((s) => s.slice(protocol.length + 1));
      const fact = { uri, ...symbol, service: service.name, scope: set.scope, read, traefik, services: own };
      SOURCE.set(fact, service);
      const list = `${protocol} ${kind}`;
      entries.push({ table: "byName", key: `${list} ${name}`, fact });
      for (const used of middlewaresIn(symbol)) entries.push({ table: "users", key: `${protocol} ${used}`, fact });
      if (hasVariable(name) && read !== false) patterns.push([list, patternOf(name)]);
      if (list === "http routers") for (const host of hostsOf(fact)) entries.push({ table: "byHost", key: host, fact });
    }
  }
  return { entries, patterns, open };
}

function add<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

const SINCE = new WeakMap<Project, { readonly id: object; readonly places: ReadonlySet<Place> }>();

/** The places where a project's graph differs from that of an earlier one; undefined where that is not known. */
export function differencesSince(id: object, project: Project): ReadonlySet<Place> | undefined {
  const since = SINCE.get(project);
  return since?.id === id ? since.places : undefined;
}

/**
 * Makes the graph of a project from that of the project before. Left to be read anew where nobody asked for the old one, files came or went,
 * or names with variables are in play.
 */
export function reviseGraph(before: Project, project: Project): void {
  const graph = KEPT.get(before);
  if (!graph || graph.open || graph.patterns.size > 0 || !same([...before.files.keys()], [...project.files.keys()])) return;
  const lostServices = new Set<ServiceFact>();
  const touched = { byName: new Set<string>(), byHost: new Set<string>(), users: new Set<string>() };
  const come = emptyTables();
  for (const [uri, file] of project.files) {
    const old = before.files.get(uri)!;
    if (old === file) continue;
    const [lost, won] = same(readersOf(old), readersOf(file))
      ? changed(old.facts.services, file.facts.services)
      : [old.facts.services, file.facts.services];
    for (const service of lost) {
      lostServices.add(service);
      for (const { table, key } of broughtBy(service, old).entries) touched[table].add(key);
    }
    const news = won.map((service) => broughtBy(service, file));
    if (news.some((n) => n.open || n.patterns.length > 0)) return;
    for (const { table, key, fact } of news.flatMap((n) => n.entries)) {
      touched[table].add(key);
      add(come[table], key, fact);
    }
  }
  const order = orderIn(project);
  const differing = new Set<Place>();
  const revised = (table: Table) => {
    const changes = new Map<string, readonly DefinitionFact[] | undefined>();
    for (const key of touched[table]) {
      const list = graph[table].get(key) ?? [];
      const next = order([...list.filter((fact) => !lostServices.has(SOURCE.get(fact)!)), ...(come[table].get(key) ?? [])]);
      changes.set(key, next.length > 0 ? next : undefined);
      if (!same(list, next)) differing.add(`${table} ${key}`);
      if (table === "byName" && isNamed(list) !== isNamed(next))
        differing.add(`names ${key.slice(0, key.indexOf(" ", key.indexOf(" ") + 1))}`);
    }
    return graph[table].with(changes);
  };
  KEPT.set(project, {
    byName: revised("byName"),
    byHost: revised("byHost"),
    users: revised("users"),
    patterns: graph.patterns,
    open: false,
  });
  SINCE.set(project, { id: before.id, places: differing });
}

/** What stands between the common beginning and the common end of two lists. */
function changed<T>(before: readonly T[], after: readonly T[]): [lost: readonly T[], won: readonly T[]] {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  return [before.slice(head, before.length - tail), after.slice(head, after.length - tail)];
}

/** Sorts facts as the files have them; those of one service are in order already. */
function orderIn(project: Project): (facts: DefinitionFact[]) => DefinitionFact[] {
  let places: Map<ServiceFact, number> | undefined;
  return (facts) => {
    if (facts.length < 2) return facts;
    places ??= new Map([...project.files.values()].flatMap((f) => f.facts.services).map((service, i) => [service, i]));
    const at = (fact: DefinitionFact) => places!.get(SOURCE.get(fact)!)!;
    return facts.sort((a, b) => at(a) - at(b));
  };
}

const isNamed = (list: readonly DefinitionFact[]): boolean => list.some((d) => d.read !== false);

/** The names of a kind without variables that something reads, or may, in alphabetical order. */
export function namesOf(graph: Graph, protocol: Protocol, kind: SymbolKind): string[] {
  const list = `${protocol} ${kind} `;
  const names: string[] = [];
  for (const key of graph.byName.keys()) {
    const name = key.startsWith(list) ? key.slice(list.length) : undefined;
    if (name !== undefined && !hasVariable(name) && isNamed(graph.byName.get(key)!)) names.push(name);
  }
  return names.sort();
}

/** Whether the file's Traefiks read a label set. Labels of containers may belong to `deploy`, which is another finding. */
function isRead(set: LabelSetFact, { traefiks, mode }: Readers): boolean | "unknown" {
  const answer = taken(set, set.scope === "container" ? [] : traefiks);
  if (answer === "no") return false;
  if (set.scope === "container") return "unknown";
  const sure = answer === "yes" && traefiks.length > 0 && !set.open;
  return sure && traefiks.every((t) => t.mode === "swarm" && t.constrained === false) && mode === "swarm" ? true : "unknown";
}

/** A name with variables, as what it may become. */
function patternOf(name: string): Fits {
  const texts = name.split(/\$\{[^}]*(?:\}|$)|\$\w+/).map((part) => part.replaceAll("$$", "$"));
  return wildcard(
    texts,
    texts.slice(1).map(() => "any"),
  );
}

/** The hosts that a router's rule speaks of. */
export function hostsIn(rule: string): string[] {
  const calls = [...rule.matchAll(/\bhost(?:header)?\s*\(([^)]*)/gi)].flatMap((m) => [...m[1]!.matchAll(/[`"]([^`"]*)[`"]/g)]);
  return [...new Set(calls.map((m) => m[1]!.toLowerCase()))];
}

function hostsOf(fact: DefinitionFact): string[] {
  const hosts = hostsIn(optionOf(fact, "rule") ?? "");
  return hosts.length > 0 ? hosts : [""];
}

export const optionOf = (fact: SymbolFact, option: string): string | undefined => fact.options.find(([key]) => key === option)?.[1];

/** The names of the middlewares that labels define and something runs requests through, each once. */
export function middlewaresIn(fact: SymbolFact): string[] {
  const list = optionOf(fact, fact.kind === "middlewares" ? "chain.middlewares" : "middlewares") ?? "";
  const names = list.split(",").map((name) => name.trim().replace(/@(?:docker|swarm)$/, ""));
  return [...new Set(names.filter((name) => name !== "" && !name.includes("@")))];
}

/** Whether a name is defined, or may be: in a set that is not told, or by a name with variables. */
export function mayBeDefined(graph: Graph, protocol: Protocol, kind: SymbolKind, name: string): boolean {
  const list = `${protocol} ${kind}`;
  const found = graph.byName.get(`${list} ${name}`) ?? [];
  return graph.open || found.some((d) => d.read !== false) || (graph.patterns.get(list) ?? []).some((p) => p(name));
}
