// What a Go string literal says.
import { utf8Bytes, utf8Text } from "./utf8.ts";

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
  const bytes: number[] = [];
  for (const [part] of body.matchAll(/\\U.{8}|\\u.{4}|\\x..|\\[0-7]{3}|\\.|[^\\]+/gs)) {
    if (!part.startsWith("\\")) bytes.push(...utf8Bytes(part));
    else if (/^\\[uU]/.test(part)) bytes.push(...utf8Bytes(String.fromCodePoint(Number.parseInt(part.slice(2), 16))));
    else if (part.startsWith("\\x")) bytes.push(Number.parseInt(part.slice(2), 16));
    else if (/^\\[0-7]/.test(part)) bytes.push(Number.parseInt(part.slice(1), 8));
    else bytes.push(SIMPLE[part[1]!]!);
  }
  return utf8Text(bytes);
}
