// The priority that a router has without one of its own: longer rules come first.
import { byteLength } from "./goString.ts";
import type { ParsedRule, RuleNode } from "./ruleTree.ts";

/** The length in bytes, blanks and comments included; HostSNI(`*`) comes behind all others. */
export const priorityOf = (rule: ParsedRule): number => (takesAll(rule) ? -1 : byteLength(rule.text.value));

/** Whether Traefik treats a TCP rule as the one for connections that no other takes: HostSNI(`*`) alone, even negated. */
export function takesAll({ tree, problems }: ParsedRule): boolean {
  if (problems.length > 0) return false;
  let node: RuleNode = tree;
  while (node.kind === "not") node = node.of;
  return node.kind === "matcher" && node.name === "HostSNI" && node.arguments.length === 1 && node.arguments[0]!.value === "*";
}
