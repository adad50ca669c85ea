// Names that refer to something of a provider, `auth@file`: a name without one belongs to the provider of what refers to it.
import { listOf } from "../decode/settings.ts";
import { type Built, type Kind, type LabelInput, type Protocol, providerName } from "./input.ts";

/**
 * The provider that unqualified names below an element mean. Traefik takes what stands between the first and the second `@` of the element's full name, so a
 * router that somebody called `web@file` looks for its middlewares in files.
 */
export const contextOf = (input: LabelInput, element: string): string => ownName(input, element).split("@")[1]!;

export const qualified = (name: string, context: string): string => (name.includes("@") ? name : `${name}@${context}`);

/** The full name of something that a set of labels defines. */
export const ownName = (input: LabelInput, name: string): string => `${name}@${providerName(input.version)}`;

export const referenceTo = (kind: Kind, protocol: Protocol, name: string): string => `${kind} ${protocol} ${name}`;

/** What the routers of a set use. */
export function referencesOf(input: LabelInput, { routers }: Built): readonly string[] {
  return routers.flatMap(({ protocol, name, block, service }) => {
    const context = contextOf(input, name);
    const middlewares = listOf(block, "middlewares").map((m) => referenceTo("middleware", protocol, qualified(m, context)));
    return [referenceTo("service", protocol, qualified(service, context)), ...middlewares];
  });
}

/** Definitions of a set of labels by protocol and name. */
export type Definitions<T> = ReadonlyMap<string, T>;

export const definitions = <T extends { readonly protocol: Protocol; readonly name: string }>(items: readonly T[]): Definitions<T> =>
  new Map(items.map((item) => [`${item.protocol} ${item.name}`, item]));

/** The definition in the same set of labels, if it is there. */
export function find<T>(input: LabelInput, defined: Definitions<T>, protocol: Protocol, name: string, context: string): T | undefined {
  const full = qualified(name, context);
  const own = `@${providerName(input.version)}`;
  return full.endsWith(own) ? defined.get(`${protocol} ${full.slice(0, -own.length)}`) : undefined;
}

/** What Traefik itself may define, as far as its own configuration turns it on. */
export const INTERNAL_SERVICES: readonly string[] = ["api", "dashboard", "noop", "ping", "prometheus", "rest", "acme-http"];
const INTERNAL: Readonly<Partial<Record<Kind, readonly string[]>>> = {
  service: INTERNAL_SERVICES,
  middleware: ["dashboard_redirect", "dashboard_stripprefix"],
};

/** Whether something outside of the set defines the name; without `exists` the set is alone. */
export function isDefined(input: LabelInput, protocol: Protocol, kind: Kind, name: string, context: string): boolean | undefined {
  const full = qualified(name, context);
  // No label defines TLS options, whatever the provider of labels is called.
  if (kind === "tls-options" && /@(?:docker|swarm)$/.test(full)) return false;
  const told = input.exists ? input.exists(protocol, kind, full) : false;
  if (told !== false || protocol !== "http" || !full.endsWith("@internal")) return told;
  return INTERNAL[kind]?.includes(full.slice(0, -"@internal".length)) ? true : told;
}
