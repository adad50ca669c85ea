// What Docker's reader of YAML (Go's yaml v3) takes a scalar for. It is neither YAML 1.1 nor 1.2: `yes` and `on` are texts, 0644 and 0o644 are
// octal, 1_000 is a number, 2024-05-01 is a date, 1:30 a text, and a tag of one's own makes a text of anything.
// Source: go-yaml v3 resolve.go; measured with `docker stack config` 28.2.2.
import type { Text } from "../../syntax/text.ts";
import type { Entry, Scalar } from "../../syntax/tree.ts";

export type GoKind =
  | "text"
  | "integer"
  /** With a point or an exponent; it may be whole. */
  | "number"
  | "boolean"
  | "null"
  | "date"
  /** Infinite, or not a number: no schema can look at it. */
  | "endless"
  /** Its tag does not fit, so that the file is not read. */
  | "misfit";

const TAGS: Readonly<Record<string, readonly GoKind[]>> = {
  "tag:yaml.org,2002:bool": ["boolean"],
  "tag:yaml.org,2002:int": ["integer"],
  "tag:yaml.org,2002:float": ["number", "integer", "endless"],
  "tag:yaml.org,2002:null": ["null"],
  "tag:yaml.org,2002:timestamp": ["date"],
};

export const goKind = ({ text, style, tag }: Pick<Scalar, "text" | "style" | "tag">): GoKind => kindOf(text, style, tag);

/** The same for a key. */
export const goKeyKind = ({ key, keyStyle, keyTag }: Entry): GoKind => kindOf(key, keyStyle, keyTag);

function kindOf(text: Text, style: Scalar["style"], tag: string | undefined): GoKind {
  if (tag === undefined || tag === "!") return style === "plain" ? plainKind(text.value) : "text";
  const kinds = TAGS[tag];
  if (!kinds) return "text";
  const kind = plainKind(text.value, tag === "tag:yaml.org,2002:timestamp");
  return kinds.includes(kind) ? (kinds[0] === "number" && kind === "integer" ? "number" : kind) : "misfit";
}

const WORDS = new Map<string, GoKind>([
  ...["", "~", "null", "Null", "NULL"].map((w) => [w, "null"] as const),
  ...["true", "True", "TRUE", "false", "False", "FALSE"].map((w) => [w, "boolean"] as const),
  ...["", "+", "-"].flatMap((s) => [".inf", ".Inf", ".INF"].map((w) => [s + w, "endless"] as const)),
  ...[".nan", ".NaN", ".NAN"].map((w) => [w, "endless"] as const),
]);

/** Most keys and values are texts by their first letter. */
const MAY_BE_ELSE = /^(?:[-+.\d~nNtTfF]|$)/;

function plainKind(text: string, dated = true): GoKind {
  if (!MAY_BE_ELSE.test(text)) return "text";
  const word = WORDS.get(text);
  if (word) return word;
  if (/^\./.test(text)) return /^\.\d+(?:[eE][-+]?\d+)?$/.test(text) ? finite(text) : "text";
  if (!/^[-+\d]/.test(text)) return "text";
  if (dated && isDate(text)) return "date";
  const plain = text.replaceAll("_", "");
  if (isInteger(plain)) return "integer";
  return /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/.test(plain) ? finite(plain) : "text";
}

const finite = (text: string): GoKind => (Number.isFinite(Number(text)) ? "number" : "text");

/** 08 is none, as its digits are not octal; it is a number all the same. */
function isInteger(text: string): boolean {
  if (!/^[-+]?(?:0[xX][\da-fA-F]+|0[oO]?[0-7]+|0[bB][01]+|0|[1-9]\d*)$/.test(text)) return false;
  const digits = BigInt(text.replace(/^[-+]/, "").replace(/^0(?=[0-7])/, "0o"));
  return digits <= (text.startsWith("-") ? 2n ** 63n : 2n ** 64n - 1n);
}

function isDate(text: string): boolean {
  const match =
    /^(\d{4})-(\d\d?)-(\d\d?)(?:[Tt](\d\d?):(\d\d?):(\d\d?)(?:[.,]\d+)?(?:Z|[-+]\d\d:\d\d)| (\d\d?):(\d\d?):(\d\d?)(?:[.,]\d+)?)?$/.exec(
      text,
    );
  if (!match) return false;
  const [year, month, day, ...time] = match.slice(1).map((part) => Number(part ?? 0));
  const days = new Date(Date.UTC(year!, month!, 0)).getUTCDate();
  const [hour, minute, second] = match[4] === undefined ? time.slice(3) : time;
  return month! >= 1 && month! <= 12 && day! >= 1 && day! <= days && hour! < 24 && minute! < 60 && second! < 60;
}

/** The number that Docker reads, for comparing. */
export function numberOf(text: string): number {
  const plain = text.replaceAll("_", "");
  if (!isInteger(plain)) return Number(plain);
  const value = Number(plain.replace(/^[-+]/, "").replace(/^0(?=[0-7])/, "0o"));
  return plain.startsWith("-") ? -value : value;
}
