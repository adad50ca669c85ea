// What matchers come to once their arguments are read: faults, or the question whether they take something.
import { holds, type Network, parseAddress, parseNetwork } from "./address.ts";
import type { RuleDialect } from "./dialect.ts";
import { type GoRegExp, goRegExp } from "./goRegExp.ts";
import type { Answer, SeenRequest } from "./request.ts";
import type { ProblemCode } from "./ruleTree.ts";

export interface Flaw {
  readonly code: ProblemCode;
  readonly args: readonly string[];
  /** Index of the argument. */
  readonly argument: number;
}

export type Compiled<T> = { readonly flaws: readonly Flaw[] } | { readonly takes: (subject: T) => Answer };

export type Values = readonly string[];

/** Variable names of the queries before in the same route. */
export type Variables = Set<string>;

export type CompileHttp = (values: Values, dialect: RuleDialect, variables: Variables) => Compiled<SeenRequest>;

export const isAscii = (text: string): boolean => /^[\x00-\x7f]*$/.test(text);

export const some = (answers: readonly Answer[]): Answer => answers.includes(true) || (answers.includes("unknown") ? "unknown" : false);

/** As many as there are, all have to agree. */
export const every = (answers: readonly Answer[]): Answer => !answers.includes(false) && (!answers.includes("unknown") || "unknown");

export const flawed = (flaws: readonly Flaw[]) => ({ flaws });

export const asciiFlaws = (values: Values): Flaw[] =>
  values.flatMap((value, argument) => (isAscii(value) ? [] : [{ code: "non-ascii" as const, args: [value], argument }]));

/** One expression, anywhere in what is asked. */
export const regexpOr = (
  value: string,
  argument: number,
  dialect: RuleDialect,
  takes: (test: GoRegExp) => (request: SeenRequest) => Answer,
): Compiled<SeenRequest> => {
  const result = goRegExp(value, dialect.regexp);
  if ("refused" in result) return flawed([{ code: "bad-regexp", args: [value, result.refused], argument }]);
  return { takes: "ok" in result ? takes(result.ok) : () => "unknown" };
};

export function clientNetworks(values: Values): { readonly flaws: readonly Flaw[] } | { readonly takes: (client: string) => Answer } {
  const networks = values.map(parseNetwork);
  const flaws = values.flatMap((value, argument) =>
    networks[argument] ? [] : [{ code: "bad-address" as const, args: [value], argument }],
  );
  if (flaws.length > 0) return flawed(flaws);
  return {
    takes: (client) => {
      const address = parseAddress(client);
      return address !== undefined && networks.some((n) => holds(n as Network, address));
    },
  };
}
