// What a file is meant for, swarm or compose, decided once from evidence in the order of the design (section 5) and measured on 841 real
// files. In doubt the answer is unknown, and rules that need to know are silent.
import { COMPOSE_ONLY, DEPLOY_KEYS, type EvidenceCode, PLAIN, STRONG } from "../model/evidence.ts";
import type { DocumentFacts } from "./facts.ts";
import type { Settings } from "./settings.ts";
import type { TraefikFact } from "./traefikFact.ts";

export interface Target {
  readonly mode: "swarm" | "compose" | "unknown";
  /** "own": the file (or its user) says so; "project": only its Traefik does. */
  readonly strength: "own" | "project";
  readonly because: readonly Because[];
}

export type Because =
  | { readonly kind: "override"; readonly from: "comment" | "setting" }
  | { readonly kind: "evidence"; readonly code: EvidenceCode }
  | { readonly kind: "traefik"; readonly uri: string; readonly service: string }
  | { readonly kind: "contradiction"; readonly codes: readonly EvidenceCode[] }
  /** `docker stack deploy` is given it together with others. */
  | { readonly kind: "merged" }
  | { readonly kind: "nothing" };

const decided = (mode: Target["mode"], ...because: Because[]): Target => ({ mode, strength: "own", because });
const has = (facts: DocumentFacts, codes: readonly EvidenceCode[]): EvidenceCode | undefined => codes.find((c) => facts.evidence.has(c));

/** Strong evidence of the file itself, labels under `deploy` left out; a contradiction gives nothing. */
export function strongEvidence(facts: DocumentFacts): EvidenceCode | undefined {
  const strong = has(facts, STRONG);
  if (strong) return strong;
  const deploy = has(facts, DEPLOY_KEYS);
  const plain = has(facts, PLAIN);
  return deploy && (!plain || facts.evidence.has("deploy-labels")) ? deploy : undefined;
}

/**
 * What the file alone says; undefined where it says nothing.
 *
 * @param containerTraefik one that reads containers may be the one that its labels are for
 * @param merged it is known to be deployed together with others
 */
export function ownTarget(facts: DocumentFacts, settings: Settings, containerTraefik: boolean, merged = false): Target | undefined {
  if (facts.override) return decided(facts.override, { kind: "override", from: "comment" });
  if (settings.target !== "auto") return decided(settings.target, { kind: "override", from: "setting" });
  if (merged) return decided("swarm", { kind: "merged" });
  const strong = strongEvidence(facts);
  if (strong) return decided("swarm", { kind: "evidence", code: strong });
  if (facts.evidence.has("deploy-labels")) {
    if (!containerTraefik) return decided("swarm", { kind: "evidence", code: "deploy-labels" });
    return decided("unknown", { kind: "contradiction", codes: ["deploy-labels", "container-mode"] });
  }
  const deploy = has(facts, DEPLOY_KEYS);
  if (deploy) return decided("unknown", { kind: "contradiction", codes: [deploy, has(facts, PLAIN)!] });
  const compose = has(facts, [...COMPOSE_ONLY, "container-mode"]);
  return compose && decided("compose", { kind: "evidence", code: compose });
}

/**
 * The target of a file that says nothing itself: that of the Traefik it talks to, if that one is known to be on a swarm and the file has
 * something to do with it and no sign of a file for development.
 *
 * @param siblings the other stacks of its folder
 */
export function projectTarget(
  facts: DocumentFacts,
  siblings: () => readonly DocumentFacts[],
  traefiks: readonly TraefikFact[],
  onSwarm: (traefik: TraefikFact) => boolean,
): Target {
  const routed = facts.services.some((s) => s.containerLabels || s.deployLabels);
  const first = traefiks[0];
  if (facts.evidence.has("container-name")) {
    if (!first || !traefiks.some(onSwarm)) return decided("compose", { kind: "evidence", code: "container-name" });
  } else if (first && routed && traefiks.every(onSwarm) && !forDevelopment(facts, siblings())) {
    return { mode: "swarm", strength: "project", because: [{ kind: "traefik", uri: first.uri, service: first.service }] };
  }
  return decided("unknown", { kind: "nothing" });
}

/** By its name a file for the developer's own machine, or one that is laid over another. */
export const isForDevelopment = (uri: string): boolean => DEVELOPMENT.test(uri.slice(uri.lastIndexOf("/") + 1));

const DEVELOPMENT = /override|(?:^|[._-])(?:dev|local)(?:[._-]|$)|-dev/i;

/** A file for the developer's own machine, or a part that is laid over another file. */
function forDevelopment(facts: DocumentFacts, siblings: readonly DocumentFacts[]): boolean {
  const routed = new Set(siblings.flatMap((f) => f.services.filter((s) => s.deployLabels).map((s) => s.name)));
  return isForDevelopment(facts.uri) || facts.services.some((s) => !s.image || routed.has(s.name));
}
