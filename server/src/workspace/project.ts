// The files of one project seen together: what each is meant for and which Traefik it talks to.
import { parseVersion, type Version } from "../model/image.ts";
import { mayBeCalled, type RealName } from "../model/network.ts";
import { type DeployCall, namesIn } from "./deploys.ts";
import { type DocumentFacts, realName } from "./facts.ts";
import { type Merged, mergedWith } from "./merged.ts";
import { same } from "./same.ts";
import type { Settings } from "./settings.ts";
import { inStack } from "./stacks.ts";
import { ownTarget, projectTarget, strongEvidence, type Target } from "./target.ts";
import type { TraefikFact } from "./traefikFact.ts";

export interface ProjectFile {
  readonly facts: DocumentFacts;
  readonly target: Target;
  /** The Traefik that the file's services talk to: none, one, or several that can't be told apart. */
  readonly traefiks: readonly TraefikFact[];
  /** The files that it is deployed together with. */
  readonly merged: Merged | undefined;
}

export interface Project {
  readonly files: ReadonlyMap<string, ProjectFile>;
  /** All files of the project, those that are no stacks too. */
  readonly members: readonly DocumentFacts[];
  /** Stands for this project where it is not to be kept alive. */
  readonly id: object;
  /** The same object in projects that differ in the labels of services only. */
  readonly outline: object;
}

/**
 * @param settingsOf the settings that hold for a file
 * @param calls what scripts deploy
 * @param before the project before a change of files, with the same settings: what stays the same stays the same object
 */
export function readProject(
  all: readonly DocumentFacts[],
  settingsOf: (uri: string) => Settings,
  calls: readonly DeployCall[],
  before?: Project,
): Project {
  const deploys = namesIn(calls);
  if (before && sameOutlines(before.members, all)) return withLabels(before, all);
  const factsOf = new Map(all.map((f) => [f.uri, f]));
  const mergedOf = (uri: string) => mergedWith(uri, settingsOf(uri), calls, (u) => factsOf.get(u));
  // A file that is laid over others may hold nothing but networks.
  const stacks = all
    .filter((f) => f.isStack || f.override === "swarm" || settingsOf(f.uri).named || mergedOf(f.uri))
    .map((f) => inStack(f, settingsOf(f.uri).stacks, deploys));
  const traefiks = stacks.flatMap((f) => f.traefiks.map((t) => withVersion(t, settingsOf(f.uri))));
  const byUri = new Map(stacks.map((f) => [f.uri, f]));
  const onSwarm = (t: TraefikFact) =>
    t.mode === "swarm" || strongEvidence(byUri.get(t.uri)!) !== undefined || byUri.get(t.uri)!.override === "swarm";
  // One that reads containers leaves it open what labels under `deploy` are for, unless one on the swarm is nearer.
  const isOpen = (facts: DocumentFacts) =>
    traefiks.some((t) => t.mode === "container" && !onSwarm(t) && mayMeet(facts, t)) &&
    !traefiks.some((t) => t.mode === "swarm" && sharesNetwork(facts, t));
  const files = stacks.map((facts): [string, ProjectFile] => {
    const settings = settingsOf(facts.uri);
    const merged = mergedOf(facts.uri);
    const own = ownTarget(facts, settings, isOpen(facts), merged !== undefined);
    const linked = linkedTraefiks(facts, traefiks, settings, own, onSwarm);
    const target = own ?? projectTarget(facts, () => siblingsOf(facts, stacks), linked, onSwarm);
    const old = before?.files.get(facts.uri);
    const kept = {
      target: old && same(old.target, target) ? old.target : target,
      traefiks: old && same(old.traefiks, linked) ? old.traefiks : linked,
    };
    return [facts.uri, { facts, ...kept, merged }];
  });
  return { files: new Map(files), members: all, id: {}, outline: {} };
}

const sameOutlines = (a: readonly DocumentFacts[], b: readonly DocumentFacts[]): boolean =>
  a.length === b.length && a.every((facts, i) => facts.outline === b[i]!.outline);

/** What files are meant for and whom they talk to does not depend on what labels define. */
function withLabels(before: Project, all: readonly DocumentFacts[]): Project {
  const files = new Map(before.files);
  for (const [i, facts] of all.entries()) {
    const file = files.get(facts.uri);
    if (file && facts !== before.members[i]) files.set(facts.uri, { ...file, facts: { ...file.facts, services: facts.services } });
  }
  return { files, members: all, id: {}, outline: before.outline };
}

function withVersion(traefik: TraefikFact, settings: Settings): TraefikFact {
  const version = traefik.version ?? givenVersion(settings);
  return version === traefik.version ? traefik : { ...traefik, version };
}

/** The release that the user names for Traefiks that do not tell theirs, or that are not in the project. */
export function givenVersion({ traefikVersion }: Settings): Version | undefined {
  const version = parseVersion(traefikVersion);
  return version && version.major >= 2 && version.major <= 3 ? version : undefined;
}

function linkedTraefiks(
  facts: DocumentFacts,
  traefiks: readonly TraefikFact[],
  settings: Settings,
  target: Target | undefined,
  onSwarm: (t: TraefikFact) => boolean,
): readonly TraefikFact[] {
  const first = (...steps: (() => readonly TraefikFact[])[]) =>
    steps.reduce<readonly TraefikFact[]>((found, step) => (found.length ? found : step()), []);
  const sameMode = (t: TraefikFact) => !target || target.mode === "unknown" || (target.mode === "swarm") === onSwarm(t);
  return first(
    () => traefiks.filter((t) => settings.traefik !== "" && t.uri === settings.traefik),
    () => traefiks.filter((t) => t.uri === facts.uri),
    () => traefiks.filter((t) => sharesNetwork(facts, t)),
    () => traefiks.filter((t) => folderOf(t.uri) === folderOf(facts.uri) && sameMode(t)),
    () => {
      const candidates = traefiks.filter(sameMode);
      return new Set(candidates.map((t) => t.uri)).size === 1 ? candidates : [];
    },
  );
}

const sharesNetwork = (facts: DocumentFacts, traefik: TraefikFact): boolean =>
  [...facts.usedNetworks]
    .map((key) => realName(facts, key))
    .some((real) => real.kind === "known" && traefik.networks.some((t) => t.kind === "known" && t.name === real.name));

/** In one folder all may be deployed together; from another one only a common network leads here. */
const mayMeet = (facts: DocumentFacts, traefik: TraefikFact): boolean =>
  folderOf(traefik.uri) === folderOf(facts.uri) ||
  traefik.hostNetwork ||
  [...facts.usedNetworks].some((key) => traefik.networks.some((t) => maybeSame(t, realName(facts, key))));

/** The others of its folder. */
export const siblingsOf = (facts: DocumentFacts, stacks: readonly DocumentFacts[]): DocumentFacts[] =>
  stacks.filter((f) => f !== facts && folderOf(f.uri) === folderOf(facts.uri));

export const folderOf = (uri: string): string => uri.slice(0, uri.lastIndexOf("/"));

/** Whether two networks may be one: false only where they can't. In one file, equal keys are equal networks. */
export function maybeSame(a: RealName, b: RealName): boolean {
  if (a.kind === "known") return mayBeCalled(b, a.name);
  if (b.kind === "known") return mayBeCalled(a, b.name);
  return a.kind === "unknown" || b.kind === "unknown" || a.key === b.key;
}
