// What a Go regular expression consists of once it is read.
import type { CharTest } from "./charClass.ts";

export type Assertion = "textStart" | "textEnd" | "lineStart" | "lineEnd" | "boundary" | "noBoundary";

export type RegexpNode =
  | { readonly kind: "char"; readonly test: CharTest }
  | { readonly kind: "assert"; readonly what: Assertion }
  | { readonly kind: "all"; readonly parts: readonly RegexpNode[] }
  | { readonly kind: "any"; readonly parts: readonly RegexpNode[] }
  /** `max` is absent where there is no limit. */
  | { readonly kind: "repeat"; readonly of: RegexpNode; readonly min: number; readonly max: number | undefined; readonly braces: boolean };

/** Why Go refuses an expression, or that this cannot be known. `at` is the index in the pattern. */
export class RegexpRefusal {
  readonly reason: RegexpReason;
  readonly at: number;
  constructor(reason: RegexpReason, at: number) {
    this.reason = reason;
    this.at = at;
  }
}

export type RegexpReason =
  | "lookaround"
  | "backreference"
  | "escape"
  | "class"
  | "bracket"
  | "parenthesis"
  | "group"
  | "repeat-nothing"
  | "repeat-twice"
  | "repeat-size"
  | "unicode"
  | "unknown";
