// What stands against a second task beside the first one, which start-first wants: the update would hang, or two would write to the same data.
// Sources: moby/swarmkit manager/scheduler/filter.go (HostPortFilter: ports with a number; MaxReplicasFilter: the old task counts until it has
// ended); orchestrator/jobs: jobs have no update order.
import { DATABASES, FILE_DATABASES } from "../catalog/traefik/images.ts";
import type { Text } from "../syntax/text.ts";
import { entriesOf, isNull, type Node, textOf, valueAt } from "../syntax/tree.ts";
import { effective } from "./effective.ts";
import { imageName } from "./image.ts";
import { deployText, hasVariable, type Mount, mounts, publishedPorts, type Service } from "./service.ts";

export type Obstacle =
  /** A port of the node itself, which only one task may hold. */
  | { readonly kind: "host-port"; readonly published: string; readonly at: Text }
  /** So many tasks on one node, the old ones included: too few for all of them and a new one. */
  | { readonly kind: "max-replicas"; readonly at: Text }
  /** A database, or an image that keeps its data in a file for one process. `data`: its folder, where the file mounts it. */
  | { readonly kind: "single-writer"; readonly image: string; readonly at: Text; readonly data: Text | undefined }
  /** It runs to its end and is not updated task by task. */
  | { readonly kind: "job"; readonly at: Text };

export function obstacles(service: Service): readonly Obstacle[] {
  const { mode } = effective(service);
  const found: Obstacle[] = [];
  if (mode.text && mode.value.endsWith("-job")) found.push({ kind: "job", at: mode.text });
  for (const { hostMode, mode: at, published } of publishedPorts(service)) {
    if (hostMode && at && published && published.value !== "0") found.push({ kind: "host-port", published: published.value, at });
  }
  const limit = deployText(service, "placement", "max_replicas_per_node");
  if (limit && isTight(service, limit.value)) found.push({ kind: "max-replicas", at: limit });
  const writer = singleWriter(service);
  if (writer) found.push(writer);
  return found;
}

/** The word `start-first` where updates follow it: something runs, and is updated task by task. */
export function startFirst(service: Service): Text | undefined {
  const { mode, replicas, update } = effective(service);
  const { value, text } = update.order;
  return value === "start-first" && replicas.value !== 0 && !mode.value.endsWith("-job") ? text : undefined;
}

/** 0 is no limit; what a variable holds is not known, and most who write it set a limit. A node with room for all needs no other one. */
function isTight(service: Service, limit: string): boolean {
  if (hasVariable(limit)) return true;
  if (!/^\d+$/.test(limit) || Number(limit) === 0) return false;
  const { mode, replicas, update } = effective(service);
  const old = mode.value === "global" ? 1 : replicas.value;
  const fresh = update.parallelism.value === 0 ? old : Math.min(old, update.parallelism.value);
  return Number(limit) < old + fresh;
}

/** A database by its image, whether it has a volume in the file or not: without one it has lost everything anyway. */
function singleWriter(service: Service): Obstacle | undefined {
  const { image } = service;
  const name = image && imageName(image.value)?.name;
  // Who runs several tasks of it means them to get along.
  if (!image || !name || effective(service).replicas.value > 1) return undefined;
  if (Object.hasOwn(DATABASES, name)) return { kind: "single-writer", image: name, at: image, data: dataOf(service, DATABASES[name]!) };
  const last = image.value.lastIndexOf("/") + 1;
  const path = image.value.slice(0, last) + image.value.slice(last).split(/[:@]/)[0]!;
  const key = Object.keys(FILE_DATABASES).find((k) => path === k || path.endsWith(`/${k}`));
  const file = key && FILE_DATABASES[key];
  if (!file || (file.elsewhere && maySet(service, file.elsewhere))) return undefined;
  const data = dataOf(service, [file.folder]);
  return data && { kind: "single-writer", image: key, at: image, data };
}

/** Where one of the folders, or one above it, is mounted so that it is written to, by more than one task. */
const dataOf = (service: Service, folders: readonly string[]): Text | undefined =>
  mounts(service)
    .filter((m) => m.writable && !isPerTask(m.node) && folders.some((f) => `${f}/`.startsWith(folder(m.target))))
    .map(placeOf)
    .find((at) => at !== undefined);

/** With one slash at its end. */
function folder(path: string): string {
  let end = path.length;
  while (end > 0 && path[end - 1] === "/") end--;
  return `${path.slice(0, end)}/`;
}

const placeOf = ({ node }: Mount): Text | undefined => textOf(node) ?? textOf(valueAt(node, "target"));

/** Docker fills in templates: `{{.Task.ID}}` names a volume for each task. */
const isPerTask = (node: Node): boolean => /\.Task\.(?:ID|Name)\b/.test((textOf(node) ?? textOf(valueAt(node, "source")))?.value ?? "");

/** Whether an environment variable is set, or may be by a file. */
function maySet(service: Service, name: string): boolean {
  const root = service.entry.value;
  if (!isNull(valueAt(root, "env_file"))) return true;
  const node = valueAt(root, "environment");
  const keys = node?.kind === "sequence" ? node.items.map((i) => textOf(i.value)?.value ?? "") : entriesOf(node).map((e) => e.key.value);
  return keys.some((key) => key.split("=")[0] === name);
}
