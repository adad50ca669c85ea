// Escapes and bracket classes of Go's regular expressions.
import { type CharSet, charSet, complement, opposite, PERL, POSIX, unicodeClass } from "./charClass.ts";
import type { RegexpReason } from "./regexpTree.ts";

type Refuse = (reason: RegexpReason) => never;

interface ReadSet {
  readonly set: CharSet;
  readonly not: boolean;
  readonly end: number;
}

const SIMPLE: Readonly<Record<string, number>> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 };

/** One character behind a backslash. */
export function readEscape(chars: readonly string[], at: number, refuse: Refuse): { code: number; end: number } {
  const c = chars[at + 1];
  if (c === undefined) return refuse("escape");
  if (/[1-7]/.test(c) && !/[0-7]/.test(chars[at + 2] ?? "")) return refuse("backreference");
  if (/[0-7]/.test(c)) {
    const digits = /^[0-7]{1,3}/.exec(chars.slice(at + 1, at + 4).join(""))![0];
    return { code: Number.parseInt(digits, 8), end: at + 1 + digits.length };
  }
  if (c === "x") return readHex(chars, at, refuse);
  if (SIMPLE[c] !== undefined) return { code: SIMPLE[c], end: at + 2 };
  if (/^[\x00-\x7f]$/.test(c) && !/[0-9A-Za-z]/.test(c)) return { code: c.codePointAt(0)!, end: at + 2 };
  return refuse("escape");
}

function readHex(chars: readonly string[], at: number, refuse: Refuse): { code: number; end: number } {
  const braced = chars[at + 2] === "{";
  const end = braced ? chars.indexOf("}", at) : at + 4;
  const digits = braced ? chars.slice(at + 3, Math.max(end, 0)).join("") : chars.slice(at + 2, end).join("");
  const code = Number.parseInt(digits, 16);
  const fits = braced ? /^[0-9A-Fa-f]+$/.test(digits) && code <= 0x10ffff : /^[0-9A-Fa-f]{2}$/.test(digits);
  if (!fits) return refuse("escape");
  return { code, end: braced ? end + 1 : end };
}

/** `\d`, `\W`, `\pL`, `\P{Greek}`; undefined where it is another escape. */
export function readClassEscape(chars: readonly string[], at: number, refuse: Refuse): ReadSet | undefined {
  const c = chars[at + 1] ?? "";
  const perl = PERL[c.toLowerCase()];
  if (perl && c.length === 1) return { set: perl, not: c !== c.toLowerCase(), end: at + 2 };
  if (c !== "p" && c !== "P") return undefined;
  if (at + 2 >= chars.length) return refuse("class");
  const braced = chars[at + 2] === "{";
  const end = braced ? chars.indexOf("}", at) : at + 2;
  if (end < 0) return refuse("class");
  const written = braced ? chars.slice(at + 3, end).join("") : chars[at + 2]!;
  const caret = braced && written.startsWith("^");
  const unicode = unicodeClass(caret ? written.slice(1) : written);
  if (unicode === "refused") return refuse("class");
  if (unicode === "unknown") return refuse("unknown");
  return { set: { ranges: [], classes: [unicode] }, not: (c === "P") !== caret, end: end + 1 };
}

/** `[..]`, with `at` on its first bracket. */
export function readClass(chars: readonly string[], at: number, refuse: Refuse): ReadSet {
  const ranges: (readonly [number, number])[] = [];
  const classes: string[] = [];
  const add = (set: CharSet) => {
    for (const range of set.ranges) ranges.push(range);
    classes.push(...set.classes);
  };
  let i = at + 1;
  const not = chars[i] === "^";
  if (not) i++;
  const one = (): number => {
    if (i >= chars.length) return refuse("bracket");
    if (chars[i] !== "\\") return chars[i++]!.codePointAt(0)!;
    const read = readEscape(chars, i, refuse);
    i = read.end;
    return read.code;
  };
  for (let first = true; first || chars[i] !== "]"; first = false) {
    if (i >= chars.length) return refuse("bracket");
    const posix = chars[i] === "[" && chars[i + 1] === ":" ? posixEnd(chars, i) : undefined;
    if (posix !== undefined) {
      const name = chars.slice(i + 2, posix).join("");
      const known = POSIX[name.replace(/^\^/, "")];
      if (!known) return refuse("class");
      add(name.startsWith("^") ? charSet(...complement(known.ranges)) : known);
      i = posix + 2;
      continue;
    }
    const escaped = chars[i] === "\\" ? readClassEscape(chars, i, refuse) : undefined;
    if (escaped) {
      add(escaped.not ? inverted(escaped.set) : escaped.set);
      i = escaped.end;
      continue;
    }
    const from = one();
    let to = from;
    if (chars[i] === "-" && i + 1 < chars.length && chars[i + 1] !== "]") {
      i++;
      to = one();
      if (to < from) return refuse("class");
    }
    ranges.push([from, to]);
  }
  return { set: { ranges, classes }, not, end: i + 1 };
}

const lastPosix = new WeakMap<readonly string[], number>();

/** The end of `[:name:]`. Go looks for it anywhere behind, and refuses what is no name. */
function posixEnd(chars: readonly string[], at: number): number | undefined {
  let last = lastPosix.get(chars);
  if (last === undefined) {
    last = chars.findLastIndex((c, i) => c === ":" && chars[i + 1] === "]");
    lastPosix.set(chars, last);
  }
  if (last < at + 2) return undefined; // asked for each bracket, and found in one look
  for (let i = at + 2; i <= last; i++) if (chars[i] === ":" && chars[i + 1] === "]") return i;
  return undefined;
}

/** A class that is left out inside brackets: either ranges or one Unicode class. */
const inverted = (set: CharSet): CharSet =>
  set.classes.length > 0 ? { ranges: [], classes: set.classes.map(opposite).filter(Boolean) } : charSet(...complement(set.ranges));
