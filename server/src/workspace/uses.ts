// Who runs requests through a middleware, over all files that the same Traefik reads, and chains that come back to themselves.
import { hasVariable } from "../model/service.ts";
import type { Protocol } from "../model/symbols.ts";
import { type DefinitionFact, middlewaresIn, traefikId } from "./graph.ts";
import type { View } from "./view.ts";

export interface MiddlewareName {
  readonly protocol: Protocol;
  readonly name: string;
}

/** The routers that use it, by themselves or through chains: those of this file, and of others with the same Traefik. */
export function routersThrough(middleware: MiddlewareName, view: View): readonly DefinitionFact[] {
  const { protocol } = middleware;
  // A variable means the same in one file; in another one nobody knows.
  const isHere = hasVariable(middleware.name) ? ({ uri }: DefinitionFact) => uri === view.uri() : readHere(view);
  const seen = new Set([middleware.name]);
  const routers = new Set<DefinitionFact>();
  for (const name of seen) {
    for (const user of view.usersOf({ protocol, name })) {
      if (!isHere(user)) continue;
      if (user.kind === "routers") routers.add(user);
      if (user.kind === "middlewares") seen.add(user.name);
    }
  }
  return [...routers];
}

/** The shortest way from a chain back to itself, as names; undefined where there is none. */
export function loopOf(chain: MiddlewareName, view: View): readonly string[] | undefined {
  const { protocol, name: start } = chain;
  const isHere = readHere(view);
  const from = new Map<string, string>();
  const reached = [start];
  for (const name of reached) {
    const definitions = view.definitions({ protocol, kind: "middlewares", name }).filter(isHere);
    for (const next of definitions.flatMap(middlewaresIn)) {
      if (next === start) return wayTo(name, start, from);
      if (from.has(next)) continue;
      from.set(next, name);
      reached.push(next);
    }
  }
  return undefined;
}

function wayTo(last: string, start: string, from: ReadonlyMap<string, string>): string[] {
  const way = [start];
  for (let name: string | undefined = last; name !== undefined && name !== start; name = from.get(name)) way.splice(1, 0, name);
  return [...way, start];
}

/** Labels that the Traefik of this file reads, or may. */
function readHere(view: View): (fact: DefinitionFact) => boolean {
  const [traefik, ...others] = view.traefiks();
  const id = traefik && others.length === 0 ? traefikId(traefik) : undefined;
  return ({ scope, read, uri, traefik: its }) =>
    scope === "deploy" && read !== false && (uri === view.uri() || (id !== undefined && its === id));
}
