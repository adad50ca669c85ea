// What there is to reach in a source: lines with code, and branches. A type is no code, nor is a comment.
import { stripTypeScriptTypes } from "node:module";
import { parseSync } from "oxc-parser";

export interface Source {
  readonly lines: readonly { readonly start: number; readonly end: number; readonly code: boolean }[];
  readonly branches: readonly Branch[];
  /** 1 where there is code. */
  readonly code: Uint8Array;
}

/** Something that code can do or leave. */
export interface Branch {
  /** What is done; empty for an `if` without `else` whose condition does not hold. */
  readonly start: number;
  readonly end: number;
  /** There what decides is asked, each time, and there it is done where the condition holds. */
  readonly skipped?: { readonly asked: number; readonly done: Branch };
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

export function readSource(file: string, text: string): Source {
  const { program, comments } = parseSync(file, text);
  const stripped = stripTypeScriptTypes(text);
  const code = Uint8Array.from(stripped, (c) => (/\s/.test(c) ? 0 : 1));
  for (const { start, end } of comments) code.fill(0, start, end);
  const branches: Branch[] = [];
  visit(program, branches);
  return { lines: linesOf(text, code), branches: branches.filter((b) => b.skipped || code.subarray(b.start, b.end).includes(1)), code };
}

function linesOf(text: string, code: Uint8Array): Source["lines"] {
  let start = 0;
  return text.split("\n").map((line) => {
    const end = start + line.length;
    const found = { start, end, code: code.subarray(start, end).includes(1) };
    start = end + 1;
    return found;
  });
}

function visit(value: unknown, branches: Branch[]): void {
  if (Array.isArray(value)) for (const one of value) visit(one, branches);
  else if (typeof value === "object" && value !== null && "type" in value) {
    const node = value as Node;
    branches.push(...branchesOf(node));
    for (const child of Object.values(node)) visit(child, branches);
  }
}

function branchesOf(node: Node): Branch[] {
  switch (node.type) {
    case "IfStatement": {
      const done = inner(node.consequent as Node);
      const otherwise = node.alternate
        ? inner(node.alternate as Node)
        : { start: node.end, end: node.end, skipped: { asked: (node.test as Node).start, done } };
      return [done, otherwise];
    }
    case "ConditionalExpression":
      return [inner(node.consequent as Node), inner(node.alternate as Node)];
    case "LogicalExpression":
      return [inner(node.right as Node)];
    case "SwitchCase":
      return (node.consequent as Node[]).slice(0, 1).map(inner);
    case "CatchClause":
      return [inner(node.body as Node)];
    default:
      return [];
  }
}

/** Without the brackets of a block, of which no bundler tells where they are from. */
function inner(node: Node): Branch {
  const first = node.type === "BlockStatement" ? (node.body as Node[])[0] : undefined;
  return first ? { start: first.start, end: node.end - 1 } : { start: node.start, end: node.end };
}
