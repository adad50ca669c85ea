// The syntax tree of a TypeScript file, for tests about the code itself.
import assert from "node:assert/strict";
import { parseSync } from "oxc-parser";

/** A node of the ESTree; what else it holds depends on its type. */
export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

export function parseSource(file: string, text: string): SyntaxNode {
  const { program, errors } = parseSync(file, text);
  assert.deepEqual(
    errors.map((e) => e.message),
    [],
    file,
  );
  return program as unknown as SyntaxNode;
}

/** A node and all below it, in the order of the text. */
export function nodesOf(node: SyntaxNode): SyntaxNode[] {
  const all: SyntaxNode[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (isNode(value)) {
      all.push(value);
      Object.values(value).forEach(visit);
    }
  };
  visit(node);
  return all;
}

const isNode = (value: unknown): value is SyntaxNode => typeof value === "object" && value !== null && "type" in value && "start" in value;
