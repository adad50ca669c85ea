// Mounts that `docker stack config` takes and the deployment refuses: a type or options that don't fit, a place where another one stands.
// Sources: docker/cli cli/compose/convert/volume.go@v28.2.2; swarmkit manager/controlapi/service.go validateMounts.
import type { Span } from "../../syntax/text.ts";
import { entryOf, type Node, valueAt } from "../../syntax/tree.ts";
import { mountOf } from "./formats.ts";
import type { Ask, Refusal } from "./refusal.ts";
import { textIn } from "./uses.ts";

export function mountFaults(ask: Ask): Refusal[] {
  const list = ask.at("volumes");
  if (list?.kind !== "sequence") return [];
  const targets = new Set<string>();
  return list.items.flatMap(({ value: node }): Refusal[] => {
    const target =
      node.kind === "scalar" ? mountOf(textIn(node, ask.substitute) ?? "")?.target : textIn(valueAt(node, "target"), ask.substitute);
    const again = target !== undefined && target !== "" && targets.has(target);
    if (target !== undefined) targets.add(target);
    const twice: Refusal[] = again ? [{ code: "mount-target", by: "manager", span: spanOfMount(node), target }] : [];
    return node.kind === "mapping" ? [...twice, ...longMount(node, ask)] : twice;
  });
}

const spanOfMount = (node: Node): Span => (node.kind === "mapping" ? (entryOf(node, "target")?.value.span ?? node.span) : node.span);

const TYPES = ["volume", "bind", "tmpfs", "npipe", "cluster", "image"];
const TAKES: Readonly<Record<string, readonly string[]>> = {
  volume: ["volume"],
  bind: ["bind"],
  tmpfs: ["tmpfs"],
  npipe: ["bind"],
  cluster: [],
  image: [],
};

function longMount(node: Node, ask: Ask): Refusal[] {
  const entry = entryOf(node, "type");
  const type = textIn(entry?.value, ask.substitute);
  if (!entry || type === undefined) return [];
  if (type !== "" && !TYPES.includes(type))
    return [{ code: "word", by: "client", span: entry.value.span, path: "volumes.type", text: type, allowed: TYPES, node: entry.value }];
  const foreign = ["bind", "volume", "tmpfs"].flatMap((options): Refusal[] => {
    const given = entryOf(node, options);
    const taken = TAKES[type === "" ? "volume" : type]!.includes(options) || type === "image";
    return given && !taken ? [{ code: "mount-options", by: "client", span: given.key.span, type: type || "volume", options }] : [];
  });
  const source = entryOf(node, "source");
  const text = source ? textIn(source.value, ask.substitute) : "";
  if (type === "tmpfs" && text) return [...foreign, { code: "mount-source", by: "client", span: source!.key.span, type, wanted: false }];
  if ((type === "npipe" || type === "cluster") && text === "")
    return [...foreign, { code: "mount-source", by: "client", span: (source ?? entry).key.span, type, wanted: true }];
  return foreign;
}
