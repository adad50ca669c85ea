// What Docker refuses although each value by itself is right: keys that exclude each other, a bind without a source.
// Source: docker/cli cli/compose/loader/loader.go@v28.2.2 LoadNetworks, LoadVolumes, loadFileObjectConfig, resolveVolumePaths.
import { type Entry, entryOf, isNull, type Mapping, type Node } from "../../syntax/tree.ts";
import type { Fault } from "./problems.ts";
import { readValue, type Substitute } from "./values.ts";

export interface Conflict {
  /** Where it is told; nothing for the map itself. */
  readonly entry?: Entry;
  readonly fault: Fault;
}

export function conflicts(path: readonly (string | number)[], map: Mapping, substitute: Substitute): Conflict[] {
  if (path.length === 4 && path[0] === "services" && path[2] === "volumes") return bindWithoutSource(map, substitute);
  if (path.length !== 2 || path[0] === "services") return [];
  const external = entryOf(map, "external");
  const driver = entryOf(map, "driver");
  const file = entryOf(map, "file");
  if (external && isTrue(external.value, substitute)) {
    const name = entryOf(external.value, "name");
    const own = entryOf(map, "name");
    if (name && own && isFilled(name.value) && isFilled(own.value)) return [conflict(own, external)];
    if (path[0] !== "volumes") return [];
    return ["driver", "driver_opts", "labels"].flatMap((key) => {
      const entry = entryOf(map, key);
      return entry && isFilled(entry.value) ? [conflict(entry, external)] : [];
    });
  }
  const isFile = path[0] === "configs" || path[0] === "secrets";
  const open = external !== undefined && !isFalse(external.value, substitute);
  return isFile && !open && driver && file && isFilled(driver.value) && isFilled(file.value) ? [conflict(file, driver)] : [];
}

const conflict = (key: Entry, other: Entry): Conflict => ({ entry: key, fault: { code: "conflict", key, other } });

function isTrue(node: Node, substitute: Substitute): boolean {
  if (node.kind !== "scalar") return node.kind === "mapping";
  const value = readValue(node, "boolean", substitute);
  return value.kind === "boolean" && value.text.toLowerCase() === "true";
}

function isFalse(node: Node, substitute: Substitute): boolean {
  const value = node.kind === "scalar" ? readValue(node, "boolean", substitute) : undefined;
  return value?.kind === "boolean" && value.text.toLowerCase() === "false";
}

/** A text that a variable may empty counts as empty. */
const isFilled = (node: Node): boolean =>
  node.kind === "mapping"
    ? node.entries.length > 0
    : node.kind === "sequence"
      ? node.items.length > 0
      : !isNull(node) && node.text.value !== "" && !/^\$/.test(node.text.value);

function bindWithoutSource(map: Mapping, substitute: Substitute): Conflict[] {
  const type = entryOf(map, "type")?.value;
  const source = entryOf(map, "source")?.value;
  const textOf = (node: Node | undefined) => (node?.kind === "scalar" ? readValue(node, undefined, substitute) : undefined);
  const bind = textOf(type);
  if (bind?.kind !== "text" || bind.text !== "bind" || bind.open) return [];
  const from = textOf(source);
  const empty = source === undefined || (from?.kind === "text" && from.text === "" && !from.open);
  return empty ? [{ fault: { code: "bind-source" } }] : [];
}
