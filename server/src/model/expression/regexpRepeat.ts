// Repetitions in Go's regular expressions, and their limits.
import type { RegexpNode } from "./regexpTree.ts";

export const MAX_REPEAT = 1000;

/** `{2}`, `{2,}` or `{2,5}`; anything else is text. */
export function readBraces(chars: readonly string[], at: number): { min: number; max: number | undefined; length: number } | undefined {
  const end = chars.indexOf("}", at);
  if (end < 0 || end - at > 40) return undefined;
  const match = /^\{(0|[1-9]\d*)(?:(,)(0|[1-9]\d*)?)?\}$/.exec(chars.slice(at, end + 1).join(""));
  if (!match) return undefined;
  const min = Number(match[1]);
  return { min, max: match[3] !== undefined ? Number(match[3]) : match[2] ? undefined : min, length: end + 1 - at };
}

/** Repetitions inside each other multiply, and the product is limited. */
export function repeatFits(node: RegexpNode, limit: number): boolean {
  if (node.kind === "char" || node.kind === "assert") return true;
  if (node.kind !== "repeat") return node.parts.every((part) => repeatFits(part, limit));
  let left = limit;
  if (node.braces) {
    if (node.max === 0) return true;
    const times = node.max ?? node.min;
    if (times > limit) return false;
    if (times > 0) left = Math.trunc(limit / times);
  }
  return repeatFits(node.of, left);
}
