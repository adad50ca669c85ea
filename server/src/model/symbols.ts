// What a label set defines for Traefik and what it refers to: routers, middlewares, services, and the names in them, each with its place.
// Names keep their case; all other parts of a key have none. Two spellings of one key make one thing, under the name that comes first in
// byte order. Source: traefik paerser parser/labels_decode.go and pkg/provider/configuration.go; measured on v2.9.10 to v3.7.9.
import type { Text } from "../syntax/text.ts";
import { effective } from "./effective.ts";
import { isTraefikLabel, type LabelSet, labelOf, parseBool } from "./labels.ts";
import { hasVariable, type Service } from "./service.ts";

export const PROTOCOLS = ["http", "tcp", "udp"] as const;
export type Protocol = (typeof PROTOCOLS)[number];
export const KINDS = ["routers", "middlewares", "services"] as const;
export type SymbolKind = (typeof KINDS)[number];

/** One router, middleware or service of a label set. */
export interface Definition {
  readonly protocol: Protocol;
  readonly kind: SymbolKind;
  /** As Traefik calls it, where it is written first. */
  readonly name: Text;
  /** The rest of its keys, in lower case, and what is written there; the last of equal ones. */
  readonly options: ReadonlyMap<string, Text | undefined>;
}

export interface Symbols {
  readonly definitions: readonly Definition[];
  /** Something in it is not told here: a variable makes a key, or the set is written so that Traefik refuses it. */
  readonly open: boolean;
}

const NOTHING: Symbols = { definitions: [], open: false };
const KEPT = new WeakMap<LabelSet, Symbols>();

export function symbolsOf(set: LabelSet | undefined): Symbols {
  if (!set) return NOTHING;
  let found = KEPT.get(set);
  if (!found) {
    found = readSymbols(set);
    KEPT.set(set, found);
  }
  return found;
}

function readSymbols(set: LabelSet): Symbols {
  const drafts = new Map<string, { name: Text; readonly options: Map<string, Text | undefined> } & Pick<Definition, "protocol" | "kind">>();
  let open = set.form === "other";
  for (const { key, value } of set.labels) {
    const parts = key.split(".");
    const [root, protocol, kind] = parts.map((p) => p.value.toLowerCase());
    const name = parts[3];
    if (hasVariable(key.value) && (parts.length < 4 || !isFixed(root, protocol, kind))) open = true;
    if (!name || parts.length < 5 || !isFixed(root, protocol, kind)) continue;
    if (parts[0]!.value !== "traefik" || name.value === "") open = true;
    const id = `${protocol} ${kind} ${name.value.toLowerCase()}`;
    const draft = drafts.get(id) ?? { protocol: protocol as Protocol, kind: kind as SymbolKind, name, options: new Map() };
    drafts.set(id, draft);
    if (name.value < draft.name.value) draft.name = name;
    const option = parts.slice(4).map((p) => p.value.toLowerCase());
    draft.options.set(option.join("."), value);
  }
  return { definitions: [...drafts.values()], open };
}

const isFixed = (root: string | undefined, protocol: string | undefined, kind: string | undefined): boolean =>
  root === "traefik" && PROTOCOLS.includes(protocol as Protocol) && KINDS.includes(kind as SymbolKind);

/** The names in a comma list, without the blanks around; empty ones are left out. */
export const namesIn = (list: Text | undefined): Text[] =>
  list
    ? list
        .split(",")
        .map((t) => t.trim())
        .filter((t) => t.value !== "")
    : [];

/** A name with the provider behind its `@`; the provider is undefined where none is written. */
export function qualified(name: Text): { readonly name: Text; readonly provider: Text | undefined } {
  const at = name.value.lastIndexOf("@");
  return at < 0 ? { name, provider: undefined } : { name: name.slice(0, at), provider: name.slice(at + 1) };
}

/** What a router, a chain or (since v3.7) a service runs requests through. */
export const middlewaresOf = (definition: Definition): Text[] =>
  definition.kind !== "middlewares" ? namesIn(definition.options.get("middlewares")) : namesIn(definition.options.get("chain.middlewares"));

/** What a service's labels define for Traefik. */
export interface LabelSetFact {
  readonly scope: "deploy" | "container";
  /** `traefik.enable`, undefined without it; a text that is no boolean counts as unknown. */
  readonly enable: boolean | "unknown" | undefined;
  /** It has no tasks, so that Traefik does not see it. */
  readonly stopped: boolean;
  /** Variables make keys, or Traefik refuses the set: nothing sure can be said about it. */
  readonly open: boolean;
  readonly symbols: readonly SymbolFact[];
}

export interface SymbolFact {
  readonly protocol: Protocol;
  readonly kind: SymbolKind;
  readonly name: string;
  /** Options in lower case with their values, in the order of the keys. */
  readonly options: readonly (readonly [string, string])[];
}

/** The label sets of a service that hold something for Traefik. */
export function labelSetFacts(service: Service): readonly LabelSetFact[] {
  let facts = FACTS.get(service);
  if (!facts) {
    const sets = [service.deployLabels, service.containerLabels];
    facts = sets.flatMap((set) => (set?.labels.some(isTraefikLabel) ? [labelSetFact(service, set)] : []));
    FACTS.set(service, facts);
  }
  return facts;
}

const FACTS = new WeakMap<Service, readonly LabelSetFact[]>();

const SET_FACTS = new WeakMap<LabelSet, LabelSetFact>();

const isBalanced = (set: LabelSet): boolean =>
  ["traefik.docker.lbswarm", "traefik.swarm.lbswarm"].some((key) => parseBool(labelOf(set, key)?.value?.value) === true);

export function labelSetFact(service: Service, set: LabelSet): LabelSetFact {
  let fact = SET_FACTS.get(set);
  if (!fact) {
    fact = readSetFact(service, set);
    SET_FACTS.set(set, fact);
  }
  return fact;
}

function readSetFact(service: Service, set: LabelSet): LabelSetFact {
  const enable = labelOf(set, "traefik.enable");
  const { mode, replicas } = effective(service);
  const { definitions, open } = symbolsOf(set);
  return {
    scope: set.scope,
    enable: enable && (parseBool(enable.value?.value) ?? "unknown"),
    // A service that Swarm balances has an address without tasks, too.
    stopped: mode.value === "replicated" && replicas.from === "file" && replicas.value === 0 && !isBalanced(set),
    open,
    symbols: definitions.map(({ protocol, kind, name, options }) => ({
      protocol,
      kind,
      name: name.value,
      options: [...options].map(([key, value]) => [key, value?.value ?? ""] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
    })),
  };
}
