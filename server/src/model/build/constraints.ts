// `constraints` of the provider: which services it takes, by their labels.
import type { PlainLabel } from "../decode/problem.ts";
import { goRegExp } from "../expression/goRegExp.ts";
import { type Expression, parsePredicate } from "./predicate.ts";

/** "error" where Traefik can't read the expression: then no service is taken at all. */
export function matchConstraints(expression: string, labels: readonly PlainLabel[]): boolean | "error" {
  if (expression === "") return true;
  const parsed = parsePredicate(expression);
  if (!parsed || !isConstraint(parsed)) return "error";
  const values = new Map(labels.map(({ key, value }) => [key, value]));
  return holds(parsed, (key) => values.get(key) ?? "");
}

function isConstraint(expression: Expression): boolean {
  if (expression.kind === "not") return isConstraint(expression.of);
  if (expression.kind === "and" || expression.kind === "or") return isConstraint(expression.left) && isConstraint(expression.right);
  if (expression.kind !== "call" || !["Label", "LabelRegex"].includes(expression.name)) return false;
  return expression.args.length === 2 && expression.args.every((a) => a.kind === "string");
}

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
