// Sets of characters in Go's regular expressions. JavaScript's own classes say what is in them, one character at a time.

/** Inclusive ranges of code points, and Unicode classes in JavaScript's spelling. */
export interface CharSet {
  readonly ranges: readonly (readonly [number, number])[];
  readonly classes: readonly string[];
}

export type CharTest = (code: number) => boolean;

export const charSet = (...ranges: (readonly [number, number])[]): CharSet => ({ ranges, classes: [] });

const MAX = 0x10ffff;

/** Everything that the ranges leave out. */
export function complement(ranges: CharSet["ranges"]): (readonly [number, number])[] {
  const left: [number, number][] = [];
  let next = 0;
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    if (from > next) left.push([next, from - 1]);
    next = Math.max(next, to + 1);
  }
  if (next <= MAX) left.push([next, MAX]);
  return left;
}

const DIGIT = charSet([0x30, 0x39]);
const SPACE = charSet([0x09, 0x0a], [0x0c, 0x0d], [0x20, 0x20]);
const WORD = charSet([0x30, 0x39], [0x41, 0x5a], [0x5f, 0x5f], [0x61, 0x7a]);

/** `\d` and the like by their letter; ASCII only, as in RE2. */
export const PERL: Readonly<Record<string, CharSet>> = { d: DIGIT, s: SPACE, w: WORD };

/** `[:alnum:]` and the like. */
export const POSIX: Readonly<Record<string, CharSet>> = {
  alnum: charSet([0x30, 0x39], [0x41, 0x5a], [0x61, 0x7a]),
  alpha: charSet([0x41, 0x5a], [0x61, 0x7a]),
  ascii: charSet([0, 0x7f]),
  blank: charSet([0x09, 0x09], [0x20, 0x20]),
  cntrl: charSet([0, 0x1f], [0x7f, 0x7f]),
  digit: DIGIT,
  graph: charSet([0x21, 0x7e]),
  lower: charSet([0x61, 0x7a]),
  print: charSet([0x20, 0x7e]),
  punct: charSet([0x21, 0x2f], [0x3a, 0x40], [0x5b, 0x60], [0x7b, 0x7e]),
  space: charSet([0x09, 0x0d], [0x20, 0x20]),
  upper: charSet([0x41, 0x5a]),
  word: WORD,
  xdigit: charSet([0x30, 0x39], [0x41, 0x46], [0x61, 0x66]),
};

const CATEGORY = /^(?:C[cfos]?|L[lmotu]?|M[cen]?|N[dlo]?|P[cdefios]?|S[ckmo]?|Z[lps]?)$/;

/** The Unicode class `\p{name}`; "refused" where no release has it, "unknown" where that depends on the Unicode version that Go was built with. */
export function unicodeClass(name: string): string | "refused" | "unknown" {
  if (name === "Any") return "\\p{Any}";
  if (CATEGORY.test(name)) return `\\p{${name}}`;
  if (name.length <= 4 && !/^(?:Lisu|Cham|Thai|Yi|Lao|Nko|Vai|Han)$/.test(name)) return /^[A-Z][a-z]+$/.test(name) ? "unknown" : "refused";
  if (!/^[A-Z][A-Za-z_]*$/.test(name)) return "refused";
  try {
    // Bounded: no loop.
    new RegExp(`\\p{Script=${name}}`, "u");
    return `\\p{Script=${name}}`;
  } catch {
    return "unknown"; // newer Go knows more names, such as Letter
  }
}

/** `\P{..}` in place of `\p{..}`. */
export const opposite = (unicode: string): string => (unicode === "\\p{Any}" ? "" : unicode.replace("\\p", "\\P"));

/**
 * Whether a character is in the set. Capitals and small letters count the same where `anyCase`: JavaScript folds them as Go does, one character
 * to one. `not` turns the result around afterwards.
 */
export function charTest(set: CharSet, anyCase: boolean, not: boolean): CharTest {
  const body = set.ranges.map(([from, to]) => `\\u{${from.toString(16)}}-\\u{${to.toString(16)}}`).join("") + set.classes.join("");
  // Bounded: one character.
  const pattern = new RegExp(body === "" ? "[]" : `[${body}]`, anyCase ? "iu" : "u");
  const known = new Map<number, boolean>();
  return (code) => {
    let result = known.get(code);
    if (result === undefined) {
      result = pattern.test(String.fromCodePoint(code)) !== not;
      known.set(code, result);
    }
    return result;
  };
}

/** Just this character, or what folds to it. */
export const oneChar = (code: number, anyCase: boolean): CharTest =>
  anyCase ? charTest(charSet([code, code]), true, false) : (other) => other === code;
