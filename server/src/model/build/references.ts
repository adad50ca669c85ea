// Names that refer to something of a provider, `auth@file`: a name without one belongs to the provider of what refers to it.
import { type Kind, type LabelInput, type Protocol, providerName } from "./input.ts";

/**
 * The provider that unqualified names below an element mean. Traefik takes what stands between the first and the second `@` of the element's full name, so a
 * router that somebody called `web@file` looks for its middlewares in files.
 */
export const contextOf = (input: LabelInput, element: string): string => `${element}@${providerName(input.version)}`.split("@")[1]!;

export const qualified = (name: string, context: string): string => (name.includes("@") ? name : `${name}@${context}`);

/** The definition in the same set of labels, if it is there. */
export function find<T extends { readonly protocol: Protocol; readonly name: string }>(
  input: LabelInput,
  defined: readonly T[],
  protocol: Protocol,
  name: string,
  context: string,
): T | undefined {
  const full = qualified(name, context);
  const own = `@${providerName(input.version)}`;
  if (!full.endsWith(own)) return undefined;
  const wanted = full.slice(0, -own.length);
  return defined.find((d) => d.protocol === protocol && d.name === wanted);
}

const INTERNAL = ["api", "dashboard", "noop", "ping", "prometheus", "rest", "acme-http"];

/** Whether something outside of the set defines the name; without `exists` the set is alone. */
export function isDefined(input: LabelInput, protocol: Protocol, kind: Kind, name: string, context: string): boolean | undefined {
  const full = qualified(name, context);
  const told = input.exists ? input.exists(protocol, kind, full) : false;
  if (told !== false || kind !== "service" || protocol !== "http") return told;
  return full.endsWith("@internal") && INTERNAL.includes(full.slice(0, -"@internal".length)) ? true : told;
}
