// Breaks prose into lines that fit: at spaces, and between Chinese characters, which have none.
import { widthOf } from "./frame.ts";

/** Lines of at most `room` columns; only a word that is longer stands out. */
export function wrap(text: string, room: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const piece of text.match(PIECES) ?? []) {
    if (line !== "" && widthOf(line + piece.trimEnd()) > room) {
      lines.push(line.trimEnd());
      line = "";
    }
    line += piece;
  }
  return [...lines, line.trimEnd()];
}

/** A word, or one wide character; what closes stays with what it follows, what opens with what comes, spaces at the end. */
const PIECES = /[（《「]*(?:[\u2e80-\u2fff\u3040-\ufeff]|[^\s\u2e80-\uffef]+)?[\u3001\u3002，；：！？）》」]*\s*/gu;
