// The regular expressions of the code that is shipped, from its syntax trees.
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseSync } from "oxc-parser";

export interface Literal {
  readonly file: string;
  readonly line: number;
  /** Undefined where the expression is put together when the program runs. */
  readonly pattern: string | undefined;
  readonly flags: string;
  /** Why it is no danger: what a comment `Bounded: ...` (its texts are short) or `Linear: ...` on the line or the one above says; "" for none. */
  readonly reason: string;
}

const SHIPPED = "{server/src,server/main,client/src}/**/*.ts";

export function literals(root: string): Literal[] {
  return globSync(SHIPPED, { cwd: root })
    .map((file) => file.split(path.sep).join("/"))
    .sort()
    .flatMap((file) => literalsIn(file, readFileSync(path.join(root, file), "utf8")));
}

export function literalsIn(file: string, text: string): Literal[] {
  const found: Literal[] = [];
  const add = (start: number, pattern: string | undefined, flags: string) => {
    const line = text.slice(0, start).split("\n").length;
    const near = text
      .split("\n")
      .slice(Math.max(0, line - 2), line)
      .join("\n");
    found.push({ file, line, pattern, flags, reason: /\b(?:Bounded|Linear): *(\S.*)/.exec(near)?.[1] ?? "" });
  };
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return;
    const node = value as { type?: string; start: number; regex?: { pattern: string; flags: string }; callee?: { name?: string } };
    if (node.regex) add(node.start, node.regex.pattern, node.regex.flags);
    if ((node.type === "NewExpression" || node.type === "CallExpression") && node.callee?.name === "RegExp") add(node.start, undefined, "");
    Object.values(value).forEach(visit);
  };
  visit(parseSync(file, text).program);
  return found;
}
