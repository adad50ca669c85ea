// One block's source to its tree. `yaml` reads it; what leaves this file is our own plain tree with spans relative to the block. Never
// throws: depth is counted before parsing, and an error of the parser is a problem of the block.
import { type Alias, Composer, isAlias, isMap, isScalar, isSeq, Lexer, type ParsedNode, Parser, type YAMLMap } from "yaml";
import { parsePlain } from "./plain.ts";
import type { Parsed, RawEntry, RawItem, RawMapping, RawNode, RawSequence } from "./raw.ts";
import { scalarText } from "./scalar.ts";
import { type Span, span, Text } from "./text.ts";
import type { Entry, Problem, Scalar } from "./tree.ts";

/** Deeper nesting is refused: `yaml` recurses, and no stack file comes near (measured: 5,000 levels abort Node 20). */
const MAX_DEPTH = 100;

export function parse(source: string): Parsed {
  const plain = parsePlain(source);
  return plain ? { root: plain, problems: [], anchors: [], aliases: [] } : parseWhole(source);
}

/** By `yaml`, whatever the source is. */
export function parseWhole(source: string): Parsed {
  const first = parseOnce(source);
  let [parsed, text] = [first, source];
  for (let left = MOST_LINES; left > 0; left--) {
    const joined = joinedInBrackets(text, parsed.problems);
    if (joined === undefined) break;
    [parsed, text] = [parseOnce(joined), joined];
  }
  return parsed.problems.length === 0 ? parsed : first;
}

/** A block with more such lines is left alone. */
const MOST_LINES = 12;

function parseOnce(source: string): Parsed {
  if (deep(source)) {
    const message = `nested deeper than ${MAX_DEPTH} levels`;
    return { root: undefined, problems: [{ code: "TOO_DEEP", message, span: span(0, firstLineLength(source)) }], anchors: [], aliases: [] };
  }
  const conversion: Conversion = { source, anchors: [], aliases: [] };
  const problems: Problem[] = [];
  let root: RawNode | undefined;
  try {
    const composer = new Composer({
      merge: true,
      keepSourceTokens: true,
      prettyErrors: false,
      strict: true,
      uniqueKeys: false,
      logLevel: "silent",
    });
    for (const document of composer.compose(new Parser().parse(source), true, source.length)) {
      for (const error of document.errors.filter((e) => !isForgiven(e))) {
        const start = Math.min(error.pos[0], source.length);
        problems.push({
          code: error.code,
          message: error.message,
          span: span(start, Math.max(start, Math.min(error.pos[1], source.length))),
        });
      }
      if (document.contents && root === undefined) root = convert(document.contents as ParsedNode, conversion);
    }
  } catch (error) {
    problems.push({ code: "UNREADABLE", message: String(error), span: span(0, firstLineLength(source)) });
  }
  return { root, problems, anchors: conversion.anchors, aliases: conversion.aliases };
}

/** What other readers take, Docker's among them. */
const isForgiven = ({ message }: { readonly message: string }): boolean =>
  /^(?:Flow end indicator should be more indented|Comments must be separated)/.test(message);

/**
 * `yaml` wants what stands in brackets further right than other readers do. The line break before it becomes a blank: that means the same there,
 * and no place moves.
 */
function joinedInBrackets(source: string, problems: readonly Problem[]): string | undefined {
  const [problem] = problems;
  const bracket = problem && /must be sufficiently indented and end with a (.)$/.exec(problem.message)?.[1];
  if (!bracket || !source.includes(bracket, problem.span.start)) return undefined;
  let at = problem.span.start - 1;
  while (source[at] === " ") at--;
  const start = source[at] === "\n" && source[at - 1] === "\r" ? at - 1 : at;
  const line = source.slice(Math.max(source.lastIndexOf("\n", start - 1), 0), start);
  if (source[at] !== "\n" || line.includes("#")) return undefined;
  return source.slice(0, start) + " ".repeat(at + 1 - start) + source.slice(at + 1);
}

const firstLineLength = (source: string): number => /^[^\r\n]*/.exec(source)![0].length;

/** Whether the block nests deeper than MAX_DEPTH. Counts brackets and dashes first: nearly every block is done with that. */
function deep(source: string): boolean {
  let possible = 0;
  let indent = 0;
  for (let i = 0, column = 0, leading = true; i < source.length; i++) {
    const c = source.charCodeAt(i);
    if (c === 10 || c === 13) {
      column = 0;
      leading = true;
    } else {
      if (leading && c !== 32) {
        leading = false;
        if (column > indent) indent = column;
      }
      column++;
      if (c === 91 || c === 123 || (c === 45 && source.charCodeAt(i + 1) === 32 && i > 0 && source.charCodeAt(i - 1) === 32)) possible++;
      else if (c === 63) possible++;
    }
  }
  if (indent <= MAX_DEPTH && possible <= MAX_DEPTH) return false;
  let depth = 0;
  let deepest = 0;
  let indents: number[] = [];
  let column = 0;
  for (const token of new Lexer().lex(source)) {
    if (token === "[" || token === "{") deepest = Math.max(deepest, ++depth + indents.length);
    else if (token === "]" || token === "}") depth--;
    else if (token === "\n" || token === "\r\n") column = 0;
    else if (token === "-" || token === "?" || token === ":") {
      indents = indents.filter((i) => i < column);
      indents.push(column);
      deepest = Math.max(deepest, depth + indents.length);
    }
    if (deepest > MAX_DEPTH) return true;
    if (!/^[\r\n]/.test(token)) column += token.length;
  }
  return false;
}

