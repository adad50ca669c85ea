// A service as Docker reads it: the parts that Traefik and Swarm look at, each with its place. Values stay as they are written; nothing is
// judged here.
import type { Block } from "../syntax/document.ts";
import type { Text } from "../syntax/text.ts";
import { type Entry, entriesOf, entryOf, isNull, type Node, textOf, valueAt } from "../syntax/tree.ts";
import { type Argument, argumentsOf } from "./command.ts";
import { type LabelSet, labelSet, parseBool } from "./labels.ts";

export interface Service {
  readonly block: Block;
  readonly entry: Entry;
  readonly name: Text;
  readonly image: Text | undefined;
  readonly built: boolean;
  /** `labels` of the service: they end on the containers. */
  readonly containerLabels: LabelSet | undefined;
  /** `deploy.labels`: they end on the Swarm service. */
  readonly deployLabels: LabelSet | undefined;
  readonly deploy: Entry | undefined;
  /** Undefined where the file names none: the stack's default network. */
  readonly networks: readonly NetworkUse[] | undefined;
  readonly networkMode: Text | undefined;
  readonly entrypoint: Node | undefined;
  /** Undefined where there is none, so the image's own counts. */
  readonly command: readonly Argument[] | undefined;
}

/** A network that a service is attached to, by its key. */
export interface NetworkUse {
  readonly key: Text;
}

/** The value of an entry of `services`; one that is no mapping has no parts. */
export function readService(block: Block, entry: Entry): Service {
  const { value } = entry;
  const deploy = entryOf(value, "deploy");
  const command = valueAt(value, "command");
  return {
    block,
    entry,
    name: entry.key,
    image: textOf(valueAt(value, "image")),
    built: entryOf(value, "build") !== undefined,
    containerLabels: containerLabelsOf(value),
    deployLabels: deployLabelsOf(value),
    deploy,
    networks: networkUses(valueAt(value, "networks")),
    networkMode: textOf(valueAt(value, "network_mode")),
    entrypoint: valueAt(value, "entrypoint"),
    command: isNull(command) ? undefined : argumentsOf(command!),
  };
}

export const containerLabelsOf = (service: Node): LabelSet | undefined => labelSet(entryOf(service, "labels"), "container");

export const deployLabelsOf = (service: Node): LabelSet | undefined => labelSet(entryOf(valueAt(service, "deploy"), "labels"), "deploy");

function networkUses(node: Node | undefined): readonly NetworkUse[] | undefined {
  if (isNull(node)) return undefined;
  if (node!.kind === "sequence") return node!.items.flatMap((i) => (i.value.kind === "scalar" ? [{ key: i.value.text }] : []));
  return entriesOf(node).map((e) => ({ key: e.key }));
}

/** The words of a deploy setting, `deploy.update_config.order` for instance. */
export const deployText = (service: Service, ...path: string[]): Text | undefined => textOf(valueAt(service.deploy?.value, ...path));

/** The constraints of `deploy.placement`. */
export function constraintsOf(service: Service): readonly Text[] {
  const node = valueAt(service.deploy?.value, "placement", "constraints");
  return node?.kind === "sequence" ? node.items.flatMap((i) => textOf(i.value) ?? []) : [];
}

export interface PublishedPort {
  readonly target: string;
  readonly hostMode: boolean;
  /** The word of the long form's `mode`. */
  readonly mode?: Text;
  /** The long form's port of the node; without one, or with 0, Docker takes any that is free. */
  readonly published?: Text;
}

/** `ports`, short and long, as far as the container's port can be told. */
export function publishedPorts(service: Service): readonly PublishedPort[] {
  const node = valueAt(service.entry.value, "ports");
  if (node?.kind !== "sequence") return [];
  return node.items.flatMap(({ value }): PublishedPort[] => {
    if (value.kind === "scalar") {
      const target = /(?:^|:)(\d+)(?:\/\w+)?$/.exec(value.text.value)?.[1];
      return target ? [{ target, hostMode: false }] : [];
    }
    const target = textOf(valueAt(value, "target"))?.value;
    const mode = textOf(valueAt(value, "mode"));
    const published = textOf(valueAt(value, "published"));
    return target ? [{ target, hostMode: mode?.value === "host", ...(mode ? { mode } : {}), ...(published ? { published } : {}) }] : [];
  });
}

/** `expose`, as written. */
export function exposedPorts(service: Service): readonly string[] {
  const node = valueAt(service.entry.value, "expose");
  return node?.kind === "sequence" ? node.items.flatMap((i) => textOf(i.value)?.value ?? []) : [];
}

export interface Mount {
  /** The path inside the container. */
  readonly target: string;
  /** A volume or folder that the service may write to; configs and secrets are not. */
  readonly writable: boolean;
  readonly node: Node;
}

/** Where something of the host, a volume, a config or a secret is mounted. */
export function mounts(service: Service): readonly Mount[] {
  return ["volumes", "configs", "secrets"].flatMap((key) => {
    const node = valueAt(service.entry.value, key);
    return node?.kind === "sequence" ? node.items.flatMap(({ value }) => mountOf(value, key) ?? []) : [];
  });
}

function mountOf(node: Node, key: string): Mount | undefined {
  if (node.kind === "scalar") {
    const [, target, options = ""] = /^(?:[A-Za-z]:\\)?[^:]*:([^:]+)(?::([^:]*))?$/.exec(node.text.value) ?? [];
    return target ? { target, writable: key === "volumes" && !options.split(",").includes("ro"), node } : undefined;
  }
  const target = textOf(valueAt(node, "target"))?.value;
  const readOnly = parseBool(textOf(valueAt(node, "read_only"))?.value) === true || textOf(valueAt(node, "type"))?.value === "tmpfs";
  return target ? { target, writable: key === "volumes" && !readOnly, node } : undefined;
}

/** The networks that it is on, by their keys in the file. */
export const networkKeys = ({ networks }: Pick<Service, "networks">): string[] => networks?.map((n) => n.key.value) ?? ["default"];

/** `$VAR`, `${VAR}`: what it becomes is not in the file. `$$` is a dollar. */
export const hasVariable = (text: string): boolean => text.includes("$") && /\$(?:\{|[A-Za-z_])/.test(text.replaceAll("$$", ""));
