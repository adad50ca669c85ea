// The conditions of circuit breakers and of buffering's retry: comparisons of a few functions, with exact types.
import { type Expression, type Literal, parsePredicate } from "./predicate.ts";

type Type = Literal["kind"];

interface Function {
  readonly args: readonly Type[];
  /** What it is compared with; undefined where it is a condition by itself. */
  readonly gives: Type | undefined;
}

const CIRCUIT: Readonly<Record<string, Function>> = {
  LatencyAtQuantileMS: { args: ["float"], gives: "int" },
  NetworkErrorRatio: { args: [], gives: "float" },
  ResponseCodeRatio: { args: ["int", "int", "int", "int"], gives: "float" },
};

const RETRY: Readonly<Record<string, Function>> = {
  Attempts: { args: [], gives: "int" },
  IsNetworkError: { args: [], gives: undefined },
  RequestMethod: { args: [], gives: "string" },
  ResponseCode: { args: [], gives: "int" },
};

export const isCircuitExpression = (text: string): boolean => isCondition(parsePredicate(text), CIRCUIT);

export const isRetryExpression = (text: string): boolean => isCondition(parsePredicate(text), RETRY);

function isCondition(expression: Expression | undefined, functions: Readonly<Record<string, Function>>): boolean {
  switch (expression?.kind) {
    case "and":
    case "or":
      return isCondition(expression.left, functions) && isCondition(expression.right, functions);
    case "compare": {
      const call = calledBy(expression.left, functions);
      const order = !["==", "!="].includes(expression.operator);
      return call?.gives === expression.right.kind && call.gives !== undefined && !(order && call.gives === "string");
    }
    case "call": {
      const call = calledBy(expression, functions);
      return call !== undefined && call.gives === undefined;
    }
    // Neither knows `!`.
    default:
      return false;
  }
}

function calledBy(expression: Expression, functions: Readonly<Record<string, Function>>): Function | undefined {
  if (expression.kind !== "call" || !Object.hasOwn(functions, expression.name)) return undefined;
  const called = functions[expression.name]!;
  const fits = called.args.length === expression.args.length && called.args.every((type, i) => type === expression.args[i]!.kind);
  return fits ? called : undefined;
}
