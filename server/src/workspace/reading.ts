// Which Traefiks read a service's label set, where the files tell it.
import { imageName } from "../model/image.ts";
import { labelOf, parseBool } from "../model/labels.ts";
import type { Service } from "../model/service.ts";
import { labelSetFacts } from "../model/symbols.ts";
import type { Text } from "../syntax/text.ts";
import type { TraefikDefinitions } from "./facts.ts";
import type { View } from "./view.ts";

/**
 * What the Traefiks of a service define, where all of that is in their flags and they read Swarm's services. Undefined where it is not told, or
 * they leave the service out.
 */
export function readBy(service: Service, view: View): readonly TraefikDefinitions[] | undefined {
  if (view.target().mode !== "swarm" || isLeftOut(service, view)) return undefined;
  const traefiks = view.traefiks();
  const defined = traefiks.flatMap((t) => (t.defines && t.mode === "swarm" ? [t.defines] : []));
  return traefiks.length > 0 && defined.length === traefiks.length ? defined : undefined;
}

/** `traefik.enable` says no, or does not say yes where Traefik wants it; there are no tasks; or a part of the labels is not told. */
export function isLeftOut(service: Service, view: View): boolean {
  const set = labelSetFacts(service).find((s) => s.scope === "deploy");
  if (!set || set.enable === false || set.stopped || set.open) return true;
  if (parseBool(labelOf(service.deployLabels, "traefik.enable")?.value?.value) === true) return false;
  const traefiks = view.traefiks();
  return traefiks.length > 0 && traefiks.every((t) => t.exposedByDefault === false);
}

/** Whether a name's provider (none, or one behind `@`) is the one that reads the service's labels, for each of its Traefiks. */
export const isOwn = (provider: Text | undefined, defined: readonly TraefikDefinitions[]): boolean =>
  provider === undefined || defined.every((d) => provider.value === ownProvider(d));

/** `swarm` from v3 on, where that provider is; `docker` in swarm mode before. */
export const ownProvider = ({ providers }: TraefikDefinitions): string => (providers.includes("swarm") ? "swarm" : "docker");

/**
 * Files may describe one app for several occasions, of which one is deployed: then its services run the same image. In one file all is
 * deployed.
 */
export function isAlternative(service: Service, other: { readonly uri: string; readonly service: string }, view: View): boolean {
  if (other.uri === view.uri()) return false;
  const image = (s: Service | undefined) => (s?.image ? imageName(s.image.value)?.name : undefined);
  const [mine, theirs] = [image(service), image(view.placedService(other)?.service)];
  return mine === undefined || mine === theirs || theirs === undefined || other.service === service.name.value;
}
