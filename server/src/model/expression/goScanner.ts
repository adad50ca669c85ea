// Cuts a rule into words as Go's scanner does, since Traefik reads rules as Go expressions: strings, comments, and the semicolon that a line
// break stands for. What Go's scanner refuses comes out as a token of kind "bad", so the parser needs no second list of errors.

export type TokenKind = "name" | "string" | "rune" | "number" | "op" | "break" | "bad" | "end";

export interface Token {
  readonly kind: TokenKind;
  /** Indexes into the rule. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Only "bad": what is wrong. */
  readonly flaw?: "unterminated" | "comment" | "escape" | "character";
  /** Only "bad" with flaw "escape": where the escape is. */
  readonly at?: number;
}

const LETTER = /[\p{L}_]/u;
const NAME = /[\p{L}\p{Nd}_]*/uy;
const OPERATORS = ["...", "&&", "||", "==", "!=", "<=", ">=", ":=", "<-", "<<", ">>", "++", "--"];
/** Behind these a line break ends the expression. */
const ENDS = new Set([")", "]", "}", "++", "--"]);

export function scan(rule: string): Token[] {
  const tokens: Token[] = [];
  let at = rule.startsWith("\ufeff") ? 1 : 0;
  let mayEnd = false;
  const push = (kind: TokenKind, end: number, more: Partial<Token> = {}) => {
    tokens.push({ kind, start: at, end, text: rule.slice(at, end), ...more });
    at = end;
  };
  while (at < rule.length) {
    const c = rule[at]!;
    if (c === " " || c === "\t" || c === "\r" || (c === "\n" && !mayEnd)) at++;
    else if (c === "\n") {
      push("break", at + 1);
      mayEnd = false;
    } else if (c === "/" && (rule[at + 1] === "/" || rule[at + 1] === "*")) {
      const comment = commentAt(rule, at);
      const breaks = rule[at + 1] === "/" || rule.slice(at, comment.end).includes("\n");
      if (mayEnd && breaks) {
        tokens.push({ kind: "break", start: at, end: comment.end, text: rule.slice(at, comment.end) });
        mayEnd = false;
      }
      if (comment.sound) at = comment.end;
      else push("bad", comment.end, { flaw: "comment" });
    } else if (c === "`" || c === '"' || c === "'") {
      push(...stringAt(rule, at));
      mayEnd = true;
    } else if (/[0-9]/.test(c) || (c === "." && /[0-9]/.test(rule[at + 1] ?? ""))) {
      push("number", at + /^[0-9A-Za-z_.]*/.exec(rule.slice(at, at + 100))![0].length);
      mayEnd = true;
    } else if (LETTER.test(String.fromCodePoint(rule.codePointAt(at)!))) {
      NAME.lastIndex = at;
      push("name", at + NAME.exec(rule)![0].length);
      mayEnd = true;
    } else {
      const operator = OPERATORS.find((o) => rule.startsWith(o, at));
      const known = operator ?? ("+-*/%&|^<>=!()[]{},;.:~".includes(c) ? c : undefined);
      if (known) push("op", at + known.length);
      else push("bad", at + String.fromCodePoint(rule.codePointAt(at)!).length, { flaw: "character" });
      mayEnd = ENDS.has(known ?? "");
    }
  }
  tokens.push({ kind: "end", start: rule.length, end: rule.length, text: "" });
  return tokens;
}

/** Go's scanner takes no NUL and no byte order mark anywhere, not even in strings and comments. */
const sound = (text: string): boolean => !/[\0\ufeff]/.test(text);

function commentAt(rule: string, at: number): { end: number; sound: boolean } {
  const line = rule[at + 1] === "/";
  const close = rule.indexOf(line ? "\n" : "*/", at + 2);
  const end = close < 0 ? rule.length : line ? close : close + 2;
  return { end, sound: (line || close >= 0) && sound(rule.slice(at, end)) && !badLineDirective(rule, at, end, line) };
}

/** `//line a:0` at the beginning of a line and `/*line a:x*` + `/` anywhere move Go's line numbers, and are refused with a wrong number. */
function badLineDirective(rule: string, at: number, end: number, line: boolean): boolean {
  if (!rule.startsWith("line ", at + 2) || (line && at > 0 && rule[at - 1] !== "\n")) return false;
  const text = rule.slice(at + 7, line ? end : end - 2).replace(/\r$/, "");
  const numbers = /^(?:.*?)(?::([^:]*))?:([^:]*)$/s.exec(text);
  if (!numbers) return false;
  const valid = (digits: string) => /^[0-9]{1,9}$/.test(digits) && Number(digits) > 0;
  if (!valid(numbers[2]!)) return true;
  return numbers[1] !== undefined && /^[0-9]+$/.test(numbers[1]) && !valid(numbers[1]);
}

function stringAt(rule: string, at: number): [TokenKind, number, Partial<Token>?] {
  const quote = rule[at]!;
  if (quote === "`") {
    const close = rule.indexOf("`", at + 1);
    if (close < 0) return ["bad", rule.length, { flaw: "unterminated" }];
    return sound(rule.slice(at, close)) ? ["string", close + 1] : ["bad", close + 1, { flaw: "character" }];
  }
  let i = at + 1;
  let flawAt: number | undefined;
  while (i < rule.length && rule[i] !== quote && rule[i] !== "\n") {
    const length = rule[i] === "\\" ? escapeLength(rule, i, quote) : 1;
    if (length === 0) flawAt ??= i;
    i += length === 0 ? (rule[i + 1] === quote ? 2 : 1) : length;
  }
  if (rule[i] !== quote) return ["bad", Math.min(i, rule.length), { flaw: "unterminated" }];
  if (flawAt !== undefined && quote === '"') return ["bad", i + 1, { flaw: "escape", at: flawAt }];
  if (!sound(rule.slice(at, i))) return ["bad", i + 1, { flaw: "character" }];
  return [quote === '"' ? "string" : "rune", i + 1];
}

const ESCAPES = [/^\\[abfnrtv\\]/, /^\\[0-3][0-7]{2}/, /^\\x[0-9A-Fa-f]{2}/, /^\\u[0-9A-Fa-f]{4}/, /^\\U[0-9A-Fa-f]{8}/];

/** 0 where Go knows no such escape. */
function escapeLength(rule: string, at: number, quote: string): number {
  if (rule[at + 1] === quote) return 2;
  const text = rule.slice(at, at + 10);
  const found = ESCAPES.map((e) => e.exec(text)?.[0]).find(Boolean);
  if (!found) return 0;
  if (/^\\[uU]/.test(found)) {
    const code = Number.parseInt(found.slice(2), 16);
    if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return 0;
  }
  return found.length;
}