interface Conversion {
  readonly source: string;
  readonly anchors: { name: string; node: RawNode }[];
  readonly aliases: string[];
}

function convert(node: ParsedNode | null, to: Conversion): RawNode {
  if (isAlias(node)) {
    const alias = node as Alias.Parsed;
    to.aliases.push(alias.source);
    return { kind: "alias", name: alias.source, span: span(alias.range[0], alias.range[1]) };
  }
  const converted = isMap(node) ? mapping(node as YAMLMap.Parsed, to) : isSeq(node) ? sequence(node, to) : scalar(node, to);
  const anchor = (node as { anchor?: string } | null)?.anchor;
  if (anchor) to.anchors.push({ name: anchor, node: converted });
  return converted;
}

const STYLES: Record<string, Scalar["style"]> = {
  PLAIN: "plain",
  QUOTE_SINGLE: "single",
  QUOTE_DOUBLE: "double",
  BLOCK_LITERAL: "literal",
  BLOCK_FOLDED: "folded",
};

function scalar(node: unknown, to: Conversion): Scalar {
  if (!isScalar(node) || !node.range) {
    return { kind: "scalar", text: new Text("", span(0, 0)), style: "plain", span: span(0, 0), grafted: false };
  }
  const style = STYLES[node.type ?? "PLAIN"] ?? "plain";
  const at = span(node.range[0], node.range[1]);
  const value = style === "plain" ? plainValue(node, to.source, at) : String(node.value);
  return { kind: "scalar", text: scalarText(to.source, at, style, value), style, span: at, grafted: false, ...about(node) };
}

/** The text of a plain scalar as it is written (`1.10` stays `1.10`), folded where it has several lines. */
function plainValue(node: { source?: string | undefined; value: unknown }, source: string, at: Span): string {
  return node.source ?? source.slice(at.start, at.end);
}

const about = (node: unknown): { tag?: string; anchor?: string } => {
  const { tag, anchor } = node as { tag?: string; anchor?: string };
  return { ...(tag ? { tag } : {}), ...(anchor ? { anchor } : {}) };
};

function mapping(node: YAMLMap.Parsed, to: Conversion): RawMapping {
  const entries = node.items.map((pair): RawEntry => {
    const key = keyOf(pair.key as ParsedNode, to);
    const value = pair.value === null ? emptyAt(key.text.span.end) : convert(pair.value as ParsedNode, to);
    const start = (pair.key as ParsedNode | null)?.range?.[0] ?? value.span.start;
    return { key: key.text, keyStyle: key.style, ...key.about, value, span: span(start, Math.max(key.end, value.span.end)) };
  });
  return {
    kind: "mapping",
    flow: node.flow === true,
    entries,
    span: extent(entries, node.range, node.flow === true),
    grafted: false,
    ...about(node),
  };
}

interface Key {
  readonly text: Text;
  readonly style: Scalar["style"];
  readonly end: number;
  readonly about: Pick<Entry, "keyTag" | "keyForm">;
}

function keyOf(key: ParsedNode | null, to: Conversion): Key {
  if (isScalar(key) && key.range) {
    // The merge key is a Symbol value: its source is what counts.
    const style = STYLES[key.type ?? "PLAIN"] ?? "plain";
    const at = span(key.range[0], key.range[1]);
    const value = style === "plain" ? (key.source ?? to.source.slice(at.start, at.end)) : String(key.value);
    return { text: scalarText(to.source, at, style, value), style, end: at.end, about: key.tag ? { keyTag: key.tag } : {} };
  }
  const at = span(key?.range?.[0] ?? 0, key?.range?.[1] ?? 0);
  if (key) convert(key, to); // for its anchors and aliases
  const about = key ? { keyForm: isAlias(key) ? ("alias" as const) : ("collection" as const) } : {};
  return { text: new Text(to.source.slice(at.start, at.end), at), style: "plain", end: at.end, about };
}

function sequence(
  node: { items: unknown[]; range?: readonly number[] | null; flow?: boolean; srcToken?: unknown },
  to: Conversion,
): RawSequence {
  const tokens = (node.srcToken as { items?: { start?: { type: string; offset: number }[] }[] } | undefined)?.items ?? [];
  const flow = node.flow === true;
  // In a flow sequence a pair without braces (`[a: b]`) is a map of its own: items and tokens still run in step.
  const items = node.items.map((item, index): RawItem => {
    const dash = flow ? undefined : tokens[index]?.start?.find((t) => t.type === "seq-item-ind");
    const value = item === null ? emptyAt(dash ? dash.offset + 1 : 0) : convert(item as ParsedNode, to);
    const start = dash?.offset ?? value.span.start;
    return { value, span: span(start, Math.max(start + (dash ? 1 : 0), value.span.end)) };
  });
  return { kind: "sequence", flow, items, span: extent(items, node.range, flow), grafted: false, ...about(node) };
}

const emptyAt = (offset: number): Scalar => ({
  kind: "scalar",
  text: new Text("", span(offset, offset)),
  style: "plain",
  span: span(offset, offset),
  grafted: false,
});

/** `range` of a block collection includes trailing comments: its end is taken from the parts. A flow collection ends with its bracket. */
function extent(parts: readonly { span: Span }[], range: readonly number[] | null | undefined, flow: boolean): Span {
  const first = parts[0];
  const last = parts[parts.length - 1];
  const end = range?.[1] ?? last?.span.end ?? 0;
  const start = range?.[0] ?? first?.span.start ?? 0;
  return last && first ? span(Math.min(start, first.span.start), flow ? Math.max(end, last.span.end) : last.span.end) : span(start, end);
}
