// A command line as Docker cuts it: a list gives one argument an item, a string is cut into words like a shell's (quotes, backslash, `#`
// comments; no variables, no globbing). Source: docker/cli cli/compose/loader/loader.go@v28.2.2 transformShellCommand uses google/shlex@e7afc7f,
// whose states are these; measured with that release.
import { composedText, type Span, type Text } from "../syntax/text.ts";
import type { Item, Node } from "../syntax/tree.ts";

export interface Argument {
  readonly text: Text;
  /** With its quotes. */
  readonly span: Span;
  /** The list item that it is, if the command is a list that stands here. */
  readonly item: Item | undefined;
}

export function argumentsOf(node: Node): readonly Argument[] {
  if (node.kind === "scalar") return words(node.text);
  if (node.kind === "mapping") return [];
  return node.items.flatMap((item): Argument[] =>
    item.value.kind === "scalar"
      ? [{ text: item.value.text, span: item.value.span, item: node.grafted || item.value.grafted ? undefined : item }]
      : [],
  );
}

export interface CutCommand {
  readonly words: readonly Argument[];
  /** What is dropped, from a `#` at a word's start to the line's end. */
  readonly comments: readonly Text[];
  /** Backslashes that make the next character an ordinary one, each with that character. */
  readonly escapes: readonly Escape[];
  /** The quote or backslash that nothing ends: Docker refuses the file. */
  readonly unended: Text | undefined;
}

export interface Escape {
  readonly text: Text;
  /** Within double quotes. */
  readonly quoted: boolean;
}

/** The words of a string. A quote that is not closed ends at the end of the text. */
export const words = (text: Text): readonly Argument[] => cutCommand(text).words;

/** What separates words; a no-break space does not. */
const BLANK = /[ \t\r\n]/;

export function cutCommand(text: Text): CutCommand {
  const { value } = text;
  const result: Argument[] = [];
  const comments: Text[] = [];
  const escapes: Escape[] = [];
  let unended: Text | undefined;
  for (let i = 0; i < value.length; ) {
    if (BLANK.test(value[i]!)) i++;
    else if (value[i] === "#") {
      const end = lineEndAfter(value, i);
      comments.push(text.slice(i, end));
      i = end;
    } else {
      const word = readWord(text, i);
      result.push(word.argument);
      escapes.push(...word.escapes);
      unended = word.unended;
      i = word.end;
    }
  }
  return { words: result, comments, escapes, unended };
}

/** A lone CR ends no line. */
function lineEndAfter(value: string, at: number): number {
  const end = value.indexOf("\n", at);
  return end < 0 ? value.length : end;
}

interface Word {
  readonly argument: Argument;
  readonly escapes: readonly Escape[];
  readonly unended: Text | undefined;
  readonly end: number;
}

function readWord(text: Text, start: number): Word {
  const { value } = text;
  const kept: number[] = [];
  const escapes: Escape[] = [];
  let open = -1; // where the quote began
  let unended: Text | undefined;
  let i = start;
  for (; i < value.length; i++) {
    const c = value[i]!;
    const quote = open < 0 ? "" : value[open]!;
    if (quote === "" && BLANK.test(c)) break;
    if (quote === "" && (c === '"' || c === "'")) open = i;
    else if (c === quote) open = -1;
    else if (c === "\\" && quote !== "'") {
      if (i + 1 === value.length) unended = text.slice(i);
      else {
        escapes.push({ text: text.slice(i, i + 2), quoted: quote !== "" });
        kept.push(++i);
      }
    } else kept.push(i);
  }
  if (open >= 0) unended = text.slice(open, open + 1);
  return { argument: argument(text, start, i, kept), escapes, unended, end: i };
}

function argument(text: Text, start: number, end: number, kept: readonly number[]): Argument {
  const whole = text.slice(start, end);
  if (kept.length === whole.length) return { text: whole, span: whole.span, item: undefined };
  const parts = kept.map((at) => ({ text: text.slice(at, at + 1) }));
  // By slicing, its place is that of its letters, without the quotes around them.
  return { text: composedText(whole, parts).slice(0), span: whole.span, item: undefined };
}
