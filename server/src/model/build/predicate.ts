// The little language of constraints, circuit breakers and retry expressions: one Go expression of calls, comparisons, `&&`, `||`, `!` and
// parentheses. What Traefik's parser refuses is refused here; it never runs anything but the calls it is given.

export type Expression =
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Literal[] }
  | { readonly kind: "not"; readonly of: Expression }
  | { readonly kind: "and" | "or"; readonly left: Expression; readonly right: Expression }
  | { readonly kind: "compare"; readonly operator: string; readonly left: Expression; readonly right: Literal };

export interface Literal {
  readonly kind: "string" | "int" | "float";
  readonly value: string;
}

/** Undefined where it is no such expression. */
export function parsePredicate(text: string): Expression | undefined {
  const tokens = scan(text);
  if (!tokens || tokens.length > 2000) return undefined;
  const parser = { tokens, at: 0, depth: 0 };
  const found = parseBinary(parser, 0);
  return found && !isLiteral(found) && parser.at === tokens.length ? found : undefined;
}

interface Token {
  readonly kind: "name" | "operator" | Literal["kind"];
  readonly text: string;
}

const TOKEN = /\s*(?:([\p{L}_][\p{L}\p{N}_]*)|(\d+\.\d*|\.\d+)|(\d+)|`([^`]*)`|"((?:[^"\\\n]|\\.)*)"|(&&|\|\||==|!=|<=|>=|[!<>(),]))\s*/uy;

function scan(text: string): Token[] | undefined {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text);
    if (!match) return undefined;
    const [, name, float, int, raw, quoted, operator] = match;
    if (name !== undefined) tokens.push({ kind: "name", text: name });
    else if (float !== undefined) tokens.push({ kind: "float", text: float });
    else if (int !== undefined) tokens.push({ kind: "int", text: int });
    else if (operator !== undefined) tokens.push({ kind: "operator", text: operator });
    else tokens.push({ kind: "string", text: raw ?? quoted!.replace(/\\(.)/g, "$1") });
  }
  return tokens.length > 0 ? tokens : undefined;
}

interface Parser {
  readonly tokens: readonly Token[];
  at: number;
  depth: number;
}

type Parsed = Expression | Literal | undefined;

const isLiteral = (found: Expression | Literal): found is Literal => ["string", "int", "float"].includes(found.kind);
const LEVELS: readonly (readonly string[])[] = [["||"], ["&&"], ["==", "!=", "<", "<=", ">", ">="]];

function parseBinary(parser: Parser, level: number): Parsed {
  if (level === LEVELS.length) return parseUnary(parser);
  let left = parseBinary(parser, level + 1);
  for (;;) {
    const token = parser.tokens[parser.at];
    if (left === undefined || token?.kind !== "operator" || !LEVELS[level]!.includes(token.text)) return left;
    parser.at++;
    const right = parseBinary(parser, level + 1);
    if (right === undefined || isLiteral(left)) return undefined;
    if (level === 2 ? !isLiteral(right) : isLiteral(right)) return undefined;
    left =
      level === 2
        ? { kind: "compare", operator: token.text, left, right: right as Literal }
        : { kind: level === 0 ? "or" : "and", left, right: right as Expression };
  }
}

function parseUnary(parser: Parser): Parsed {
  const token = parser.tokens[parser.at++];
  if (!token || ++parser.depth > 400) return undefined;
  if (token.kind === "name") return parseCall(parser, token.text);
  if (token.kind !== "operator") return { kind: token.kind, value: token.text };
  if (token.text === "!") {
    const of = parseUnary(parser);
    return of && !isLiteral(of) ? { kind: "not", of } : undefined;
  }
  const inner = token.text === "(" ? parseBinary(parser, 0) : undefined;
  return inner && take(parser, ")") ? inner : undefined;
}

function parseCall(parser: Parser, name: string): Parsed {
  if (!take(parser, "(")) return undefined;
  const args: Literal[] = [];
  while (!take(parser, ")")) {
    const token = parser.tokens[parser.at++];
    if (!token || token.kind === "name" || token.kind === "operator") return undefined;
    args.push({ kind: token.kind, value: token.text });
    if (!take(parser, ",") && parser.tokens[parser.at]?.text !== ")") return undefined;
  }
  return { kind: "call", name, args };
}

function take(parser: Parser, operator: string): boolean {
  const token = parser.tokens[parser.at];
  if (token?.kind !== "operator" || token.text !== operator) return false;
  parser.at++;
  return true;
}
