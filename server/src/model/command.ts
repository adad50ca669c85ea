// A command line as Docker cuts it: a list gives one argument an item, a string is cut into words like a shell's (quotes, backslash, `#`
// comments; no variables, no globbing). Source: docker/cli uses google/shlex; measured with CLI 28.2.2.
import { type Span, span, Text } from "../syntax/text.ts";
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

/** What separates words; a no-break space does not. */
const BLANK = /[ \t\r\n]/;

/** The words of a string. An unbalanced quote ends at the end of the text. */
export function words(text: Text): readonly Argument[] {
  const { value } = text;
  const result: Argument[] = [];
  for (let i = 0; i < value.length; ) {
    if (BLANK.test(value[i]!)) i++;
    else if (value[i] === "#") i = lineEndAfter(value, i);
    else {
      const word = readWord(text, i);
      result.push(word.argument);
      i = word.end;
    }
  }
  return result;
}

function lineEndAfter(value: string, at: number): number {
  const end = value.indexOf("\n", at);
  return end < 0 ? value.length : end;
}

function readWord(text: Text, start: number): { argument: Argument; end: number } {
  const { value } = text;
  let quote = "";
  let word = "";
  const from: number[] = [];
  let i = start;
  for (; i < value.length; i++) {
    const c = value[i]!;
    if (quote === "" && BLANK.test(c)) break;
    if (quote === "" && (c === '"' || c === "'")) quote = c;
    else if (c === quote) quote = "";
    else {
      if (c === "\\" && quote !== "'" && i + 1 < value.length) i++;
      word += value[i]!;
      from.push(i);
    }
  }
  const whole = text.slice(start, i);
  if (word === whole.value || text.opaque)
    return {
      argument: { text: text.opaque ? new Text(word, whole.span, undefined, true) : whole, span: whole.span, item: undefined },
      end: i,
    };
  const starts = from.map((at) => text.offsetAt(at));
  const ends = from.map((at) => text.slice(at, at + 1).span.end);
  const at = span(starts[0] ?? whole.span.start, ends.at(-1) ?? whole.span.start);
  return { argument: { text: new Text(word, at, { starts, ends }), span: whole.span, item: undefined }, end: i };
}
