// A comma too many in a list of names: Traefik takes what is missing there for a name, which nothing has.
import { hasVariable, type Service } from "../../model/service.ts";
import type { Text } from "../../syntax/text.ts";
import { type Fix, inBlock } from "../rule.ts";

interface SpareComma {
  /** With the blanks around it; the whole list where its parts have no places. */
  readonly at: Text;
  readonly fixes: readonly Fix<"removeComma">[];
}

/** Undefined where each name is there, or a variable may be one. */
export function spareComma(service: Service, list: Text | undefined): SpareComma | undefined {
  if (!list || list.trim().value === "" || hasVariable(list.value)) return undefined;
  const found = /^\s*,\s*|\s*,\s*(?=,|$)/.exec(list.value);
  if (!found) return undefined;
  if (list.opaque) return { at: list, fixes: [] };
  const at = list.slice(found.index, found.index + found[0].length);
  const edits = inBlock(service.block, [{ span: at.span, text: "" }])!;
  return { at, fixes: [{ title: { key: "removeComma" }, kind: "safe", edits }] };
}
