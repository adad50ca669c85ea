// Another name in place of one that is not there: safe where it is one edit away and no other is.
import type { Service } from "../../model/service.ts";
import type { Text } from "../../syntax/text.ts";
import { type Fix, inBlock } from "../rule.ts";
import { byDistance, distance } from "./nearest.ts";

/** Longer lists help nobody. */
const SHOWN = 3;

export interface Near {
  /** The one name that is a slip of the keyboard away. */
  readonly slip: string | undefined;
  readonly fixes: () => readonly Fix<"use">[];
}

export function useName(service: Service, at: Text, candidates: readonly string[], word = at.value): Near {
  const all = byDistance(word, candidates);
  const near = all.filter((c) => isSlip(word, c));
  const slip = near.length === 1 ? near[0] : undefined;
  const fixes = () =>
    (at.opaque ? [] : all.slice(0, SHOWN)).map(
      (name): Fix<"use"> => ({
        title: { key: "use", args: { name } },
        kind: name === slip ? "safe" : "choice",
        edits: inBlock(service.block, [{ span: at.span, text: name }])!,
      }),
    );
  return { slip, fixes };
}

/** Short names differ by one letter on purpose. Capitals do not count. */
function isSlip(a: string, b: string): boolean {
  const edits = distance(a.toLowerCase(), b.toLowerCase());
  return edits === 0 || (edits === 1 && Math.max(a.length, b.length) >= 3);
}
