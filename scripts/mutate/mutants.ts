// Small mistakes that somebody could make in a rule: each is one change of its code. Texts and examples are left alone, they have tests of
// their own.
import { parseSync } from "oxc-parser";

export interface Mutant {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Its line. */
  readonly code: string;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

const OPERATORS: Readonly<Record<string, string>> = {
  "===": "!==",
  "!==": "===",
  "<": "<=",
  "<=": "<",
  ">": ">=",
  ">=": ">",
  "&&": "||",
  "||": "&&",
  "+": "-",
  "-": "+",
};

const METHODS: Readonly<Record<string, string>> = {
  some: "every",
  every: "some",
  find: "findLast",
  findLast: "find",
  startsWith: "endsWith",
};

/** Properties of a rule that are data. */
const DATA = ["id", "severity", "sources", "texts", "bad", "good", "picture"];

export function mutantsOf(file: string, source: string): Mutant[] {
  const found: Mutant[] = [];
  const lineAt = (place: number) => source.slice(source.lastIndexOf("\n", place - 1) + 1).split("\n", 1)[0]!;
  const at = (start: number, end: number, text: string) => {
    const first = start + (/^\s*/.exec(source.slice(start, end))?.[0].length ?? 0);
    found.push({ start, end, text, code: lineAt(first).trim() });
  };
  const code = (node: Node) => source.slice(node.start, node.end);
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return void value.forEach(visit);
    if (typeof value !== "object" || value === null || !("type" in value)) return;
    const node = value as Node;
    if (/^TS|^Import/.test(node.type) && node.type !== "TSNonNullExpression" && node.type !== "TSAsExpression") return;
    if (node.type === "Property" && DATA.includes(String((node.key as Node & { name?: string }).name)) && isTop(source, node)) return;
    mutate(node, at, code, source);
    for (const [key, child] of Object.entries(node))
      if (key !== "typeAnnotation" && key !== "returnType" && key !== "typeArguments") visit(child);
  };
  visit(parseSync(file, source).program);
  return found;
}

/** A property of the rule itself, which stands in the first column of it. */
const isTop = (source: string, node: Node): boolean => /\n {2}$/.test(source.slice(0, node.start));

function mutate(node: Node, at: (start: number, end: number, text: string) => void, code: (n: Node) => string, source: string): void {
  const part = (key: string) => node[key] as Node;
  switch (node.type) {
    case "BinaryExpression":
    case "LogicalExpression": {
      const other = OPERATORS[node.operator as string];
      if (!other) return;
      const from = part("left").end;
      const sign = source.indexOf(node.operator as string, from);
      at(sign, sign + (node.operator as string).length, other);
      return;
    }
    case "IfStatement":
    case "ConditionalExpression":
      at(part("test").start, part("test").end, `!(${code(part("test"))})`);
      return;
    case "UnaryExpression":
      if (node.operator === "!") at(node.start, node.start + 1, "");
      return;
    case "Literal":
      if (typeof node.value === "boolean") at(node.start, node.end, String(!node.value));
      else if (typeof node.value === "number") at(node.start, node.end, String(node.value + 1));
      return;
    case "CallExpression": {
      const callee = part("callee");
      if (callee.type !== "MemberExpression") return;
      const name = String((callee.property as Node & { name?: string }).name);
      const property = callee.property as Node;
      if (METHODS[name]) at(property.start, property.end, METHODS[name]);
      if (name === "filter") at((callee.object as Node).end, node.end, "");
      if (name === "toLowerCase" || name === "trim") at((callee.object as Node).end, node.end, "");
      return;
    }
    case "YieldExpression":
      at(node.start, node.end, "undefined");
      return;
  }
}
