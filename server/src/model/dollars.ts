// What goes wrong with the dollars of a text when Docker puts its variables in: hashes and dollars that it takes for variables, variables that
// it reads otherwise than they look. Most of it passes without a word, the rest is refused; a refusal is told once, by its last dollar.
import type { Text } from "../syntax/text.ts";
import { type Environment, interpolate } from "./interpolation.ts";
import { isVariableName, type Part, partsOf, type Variable } from "./variables.ts";

export type DollarFault =
  /** The hash of a password; `dollars` are those in all hashes of the text that are to be doubled, as indexes. */
  | { readonly code: "hash"; readonly at: Text; readonly refused: boolean; readonly dollars: readonly number[] }
  /** A dollar that begins nothing; `dollars` are all of these. */
  | { readonly code: "stray"; readonly at: Text; readonly refused: boolean; readonly dollars: readonly number[] }
  /** `${X:+y}`, `${X.Y}`: a variable in a form that Docker does not know. */
  | { readonly code: "form"; readonly at: Text; readonly refused: boolean }
  /** `$X-y`: all that follows belongs to the variable. */
  | { readonly code: "unbraced"; readonly variable: Variable; readonly refused: boolean }
  /** `${X:?a-b}`: an operator in the argument of another. */
  | { readonly code: "shadowed"; readonly variable: Variable; readonly refused: boolean }
  /** `${X:-$Y}`: dollars in a default stay as they are. */
  | { readonly code: "nested"; readonly variable: Variable }
  /** `${X:?y}` where X is known to be unset, or empty. */
  | { readonly code: "missing"; readonly variable: Variable };

/** In the order of the text. */
export function dollarFaults(text: Text, environment: Environment | undefined): readonly DollarFault[] {
  if (!text.value.includes("$")) return [];
  const parts = partsOf(text);
  const result = interpolate(text, environment);
  const error = result.kind === "error" ? result.error : undefined;
  const starts = startsOf(parts);
  const hashes = hashesIn(text, parts, starts);
  // Where a hash is, its dollars are what to mend first: what else is wrong is seen when they are doubled.
  if (hashes.length > 0) {
    const at = hashes[0]!;
    const dollars = hashes.flatMap((h) => singleDollars(text.value.slice(h.start, h.end)).map((i) => h.start + i));
    return [{ code: "hash", at: text.slice(at.start, at.end), refused: error !== undefined, dollars }];
  }
  const invalid = parts.flatMap((p, i) => (p.kind === "invalid" ? [starts[i]!] : []));
  const last = invalid.at(-1);
  const variables = parts.filter((p) => p.kind === "variable");
  const faults = variables.flatMap((v) => variableFault(v, error?.code === "missing" && v.text.span.start === error.at.span.start) ?? []);
  if (last === undefined) return faults;
  const refused = error?.code === "invalid";
  const form = FORM.exec(text.value.slice(last))?.[0];
  if (form) return [...faults, { code: "form", at: text.slice(last, last + form.length), refused }];
  const dollars = invalid.filter((i) => !FORM.test(text.value.slice(i)));
  return [...faults, { code: "stray", at: text.slice(last, last + 1), refused, dollars }];
}

/** What is meant for a variable: braces around something that begins like a name. */
const FORM = /^\$\{ *[_a-z][^{}]*\}?/i;

function variableFault(variable: Variable, missing: boolean): DollarFault | undefined {
  const { braced, operator, argument, name } = variable;
  if (operator === "") return undefined;
  if (!braced && !isMeant(variable)) return { code: "unbraced", variable, refused: missing };
  if (!isVariableName(name.value)) return { code: "shadowed", variable, refused: missing };
  if (missing) return { code: "missing", variable };
  return operator.endsWith("-") && isNested(argument!.value) ? { code: "nested", variable } : undefined;
}

/** `$X:-y` may be meant as it is read, if what follows is but a word. */
const isMeant = ({ operator, argument, name }: Variable): boolean =>
  operator.startsWith(":") && isVariableName(name.value) && /^[\w.]*$/.test(argument!.value);

/** A hash is right there with single dollars. */
const isNested = (argument: string): boolean =>
  /\$(?:[{$]|[_a-z])/i.test(argument.replace(HASH, (hash) => (hash.includes("$$") ? hash : "")));

const startsOf = (parts: readonly Part[]): number[] => {
  let at = 0;
  return parts.map((p) => {
    at += p.text.length;
    return at - p.text.length;
  });
};

/** A dollar of a hash, doubled or not. */
const D = "\\$\\$?";
const CHARS = "[./A-Za-z0-9]";

/**
 * Hashes as htpasswd, mkpasswd and the like write them: APR1, bcrypt, the crypts of Unix, Argon2. The short prefixes are believed only with a
 * whole hash behind them.
 */
// Linear: each begins with a dollar, and no loop takes one.
const HASH = new RegExp(
  [
    `${D}apr1${D}${CHARS}{0,8}(?:${D}${CHARS}*)?`,
    `${D}2[abxy]?${D}\\d\\d${D}${CHARS}*`,
    `${D}1${D}${CHARS}{1,8}${D}${CHARS}{22}`,
    `${D}[56]${D}(?:rounds=\\d+${D})?${CHARS}{1,16}${D}${CHARS}{43,86}`,
    `${D}y${D}[./A-Za-z0-9]+${D}${CHARS}*${D}${CHARS}{43}`,
    `${D}argon2(?:id|i|d)${D}(?:v=\\d+${D})?m=\\d+,t=\\d+,p=\\d+${D}[+/A-Za-z0-9]+${D}[+/A-Za-z0-9]+`,
  ].join("|"),
  "g",
);

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Hashes with a dollar that is not doubled. In the default of a variable a dollar is one as it stands. */
function hashesIn(text: Text, parts: readonly Part[], starts: readonly number[]): Range[] {
  const braced = parts.flatMap((p, i) =>
    p.kind === "variable" && p.braced ? [{ start: starts[i]!, end: starts[i]! + p.text.length }] : [],
  );
  return [...text.value.matchAll(HASH)]
    .map((match) => ({ start: match.index, end: match.index + match[0].length }))
    .filter(
      ({ start, end }) => singleDollars(text.value.slice(start, end)).length > 0 && !braced.some((b) => b.start < end && start < b.end),
    );
}

const singleDollars = (value: string): number[] => [...value.matchAll(/\$\$?/g)].flatMap((m) => (m[0] === "$" ? [m.index] : []));
