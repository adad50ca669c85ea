// The comments of a block, from the lexer: a `#` inside a string or a block scalar is no comment.
import { Lexer } from "yaml";
import { type Span, span } from "./text.ts";

export interface Comment {
  /** With its `#`, without the line break. */
  readonly text: string;
  readonly span: Span;
}

export function comments(source: string): Comment[] {
  const found: Comment[] = [];
  let at = 0;
  for (const token of new Lexer().lex(source)) {
    // Control tokens (document start, flow end, scalar follows) have no place in the source.
    if (token === "\x02" || token === "\x18" || token === "\x1f") continue;
    if (token.startsWith("#")) found.push({ text: token.trimEnd(), span: span(at, at + token.trimEnd().length) });
    at += token.length;
  }
  return found;
}
