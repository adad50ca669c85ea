// What each question of a view is answered from, so that it is asked again only when that has changed.
import type { Place } from "./graph.ts";
import type { SymbolName, View } from "./view.ts";

/**
 * What has to change before a question is answered otherwise: what the files tell apart from what labels define ("outline"), one place of the
 * graph of what they define, or any block.
 */
export const ANSWERED_FROM: Readonly<Record<keyof View, "outline" | "graph" | "blocks">> = {
  uri: "outline",
  target: "outline",
  stackName: "outline",
  environment: "outline",
  stackOf: "outline",
  assumptions: "outline",
  traefiks: "outline",
  givenVersion: "outline",
  ownTraefik: "outline",
  isComplete: "outline",
  otherVersion: "outline",
  knowsReferences: "outline",
  isInDotenv: "outline",
  declaredNearby: "outline",
  hasTraefik: "outline",
  network: "outline",
  networkKeys: "outline",
  declares: "outline",
  declaredNames: "outline",
  isEmpty: "outline",
  isSharedAnchor: "outline",
  hasEntries: "outline",
  isRepeated: "outline",
  firstOf: "blocks",
  usesNetwork: "outline",
  realName: "outline",
  sharedNetworks: "outline",
  isNetworkName: "outline",
  servicesWithContainerLabels: "blocks",
  traefikService: "blocks",
  version: "outline",
  versionPlace: "blocks",
  definitions: "graph",
  mayBeDefined: "graph",
  symbolNames: "graph",
  usersOf: "graph",
  routersOf: "graph",
  placedService: "blocks",
  declareNetwork: "blocks",
  declareObject: "blocks",
};

/** The place of the graph that answers a question of that kind. */
export function placeAsked(question: keyof View, argument: unknown): Place | undefined {
  const { protocol, kind, name } = (argument ?? {}) as SymbolName;
  if (question === "definitions" || question === "mayBeDefined") return `byName ${protocol} ${kind} ${name}`;
  if (question === "usersOf") return `users ${protocol} ${name}`;
  if (question === "symbolNames") return `names ${protocol} ${kind}`;
  return question === "routersOf" ? `byHost ${argument as string}` : undefined;
}
