// A comma too many in a list of names: Traefik takes what is missing there for a name, which nothing has.
import { hasVariable, type Service } from "../../model/service.ts";
import type { Text } from "../../syntax/text.ts";
import { type Fix, inBlock } from "../rule.ts";

interface SpareComma {
  /** With the blanks around it; the whole list where its parts have no places. */
  readonly at: Text;
  readonly fixes: () => readonly Fix<"removeComma">[];
}

/** Undefined where each name is there, or a variable may be one. */
export function spareComma(service: Service, list: Text | undefined): SpareComma | undefined {
  if (!list || list.trim().value === "" || hasVariable(list.value)) return undefined;
  const parts = list.value.split(",");
  const gap = parts.findIndex((part) => part.trim() === "");
  if (gap < 0) return undefined;
  if (list.opaque) return { at: list, fixes: () => [] };
  const start = parts.slice(0, gap).join(",").trimEnd().length;
  // The first one goes with the comma behind it.
  const end = gap === 0 ? list.length - parts.slice(1).join(",").trimStart().length : parts.slice(0, gap + 1).join(",").length;
  const at = list.slice(start, end);
  const edits = inBlock(service.block, [{ span: at.span, text: "" }])!;
  return { at, fixes: () => [{ title: { key: "removeComma" }, kind: "safe", edits }] };
}
