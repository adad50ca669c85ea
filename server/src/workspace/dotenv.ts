// Files of variables as `docker compose` reads them: `NAME=value` or `NAME: value`, `export` before it, quotes that may hold several lines,
// comments, variables that are set above. `docker stack deploy` reads none; people load them into their shell, which agrees on what is usual.
// Written here, as the packages for it read files by themselves, or know no variables.
// Source: https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/#env-file-syntax

import { type Part, partsOf } from "../model/variables.ts";
import { span, Text } from "../syntax/text.ts";

export interface Dotenv {
  readonly variables: Readonly<Record<string, string>>;
  /** Lines (1-based) that are no variable, comment or bare name. */
  readonly wrong: readonly number[];
}

const BLANKS = /[ \t]*/y;
const REST = /[^\n]*(?:\n|$)/y;
const SINGLE = /'((?:\\'|[^'])*)'/y;
const DOUBLE = /"((?:\\[\s\S]|[^"\\])*)"/y;

/** @param above what files before this one set */
export function parseDotenv(text: string, above: Readonly<Record<string, string>> = {}): Dotenv {
  const variables = new Map<string, string>();
  const wrong: number[] = [];
  const lookUp = (name: string) => variables.get(name) ?? (Object.hasOwn(above, name) ? above[name] : undefined);
  let at = text.startsWith("\uFEFF") ? 1 : 0;
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) at += match[0].length;
    return match ?? undefined;
  };
  while (at < text.length) {
    const start = at;
    take(BLANKS);
    take(/export[ \t]+/y);
    const name = take(/[\w.-]+/y)?.[0];
    take(BLANKS);
    if (name !== undefined && take(/[=:]/y)) {
      take(BLANKS);
      variables.set(name, readValue(take, lookUp));
      take(REST);
      continue;
    }
    // A bare name is taken from the shell by some; it sets nothing here.
    if (!/^(?:#|$)/.test(take(REST)![0].trim())) wrong.push(text.slice(0, start).split("\n").length);
  }
  return { variables: Object.fromEntries(variables), wrong };
}

function readValue(take: (pattern: RegExp) => RegExpExecArray | undefined, lookUp: (name: string) => string | undefined): string {
  const single = take(SINGLE);
  if (single) return single[1]!.replaceAll("\\'", "'");
  const double = take(DOUBLE);
  if (double) return filled(double[1]!, lookUp, true);
  // An inline comment has a blank before it.
  const plain = take(/[^\n]*/y)![0];
  const comment = plain.search(/(?:^|[ \t])#/);
  return filled((comment < 0 ? plain : plain.slice(0, comment)).trim(), lookUp, false);
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", "\\": "\\", '"': '"', $: "$" };

function filled(value: string, lookUp: (name: string) => string | undefined, quoted: boolean): string {
  const pieces = value.split(/(\\[\s\S])/);
  return pieces
    .map((piece, i) => {
      if (i % 2 === 0)
        return partsOf(new Text(piece, span(0, piece.length)))
          .map((part) => filledPart(part, lookUp))
          .join("");
      return quoted || piece === "\\$" ? (ESCAPES[piece[1]!] ?? piece) : piece;
    })
    .join("");
}

/** Other than in stack files, an operator needs braces, and a dollar that begins nothing is one. */
function filledPart(part: Part, lookUp: (name: string) => string | undefined): string {
  if (part.kind !== "variable") return part.kind === "escaped" ? "$" : part.text.value;
  if (!part.braced) {
    const name = /^\w+/.exec(part.text.value.slice(1))?.[0] ?? "";
    return (lookUp(name) ?? "") + part.text.value.slice(1 + name.length);
  }
  const known = lookUp(part.name.value);
  const otherwise = part.operator.endsWith("-") ? part.argument!.value : "";
  return part.operator.startsWith(":") ? known || otherwise : (known ?? otherwise);
}
