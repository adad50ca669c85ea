// Docker's template language as `docker stack deploy` reads it: a text cut at its dollars. The grammar is one regular expression in Go that
// takes more than its authors meant, and operators are looked for in an order of their own; both are kept here to the letter.
// Source: docker/cli cli/compose/template/template.go@v28.2.2, measured with that release.
import type { Text } from "../syntax/text.ts";

export type Part =
  /** What is taken as it stands. */
  | { readonly kind: "literal"; readonly text: Text }
  /** `$$`, which becomes one dollar. */
  | { readonly kind: "escaped"; readonly text: Text }
  /** A dollar that begins nothing: the whole text is refused, unless a variable follows. */
  | { readonly kind: "invalid"; readonly text: Text }
  | Variable;

export interface Variable {
  readonly kind: "variable";
  /** With its dollar and braces. */
  readonly text: Text;
  readonly braced: boolean;
  /** The name that is looked up. It holds more than a name where an operator stands in another's argument: `X:?a` in `${X:?a-b}`. */
  readonly name: Text;
  readonly operator: Operator | "";
  /** What stands behind the operator: a default, or a message. */
  readonly argument: Text | undefined;
}

export type Operator = ":-" | "-" | ":?" | "?";

/** The order in which they are looked for, anywhere in what stands behind the dollar. */
const OPERATORS: readonly Operator[] = [":-", "-", ":?", "?"];

/** With `i` and `u` letters fold as in Go: `ſ` and the Kelvin sign count as `s` and `k`. */
// Linear: it is used where a closing brace follows, else the one below.
const DOLLAR = /\$(?:(\$)|([_a-z][_a-z0-9]*(?::?[-?][^}]*)?)|\{([_a-z][_a-z0-9]*(?::?[-?][^}]*)?)\}|)/giu;

const UNBRACED = /\$(?:(\$)|([_a-z][_a-z0-9]*(?::?[-?][^}]*)?)|)/giu;

const NAME = /^[_a-z][_a-z0-9]*$/iu;

/** Whether a shell can give a value to a variable of that name. */
export const isVariableName = (name: string): boolean => NAME.test(name);

export function partsOf(text: Text): readonly Part[] {
  const { value } = text;
  const parts: Part[] = [];
  let from = 0;
  const closed = value.lastIndexOf("}") + 1;
  const dollars = [
    ...[...value.slice(0, closed).matchAll(DOLLAR)].map((match) => ({ match, start: match.index })),
    ...[...value.slice(closed).matchAll(UNBRACED)].map((match) => ({ match, start: closed + match.index })),
  ];
  for (const { match, start } of dollars) {
    const end = start + match[0].length;
    if (start > from) parts.push({ kind: "literal", text: text.slice(from, start) });
    const whole = text.slice(start, end);
    if (match[1]) parts.push({ kind: "escaped", text: whole });
    else if (match[2]) parts.push(variable(whole, whole.slice(1), false));
    else if (match[3]) parts.push(variable(whole, whole.slice(2, -1), true));
    else parts.push({ kind: "invalid", text: whole });
    from = end;
  }
  if (from < value.length) parts.push({ kind: "literal", text: text.slice(from) });
  return parts;
}

function variable(text: Text, inner: Text, braced: boolean): Variable {
  const operator = OPERATORS.find((o) => inner.value.includes(o));
  if (!operator) return { kind: "variable", text, braced, name: inner, operator: "", argument: undefined };
  const at = inner.value.indexOf(operator);
  return { kind: "variable", text, braced, name: inner.slice(0, at), operator, argument: inner.slice(at + operator.length) };
}
