// What all files of a project define for Traefik, by name: routers, middlewares and services of label sets, with the Traefik that reads them.
// Made once for a project, of plain facts.

import { hasVariable } from "../model/service.ts";
import type { LabelSetFact, Protocol, SymbolFact, SymbolKind } from "../model/symbols.ts";
import type { TraefikFact } from "./facts.ts";
import type { Project, ProjectFile } from "./project.ts";
import { taken } from "./taken.ts";

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
  readonly byName: ReadonlyMap<string, readonly DefinitionFact[]>;
  /** Names by protocol and kind; those with variables apart, as expressions. */
  readonly names: ReadonlyMap<string, readonly string[]>;
  readonly patterns: ReadonlyMap<string, readonly RegExp[]>;
  /** HTTP routers by the hosts in their rules, in lower case; "" has those without any. */
  readonly byHost: ReadonlyMap<string, readonly DefinitionFact[]>;
  /** A label set holds something that is not told. */
  readonly open: boolean;
}

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
  const byName = new Map<string, DefinitionFact[]>();
  const names = new Map<string, string[]>();
  const patterns = new Map<string, RegExp[]>();
  const byHost = new Map<string, DefinitionFact[]>();
  let open = false;
  for (const file of project.files.values()) {
    for (const service of file.facts.services) {
      for (const set of service.labelSets) {
        const read = isRead(set, file);
        if (read !== false && set.open) open = true;
        const services = set.symbols.filter((s) => s.kind === "services").map((s) => `${s.protocol} ${s.name}`);
        const traefik = file.traefiks.length === 1 ? traefikId(file.traefiks[0]!) : undefined;
        for (const symbol of set.symbols) {
          const { protocol, kind, name } = symbol;
          const own = services.filter((s) => s.startsWith(`${protocol} `)).map((s) => s.slice(protocol.length + 1));
          const fact = { ...symbol, uri: file.facts.uri, service: service.name, scope: set.scope, read, traefik, services: own };
          const list = `${protocol} ${kind}`;
          add(byName, `${list} ${name}`, fact);
          if (hasVariable(name)) {
            if (read !== false) add(patterns, list, patternOf(name));
          } else if (read !== false) add(names, list, name);
          if (list === "http routers") for (const host of hostsOf(fact)) add(byHost, host, fact);
        }
      }
    }
  }
  return { byName, names, patterns, byHost, open };
}

function add<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** Whether the file's Traefiks read a label set. Labels of containers may belong to `deploy`, which is another finding. */
function isRead(set: LabelSetFact, file: ProjectFile): boolean | "unknown" {
  const { traefiks } = file;
  const answer = taken(set, set.scope === "container" ? [] : traefiks);
  if (answer === "no") return false;
  if (set.scope === "container") return "unknown";
  const sure = answer === "yes" && traefiks.length > 0 && !set.open;
  return sure && traefiks.every((t) => t.mode === "swarm" && t.defines?.constrained === false) && file.target.mode === "swarm"
    ? true
    : "unknown";
}

/** A name with variables, as what it may become. */
const patternOf = (name: string): RegExp =>
  new RegExp(
    `^${name
      .split(/\$\{[^}]*\}|\$\w+/)
      .map((part) => part.replaceAll("$$", "$").replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
      .join(".*")}$`,
  );

/** The hosts that a router's rule speaks of. */
export function hostsIn(rule: string): string[] {
  const calls = [...rule.matchAll(/\bhost(?:header)?\s*\(([^)]*)\)/gi)].flatMap((m) => [...m[1]!.matchAll(/[`"]([^`"]*)[`"]/g)]);
  return [...new Set(calls.map((m) => m[1]!.toLowerCase()))];
}

function hostsOf(fact: DefinitionFact): string[] {
  const hosts = hostsIn(optionOf(fact, "rule") ?? "");
  return hosts.length > 0 ? hosts : [""];
}

export const optionOf = (fact: SymbolFact, option: string): string | undefined => fact.options.find(([key]) => key === option)?.[1];

/** Whether a name is defined, or may be: in a set that is not told, or by a name with variables. */
export function mayBeDefined(graph: Graph, protocol: Protocol, kind: SymbolKind, name: string): boolean {
  const list = `${protocol} ${kind}`;
  const found = graph.byName.get(`${list} ${name}`) ?? [];
  return graph.open || found.some((d) => d.read !== false) || (graph.patterns.get(list) ?? []).some((p) => p.test(name));
}
