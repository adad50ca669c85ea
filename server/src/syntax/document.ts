// A file as a list of blocks, and the next version of it after an edit. A block is shared between versions as long as its text, its context
// and the anchors that it imports stay the same, so whatever is computed from a block can be kept with it (WeakMap).
import { type Context, type Piece, type PieceKind, type Section, START, sameContext, split } from "./blocks.ts";
import { type Environment, environmentAt, environmentOf, importsAgree, leave, limitOf, remember, sameBudget } from "./environment.ts";
import { lastNotAfter, lineStarts } from "./lines.ts";
import { type Anchor, link } from "./link.ts";
import { parse } from "./parse.ts";
import type { Parsed } from "./raw.ts";
import type { Span } from "./text.ts";
import type { Node, Problem } from "./tree.ts";

export interface Block {
  readonly kind: PieceKind;
  readonly section: Section | "";
  readonly source: string;
  readonly context: Context;
  /** The tree with aliases resolved; undefined where there is no content. */
  readonly root: Node | undefined;
  readonly problems: readonly Problem[];
  readonly anchors: readonly Anchor[];
  readonly unresolved: readonly { readonly name: string; readonly span: Span }[];
}

export interface StackDocument {
  readonly uri: string;
  /** One object for all versions of a file that was opened once. */
  readonly id: object;
  readonly version: number;
  readonly blocks: readonly Block[];
  /** The offset of each block in the file. */
  readonly starts: readonly number[];
  /** The line (0-based) on which each block begins. */
  readonly lines: readonly number[];
  readonly length: number;
}

