// The files of one project seen together: what each is meant for and which Traefik it talks to.
import { parseVersion, type Version } from "../model/image.ts";
import { mayBeCalled, type RealName } from "../model/network.ts";
import { type DocumentFacts, realName, type TraefikFact } from "./facts.ts";
import type { Settings } from "./settings.ts";
import { inStack, type StackName } from "./stacks.ts";
import { ownTarget, projectTarget, strongEvidence, type Target } from "./target.ts";

export interface ProjectFile {
  readonly facts: DocumentFacts;
  readonly target: Target;
  /** The Traefik that the file's services talk to: none, one, or several that can't be told apart. */
  readonly traefiks: readonly TraefikFact[];
}

export interface Project {
  readonly files: ReadonlyMap<string, ProjectFile>;
}

/**
 * @param settingsOf the settings that hold for a file
 * @param deploys names of stacks that scripts tell
 */
export function readProject(all: readonly DocumentFacts[], settingsOf: (uri: string) => Settings, deploys: readonly StackName[]): Project {
  const stacks = all.filter((f) => f.isStack).map((f) => inStack(f, settingsOf(f.uri).stacks, deploys));
  const traefiks = stacks.flatMap((f) => f.traefiks.map((t) => withVersion(t, settingsOf(f.uri))));
  const byUri = new Map(stacks.map((f) => [f.uri, f]));
  const onSwarm = (t: TraefikFact) =>
    t.mode === "swarm" || strongEvidence(byUri.get(t.uri)!) !== undefined || byUri.get(t.uri)!.override === "swarm";
  const containerTraefik = traefiks.some((t) => t.mode === "container" && !onSwarm(t));
  const files = stacks.map((facts): [string, ProjectFile] => {
    const settings = settingsOf(facts.uri);
    const own = ownTarget(facts, settings, containerTraefik);
    const linked = linkedTraefiks(facts, traefiks, settings, own, onSwarm);
    return [facts.uri, { facts, target: own ?? projectTarget(facts, () => siblingsOf(facts, stacks), linked, onSwarm), traefiks: linked }];
  });
  return { files: new Map(files) };
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
  facts.services
    .flatMap((s) => s.networks.map((key) => realName(facts, key)))
    .some((real) => real.kind === "known" && traefik.networks.some((t) => t.kind === "known" && t.name === real.name));

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
