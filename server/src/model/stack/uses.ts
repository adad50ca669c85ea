// What a service takes from the top-level sections of its file: volumes, configs and secrets, each with its place.
import { opaqueText, type Text } from "../../syntax/text.ts";
import { type Node, valueAt } from "../../syntax/tree.ts";
import type { Service } from "../service.ts";
import { mountOf } from "./formats.ts";
import { readValue, type Substitute } from "./values.ts";

export interface Use {
  readonly section: "volumes" | "configs" | "secrets";
  readonly name: string;
  /** Where the name stands; of a short volume its part of the text. */
  readonly at: Text;
}

export function usesOf(service: Service, substitute: Substitute): Use[] {
  const value = service.entry.value;
  const files = (["configs", "secrets"] as const).flatMap((section) =>
    itemsOf(valueAt(value, section)).flatMap((node) => fileUse(node, section, substitute)),
  );
  const spec = valueAt(value, "credential_spec", "config");
  return [
    ...itemsOf(valueAt(value, "volumes")).flatMap((node) => volumeUse(node, substitute)),
    ...files,
    ...(spec ? named(spec, "configs", substitute).filter((u) => u.name !== "") : []),
  ];
}

const itemsOf = (node: Node | undefined): readonly Node[] => (node?.kind === "sequence" ? node.items.map((i) => i.value) : []);

function fileUse(node: Node, section: Use["section"], substitute: Substitute): Use[] {
  return named(node.kind === "mapping" ? valueAt(node, "source") : node, section, substitute);
}

function named(node: Node | undefined, section: Use["section"], substitute: Substitute): Use[] {
  const name = textIn(node, substitute);
  return name === undefined || node?.kind !== "scalar" ? [] : [{ section, name, at: node.text }];
}

/** A text that is known in full. */
export function textIn(node: Node | undefined, substitute: Substitute): string | undefined {
  const value = node?.kind === "scalar" ? readValue(node, undefined, substitute) : undefined;
  return value?.kind === "text" && !value.open ? value.text : undefined;
}

function volumeUse(node: Node, substitute: Substitute): Use[] {
  if (node.kind === "scalar") return shortVolume(node.text, textIn(node, substitute));
  const type = textIn(valueAt(node, "type"), substitute);
  const source = named(valueAt(node, "source"), "volumes", substitute).filter((u) => u.name !== "");
  return type === "volume" || type === "" || (type === "cluster" && !source[0]?.name.startsWith("group:")) ? source : [];
}

function shortVolume(written: Text, text: string | undefined): Use[] {
  const mount = text === undefined ? undefined : mountOf(text);
  if (mount?.type !== "volume" || mount.source === "") return [];
  const at = written.value.startsWith(mount.source) ? written.slice(0, mount.source.length) : opaqueText(mount.source, written.span);
  return [{ section: "volumes", name: mount.source, at }];
}
