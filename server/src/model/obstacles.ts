// What stands against a second task beside the first one, which start-first wants: the update would hang, or two would write to the same data.
// Sources: moby/swarmkit manager/scheduler/filter.go (HostPortFilter, MaxReplicasFilter: the old task counts until it has ended);
// orchestrator/jobs: jobs have no update order.
import { FILE_DATABASES, SINGLE_WRITER_IMAGES } from "../catalog/traefik/images.ts";
import type { Text } from "../syntax/text.ts";
import { effective } from "./effective.ts";
import { imageName } from "./image.ts";
import { deployText, mounts, publishedPorts, type Service } from "./service.ts";

export type Obstacle =
  /** A port of the node itself, which only one task may hold. */
  | { readonly kind: "host-port"; readonly target: string; readonly at: Text }
  /** So many tasks on one node, the old ones included. */
  | { readonly kind: "max-replicas"; readonly at: Text }
  /** A database, or an image that keeps its data in a file for one process. */
  | { readonly kind: "single-writer"; readonly image: string; readonly at: Text }
  /** It runs to its end and is not updated task by task. */
  | { readonly kind: "job"; readonly at: Text };

export function obstacles(service: Service): readonly Obstacle[] {
  const { mode } = effective(service);
  const found: Obstacle[] = [];
  if (mode.text && mode.value.endsWith("-job")) found.push({ kind: "job", at: mode.text });
  for (const { hostMode, mode: at, target } of publishedPorts(service)) if (hostMode && at) found.push({ kind: "host-port", target, at });
  const limit = deployText(service, "placement", "max_replicas_per_node");
  // 0 is no limit; what a variable holds is not known, and most who write it set a limit.
  if (limit && limit.value !== "0") found.push({ kind: "max-replicas", at: limit });
  const writer = singleWriter(service);
  if (writer) found.push(writer);
  return found;
}

/** A database by its image, whether it has a volume in the file or not: without one it has lost everything anyway. */
function singleWriter(service: Service): Obstacle | undefined {
  const { image } = service;
  const name = image && imageName(image.value)?.name;
  if (!image || !name) return undefined;
  const folder = Object.hasOwn(FILE_DATABASES, name) ? FILE_DATABASES[name] : undefined;
  const keeps = folder !== undefined && mounts(service).some((m) => m.writable && m.target.replace(/\/$/, "") === folder);
  return keeps || SINGLE_WRITER_IMAGES.includes(name) ? { kind: "single-writer", image: name, at: image } : undefined;
}
