// A rule as it was read: nodes with their places, and what Traefik refuses in it.
import type { Span, Text } from "../../syntax/text.ts";
import type { RuleDialect } from "./dialect.ts";
import type { HttpTest, TcpTest } from "./request.ts";

export interface Argument {
  readonly value: string;
  /** Between the quotes. In step with `value` unless `escaped`. */
  readonly text: Text;
  /** Quotes included. */
  readonly span: Span;
  /** "" where the quotes are missing or wrong. */
  readonly quote: "`" | '"' | "";
  readonly escaped: boolean;
  /** Escapes that spell no UTF-8. */
  readonly broken: boolean;
}

export interface MatcherNode {
  readonly kind: "matcher";
  /** As documented; as written where no such matcher is known. */
  readonly name: string;
  readonly written: Text;
  readonly arguments: readonly Argument[];
  readonly span: Span;
  /** Absent where Traefik refuses this part. */
  readonly test: HttpTest | TcpTest | undefined;
}

export type RuleNode =
  | MatcherNode
  /** `&&` */
  | { readonly kind: "all"; readonly parts: readonly RuleNode[]; readonly span: Span }
  /** `||` */
  | { readonly kind: "any"; readonly parts: readonly RuleNode[]; readonly span: Span }
  /** `!`; of two in a row nothing is left. */
  | { readonly kind: "not"; readonly of: RuleNode; readonly span: Span }
  /** Nothing can be said about this part. */
  | { readonly kind: "unreadable"; readonly span: Span };

export type ProblemCode =
  /** The rule is empty. */
  | "empty-rule"
  /** args: name */
  | "unknown-matcher"
  /** args: written, name */
  | "matcher-case"
  /** args: name, the syntax that is spoken here, what does the same here or "" */
  | "other-syntax"
  /** args: name, since when */
  | "too-new-matcher"
  /** args: operator, release */
  | "too-new-operator"
  /** args: name, how many, legal: "1", "1 2", "many" (one or more), "pairs" (2, 4, ...) */
  | "argument-count"
  /** args: name */
  | "empty-argument"
  /** args of this and the next ones: the text without quotes */
  | "unquoted"
  | "single-quotes"
  | "curly-quotes"
  | "doubled-quotes"
  | "escaped-quotes"
  | "argument-not-text"
  | "missing-argument"
  | "missing-comma"
  /** args: the quote */
  | "unterminated-string"
  | "unterminated-comment"
  /** args: the escape; `instead` has the same text in backquotes */
  | "bad-escape"
  /** args: the character */
  | "bad-character"
  /** A name without arguments; args: the name */
  | "missing-brackets"
  /** The span is the bracket that is never closed. */
  | "missing-bracket"
  | "extra-bracket"
  /** The span is the gap between. */
  | "missing-operator"
  /** args: what is written, what is meant */
  | "bad-operator"
  /** The span is what stands before. */
  | "missing-operand"
  | "not-a-matcher"
  /** A line may only be broken behind an operator, a comma or an opening bracket. */
  | "line-break"
  /** args: the text */
  | "unexpected"
  /** args: value */
  | "path-without-slash"
  | "non-ascii"
  | "bad-host"
  | "bad-address"
  | "reserved-protocol"
  | "unbalanced-braces"
  | "unnamed-braces"
  | "variable-twice"
  /** args: the expression, why (RegexpReason) */
  | "bad-regexp";

export interface RuleProblem {
  readonly code: ProblemCode;
  readonly span: Span;
  readonly args: readonly string[];
  /** Names of matchers that this release takes in this place. */
  readonly legal?: readonly string[];
  /** What stands right in place of the span, where that is certain. */
  readonly instead?: string;
}

export interface ParsedRule {
  /** How it was read. */
  readonly dialect: RuleDialect;
  readonly text: Text;
  readonly tree: RuleNode;
  /** In the order of the text. Traefik refuses the rule, and so the router, with any of these. */
  readonly problems: readonly RuleProblem[];
}

/** All matchers of a rule in the order of the text, under `!` or not. */
export function matchersOf(node: RuleNode): MatcherNode[] {
  if (node.kind === "matcher") return [node];
  if (node.kind === "not") return matchersOf(node.of);
  return node.kind === "unreadable" ? [] : node.parts.flatMap(matchersOf);
}
