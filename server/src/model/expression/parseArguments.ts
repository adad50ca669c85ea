// The part of a matcher between its brackets. Go reads any expression there, Traefik takes nothing but strings.
import type { Text } from "../../syntax/text.ts";
import type { Token } from "./goScanner.ts";
import { unquoteGo } from "./goString.ts";
import type { Place, Report } from "./rawTree.ts";
import type { Argument } from "./ruleTree.ts";

export interface ReadArguments {
  readonly arguments: readonly Argument[];
  readonly places: readonly Place[];
  readonly flawed: boolean;
  /** Index of the token behind the closing bracket. */
  readonly next: number;
}

type Tokens = readonly Token[];

/** `at` is the token behind the opening bracket. */
export function parseArguments(rule: Text, tokens: Tokens, at: number, report: Report): ReadArguments {
  const found: Argument[] = [];
  const places: Place[] = [];
  const open = tokens[at - 1]!;
  let flawed = false;
  let afterComma = true; // an argument may come
  let spread = false; // Go lets `...` follow the last argument, and Traefik does not look at it
  const flaw: Report = (problem) => {
    flawed = true;
    report(problem);
  };
  for (;;) {
    const token = tokens[at]!;
    if (token.text === ")" && token.kind === "op") return { arguments: found, places, flawed, next: at + 1 };
    if (token.kind === "end") {
      if (tokens[at - 1]?.flaw !== "unterminated") flaw({ code: "missing-bracket", start: open.start, end: open.end, args: [")"] });
      return { arguments: found, places, flawed, next: at };
    }
    if (token.kind === "break") {
      flaw({ code: "line-break", start: token.start, end: token.end });
      at++;
    } else if (token.text === "," && token.kind === "op") {
      if (afterComma) flaw({ code: "missing-argument", start: token.start, end: token.end });
      afterComma = true;
      at++;
    } else {
      const good = token.kind === "string" && endsArgument(tokens[at + 1]!);
      if (spread) flaw({ code: "unexpected", start: token.start, end: token.end, args: [token.text] });
      else if (!afterComma) flaw({ code: "missing-comma", start: token.start, end: token.start });
      if (good) found.push(argumentOf(rule, token));
      const end = good ? at + 1 : skipArgument(tokens, at);
      places.push({ start: token.start, end: tokens[end - 1]!.end });
      if (!good) {
        found.push(wrongArgument(rule, tokens, at, end));
        flawed = true;
        if (afterComma && !spread) report(whatIsWrong(rule, tokens, at, end));
      }
      afterComma = false;
      at = end;
      if (good && tokens[at]!.text === "..." && tokens[at]!.kind === "op") {
        spread = true;
        at++;
        const behind = tokens[at]!;
        if (behind.kind !== "op" || (behind.text !== ")" && behind.text !== ",")) {
          flaw({ code: "unexpected", start: tokens[at - 1]!.start, end: tokens[at - 1]!.end, args: ["..."] });
        }
      }
    }
  }
}

/** What may stand behind a string, or is an error of its own. */
const endsArgument = (token: Token): boolean =>
  token.kind === "end" ||
  token.kind === "break" ||
  token.kind === "string" ||
  (token.kind === "op" && (token.text === "," || token.text === ")" || token.text === "..."));

const argumentOf = (rule: Text, token: Token): Argument => {
  const { value, broken } = unquoteGo(token.text);
  return {
    value,
    broken,
    text: rule.slice(token.start + 1, token.end - 1),
    span: rule.slice(token.start, token.end).span,
    quote: token.text.startsWith("`") ? "`" : '"',
    escaped: value.length !== token.end - token.start - 2,
  };
};

/** Up to the comma or bracket that ends it. */
function skipArgument(tokens: Tokens, from: number): number {
  let depth = 0;
  for (let i = from; i < tokens.length; i++) {
    const { kind, text } = tokens[i]!;
    if (kind === "end" || (kind === "break" && depth === 0)) return i;
    if (kind !== "op") continue;
    if (depth === 0 && (text === "," || text === ")")) return Math.max(i, from);
    if (text === "(" || text === "[" || text === "{") depth++;
    else if ((text === ")" || text === "]" || text === "}") && depth > 0) depth--;
  }
  return tokens.length - 1;
}

const QUOTE = /[\s'"`‘’‚“”„´«»\\]/;

/** Without what is no more than quotes around it. */
function unquoted(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && QUOTE.test(text[start]!)) start++;
  while (end > start && QUOTE.test(text[end - 1]!)) end--;
  return text.slice(start, end);
}

function wrongArgument(rule: Text, tokens: Tokens, from: number, to: number): Argument {
  const text = rule.slice(tokens[from]!.start, tokens[to - 1]!.end);
  const value = unquoted(text.value);
  return { value, text, span: text.span, quote: "", escaped: value !== text.value, broken: false };
}

/** Hosts, paths, addresses: what surely needs nothing but quotes. */
const PLAIN = /^(?:\/|\/?[A-Za-z0-9_*](?:[A-Za-z0-9_.:/*-]*[A-Za-z0-9_*])?)$/;

/** One error for one argument, the likeliest. */
function whatIsWrong(rule: Text, tokens: Tokens, from: number, to: number): Parameters<Report>[0] {
  const all = tokens.slice(from, to);
  const [first] = all as [Token, ...Token[]];
  const place = { start: first.start, end: all.at(-1)!.end };
  const value = unquoted(rule.value.slice(place.start, place.end));
  const quoted = value === "" || value.includes("`") ? {} : { instead: `\`${value}\`` };
  // Linear: one loop, and two letters to look for behind it.
  const escaped = /^\\(["'`])([^"'`\\]+)\\\1/.exec(rule.value.slice(place.start));
  if (escaped)
    return { code: "escaped-quotes", start: place.start, end: place.start + escaped[0].length, args: [], instead: `\`${escaped[2]}\`` };
  if (/^``[^`]+``$/.test(rule.value.slice(place.start, place.end))) return { ...place, ...quoted, code: "doubled-quotes", args: [value] };
  const open = all.find((t) => t.flaw === "unterminated");
  if (/^[‘’‚“”„´«»]/.test(first.text)) return { ...place, ...quoted, code: "curly-quotes", args: [value] };
  if (first.text.startsWith("'")) return { ...place, ...quoted, code: "single-quotes", args: [value] };
  if (open) return { code: "unterminated-string", start: open.start, end: open.end, args: [open.text.charAt(0)] };
  const wrong = all.find((t) => t.flaw === "escape");
  if (wrong) {
    const raw = wrong.text.slice(1, -1);
    const at = wrong.at ?? wrong.start;
    const instead = raw.includes("`") || /\\["\\]/.test(raw) ? {} : { instead: `\`${raw}\`` };
    return { code: "bad-escape", start: wrong.start, end: wrong.end, args: [rule.value.slice(at, at + 2)], ...instead };
  }
  const comment = all.find((t) => t.flaw === "comment");
  if (comment) return { code: "unterminated-comment", start: comment.start, end: comment.end };
  if (first.kind === "name" || first.kind === "number" || first.kind === "bad" || /^[*/^.<$-]/.test(first.text)) {
    const call = first.kind === "name" && all[1]?.text === "(";
    if (!call && !all.some((t) => t.kind === "string"))
      return { ...place, ...(PLAIN.test(value) ? quoted : {}), code: "unquoted", args: [value] };
  }
  const bad = all.find((t) => t.kind === "bad");
  if (bad) return { code: "bad-character", start: bad.start, end: bad.end, args: [bad.text] };
  return { ...place, code: "argument-not-text", args: [rule.value.slice(place.start, place.end)] };
}
