// `- key: value` where a list wants texts: a map by accident, which is meant as `- key=value`, or among constraints as `- key == value`.
import type { Place } from "../../model/stack/problems.ts";
import type { Entry } from "../../syntax/tree.ts";

export interface Pair {
  readonly entry: Entry;
  /** What stands between key and value. */
  readonly sign: string;
}

const SIGNS: Readonly<Record<string, string>> = {
  args: "=",
  constraints: " == ",
  environment: "=",
  extra_hosts: ":",
  labels: "=",
  sysctls: "=",
};

export function pairOf({ node, item, path }: Place): Pair | undefined {
  const sign = SIGNS[String(path.at(-2))];
  if (!item || sign === undefined || node.kind !== "mapping" || node.entries.length !== 1) return undefined;
  const [entry] = node.entries;
  return entry!.value.kind === "scalar" ? { entry: entry!, sign } : undefined;
}
