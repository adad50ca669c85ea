// Which labels of a service are read, and by which Traefiks. Whatever is said about labels asks here, so that all of it speaks of the same
// labels and the same releases.

import { keysOf, matchConstraints } from "../model/build/constraints.ts";
import { plainLabel, undollar } from "../model/decode/plain.ts";
import { imageName, type Version } from "../model/image.ts";
import { isRoutingLabel, type Label, type LabelSet } from "../model/labels.ts";
import type { Service } from "../model/service.ts";
import { labelSetFact } from "../model/symbols.ts";
import type { Text } from "../syntax/text.ts";
import { perService } from "./perService.ts";
import { type Taken, taken } from "./taken.ts";
import type { TraefikDefinitions, TraefikFact } from "./traefikFact.ts";
import type { View } from "./view.ts";

export interface Reading {
  /** The labels that are looked at: those of `deploy`, or of the containers where no Traefik reads Swarm's services. */
  readonly set: LabelSet;
  /** Whether the service is taken. */
  readonly taken: Taken;
  /** Never empty. */
  readonly readers: readonly Reader[];
}

/** A Traefik that may read them. */
export interface Reader {
  /** Undefined for one that the project does not hold. */
  readonly traefik: TraefikFact | undefined;
  /** Its release, where it is told. */
  readonly version: Version | undefined;
}

/** Undefined where there are no such labels, or the file is not for a swarm. */
export const reading = perService((service: Service, view: View): Reading | undefined => {
  if (view.target().mode !== "swarm") return undefined;
  const all = readers(view);
  const bySwarm = all.filter((r) => r.traefik?.mode !== "container");
  const set = bySwarm.length > 0 ? service.deployLabels : service.containerLabels;
  if (!set) return undefined;
  const own = bySwarm.length > 0 ? bySwarm : all;
  const traefiks = own.flatMap((r) => r.traefik ?? []);
  return { set, taken: taken(labelSetFact(service, set), traefiks, (t) => isOutside(set, t)), readers: own };
});

/** The Traefiks that the file's services talk to; where the project holds none, one of the release that the user names. */
export function readers(view: View): readonly Reader[] {
  const traefiks = view.traefiks();
  if (traefiks.length === 0) return [{ traefik: undefined, version: view.givenVersion() }];
  return traefiks.map((traefik) => ({ traefik, version: traefik.version }));
}

/** The releases that may read the labels of a file, each once; undefined where one is not told. */
export function releases(view: View, of: readonly Reader[] = readers(view)): readonly Version[] | undefined {
  const all = new Map(of.map(({ version }) => [version && `${version.major}.${version.minor}.${version.patch}`, version]));
  const versions = [...all.values()];
  return versions.every((v) => v !== undefined) ? versions : undefined;
}

/** A Traefik's constraints leave the service out. */
function isOutside(set: LabelSet, { constraints }: TraefikFact): boolean {
  if (!constraints) return false;
  const labels = set.labels.map(plainLabel);
  const isOpen = set.form === "other" || labels.some((l) => l.open?.key || l.open?.value);
  return !isOpen && matchConstraints(constraints, labels) === false;
}

/**
 * Labels outside of `deploy` for want of which the constraints of all its Traefiks leave the service out, with one that would take it if they
 * stood there.
 */
export function missedByConstraints(
  service: Service,
  view: View,
): { readonly labels: readonly Label[]; readonly traefik: TraefikFact } | undefined {
  const traefiks = view.traefiks();
  const [deploy, container] = [service.deployLabels, service.containerLabels];
  if (!container || traefiks.length === 0 || traefiks.some((t) => !t.constraints || t.mode === "container")) return undefined;
  if (![deploy, container].some((set) => set?.labels.some(isRoutingLabel))) return undefined;
  const all = [...container.labels, ...(deploy?.labels ?? [])];
  const plain = all.map(plainLabel);
  if ([deploy, container].some((set) => set?.form === "other") || plain.some((l) => l.open?.key || l.open?.value)) return undefined;
  const before = plain.slice(container.labels.length);
  if (traefiks.some((t) => matchConstraints(t.constraints!, before) !== false)) return undefined;
  const traefik = traefiks.find((t) => matchConstraints(t.constraints!, plain) === true);
  const keys = traefik && keysOf(traefik.constraints!);
  return keys && { traefik, labels: container.labels.filter((l) => keys.includes(undollar(l.key.value))) };
}

/**
 * What the Traefiks of a service define, where all of that is in their flags and they read Swarm's services. Undefined where it is not told, or
 * they leave the service out.
 */
export const readBy = perService((service: Service, view: View): readonly TraefikDefinitions[] | undefined => {
  if (isLeftOut(service, view)) return undefined;
  const traefiks = view.traefiks();
  const defined = traefiks.flatMap((t) => (t.defines && t.mode === "swarm" ? [t.defines] : []));
  return traefiks.length > 0 && defined.length === traefiks.length ? defined : undefined;
});

/** Swarm's Traefik does not take the service or is not there; or a part of the labels is not told. */
export const isLeftOut = perService((service: Service, view: View): boolean => {
  const read = reading(service, view);
  return read?.set.scope !== "deploy" || read.taken === "no" || labelSetFact(service, read.set).open;
});

/** Whether a name's provider (none, or one behind `@`) is the one that reads the service's labels, for each of its Traefiks. */
export const isOwn = (provider: Text | undefined, defined: readonly TraefikDefinitions[]): boolean =>
  provider === undefined || defined.every((d) => provider.value === ownProvider(d));

/**
 * A provider behind `@` that none of the Traefiks has; `docker` and `swarm` may be meant for each other, which is another finding, and so
 * are capitals.
 */
export const isNowhere = (provider: Text | undefined, defined: readonly TraefikDefinitions[]): boolean =>
  provider !== undefined &&
  (provider.value === "file" || !/^(?:docker|swarm|internal|file)$/i.test(provider.value)) &&
  defined.every((d) => !d.others && !d.providers.includes(provider.value));

/** `swarm` from v3 on, where that provider is; `docker` in swarm mode before. */
export const ownProvider = ({ providers }: TraefikDefinitions): string => (providers.includes("swarm") ? "swarm" : "docker");

/**
 * Files may describe one app for several occasions, of which one is deployed: then its services run the same image. In one file all is
 * deployed, and so are two that are known to be stacks of their own.
 */
export function isAlternative(service: Service, other: { readonly uri: string; readonly service: string }, view: View): boolean {
  if (other.uri === view.uri()) return false;
  const stacks = [view.uri(), other.uri].map((uri) => view.stackOf(uri));
  if (stacks.every((s) => s !== undefined) && stacks[0] !== stacks[1]) return false;
  const image = (s: Service | undefined) => (s?.image ? imageName(s.image.value)?.name : undefined);
  const [mine, theirs] = [image(service), image(view.placedService(other)?.service)];
  return mine === undefined || mine === theirs || theirs === undefined || other.service === service.name.value;
}
