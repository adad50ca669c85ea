// Under which stack's name a file is deployed, as its user says: no file tells it, and the real names of its own networks begin with it.
import type { RealName } from "../model/network.ts";
import type { NetworkFact } from "./blockFacts.ts";
import type { DocumentFacts } from "./facts.ts";
import { type Fits, type Gap, wildcard } from "./wildcard.ts";

/** `docker stack deploy -c FILES NAME` */
export interface StackName {
  readonly name: string;
  /** A URI in which `*` stands for any part of a name, and `**` for any folders. Before it is placed in a folder: a path. */
  readonly files: string;
}

/** What Docker takes for a stack's name, as far as it is of use. */
export const isStackName = (name: string): boolean => /^[A-Za-z0-9][\w.-]*$/.test(name);

/** The setting: names with a file each, or a list of files. Whatever is not usable is left out. */
export function readStacks(value: unknown): readonly StackName[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([name, given]: [string, unknown]) => {
    const files = (Array.isArray(given) ? given : [given]).filter((f): f is string => typeof f === "string" && f.trim() !== "");
    return isStackName(name) ? files.map((f) => ({ name, files: f.trim() })) : [];
  });
}

/** Paths are meant from a folder. */
export const stacksIn = (folder: string, stacks: readonly StackName[]): readonly StackName[] =>
  stacks.map(({ name, files }) => ({ name, files: uriIn(folder, files) }));

/** A path from a folder as a URI. */
export const uriIn = (folder: string, file: string): string =>
  /^[\w-]+:\/\//.test(file) ? file : `${folder.replace(/\/$/, "")}/${encodeURI(file.replaceAll("\\", "/").replace(/^(?:\.?\/)+/, ""))}`;

/**
 * A file's facts with the real names that its stack's name gives.
 *
 * @param stacks what the user says, which goes before what scripts say
 */
export function inStack(facts: DocumentFacts, stacks: readonly StackName[], deploys: readonly StackName[]): DocumentFacts {
  const stack = stackOf(facts.uri, stacks, deploys);
  if (stack === undefined) return facts;
  const named = (real: RealName): RealName => (real.kind === "prefixed" ? { kind: "known", name: `${stack}_${real.key}` } : real);
  const networks = [...facts.networks].map(([key, fact]): [string, NetworkFact] => [key, { ...fact, realName: named(fact.realName) }]);
  const traefiks = facts.traefiks.map((t) => ({ ...t, networks: t.networks.map(named) }));
  return { ...facts, stack, networks: new Map(networks), traefiks };
}

/** Undefined as well where a file is deployed under several names. */
export function stackOf(uri: string, ...sources: readonly (readonly StackName[])[]): string | undefined {
  if (sources.every((s) => s.length === 0)) return undefined;
  const path = decoded(uri);
  const names = sources.map((stacks) => new Set(stacks.filter((s) => patternOf(s)(path)).map((s) => s.name))).find((n) => n.size > 0);
  return names?.size === 1 ? [...names][0] : undefined;
}

const PATTERNS = new WeakMap<StackName, Fits>();

function patternOf(stack: StackName): Fits {
  let pattern = PATTERNS.get(stack);
  if (!pattern) {
    const parts = decoded(stack.files).split(/(\*\*\/|\*+)/);
    const texts = parts.filter((_, i) => i % 2 === 0);
    const gaps = parts.filter((_, i) => i % 2 === 1).map((p): Gap => (p === "**/" ? "folders" : p === "**" ? "any" : "name"));
    pattern = wildcard(texts, gaps);
    PATTERNS.set(stack, pattern);
  }
  return pattern;
}

/** Editors differ in what they encode. */
function decoded(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}
