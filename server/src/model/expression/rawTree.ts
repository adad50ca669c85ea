// The shape of a rule before anybody asked whether its matchers exist.
import type { Argument, ProblemCode } from "./ruleTree.ts";

/** Indexes into the rule. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

export type RawNode =
  | {
      readonly kind: "call";
      /** Indexes of the name in the rule. */
      readonly start: number;
      readonly nameEnd: number;
      readonly end: number;
      readonly arguments: readonly Argument[];
      readonly places: readonly Place[];
      /** An argument is broken, so counting them would be a second error. */
      readonly flawed: boolean;
    }
  | { readonly kind: "all" | "any"; readonly parts: readonly RawNode[]; readonly start: number; readonly end: number }
  | { readonly kind: "not"; readonly of: RawNode; readonly start: number; readonly end: number }
  | { readonly kind: "unreadable"; readonly start: number; readonly end: number };

export interface RawProblem extends Place {
  readonly code: ProblemCode;
  readonly args?: readonly string[];
  readonly legal?: readonly string[];
  readonly instead?: string;
}

export type Report = (problem: RawProblem) => void;
