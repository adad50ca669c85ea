// Which of the keys that may stand in a map are not there yet. A map's keys are gathered once: one that holds nothing but wrong ones asks for
// each of them.
import type { StackProblem } from "../../model/stack/problems.ts";
import type { Mapping } from "../../syntax/tree.ts";

const KEYS = new WeakMap<Mapping, ReadonlySet<string>>();

export function freeKeys({ map, allowed }: Extract<StackProblem, { code: "unknown-key" }>): string[] {
  let keys = KEYS.get(map);
  if (!keys) {
    keys = new Set(map.entries.map((e) => e.key.value));
    KEYS.set(map, keys);
  }
  return allowed.filter((key) => !keys.has(key));
}
