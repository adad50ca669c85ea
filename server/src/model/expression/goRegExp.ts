// Go's regular expressions, read and run as RE2 does: no backtracking, so no text takes long.
import { parseRegexp, type RegexpDialect } from "./regexpParse.ts";
import { programOf, type RegexpProgram, run } from "./regexpRun.ts";
import { type RegexpReason, RegexpRefusal } from "./regexpTree.ts";

export interface GoRegExp {
  /** Whether it matches anywhere in the text. */
  test(text: string): boolean;
}

/** `unknown`: neither refusal nor meaning is sure, for instance with Unicode classes that came with a later Go. */
export type GoRegExpResult =
  | { readonly ok: GoRegExp }
  | { readonly refused: Exclude<RegexpReason, "unknown"> /** Index in the pattern. */; readonly at: number }
  | { readonly unknown: true };

const SINCE_GO_1_22: RegexpDialect = { shortNames: true };

export function goRegExp(pattern: string, dialect: RegexpDialect = SINCE_GO_1_22): GoRegExpResult {
  let program: RegexpProgram | undefined;
  try {
    program = programOf(parseRegexp(pattern, dialect));
  } catch (problem) {
    if (!(problem instanceof RegexpRefusal)) throw problem;
    return problem.reason === "unknown" ? { unknown: true } : { refused: problem.reason, at: problem.at };
  }
  if (!program) return { unknown: true };
  const compiled = program;
  return { ok: { test: (text) => run(compiled, text) } };
}

/** A text in which no character means anything. */
export const quoteMeta = (text: string): string => text.replace(/[\\.+*?()|[\]{}^$]/g, "\\$&");
