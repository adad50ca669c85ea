// A short way for the YAML that nearly all stack files consist of: block mappings and lists of plain and quoted scalars, one line each, and
// flow collections of such on one line. It reads these as `yaml` does, ten times as fast, and leaves whatever else there is in a block, however
// small, to `yaml`: anchors, tags, escapes, scalars of several lines, tabs, anything wrong. test/fuzz/plain.test.ts compares the two.
import type { RawEntry, RawItem, RawMapping, RawNode, RawSequence } from "./raw.ts";
import { type Span, span, Text } from "./text.ts";
import type { Scalar } from "./tree.ts";

/** Undefined where the block is to be read by `yaml`. */
export function parsePlain(source: string): RawNode | undefined {
  if (STRANGE.test(source)) return undefined;
  const reader: Reader = { source, lines: linesOf(source), at: 0 };
  const first = reader.lines[0];
  if (!first) return undefined;
  try {
    const root = mapping(reader, first.indent, first.start + first.indent, 0);
    return reader.at === reader.lines.length ? root : undefined;
  } catch (error) {
    if (error === NOT_PLAIN) return undefined;
    throw error;
  }
}

/** Control characters and what may count as one, a mark of another document, a directive. */
const STRANGE = /[\0-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|^(?:---|\.\.\.|%)/m;
const MAX_DEPTH = 30;
const MAX_KEY = 500;

/** Thrown to go back to `yaml`; no error, so it has no stack to gather. */
const NOT_PLAIN = Symbol("not plain");

function leave(): never {
  throw NOT_PLAIN;
}

/** A line that is neither blank nor a comment. */
interface Line {
  readonly start: number;
  readonly indent: number;
  /** Without blanks at the end. */
  readonly end: number;
}

interface Reader {
  readonly source: string;
  readonly lines: readonly Line[];
  /** The next line. */
  at: number;
}

const SPACE = 32;
const HASH = 35;
const COLON = 58;
const DASH = 45;

function linesOf(source: string): Line[] {
  const lines: Line[] = [];
  for (let start = 0; start < source.length; ) {
    const eol = source.indexOf("\n", start);
    let end = eol < 0 ? source.length : eol;
    const next = end + 1;
    let first = start;
    while (first < end && source.charCodeAt(first) === SPACE) first++;
    if (first < end && source.charCodeAt(first) !== HASH) {
      while (source.charCodeAt(end - 1) === SPACE) end--;
      lines.push({ start, indent: first - start, end });
    }
    start = next;
  }
  return lines;
}

/** The mapping whose first key stands at `from`, the others in the same column below. */
function mapping(reader: Reader, column: number, from: number, depth: number): RawMapping {
  if (depth > MAX_DEPTH) leave();
  const entries: RawEntry[] = [];
  for (let at = from; ; ) {
    const line = reader.lines[reader.at++]!;
    entries.push(entry(reader, line, at, column, depth));
    const next = reader.lines[reader.at];
    if (!next || next.indent < column) break;
    if (next.indent > column) leave();
    at = next.start + next.indent;
    // A dash at the column of the keys belongs to the mapping above, or is wrong.
    if (isDash(reader.source, at)) break;
  }
  return { kind: "mapping", flow: false, entries, span: span(from, entries.at(-1)!.span.end), grafted: false };
}

function entry(reader: Reader, line: Line, at: number, column: number, depth: number): RawEntry {
  const { source } = reader;
  const colon = keyEnd(source, at, line.end);
  const key = plain(source, at, colon);
  let value: RawNode;
  if (colon + 1 < line.end) {
    value = inline(reader, line, colon + 1, column);
  } else {
    // What stands behind an empty value decides where `yaml` says that it is.
    const next = reader.lines[reader.at];
    const below = next && (next.indent > column || (next.indent === column && isDash(source, next.start + next.indent)));
    if (!below) {
      if (source.charCodeAt(colon + 1) === SPACE) leave();
      value = {
        kind: "scalar",
        text: new Text("", span(colon + 1, colon + 1)),
        style: "plain",
        span: span(colon + 1, colon + 1),
        grafted: false,
      };
    } else value = nested(reader, next, depth + 1);
  }
  return { key: key.text, keyStyle: "plain", value, span: span(at, Math.max(colon, value.span.end)) };
}

function nested(reader: Reader, next: Line, depth: number): RawNode {
  const from = next.start + next.indent;
  return isDash(reader.source, from) ? sequence(reader, next.indent, from, depth) : mapping(reader, next.indent, from, depth);
}

function sequence(reader: Reader, column: number, from: number, depth: number): RawSequence {
  if (depth > MAX_DEPTH) leave();
  const items: RawItem[] = [];
  for (let at = from; ; ) {
    items.push(item(reader, reader.lines[reader.at]!, at, column, depth));
    const next = reader.lines[reader.at];
    if (!next || next.indent < column) break;
    at = next.start + next.indent;
    if (next.indent > column) leave();
    // The next key of the mapping above, whose list is not indented.
    if (!isDash(reader.source, at)) break;
  }
  return { kind: "sequence", flow: false, items, span: span(from, items.at(-1)!.span.end), grafted: false };
}

function item(reader: Reader, line: Line, dash: number, column: number, depth: number): RawItem {
  const { source } = reader;
  let from = dash + 1;
  while (from < line.end && source.charCodeAt(from) === SPACE) from++;
  // A dash alone, and a list in a list on one line.
  if (from >= line.end || source.charCodeAt(from) === HASH || isDash(source, from)) leave();
  let value: RawNode;
  if (hasKey(source, from, line.end)) value = mapping(reader, from - line.start, from, depth + 1);
  else {
    reader.at++;
    value = inline(reader, line, from, column);
  }
  return { value, span: span(dash, Math.max(dash + 1, value.span.end)) };
}

const isDash = (source: string, at: number): boolean => {
  const next = source.charCodeAt(at + 1);
  return source.charCodeAt(at) === DASH && (next === SPACE || next === 10 || Number.isNaN(next));
};

/** The colon that ends a plain key. */
function keyEnd(source: string, from: number, end: number): number {
  if (!startsPlain(source, from) || (source.charCodeAt(from) === 60 && source.charCodeAt(from + 1) === 60)) leave();
  for (let i = from; i < end; i++) {
    const c = source.charCodeAt(i);
    if (c === COLON && (i + 1 === end || source.charCodeAt(i + 1) === SPACE)) {
      if (i - from > MAX_KEY || source.charCodeAt(i - 1) === SPACE) leave();
      return i;
    }
    if (c === HASH && source.charCodeAt(i - 1) === SPACE) leave();
  }
  return leave();
}

/** Whether an item's text is the first entry of a mapping. Texts in quotes are none: quoted keys are left to `yaml`. */
function hasKey(source: string, from: number, end: number): boolean {
  const first = source[from]!;
  if (first === '"' || first === "'" || first === "[" || first === "{") return false;
  for (let i = from; i < end; i++) {
    const c = source.charCodeAt(i);
    if (c === COLON && (i + 1 === end || source.charCodeAt(i + 1) === SPACE)) return true;
    if (c === HASH && source.charCodeAt(i - 1) === SPACE) return false;
  }
  return false;
}

/** A value on the rest of its line. */
function inline(reader: Reader, line: Line, from: number, column: number): RawNode {
  const { source } = reader;
  let at = from;
  while (at < line.end && source.charCodeAt(at) === SPACE) at++;
  const [value, end] = oneValue(source, at, line.end, "");
  let rest = end;
  while (rest < line.end && source.charCodeAt(rest) === SPACE) rest++;
  if (rest < line.end && (source.charCodeAt(rest) !== HASH || rest === end)) leave();
  // A line below that is indented further would go on with it.
  const next = reader.lines[reader.at];
  if (next && next.indent > column) leave();
  return value;
}

/** The value at a place and where it ends. `closing` ends the flow collection around it. */
function oneValue(source: string, at: number, end: number, closing: string): [RawNode, number] {
  const c = source[at]!;
  if (c === '"' || c === "'") {
    const close = source.indexOf(c, at + 1);
    if (close < 0 || close >= end || (c === "'" && source[close + 1] === "'")) leave();
    const content = source.slice(at + 1, close);
    if (c === '"' && content.includes("\\")) leave();
    const text = new Text(content, span(at + 1, close));
    return [{ kind: "scalar", text, style: c === '"' ? "double" : "single", span: span(at, close + 1), grafted: false }, close + 1];
  }
  if (c === "[") return flowSequence(source, at, end);
  if (c === "{") return flowMapping(source, at, end);
  const stop = plainEnd(source, at, end, closing !== "");
  return [plain(source, at, stop), stop];
}

/** Where a plain scalar ends: at a comment, in a flow collection at a comma or bracket too. */
function plainEnd(source: string, at: number, end: number, inFlow: boolean): number {
  if (!startsPlain(source, at)) leave();
  let stop = at;
  for (let i = at; i < end; i++) {
    const c = source.charCodeAt(i);
    if (c === SPACE) continue;
    if (c === HASH && source.charCodeAt(i - 1) === SPACE) break;
    if (inFlow && (c === 44 || c === 93 || c === 125)) break;
    if (inFlow && (c === 91 || c === 123 || c === COLON)) leave();
    if (c === COLON && (i + 1 >= end || source.charCodeAt(i + 1) === SPACE)) leave();
    stop = i + 1;
  }
  return stop;
}

/** A character that begins nothing but a plain scalar. */
function startsPlain(source: string, at: number): boolean {
  const c = source.charCodeAt(at);
  if (c === DASH) return !isDash(source, at) && at + 1 < source.length && !/[,[\]{}]/.test(source[at + 1]!);
  return c > SPACE && !INDICATORS.has(c);
}

const INDICATORS = new Set([...",[]{}#&*!|>'\"%@`?:"].map((c) => c.charCodeAt(0)));

function plain(source: string, from: number, to: number): Scalar {
  const at: Span = span(from, to);
  return { kind: "scalar", text: new Text(source.slice(from, to), at), style: "plain", span: at, grafted: false };
}

function skip(source: string, from: number): number {
  let at = from;
  while (source.charCodeAt(at) === SPACE) at++;
  return at;
}

function flowSequence(source: string, open: number, end: number): [RawSequence, number] {
  const items: RawItem[] = [];
  for (let at = skip(source, open + 1); ; ) {
    if (at >= end) leave();
    if (source[at] === "]" && items.length === 0) return [flow("sequence", items, open, at + 1) as RawSequence, at + 1];
    if (source[at] === "[" || source[at] === "{") leave();
    const [value, behind] = oneValue(source, at, end, "]");
    items.push({ value, span: value.span });
    at = skip(source, behind);
    if (source[at] === "]") return [flow("sequence", items, open, at + 1) as RawSequence, at + 1];
    if (source[at] !== ",") leave();
    at = skip(source, at + 1);
  }
}

function flowMapping(source: string, open: number, end: number): [RawMapping, number] {
  const entries: RawEntry[] = [];
  for (let at = skip(source, open + 1); ; ) {
    if (at >= end) leave();
    if (source[at] === "}" && entries.length === 0) return [flow("mapping", entries, open, at + 1) as RawMapping, at + 1];
    const colon = /^[A-Za-z_][\w.-]*(?=: )/.exec(source.slice(at, end))?.[0].length;
    if (!colon) return leave();
    const key = plain(source, at, at + colon);
    const from = skip(source, at + colon + 1);
    if (source[from] === "[" || source[from] === "{") leave();
    const [value, behind] = oneValue(source, from, end, "}");
    entries.push({ key: key.text, keyStyle: "plain", value, span: span(at, value.span.end) });
    at = skip(source, behind);
    if (source[at] === "}") return [flow("mapping", entries, open, at + 1) as RawMapping, at + 1];
    if (source[at] !== ",") leave();
    at = skip(source, at + 1);
  }
}

function flow(kind: "mapping" | "sequence", parts: readonly (RawEntry | RawItem)[], open: number, end: number): RawNode {
  const base = { flow: true, span: span(open, end), grafted: false };
  return kind === "mapping"
    ? { kind, ...base, entries: parts as readonly RawEntry[] }
    : { kind, ...base, items: parts as readonly RawItem[] };
}
