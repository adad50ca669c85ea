// Decodes a scalar's source and notes where each character came from. `yaml` decides what the value is; where this decoding disagrees with
// it, the text is given as opaque rather than with wrong places.
import { opaqueText, type Places, type Span, span, Text } from "./text.ts";
import type { Scalar } from "./tree.ts";

/**
 * The text of a scalar whose source (quotes or block header included) is `source.slice(at.start, at.end)`.
 * @param value what the YAML parser makes of it
 */
export function scalarText(source: string, at: Span, style: Scalar["style"], value: string): Text {
  if (style === "plain" && at.end - at.start === value.length) return new Text(value, at);
  const decoded =
    style === "literal" || style === "folded"
      ? blockScalar(source, at, style)
      : style === "plain"
        ? flowLines(source, at.start, at.end, "plain")
        : flowLines(source, at.start + 1, closingQuote(source, at, style), style);
  if (decoded.value !== value) return opaqueText(value, at);
  const { starts, end } = decoded;
  const from = starts[0] ?? end;
  const inStep = end - from === value.length && starts.every((offset, index) => offset === from + index);
  return inStep ? new Text(value, span(from, end)) : new Text(value, span(from, end), decoded);
}

interface Decoded extends Places {
  readonly value: string;
  /** Where the content ends, without its quotes. */
  readonly end: number;
}

/** A scalar may lack its closing quote while it is typed. */
function closingQuote(source: string, at: Span, style: "single" | "double"): number {
  const quote = style === "single" ? "'" : '"';
  return at.end - 1 > at.start && source[at.end - 1] === quote ? at.end - 1 : at.end;
}

const SIMPLE_ESCAPES: Record<string, string> = {
  "0": "\0",
  a: "\x07",
  b: "\b",
  t: "\t",
  "\t": "\t",
  n: "\n",
  v: "\v",
  f: "\f",
  r: "\r",
  e: "\x1b",
  " ": " ",
  '"': '"',
  "/": "/",
  "\\": "\\",
  N: "\u0085",
  _: "\u00a0",
  L: "\u2028",
  P: "\u2029",
};
const HEX_LENGTH: Record<string, number> = { x: 2, u: 4, U: 8 };

/** Plain and quoted scalars: escapes, and the folding of line breaks. */
function flowLines(source: string, start: number, end: number, style: "plain" | "single" | "double"): Decoded {
  const value: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const push = (text: string, at: number, behind: number) => {
    for (const unit of text.split("")) {
      value.push(unit);
      starts.push(at);
      ends.push(behind);
    }
  };
  let solid = 0; // white space behind this length of the value belongs to a line's end and goes when the line is folded
  for (let i = start; i < end; ) {
    const c = source[i]!;
    if (c === "\n" || c === "\r") {
      while (value.length > solid && /[ \t]/.test(value[value.length - 1]!)) value.pop();
      starts.length = value.length;
      ends.length = value.length;
      const at = i;
      let breaks = 0;
      while (i < end && /[ \t\r\n]/.test(source[i]!)) {
        if (source[i] === "\r" && source[i + 1] === "\n") i++;
        if (source[i] === "\n" || source[i] === "\r") breaks++;
        i++;
      }
      push(breaks > 1 ? "\n".repeat(breaks - 1) : " ", at, at + 1);
      solid = value.length;
    } else if (style === "single" && c === "'" && source[i + 1] === "'") {
      push("'", i, i + 2);
      i += 2;
    } else if (style === "double" && c === "\\") {
      const next = source[i + 1] ?? "";
      if (next === "\n" || next === "\r") {
        i += next === "\r" && source[i + 2] === "\n" ? 3 : 2;
        while (i < end && /[ \t]/.test(source[i]!)) i++;
        solid = value.length;
      } else if (HEX_LENGTH[next]) {
        const length = HEX_LENGTH[next];
        const code = Number.parseInt(source.slice(i + 2, i + 2 + length), 16);
        push(Number.isNaN(code) || code > 0x10ffff ? source.slice(i, i + 2 + length) : String.fromCodePoint(code), i, i + 2 + length);
        i += 2 + length;
        solid = value.length;
      } else {
        push(SIMPLE_ESCAPES[next] ?? `\\${next}`, i, i + 2);
        i += 2;
        solid = value.length;
      }
    } else {
      push(c, i, i + 1);
      i++;
    }
  }
  return { value: value.join(""), starts, ends, end };
}

