// What a scalar is when Docker looks at it: read as YAML, its variables put in, and cast where Docker casts. A variable of which nobody tells
// the value leaves open what depends on it, and nothing else.
import type { Key } from "../../catalog/stack/shape.ts";
import type { Scalar } from "../../syntax/tree.ts";
import { type GoKind, goKind, numberOf } from "./goScalar.ts";

/** Puts variables in: the text that comes out, "open" where that is not known, "error" where Docker refuses the text. */
export type Substitute = (scalar: Scalar) => string | "open" | "error";

export type Value =
  | { readonly kind: Exclude<GoKind, "misfit" | "endless">; readonly text: string; readonly open?: boolean }
  /** Nothing can be said, or another rule says it. */
  | { readonly kind: "unknown" }
  /** A variable's value is no number, or no boolean. */
  | { readonly kind: "uncast"; readonly text: string };

export function readValue(scalar: Scalar, cast: Key["cast"], substitute: Substitute): Value {
  if (scalar.unresolved) return { kind: "unknown" };
  const kind = goKind(scalar);
  const written = scalar.text.value;
  if (kind === "misfit" || kind === "endless") return { kind: "unknown" };
  if (kind !== "text" || !written.includes("$")) return { kind, text: written };
  const text = substitute(scalar);
  if (text === "error" || (text === "open" && cast)) return { kind: "unknown" };
  if (text === "open") return { kind, text: written, open: true };
  // A text that stays as it is is not cast.
  if (text === written || !cast) return { kind, text };
  const number = castTo(text, cast);
  return number === undefined ? { kind: "uncast", text } : { kind: cast, text: number };
}

/** Source: docker/cli cli/compose/loader/interpolate.go@v28.2.2 toInt, toFloat, toBoolean. */
function castTo(text: string, cast: NonNullable<Key["cast"]>): string | undefined {
  if (cast === "boolean") return /^(?:y|yes|true|on)$/i.test(text) ? "true" : /^(?:n|no|false|off)$/i.test(text) ? "false" : undefined;
  if (cast === "integer") return /^[-+]?\d+$/.test(text) && Math.abs(Number(text)) < 2 ** 63 ? String(Number(text)) : undefined;
  return text.trim() === text && text !== "" && Number.isFinite(Number(text)) ? text : undefined;
}

/** Two values with equal texts of this kind are one for Docker. */
export function identity(value: Value, scalar: Scalar): string {
  if (value.kind === "unknown" || value.kind === "uncast") return `?${scalar.text.value}`;
  if (value.kind === "integer" || value.kind === "number") return String(numberOf(value.text));
  if (value.kind === "boolean") return value.text.toLowerCase();
  return value.kind === "null" ? "null" : value.open ? `?${value.text}` : JSON.stringify(value.text);
}
