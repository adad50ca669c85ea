// Where a cursor is, told by indentation alone, so that it also works in text that is half typed and does not parse.
import { lineStart } from "./edit.ts";

export interface Location {
  /** Keys from the outside to the cursor's parent: `services`, `web`, `deploy`, `labels`. */
  readonly path: readonly string[];
  /** What is typed of the cursor's own line, from its first character that is no blank. */
  readonly typed: string;
  /** Offset of that character. */
  readonly start: number;
  /** How the siblings of the line are written: "none" where there are none. */
  readonly siblings: "list" | "map" | "none";
}

const KEY = /^(\s*)(?:-\s+)?["']?([^\s"'#:][^"'#:]*)(?:["']\s*)?:(?:\s|$)/;

/** The place of `offset` in `text`, a whole file or any part of it that begins with a line at the outermost indentation. */
export function locate(text: string, offset: number): Location {
  const begin = lineStart(text, offset);
  const before = text.slice(begin, offset);
  const typed = before.trimStart();
  const indent = typed === "" ? before.length : before.length - typed.length;
  const lines = text.slice(0, begin).split(/\r\n|\n|\r/);
  const path: string[] = [];
  let limit = indent;
  // A list may stand at the indentation of its key.
  let own = typed.startsWith("-");
  let siblings: Location["siblings"] = own ? "list" : "none";
  for (let i = lines.length - 1; i >= 0 && (limit > 0 || own); i--) {
    const line = lines[i]!;
    const content = line.trimStart();
    if (content === "" || content.startsWith("#")) continue;
    const column = line.length - content.length;
    if (column === indent && path.length === 0 && siblings === "none") siblings = content.startsWith("-") ? "list" : "map";
    const key = KEY.exec(line);
    const isParent = column < limit || (own && column === limit && !content.startsWith("-"));
    if (!isParent) continue;
    if (key) path.unshift(key[2]!.trim());
    limit = column;
    own = false;
  }
  if (siblings === "none") siblings = siblingBelow(text, offset, indent);
  return { path, typed, start: begin + before.length - typed.length, siblings };
}

function siblingBelow(text: string, offset: number, indent: number): Location["siblings"] {
  for (const line of text
    .slice(offset)
    .split(/\r\n|\n|\r/)
    .slice(1)) {
    const content = line.trimStart();
    if (content === "" || content.startsWith("#")) continue;
    if (line.length - content.length !== indent) return "none";
    return content.startsWith("-") ? "list" : "map";
  }
  return "none";
}
