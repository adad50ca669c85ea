// The provider's own labels, `traefik.docker.*` and `traefik.swarm.*`: all of a service under the other name, so that never both are there.
import type { Label } from "../../model/labels.ts";
import type { Service } from "../../model/service.ts";
import type { Edit } from "../../syntax/edit.ts";
import { removeLabels } from "./remove-labels.ts";

export type Prefix = "docker" | "swarm";

export interface PrefixChange {
  readonly edits: readonly Edit[];
  /** A label under the other name says something else, and goes or stays for good. */
  readonly conflict: boolean;
}

/** The labels of `deploy.labels` that the provider itself reads, `traefik.docker.network` for instance. */
export const providerLabels = (service: Service, prefix: Prefix): Label[] =>
  service.deployLabels?.labels.filter((l) => l.key.value.toLowerCase().startsWith(`traefik.${prefix}.`)) ?? [];

/** Undefined where labels came in by an alias, and where the other name has no such label. */
export function changePrefix(service: Service, from: Prefix, to: Prefix): PrefixChange | undefined {
  const labels = providerLabels(service, from);
  const there = new Map(providerLabels(service, to).map((l) => [nameOf(l), l]));
  const names = labels.map(nameOf);
  if (new Set(names).size < names.length || !names.every((n) => COMMON.includes(n))) return undefined;
  if (labels.some((l) => !l.part || l.key.opaque || l.part.value.anchor)) return undefined;
  const extra = labels.filter((l) => there.has(nameOf(l)));
  const renamed = labels.filter((l) => !extra.includes(l)).map((l) => ({ span: l.key.slice(START, START + from.length).span, text: to }));
  const removed = extra.length > 0 ? removeLabels(service, service.deployLabels!, extra) : [];
  const conflict = extra.some((l) => l.value?.value !== there.get(nameOf(l))!.value?.value);
  return removed && { edits: [...renamed, ...removed], conflict };
}

/** Labels that both providers have. */
const COMMON = ["network", "lbswarm"];
const START = "traefik.".length;

const nameOf = (label: Label): string => label.key.value.toLowerCase().split(".").slice(2).join(".");
