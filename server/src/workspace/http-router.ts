// HTTP routers of the project as the plain facts tell them, where they can be compared: rule, priority, TLS and entrypoints.

import { parseRule } from "../model/expression/parseRule.ts";
import { priorityOf } from "../model/expression/priority.ts";
import type { ParsedRule } from "../model/expression/ruleTree.ts";
import type { Version } from "../model/image.ts";
import { hasVariable, type Service } from "../model/service.ts";
import { type Definition, type SymbolFact, symbolsOf } from "../model/symbols.ts";
import type { Block } from "../syntax/document.ts";
import { opaqueText, type Span } from "../syntax/text.ts";
import { type DefinitionFact, optionOf } from "./graph.ts";
import { perService } from "./perService.ts";
import { ownProvider } from "./reading.ts";
import type { TraefikDefinitions } from "./traefikFact.ts";
import type { View } from "./view.ts";

export interface HttpRouter {
  readonly fact: DefinitionFact;
  readonly rule: ParsedRule;
  readonly priority: number;
  /** The label says it. */
  readonly explicit: boolean;
  readonly tls: boolean;
  /** Undefined for all of Traefik's. */
  readonly entryPoints: readonly string[] | undefined;
}

/** The HTTP routers of a service's labels, with what the rest of the project knows of them. */
export const httpRouters = perService(
  (service: Service, view: View): { readonly definition: Definition; readonly fact: DefinitionFact }[] => {
    const routers = symbolsOf(service.deployLabels).definitions.filter((d) => d.protocol === "http" && d.kind === "routers");
    return routers.flatMap((definition) => {
      const all = view.definitions({ protocol: "http", kind: "routers", name: definition.name.value });
      const fact = all.find((d) => d.uri === view.uri() && d.service === service.name.value && d.scope === "deploy");
      return fact ? [{ definition, fact }] : [];
    });
  },
);

export interface Place {
  readonly uri: string;
  readonly block: Block;
  readonly span: Span;
}

/** Where a router is defined, to point at. */
export function placeOf({ uri, service, name }: DefinitionFact, view: View): Place | undefined {
  const placed = view.placedService({ uri, service });
  const there = symbolsOf(placed?.service.deployLabels).definitions.find(
    (d) => d.kind === "routers" && d.protocol === "http" && d.name.value === name,
  );
  return placed && there && { uri, block: placed.service.block, span: there.name.span };
}

/** Each is compared with all others of its host. */
const READ = new WeakMap<DefinitionFact, { readonly version: Version; readonly router: HttpRouter | undefined }>();

/** Undefined where a variable, a broken rule or a setting of its own keeps it from being compared. */
export function readRouter(fact: DefinitionFact, version: Version): HttpRouter | undefined {
  let kept = READ.get(fact);
  if (kept?.version !== version) {
    kept = { version, router: routerOf(fact, version) };
    READ.set(fact, kept);
  }
  return kept.router;
}

function routerOf(fact: DefinitionFact, version: Version): HttpRouter | undefined {
  const option = (key: string) => optionOf(fact, key)?.trim();
  const text = optionOf(fact, "rule");
  if (
    !text ||
    fact.options.some(([key, value]) => key === "rulesyntax" || key.includes("$") || (COMPARED.includes(key) && value.includes("$")))
  ) {
    return undefined;
  }
  const rule = parseRule(opaqueText(text, { start: 0, end: 0 }), { kind: "http", version });
  const set = option("priority");
  if (rule.problems.length > 0 || (set !== undefined && !/^\d{1,9}$/.test(set))) return undefined;
  const tls = tlsOf(fact);
  if (tls === undefined) return undefined;
  const points = entryPointsOf(fact);
  return {
    fact,
    rule,
    // 0 is none.
    priority: Number(set ?? 0) || priorityOf(rule),
    explicit: Number(set ?? 0) > 0,
    tls,
    entryPoints: points.length > 0 ? points : undefined,
  };
}

const COMPARED: readonly string[] = ["rule", "priority", "entrypoints", "tls", "service", "middlewares"];

/** Whether a router has TLS by its labels: another text than true turns the block off, with all below it. Undefined where a variable decides. */
export function tlsOf(fact: SymbolFact): boolean | undefined {
  const toggle = optionOf(fact, "tls");
  if (fact.options.some(([key]) => hasVariable(key)) || hasVariable(toggle ?? "")) return undefined;
  return toggle === undefined ? fact.options.some(([key]) => key.startsWith("tls.")) : /^(?:true)?$/i.test(toggle);
}

/** The entrypoints that a router names. */
export const entryPointsOf = (fact: SymbolFact): string[] =>
  (optionOf(fact, "entrypoints") ?? "")
    .split(",")
    .map((p) => p.trim())
    .filter((p) => p !== "");

/** Where routers are read. */
export interface Around {
  readonly view: View;
  readonly defined: TraefikDefinitions;
  readonly version: Version;
}

/** Entrypoints on which both are: undefined for none, empty for all of the loser's. */
export function sharedEntryPoints(
  loser: HttpRouter,
  winner: HttpRouter,
  { entryPoints }: TraefikDefinitions,
): readonly string[] | undefined {
  if (winner.entryPoints === undefined) return loser.entryPoints?.includes("traefik") ? undefined : [];
  const all = loser.entryPoints ?? entryPoints.filter((p) => p !== "traefik");
  const shared = all.filter((p) => winner.entryPoints!.includes(p) && entryPoints.includes(p));
  return shared.length === 0 ? undefined : shared.length === all.length ? [] : shared;
}

/** A router with a part that is missing, or another definition of its name, may be switched off. */
export function works(fact: DefinitionFact, { view, defined }: Around): boolean {
  const alone = view.definitions({ protocol: "http", kind: "routers", name: fact.name }).filter((d) => d.read !== false).length === 1;
  const names = (optionOf(fact, "middlewares") ?? "").split(",").map((n) => n.trim());
  const service = optionOf(fact, "service")?.trim();
  const exists = (name: string, kind: "middlewares" | "services") => {
    const [own = "", provider] = name.split("@");
    if (provider === "internal" || (provider === "file" && defined.others)) return true;
    if (provider !== undefined && provider !== ownProvider(defined)) return false;
    return view.definitions({ protocol: "http", kind, name: own }).some((d) => d.read === true);
  };
  return (
    alone &&
    !fact.options.some(([key]) => key === "tls.options") &&
    names.every((n) => n === "" || exists(n, "middlewares")) &&
    (service ? exists(service, "services") : fact.services.length === 1)
  );
}
