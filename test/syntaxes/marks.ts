// The fixtures' own assertions: below a line, comment lines whose carets stand under it and name a scope that exactly this stretch
// has (`#    ^^^^ keyword.other`), or that no letter of it has (`#    ^^^^ -string.quoted`). They are cut out before tokenizing.
import type { Token } from "./grammars.ts";

export interface Mark {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly scope: string;
  readonly absent: boolean;
}

export function readFixture(text: string): { lines: string[]; marks: Mark[] } {
  const lines: string[] = [];
  const marks: Mark[] = [];
  for (const line of text.split(/\r?\n/)) {
    const carets = /^#\s*(\^+)\s+(-?)([\w.-]+)$/.exec(line);
    if (!carets) {
      lines.push(line);
      continue;
    }
    const start = line.indexOf("^");
    marks.push({ line: lines.length - 1, start, end: start + carets[1]!.length, scope: carets[3]!, absent: carets[2] === "-" });
  }
  return { lines, marks };
}

/** What is wrong with the tokens, as sentences; empty when each mark holds. */
export function failures(lines: readonly string[], tokens: readonly (readonly Token[])[], marks: readonly Mark[]): string[] {
  return marks.flatMap((mark) => {
    const line = lines[mark.line] ?? "";
    const has = Array.from(line, (_, at) => hasScope(tokens[mark.line] ?? [], at, mark.scope));
    const inside = has.slice(mark.start, mark.end);
    const wrong = mark.absent
      ? inside.some(Boolean)
      : inside.length === 0 || !inside.every(Boolean) || has[mark.start - 1] === true || has[mark.end] === true;
    if (!wrong) return [];
    const shown = Array.from(line, (_, at) => (has[at] ? "=" : " ")).join("");
    return [`${mark.absent ? "not " : ""}${mark.scope} at ${mark.start}-${mark.end}:\n${line}\n${shown} is where it is`];
  });
}

function hasScope(tokens: readonly Token[], at: number, scope: string): boolean {
  const token = tokens.find((each) => each.start <= at && at < each.end);
  return token?.scopes.some((each) => each === scope || each.startsWith(`${scope}.`)) ?? false;
}
