// The priority that a router has without one of its own: longer rules come first.
import type { ParsedRule, RuleNode } from "./ruleTree.ts";
import { byteLength } from "./utf8.ts";

/** The length in bytes, blanks and comments included; HostSNI(`*`) comes behind all others, and so does its opposite. */
export function priorityOf(rule: ParsedRule): number {
  let node = rule.tree;
  while (node.kind === "not") node = node.of;
  return rule.problems.length === 0 && isAnySni(node) ? -1 : byteLength(rule.text.value);
}

/** Whether Traefik treats a TCP rule as the one for connections that no other takes, with TLS or without: HostSNI(`*`) alone. */
export const takesAll = ({ tree, problems }: ParsedRule): boolean => problems.length === 0 && isAnySni(tree);

const isAnySni = (node: RuleNode): boolean =>
  node.kind === "matcher" && node.name === "HostSNI" && node.arguments.length === 1 && node.arguments[0]!.value === "*";