/** Block scalars: indentation, folding and chomping. */
function blockScalar(source: string, at: Span, style: "literal" | "folded"): Decoded {
  const headerEnd = breakAt(source, at.start, at.end);
  const header = /^[|>]([+-]?)(\d?)([+-]?)/.exec(source.slice(at.start, headerEnd));
  const chomp = header?.[1] || header?.[3] || "";
  const lines = linesOf(source, behindBreak(source, headerEnd), at.end);
  const first = lines.find((l) => source.slice(l.start, l.end).trim() !== "");
  const indent = first ? /^ */.exec(source.slice(first.start, first.end))![0].length : Number.POSITIVE_INFINITY;
  // With an explicit indicator the indentation depends on the parent's, which this does not know: opaque unless it equals the first line's.
  let value = "";
  const starts: number[] = [];
  const push = (text: string, from: number, step: 0 | 1) => {
    for (let k = 0; k < text.length; k++) starts.push(from + k * step);
    value += text;
  };
  const contents = lines.map((l) => ({ ...l, from: Math.min(l.start + indent, l.end) }));
  while (contents.length && contents[contents.length - 1]!.from >= contents[contents.length - 1]!.end) contents.pop();
  const trailing = lines.length - contents.length;
  contents.forEach((line, index) => {
    const text = source.slice(line.from, line.end);
    if (index > 0) {
      const before = source.slice(contents[index - 1]!.from, contents[index - 1]!.end);
      if (style === "literal") push("\n", contents[index - 1]!.end, 0);
      else foldBreak(contents, index, source, before, text, push);
    }
    push(text, line.from, 1);
  });
  const last = contents[contents.length - 1];
  // `yaml` ends the last line also where the text ends without a break.
  if (last && chomp !== "-") push("\n", last.end, 0);
  if (chomp === "+") push("\n".repeat(Math.max(trailing - (lines[lines.length - 1]?.terminated ? 0 : 1), 0)), last?.end ?? at.end, 0);
  return { value, starts, ends: starts.map((s) => Math.min(s + 1, at.end)), end: last?.end ?? at.end };
}

interface Line {
  readonly start: number;
  readonly end: number;
  readonly terminated: boolean;
  readonly from: number;
}

/** `>`: one break between two text lines is a blank, breaks beside blank or more-indented lines stay. */
function foldBreak(
  lines: readonly Line[],
  index: number,
  source: string,
  before: string,
  text: string,
  push: (t: string, at: number, step: 0) => void,
): void {
  const at = lines[index - 1]!.end;
  const spaced = (line: string) => line.startsWith(" ") || line.startsWith("\t");
  if (text === "") return; // counted when the next text line comes
  let blanks = 0;
  for (let k = index - 1; k >= 0 && lines[k]!.from >= lines[k]!.end; k--) blanks++;
  const previous = lines[index - 1 - blanks];
  if (!previous) {
    push("\n".repeat(blanks), at, 0);
    return;
  }
  const previousText = blanks === 0 ? before : source.slice(previous.from, previous.end);
  if (spaced(text) || spaced(previousText)) push("\n".repeat(blanks + 1), at, 0);
  else push(blanks === 0 ? " " : "\n".repeat(blanks), at, 0);
}

function linesOf(source: string, start: number, end: number): Omit<Line, "from">[] {
  const lines: Omit<Line, "from">[] = [];
  for (let at = start; at < end; ) {
    const stop = breakAt(source, at, end);
    lines.push({ start: at, end: stop, terminated: stop < end });
    at = behindBreak(source, stop);
    if (stop >= end) break;
  }
  return lines;
}

function breakAt(source: string, from: number, end: number): number {
  let i = from;
  while (i < end && source[i] !== "\n" && source[i] !== "\r") i++;
  return i;
}

const behindBreak = (source: string, at: number): number => (source[at] === "\r" && source[at + 1] === "\n" ? at + 2 : at + 1);
