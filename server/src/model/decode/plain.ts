// Labels as Traefik gets them from Docker, and what variables leave open in them.
import type { Label } from "../labels.ts";
import { hasVariable } from "../service.ts";
import type { PlainLabel } from "./problem.ts";

export function plainLabel(label: Label): PlainLabel {
  const { key, value } = label;
  const open = { key: hasVariable(key.value), value: hasVariable(value?.value ?? "") || isNumber(label) };
  return { key: undollar(key.value), value: undollar(value?.value ?? ""), open };
}

/** Docker makes one dollar of two. */
export const undollar = (text: string): string => text.replaceAll("$$", "$");

/** A number in a map, which Docker writes in its own way: 0x50 becomes 80. */
function isNumber({ part, value }: Label): boolean {
  const node = part && "key" in part ? part.value : undefined;
  if (!value || node?.kind !== "scalar" || node.style !== "plain" || /^-?(?:0|[1-9]\d{0,14})$/.test(value.value)) return false;
  return value.value !== "" && !Number.isNaN(Number(value.value.replaceAll("_", "").replace(/^0o?(?=[0-7]+$)/, "0o")));
}
