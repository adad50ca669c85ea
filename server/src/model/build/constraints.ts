// `constraints` of the provider: which services it takes, by their labels.
import type { PlainLabel } from "../decode/problem.ts";
import { goRegExp } from "../expression/goRegExp.ts";
import { type Expression, parsePredicate } from "./predicate.ts";

/** "error" where Traefik can't read the expression: then no service is taken at all. */
export function matchConstraints(expression: string, labels: readonly PlainLabel[]): boolean | "error" {
  if (expression === "") return true;
  const parsed = parsePredicate(expression);
  if (!parsed || faultOf(parsed)) return "error";
  const values = new Map(labels.map(({ key, value }) => [key, value]));
  return holds(parsed, (key) => values.get(key) ?? "");
}

/** The labels that an expression looks at. */
export function keysOf(expression: string): readonly string[] {
  const parsed = parsePredicate(expression);
  return parsed && !faultOf(parsed) ? read(parsed) : [];
}

function read(expression: Expression): readonly string[] {
  if (expression.kind === "not") return read(expression.of);
  if (expression.kind === "and" || expression.kind === "or") return [...read(expression.left), ...read(expression.right)];
  return expression.kind === "call" ? [expression.args[0]!.value as string] : [];
}

/** Why Traefik can't read an expression: it is none, a function does not exist, or has other arguments than two texts. */
export interface ConstraintFault {
  readonly reason: "syntax" | "function" | "arguments";
  readonly name: string;
}

export function constraintFault(expression: string): ConstraintFault | undefined {
  if (expression === "") return undefined;
  const parsed = parsePredicate(expression);
  return parsed ? faultOf(parsed) : { reason: "syntax", name: "" };
}

function faultOf(expression: Expression): ConstraintFault | undefined {
  if (expression.kind === "not") return faultOf(expression.of);
  if (expression.kind === "and" || expression.kind === "or") return faultOf(expression.left) ?? faultOf(expression.right);
  if (expression.kind !== "call") return { reason: "syntax", name: "" };
  const { name, args } = expression;
  if (!FUNCTIONS.includes(name)) return { reason: "function", name };
  return args.length === 2 && args.every((a) => a.kind === "string") ? undefined : { reason: "arguments", name };
}

export const FUNCTIONS: readonly string[] = ["Label", "LabelRegex"];

function holds(expression: Expression, label: (key: string) => string): boolean {
  if (expression.kind === "not") return !holds(expression.of, label);
  if (expression.kind === "and") return holds(expression.left, label) && holds(expression.right, label);
  if (expression.kind === "or") return holds(expression.left, label) || holds(expression.right, label);
  if (expression.kind !== "call") return false;
  const [key, wanted] = expression.args.map((a) => a.value) as [string, string];
  if (expression.name === "Label") return label(key) === wanted;
  const compiled = goRegExp(wanted);
  return "ok" in compiled && compiled.ok.test(label(key));
}
