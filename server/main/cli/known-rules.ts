// Whether `--rule` names a rule. Apart from the other options, as only `fix` has it and the rules are most of what there is to load.
import { RULES } from "../../src/rules/all.ts";
import { byDistance } from "../../src/rules/fixes/nearest.ts";
import type { Told } from "./texts.ts";

/** What is wrong with the first that is none. */
export function unknownRule(given: readonly string[]): Told | undefined {
  const ids = RULES.map((r) => r.id);
  const unknown = given.find((id) => !ids.includes(id));
  return unknown === undefined ? undefined : { key: "unknownRule", args: { given: unknown, nearest: nearest(unknown, ids) } };
}

/** `missing-port` is as near to its rule as the whole id would be. */
function nearest(given: string, ids: readonly string[]): string {
  const names = given.includes("/") ? ids : ids.map((id) => id.slice(id.indexOf("/") + 1));
  return ids[names.indexOf(byDistance(given, names)[0]!)]!;
}
