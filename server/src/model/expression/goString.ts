// What a Go string literal says.

export interface GoString {
  readonly value: string;
  /** The escapes spell bytes that are no UTF-8; `value` has replacement characters for them. */
  readonly broken: boolean;
}

const SIMPLE: Readonly<Record<string, number>> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11, "\\": 92, '"': 34 };

/** The content of a well-formed literal, quotes included. */
export function unquoteGo(literal: string): GoString {
  const body = literal.slice(1, -1);
  if (literal.startsWith("`")) return { value: body.replaceAll("\r", ""), broken: false };
  if (!body.includes("\\")) return { value: body, broken: false };
  const encoder = new TextEncoder();
  const bytes: number[] = [];
  for (const [part] of body.matchAll(/\\U.{8}|\\u.{4}|\\x..|\\[0-7]{3}|\\.|[^\\]+/gs)) {
    if (!part.startsWith("\\")) bytes.push(...encoder.encode(part));
    else if (/^\\[uU]/.test(part)) bytes.push(...encoder.encode(String.fromCodePoint(Number.parseInt(part.slice(2), 16))));
    else if (part.startsWith("\\x")) bytes.push(Number.parseInt(part.slice(2), 16));
    else if (/^\\[0-7]/.test(part)) bytes.push(Number.parseInt(part.slice(1), 8));
    else bytes.push(SIMPLE[part[1]!]!);
  }
  const array = Uint8Array.from(bytes);
  try {
    return { value: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(array), broken: false };
  } catch {
    return { value: new TextDecoder("utf-8", { ignoreBOM: true }).decode(array), broken: true };
  }
}

/** Length in bytes, as Go counts. */
export const byteLength = (text: string): number => new TextEncoder().encode(text).length;