/** A replacement in a file: UTF-16 offsets into the whole text. */
export interface Change {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Characters. Longer files are no stacks, and to read one takes a hundred times its memory: they are kept, but nothing in them is read. */
export const LONGEST_FILE = 2 * 1024 * 1024;

/** All of a file that is too long is one block without content. */
const piecesOf = (text: string): readonly Piece[] =>
  text.length <= LONGEST_FILE ? split(text).pieces : [{ kind: "rest", source: text, context: START, section: "", misindented: false }];

export function openDocument(uri: string, version: number, text: string): StackDocument {
  const environment = environmentOf([]);
  return assemble(uri, version, build(piecesOf(text), environment));
}

/** The document with another text; blocks that stay the same are shared. For many changes at once. */
export function reviseDocument(document: StackDocument, version: number, text: string): StackDocument {
  return { ...assemble(document.uri, version, relink(piecesOf(text), document.blocks, [])), id: document.id };
}

/** What a block becomes with another text: for seeing what an edit does before it is made. */
export function rewriteBlock(block: Block, source: string): readonly Block[] {
  const environment = environmentAt(block);
  return build(split(source, block.context, block.context.phase === 0).pieces, environment);
}

export const documentText = (document: StackDocument): string => document.blocks.map((b) => b.source).join("");

/** The document after one change. Offsets outside the text are clamped. */
export function changeDocument(document: StackDocument, version: number, change: Change): StackDocument {
  const { blocks, starts } = document;
  if (blocks.length === 0) return openDocument(document.uri, version, change.text);
  const from = Math.max(0, Math.min(change.start, document.length));
  const to = Math.max(from, Math.min(change.end, document.length));
  if (Math.max(document.length, document.length - (to - from) + change.text.length) > LONGEST_FILE) {
    const text = documentText(document);
    return reviseDocument(document, version, text.slice(0, from) + change.text + text.slice(to));
  }
  // The block before the edit is split again too: its last line may have lost its break, or its successor its beginning.
  const first = Math.max(0, lastNotAfter(starts, from) - 1);
  let last = lastNotAfter(starts, to);
  const base = starts[first]!;
  const old = (end: number) =>
    blocks
      .slice(first, end + 1)
      .map((b) => b.source)
      .join("");
  const head = old(last);
  let text = head.slice(0, from - base) + change.text + head.slice(to - base);
  let result = split(text, blocks[first]!.context, first === 0);
  for (let step = 1; last + 1 < blocks.length && !settled(result.after, blocks[last + 1]!, text); step *= 2) {
    const next = Math.min(blocks.length - 1, last + step);
    text += blocks
      .slice(last + 1, next + 1)
      .map((b) => b.source)
      .join("");
    last = next;
    result = split(text, blocks[first]!.context, first === 0);
  }
  const replaced = blocks.slice(first, last + 1);
  const before = blocks.slice(0, first);
  const middle = relink(result.pieces, replaced, before);
  const rest = blocks.slice(last + 1);
  const after = sameAnchors(replaced, middle) && sameBudget(before, replaced, middle, rest) ? rest : reimport([...before, ...middle], rest);
  return assemble(document.uri, version, [...before, ...middle, ...after], document, first, middle.length);
}

/** The old split goes on unchanged behind `after`: same context, at the beginning of a line. */
const settled = (after: Context, next: Block, text: string): boolean =>
  sameContext(after, next.context) && (text === "" || /[\r\n]$/.test(text));

/** @param before its first `same` blocks are the first of `blocks`; all but the next `fresh` ones have the texts of its last ones */
function assemble(
  uri: string,
  version: number,
  blocks: readonly Block[],
  before?: StackDocument,
  same = 0,
  fresh = blocks.length,
): StackDocument {
  const starts = before ? before.starts.slice(0, same) : [];
  const lines = before ? before.lines.slice(0, same) : [];
  const last = same - 1;
  let offset = last < 0 ? 0 : starts[last]! + blocks[last]!.source.length;
  let line = last < 0 ? 0 : lines[last]! + blockLines(blocks[last]!).length - 1;
  for (let i = same; i < same + fresh; i++) {
    starts.push(offset);
    lines.push(line);
    offset += blocks[i]!.source.length;
    line += blockLines(blocks[i]!).length - 1;
  }
  const rest = same + fresh;
  const id = before?.id ?? {};
  if (!before || rest === blocks.length) return { uri, id, version, blocks, starts, lines, length: offset };
  // What follows has only moved.
  const old = before.blocks.length - blocks.length;
  const further = offset - before.starts[rest + old]!;
  const down = line - before.lines[rest + old]!;
  for (let i = rest; i < blocks.length; i++) {
    starts.push(before.starts[i + old]! + further);
    lines.push(before.lines[i + old]! + down);
  }
  return { uri, id, version, blocks, starts, lines, length: before.length + further };
}

const LINES = new WeakMap<Block, readonly number[]>();

/** The offset of each line of a block. The last one, behind the last break, belongs to the next block unless there is none. */
export function blockLines(block: Block): readonly number[] {
  let lines = LINES.get(block);
  if (!lines) {
    lines = lineStarts(block.source);
    LINES.set(block, lines);
  }
  return lines;
}

/** Whether a block, by its index, touches a place, in offsets of the file. */
export const touching =
  ({ blocks, starts }: StackDocument, place: Span) =>
  (index: number): boolean =>
    starts[index]! <= place.end && starts[index]! + blocks[index]!.source.length >= place.start;

/** The position (0-based, UTF-16) of an offset of the file. */
export function positionAt(document: StackDocument, offset: number): { line: number; character: number } {
  const index = lastNotAfter(document.starts, offset);
  const block = document.blocks[index];
  if (!block) return { line: 0, character: 0 };
  const inside = Math.max(0, Math.min(offset - document.starts[index]!, block.source.length));
  const line = lastNotAfter(blockLines(block), inside);
  return { line: document.lines[index]! + line, character: inside - blockLines(block)[line]! };
}

/** The offset of a position; a column behind the line's end counts as its end. */
export function offsetAt(document: StackDocument, position: { line: number; character: number }): number {
  const { blocks, starts, lines } = document;
  if (blocks.length === 0 || position.line < 0) return 0;
  const index = lastNotAfter(lines, position.line);
  const own = blockLines(blocks[index]!);
  const line = position.line - lines[index]!;
  if (line >= own.length) return document.length;
  const start = own[line]!;
  const source = blocks[index]!.source;
  let end = own[line + 1] ?? source.length;
  while (end > start && /[\r\n]/.test(source[end - 1]!)) end--;
  return starts[index]! + Math.min(start + Math.max(0, position.character), end);
}

function build(pieces: readonly Piece[], environment: Environment, reuse?: ReadonlyMap<string, Block[]>): Block[] {
  return pieces.map((piece) => {
    // Each old block stands for one piece only: a block is told from its twin by being another object.
    const old = reuse?.get(piece.source) ?? [];
    const index = old.findIndex((b) => samePiece(b, piece) && importsAgree(b, environment));
    const block = index < 0 ? createBlock(piece, environment) : old.splice(index, 1)[0]!;
    leave(environment, block);
    return block;
  });
}

const samePiece = (block: Block, piece: Piece): boolean =>
  block.kind === piece.kind && block.section === piece.section && sameContext(block.context, piece.context);

/** Of blocks that take in anchors: they are linked again where one changes. */
const PARSED = new WeakMap<Block, Parsed>();

function createBlock(piece: Piece, environment: Environment, parsedBefore?: Parsed): Block {
  const skipped = piece.kind === "preamble" || piece.kind === "rest";
  const parsed: Parsed = parsedBefore ?? (skipped ? NOTHING : parse(piece.source));
  const limit = limitOf(environment);
  const { root, anchors, unresolved, grafted, cut } = link(parsed, piece.source, environment.anchors, limit);
  const added = [...(piece.misindented ? [misindented(piece.source)] : []), ...(cut ? [tooMuch(cut)] : [])];
  const problems = added.length > 0 ? [...parsed.problems, ...added] : parsed.problems;
  const { kind, section, source, context } = piece;
  const block: Block = { kind, section, source, context, root, problems, anchors, unresolved };
  if (parsed.aliases.length > 0) PARSED.set(block, parsed);
  remember(block, environment, parsed.aliases, { count: grafted, limit: cut && limit });
  return block;
}

const NOTHING: Parsed = { root: undefined, problems: [], anchors: [], aliases: [] };

const tooMuch = (at: Span): Problem => ({ code: "TOO_MANY_ALIASES", message: "aliases take in more than is read", span: at });

function misindented(source: string): Problem {
  const line = /^[ ]*([^\r\n]*)/.exec(source)!;
  const start = line[0].length - line[1]!.length;
  return { code: "MISINDENTED", message: "not at the indentation of the entries above", span: { start, end: line[0].length } };
}

function relink(pieces: readonly Piece[], replaced: readonly Block[], before: readonly Block[]): Block[] {
  const reuse = new Map<string, Block[]>();
  for (const block of replaced) reuse.set(block.source, [...(reuse.get(block.source) ?? []), block]);
  return build(pieces, environmentOf(before), reuse);
}

function sameAnchors(a: readonly Block[], b: readonly Block[]): boolean {
  const keys = (blocks: readonly Block[]) => blocks.flatMap((x) => x.anchors.map((k) => `${k.name}\u0000${k.key}`)).join("\u0001");
  return keys(a) === keys(b);
}

/** An anchor above changed: blocks that import it are linked again; their text is not parsed again. */
function reimport(before: readonly Block[], blocks: readonly Block[]): Block[] {
  const environment = environmentOf(before);
  return blocks.map((block) => {
    const misplaced = block.problems.some((p) => p.code === "MISINDENTED");
    const kept = importsAgree(block, environment)
      ? block
      : createBlock({ ...block, misindented: misplaced }, environment, PARSED.get(block));
    leave(environment, kept);
    return kept;
  });
}
