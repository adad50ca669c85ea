// Traefik's rules, read as one release reads them: a tree with places, and all that makes the release refuse the rule.
import { OPERATORS_SINCE } from "../../catalog/traefik/matchers.ts";
import type { Text } from "../../syntax/text.ts";
import { checkCall } from "./checkCall.ts";
import { dialectOf, has, type RuleDialect, type RuleOptions, spokenSyntax } from "./dialect.ts";
import { parseTree } from "./parseTree.ts";
import type { RawNode, RawProblem, Report } from "./rawTree.ts";
import type { ParsedRule, RuleNode } from "./ruleTree.ts";

/** Deeper trees than anybody writes are left unread, since walking them takes stack. */
const MAX_DEPTH = 1000;

const PARSED = new WeakMap<Text, Map<string, ParsedRule>>();

/** Kept with the text: several rules read the same expression. */
export function parseRule(text: Text, options: RuleOptions): ParsedRule {
  const { kind, version } = options;
  const key = `${kind} ${version.major}.${version.minor}.${version.patch} ${spokenSyntax(options)}`;
  let kept = PARSED.get(text);
  if (!kept) {
    kept = new Map();
    PARSED.set(text, kept);
  }
  let parsed = kept.get(key);
  if (!parsed) {
    parsed = readRule(text, options);
    kept.set(key, parsed);
  }
  return parsed;
}

function readRule(text: Text, options: RuleOptions): ParsedRule {
  const dialect = dialectOf(options);
  const raw = parseTree(text);
  const problems: RawProblem[] = [...raw.problems];
  const report: Report = (problem) => problems.push(problem);
  for (const { text: operator, start, end } of raw.operators) {
    const since = OPERATORS_SINCE[dialect.kind][operator as "!" | "&&" | "||"];
    if (!has(dialect.version, since)) report({ code: "too-new-operator", start, end, args: [operator, `v${since.join(".")}`] });
  }
  const tree = checked(raw.tree, { text, dialect, report, variables: new Set(), negated: false, depth: 0 });
  return {
    dialect,
    text,
    tree,
    problems: problems.sort((a, b) => a.start - b.start || a.end - b.end).map((p) => placed(text, p)),
  };
}

interface Walk {
  readonly text: Text;
  readonly dialect: RuleDialect;
  readonly report: Report;
  /** Named by queries before in the same route. */
  readonly variables: Set<string>;
  readonly negated: boolean;
  readonly depth: number;
}

function checked(node: RawNode, walk: Walk): RuleNode {
  const { span } = walk.text.slice(node.start, node.end);
  if (node.kind === "unreadable" || walk.depth > MAX_DEPTH) return { kind: "unreadable", span };
  const below = { ...walk, depth: walk.depth + 1 };
  if (node.kind === "call") return checkCall(node, routeOf(walk));
  if (node.kind === "not") return { kind: "not", of: checked(node.of, { ...below, negated: !walk.negated }), span };
  // Traefik turns !(a && b) into !a || !b, so what shares a route depends on the signs before.
  const sharing = (node.kind === "all") !== walk.negated;
  const parts: RuleNode[] = [];
  for (const part of node.parts) parts.push(checked(part, sharing ? below : { ...below, variables: new Set(walk.variables) }));
  return { kind: node.kind, parts, span };
}

/** A negated matcher has a route of its own; and so has each one in v3. */
const routeOf = (walk: Walk): Walk => (walk.negated || !walk.dialect.sharedRoutes ? { ...walk, variables: new Set() } : walk);

function placed(text: Text, { start, end, code, args = [], ...more }: RawProblem): ParsedRule["problems"][number] {
  return { code, args, span: text.slice(start, end).span, ...more };
}
