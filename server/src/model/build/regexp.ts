// Regular expressions as Go has them (RE2): whether Go compiles a text, and, where JavaScript can say the same, the expression itself.

const CLASSES = [
  "alnum",
  "alpha",
  "ascii",
  "blank",
  "cntrl",
  "digit",
  "graph",
  "lower",
  "print",
  "punct",
  "space",
  "upper",
  "word",
  "xdigit",
];

/** Whether Go's `regexp.Compile` takes the text. */
export function isGoRegExp(text: string): boolean {
  let at = 0;
  let groups = 0;
  /** What a repetition would repeat: nothing, something, or a repetition. */
  let before: "none" | "atom" | "repeat" = "none";
  while (at < text.length) {
    const char = text[at]!;
    if (char === "\\") {
      const end = text.startsWith("\\Q", at) ? quoteEnd(text, at) : escapeEnd(text, at);
      if (end < 0) return false;
      before = "atom";
      at = end;
    } else if (char === "[") {
      at = classEnd(text, at);
      if (at < 0) return false;
      before = "atom";
    } else if (char === "(") {
      const open = openEnd(text, at);
      if (open < 0) return false;
      // `(?i)` is a flag and opens nothing.
      if (text[open - 1] !== ")" || open === at + 1) groups++;
      before = "none";
      at = open;
    } else if (char === ")") {
      if (groups-- === 0) return false;
      before = "atom";
      at++;
    } else if (char === "|") {
      before = "none";
      at++;
    } else {
      const end = repeatEnd(text, at);
      if (end === at) {
        before = "atom";
        at++;
      } else {
        if (end < 0 || before !== "atom") return false;
        before = "repeat";
        at = end;
      }
    }
  }
  return groups === 0;
}

/** The same expression in JavaScript; undefined where Go refuses it or JavaScript has no such thing. */
export function goRegExp(text: string): RegExp | undefined {
  if (!isGoRegExp(text)) return undefined;
  const [, flags, rest] = /^(?:\(\?([ims]+)\))?(.*)$/s.exec(text)!;
  try {
    return new RegExp(rest!.replaceAll("(?P<", "(?<").replaceAll("\\z", "$").replaceAll("\\A", "^"), `${flags ?? ""}`);
  } catch {
    return undefined;
  }
}

function quoteEnd(text: string, at: number): number {
  const end = text.indexOf("\\E", at);
  return end < 0 ? text.length : end + 2;
}

/** The end of an escape, or -1 where Go has no such escape. */
function escapeEnd(text: string, at: number): number {
  const rest = text.slice(at, at + 48);
  const match =
    /^\\(?:[pP](?:\{\^?\w+\}|[LMNPSZC])|x[\da-fA-F]{2}|x\{[\da-fA-F]{1,6}\}|0[0-7]{0,2}|[1-7][0-7]{1,2}|[AbBCdDsSwWzafnrtv]|[^\p{L}\p{N}])/u.exec(
      rest,
    );
  return match ? at + match[0].length : -1;
}

function classEnd(text: string, start: number): number {
  let at = start + 1;
  if (text[at] === "^") at++;
  let low: number | undefined;
  for (let first = true; at < text.length; first = false) {
    if (text[at] === "]" && !first) return at + 1;
    const named = /^\[:\^?(\w+):\]/.exec(text.slice(at, at + 16));
    if (named) {
      if (!CLASSES.includes(named[1]!)) return -1;
      at += named[0].length;
      low = undefined;
      continue;
    }
    const end = text[at] === "\\" ? escapeEnd(text, at) : at + String.fromCodePoint(text.codePointAt(at)!).length;
    if (end < 0) return -1;
    const isRange = text[end] === "-" && text[end + 1] !== "]" && end + 1 < text.length;
    const code = text[at] === "\\" ? undefined : text.codePointAt(at);
    if (low !== undefined && code !== undefined && code < low) return -1;
    low = low === undefined && isRange ? code : undefined;
    at = isRange && low !== undefined ? end + 1 : end;
  }
  return -1;
}

/** Behind `(`, `(?:`, `(?P<name>`, `(?i)` or `(?i:`; -1 for look-around and what else Go does not have. */
function openEnd(text: string, at: number): number {
  if (text[at + 1] !== "?") return at + 1;
  const match = /^\(\?(?:P?<\w+>|:|[imsU]+(?:-[imsU]+)?[:)]|-[imsU]+[:)])/.exec(text.slice(at, at + 64));
  return match ? at + match[0].length : -1;
}

/** Behind a repetition at that place; the place itself where none is, -1 where it is refused. */
function repeatEnd(text: string, at: number): number {
  const match = /^(?:[*+?]|\{(\d+)(,(\d*))?\})\??/.exec(text.slice(at, at + 24));
  if (!match) return at;
  const [all, min, comma, max] = match;
  const bound = comma === undefined || max === "" ? min : max;
  if (min !== undefined && (Number(min) > 1000 || Number(bound) > 1000 || Number(bound) < Number(min))) return -1;
  return at + all.length;
}
