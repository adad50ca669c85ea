// Lines and comments cut out of a text, to stand elsewhere.

const splitLines = (text: string): string[] => text.replace(/(?:\r\n|\n|\r)$/, "").split(/\r\n|\n|\r/);

/** Lines without their break, shifted to column 0. */
export const dedent = (text: string, column: number): string[] =>
  text === "" ? [] : splitLines(text).map((line) => (line.slice(0, column).trim() === "" ? line.slice(column) : line.trimStart()));

/** The same of comments and blank lines; undefined for anything else, and for tabs. */
export function commentLines(text: string, column: number): string[] | undefined {
  const lines = dedent(text, column);
  return /^ *\t/m.test(text) || lines.some((l) => !/^ *(?:#|$)/.test(l))
    ? undefined
    : lines.map((l) => (l.trim() === "" ? "" : l.trimEnd()));
}

/** The comments of a text that holds nothing else but `rest`. */
export function flowComments(text: string, rest: RegExp): string[] | undefined {
  const comments = /(?<=^|[\s,[{\]}])#[^\r\n]*/g;
  return rest.test(text.replace(comments, "")) ? (text.match(comments) ?? []).map((c) => c.trimEnd()) : undefined;
}
