// What becomes of a text when Docker has put its variables in: exactly, where the environment is known, and as far as it is certain, where it
// is not. Keys of mappings are never asked for: Docker leaves them as they are.
// Source: docker/cli cli/compose/template/template.go and interpolation/interpolation.go@v28.2.2, measured with that release.
import { composedText, type Piece, type Text } from "../syntax/text.ts";
import { isVariableName, type Part, partsOf, type Variable } from "./variables.ts";

/** These variables and no others are set. */
export type Environment = Readonly<Record<string, string>>;

export type Interpolated =
  /** It stays as it is written: Docker casts no such text to a number or boolean. */
  | { readonly kind: "same"; readonly text: Text }
  /** Another text; each part stands at what it came from. Docker casts it where it casts. */
  | { readonly kind: "changed"; readonly text: Text }
  /** Variables decide: what is certain, and between it the variables, which may have any value that they may legally have. */
  | { readonly kind: "open"; readonly pieces: readonly (Text | Variable)[] }
  /** Docker refuses the whole file. */
  | { readonly kind: "error"; readonly error: TemplateError };

export type TemplateError =
  /** "invalid interpolation format": the last dollar that is not doubled begins nothing. */
  | { readonly code: "invalid"; readonly at: Text }
  /** "required variable ... is missing a value". */
  | { readonly code: "missing"; readonly at: Text; readonly name: string; readonly message: string };

/** @param environment undefined where nobody tells which variables are set */
export function interpolate(text: Text, environment: Environment | undefined): Interpolated {
  if (!text.value.includes("$")) return { kind: "same", text };
  const outcomes = partsOf(text).map((part) => outcomeOf(part, environment));
  // Each substitution overwrites the error of the one before: only the last one counts.
  const last = outcomes.findLast((o) => o.part.kind !== "literal" && o.part.kind !== "escaped");
  if (last?.error) return { kind: "error", error: last.error };
  if (outcomes.some((o) => o.value === undefined)) return { kind: "open", pieces: openPieces(outcomes) };
  const result = composedText(text, outcomes.map(pieceOf));
  return result.value === text.value ? { kind: "same", text } : { kind: "changed", text: result };
}

interface Outcome {
  readonly part: Part;
  /** What stands in its place; undefined where that is open. */
  readonly value: Text | string | undefined;
  readonly error?: TemplateError;
}

function outcomeOf(part: Part, environment: Environment | undefined): Outcome {
  if (part.kind === "literal") return { part, value: part.text };
  if (part.kind === "escaped") return { part, value: "$" };
  if (part.kind === "invalid") return { part, value: "", error: { code: "invalid", at: part.text } };
  // No shell and no CI sets a variable whose name is no name, so that it is certainly unset.
  if (!environment && isVariableName(part.name.value)) return { part, value: undefined };
  return { part, ...substitute(part, environment ?? {}) };
}

function substitute({ name, operator, argument, text }: Variable, environment: Environment): Omit<Outcome, "part"> {
  const value = Object.hasOwn(environment, name.value) ? environment[name.value]! : undefined;
  const missing = operator.startsWith(":") ? !value : value === undefined;
  if (!missing || operator === "") return { value: value ?? "" };
  if (operator.endsWith("-")) return { value: argument! };
  return { value: "", error: { code: "missing", at: text, name: name.value, message: argument!.value } };
}

const pieceOf = ({ part, value }: Outcome): Piece => (typeof value === "string" ? { text: part.text, value } : { text: value! });

function openPieces(outcomes: readonly Outcome[]): (Text | Variable)[] {
  return outcomes.flatMap(({ part, value }): (Text | Variable)[] => {
    if (part.kind === "variable" && value === undefined) return [part];
    const known = typeof value === "string" ? composedText(part.text, [{ text: part.text, value }]) : value!;
    return known.value === "" ? [] : [known];
  });
}
