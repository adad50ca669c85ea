// Brackets and operators of a rule. Nothing here calls itself, so no rule is nested too deeply.
import type { Text } from "../../syntax/text.ts";
import { scan, type Token } from "./goScanner.ts";
import { parseArguments } from "./parseArguments.ts";
import type { RawNode, RawProblem, Report } from "./rawTree.ts";

/** One pair of brackets that is open, or the rule itself. */
interface Frame {
  readonly open: Token | undefined;
  readonly any: RawNode[];
  all: RawNode[];
  /** The `!` before the next operand. */
  nots: Token[];
}

export type UsedOperator = Pick<Token, "start" | "end" | "text">;

export interface RawRule {
  readonly tree: RawNode;
  readonly problems: readonly RawProblem[];
  /** For releases that do not know them all. */
  readonly operators: readonly UsedOperator[];
}

/** Words and signs of other languages. */
const MEANT: Readonly<Record<string, "&&" | "||">> = {
  and: "&&",
  or: "||",
  "&": "&&",
  "|": "||",
  ",": "&&",
  ";": "&&",
  "+": "&&",
  "/": "||",
};

export function parseTree(rule: Text): RawRule {
  const tokens = scan(rule.value);
  const problems: RawProblem[] = [];
  const report: Report = (problem) => problems.push(problem);
  const operators: UsedOperator[] = [];
  const frames: Frame[] = [{ open: undefined, any: [], all: [], nots: [] }];
  let frame = frames[0]!;
  let operand = true; // one is expected
  let at = 0;

  const place = (token: Token) => ({ start: token.start, end: token.end });
  const add = (node: RawNode) => {
    const [first] = frame.nots;
    if (frame.nots.length % 2 === 1) frame.all.push({ kind: "not", of: node, start: first!.start, end: node.end });
    else frame.all.push(node);
    frame.nots = [];
    operand = false;
  };
  const missing = (token: Token) => {
    const end = token.kind === "end" ? rule.length : token.start;
    const before = frame.nots.at(-1) ?? (at > 0 ? tokens[at - 1]! : undefined);
    if (rule.value.trim() === "") report({ code: "empty-rule", start: 0, end: rule.length });
    else report({ code: "missing-operand", start: before?.start ?? 0, end: before?.end ?? end, args: [before?.text ?? ""] });
    add({ kind: "unreadable", start: end, end });
  };
  const or = () => {
    frame.any.push(joined("all", frame.all));
    frame.all = [];
  };
  const close = (end: number): RawNode => {
    or();
    return joined("any", frame.any, frame.open?.start, end);
  };

  for (;;) {
    const token = tokens[at]!;
    if (operand) readOperand(token);
    else if (token.kind === "end") break;
    else readOperator(token);
  }
  while (frames.length > 1) {
    const { open } = frame;
    if (tokens.at(-2)?.flaw !== "unterminated") report({ code: "missing-bracket", ...place(open!), args: [")"] });
    const node = close(rule.length);
    frames.pop();
    frame = frames.at(-1)!;
    add(node);
  }
  return { tree: close(rule.length), problems, operators };

  function readOperand(token: Token): void {
    if (token.kind === "op" && token.text === "!") {
      operators.push(token);
      frame.nots.push(token);
      at++;
    } else if (token.kind === "op" && token.text === "(") {
      frame = { open: token, any: [], all: [], nots: [] };
      frames.push(frame);
      at++;
    } else if (token.kind === "name" && /^not$/i.test(token.text) && (tokens[at + 1]!.kind === "name" || tokens[at + 1]!.text === "(")) {
      report({ code: "bad-operator", ...place(token), args: [token.text, "!"], instead: "!" });
      frame.nots.push(token);
      at++;
    } else if (token.kind === "name") readCall(token);
    else if (token.kind === "end" || isOperator(token) || token.text === ")") missing(token);
    else {
      readNonsense(token);
      at++;
    }
  }

  function readCall(name: Token): void {
    const open = tokens[at + 1]!;
    if (open.kind !== "op" || open.text !== "(") {
      const broken = open.kind === "break" && tokens[at + 2]?.text === "(";
      const dotted = dottedEnd(at);
      const end = tokens[dotted]!;
      if (broken) report({ code: "line-break", ...place(open) });
      else report({ code: "missing-brackets", start: name.start, end: end.end, args: [rule.value.slice(name.start, end.end)] });
      at = broken ? at + 2 : dotted + 1;
      if (broken) {
        const read = parseArguments(rule, tokens, at + 1, report);
        at = read.next;
      } else if (dotted > 0 && tokens[at]!.text === "(") at = parseArguments(rule, tokens, at + 1, () => {}).next;
      add({ kind: "unreadable", start: name.start, end: end.end });
      return;
    }
    const read = parseArguments(rule, tokens, at + 2, report);
    at = read.next;
    const end = tokens[at - 1]!.end;
    add({ kind: "call", start: name.start, nameEnd: name.end, end, arguments: read.arguments, places: read.places, flawed: read.flawed });
  }

  /** The last token of `a.b.c` or `a-b`, which begins at `from`. */
  function dottedEnd(from: number): number {
    let i = from;
    while (/^[.:/=-]$/.test(tokens[i + 1]?.text ?? "") && tokens[i + 1]!.start === tokens[i]!.end && isWord(tokens[i + 2])) i += 2;
    return i;
  }

  /** Something that begins no operand. It stands for one. */
  function readNonsense(token: Token): void {
    if (token.flaw === "unterminated") report({ code: "unterminated-string", ...place(token), args: [token.text.charAt(0)] });
    else if (token.flaw === "comment") report({ code: "unterminated-comment", ...place(token) });
    else if (token.kind === "string" || token.kind === "rune" || token.kind === "number" || token.flaw === "escape") {
      report({ code: "not-a-matcher", ...place(token), args: [token.text] });
    } else report({ code: token.kind === "bad" ? "bad-character" : "unexpected", ...place(token), args: [token.text] });
    // Signs such as * before a matcher are superfluous; the matcher is still read.
    const next = tokens[at + 1]!;
    const before = token.kind !== "string" && token.kind !== "number" && token.kind !== "rune" && token.flaw !== "unterminated";
    if (!(before && (next.kind === "name" || next.text === "("))) add({ kind: "unreadable", ...place(token) });
  }

  function readOperator(token: Token): void {
    if (token.kind === "break") {
      if (tokens[at + 1]!.kind !== "end") report({ code: "line-break", ...place(token) });
      at++;
    } else if (token.kind === "op" && (token.text === "&&" || token.text === "||")) {
      operators.push(token);
      if (token.text === "||") or();
      operand = true;
      at++;
    } else if (token.kind === "op" && token.text === ")") {
      if (frames.length === 1) report({ code: "extra-bracket", ...place(token), args: [")"] });
      else {
        const node = close(token.end);
        frames.pop();
        frame = frames.at(-1)!;
        add(node);
      }
      at++;
    } else readWrongOperator(token);
  }

  function readWrongOperator(token: Token): void {
    const meant = MEANT[token.text.toLowerCase()];
    const next = tokens[at + 1]!;
    const begins = next.kind === "name" || next.text === "(" || next.text === "!";
    if (meant && begins) {
      report({
        code: "bad-operator",
        ...place(token),
        args: [token.text, meant],
        ...(/^[/+]$/.test(token.text) ? {} : { instead: meant }),
      });
      if (meant === "||") or();
      operand = true;
      at++;
    } else if (token.kind === "name" || token.text === "(" || token.text === "!") {
      const call = token.text === "(" && tokens[at + 1]!.text === ")";
      if (call) report({ code: "unexpected", ...place(token), args: ["("] });
      else report({ code: "missing-operator", start: tokens[at - 1]!.end, end: token.start });
      if (call) at = parseArguments(rule, tokens, at + 1, () => {}).next;
      else operand = true;
    } else {
      const code = token.flaw === "unterminated" ? "unterminated-string" : token.flaw === "comment" ? "unterminated-comment" : undefined;
      const trailing = next.kind === "end" && /^[;,&|+]$/.test(token.text) ? { instead: "" } : {};
      const args = [code ? token.text.charAt(0) : token.text];
      report({ code: code ?? (token.kind === "bad" ? "bad-character" : "unexpected"), ...place(token), args, ...trailing });
      at++;
      if (token.kind === "op" && begins) operand = true;
    }
  }
}

const isOperator = (token: Token): boolean => token.kind === "op" && (token.text === "&&" || token.text === "||");

const isWord = (token: Token | undefined): boolean => token?.kind === "name" || token?.kind === "number";

function joined(kind: "all" | "any", parts: readonly RawNode[], start = parts[0]?.start ?? 0, end = parts.at(-1)?.end ?? 0): RawNode {
  return parts.length === 1 ? parts[0]! : { kind, parts, start, end };
}
