// A regular expression as an automaton whose states are its single-character positions, as Glushkov has it, with what JavaScript's assertions
// ask of the letters before and behind. Letters are a sample: those that the expression tells apart, and some of each kind.
import { type AST, RegExpParser } from "@eslint-community/regexpp";

/** What of a letter the next assertion may ask. */
type Kind = "newline" | "word" | "other";

export interface State {
  /** Where the letter was taken; BEGIN before any, SEARCH while the expression is tried at later and later places. */
  readonly position: number;
  readonly kind: Kind;
}

export interface Automaton {
  readonly letters: readonly string[];
  readonly states: readonly State[];
  /** By state and letter: the states behind it; one that stands twice is reached in two ways. */
  readonly next: readonly (readonly (readonly number[])[])[];
  /** States in which the expression, or the lookaround that the state is in, has surely matched, whatever comes. */
  readonly settled: readonly boolean[];
  /** States in which it has surely matched if the text ends there. */
  readonly ends: readonly boolean[];
}

const BEGIN = -1;
const SEARCH = -2;
/** Repetitions beyond this count as endless. */
const MANY = 12;
const COMMON = ["a", "Z", "_", "0", " ", "\t", "\n", "\r", "-", ".", "/", ":", "\0", "é", "中", "}", "\uffff"];

type Edge =
  | { readonly to: number; readonly if?: undefined }
  | { readonly to: number; readonly if: "start" | "end" | "lineStart" | "lineEnd" | "boundary" | "inside" | "perhaps" };

/** @returns undefined where the expression holds what no automaton knows: references to what a group has matched */
export function automatonOf(pattern: string, flags: string): Automaton | undefined {
  const ast = new RegExpParser({ ecmaVersion: 2025 }).parsePattern(pattern, 0, pattern.length, {
    unicode: flags.includes("u"),
    unicodeSets: flags.includes("v"),
  });
  const letters = lettersOf(ast, flags);
  const edges: Edge[][] = [];
  /** By node: the letters it takes. */
  const takes: (ReadonlySet<number> | undefined)[] = [];
  const node = (set?: ReadonlySet<number>): number => {
    edges.push([]);
    takes.push(set);
    return edges.length - 1;
  };
  const connect = (from: number, to: number, condition?: Edge["if"]) => void edges[from]!.push(condition ? { to, if: condition } : { to });
  let known = true;

  const alternatives = (list: readonly AST.Alternative[], from: number): number => {
    const end = node();
    for (const { elements } of list)
      connect(
        elements.reduce((at, e) => element(e, at), from),
        end,
      );
    return end;
  };
  const element = (e: AST.Element, from: number): number => {
    switch (e.type) {
      case "Group":
      case "CapturingGroup":
        return alternatives(e.alternatives, branch(from));
      case "Quantifier":
        return repeated(e, from);
      case "Assertion":
        return assertion(e, from);
      case "Backreference":
        known = false;
        return from;
      default: {
        const taken = node(takenBy(e.raw, flags, letters));
        connect(from, taken);
        return taken;
      }
    }
  };
  const branch = (from: number): number => {
    const begin = node();
    connect(from, begin);
    return begin;
  };
  const repeated = ({ element: inner, min, max }: AST.Quantifier, from: number): number => {
    let at = from;
    for (let i = 0; i < Math.min(min, MANY); i++) at = element(inner, branch(at));
    if (max > MANY) {
      const loop = branch(at);
      connect(element(inner, loop), loop);
      return loop;
    }
    const end = node();
    connect(at, end);
    for (let i = min; i < max; i++) {
      at = element(inner, branch(at));
      connect(at, end);
    }
    return end;
  };
  const assertion = (a: AST.Assertion, from: number): number => {
    const end = node();
    const lines = flags.includes("m");
    if (a.kind === "start") connect(from, end, lines ? "lineStart" : "start");
    else if (a.kind === "end") connect(from, end, lines ? "lineEnd" : "end");
    else if (a.kind === "word") connect(from, end, a.negate ? "inside" : "boundary");
    else {
      connect(from, end, "perhaps");
      // What looks behind begins somewhere before; its loops are the same in the other direction.
      settledNodes.add(alternatives((a as AST.LookaroundAssertion).alternatives, branch(from)));
    }
    return end;
  };

  const settledNodes = new Set<number>();
  const start = node();
  settledNodes.add(alternatives(ast.alternatives, start));
  return known ? build(letters, edges, takes, settledNodes, start, flags.includes("y")) : undefined;
}

function build(
  letters: readonly string[],
  edges: readonly (readonly Edge[])[],
  takes: readonly (ReadonlySet<number> | undefined)[],
  settledNodes: ReadonlySet<number>,
  start: number,
  sticky: boolean,
): Automaton {
  const kinds = letters.map(kindOf);
  const states: State[] = [];
  const ids = new Map<string, number>();
  const next: number[][][] = [];
  const settled: boolean[] = [];
  const ends: boolean[] = [];
  const idOf = (position: number, kind: Kind): number => {
    const key = `${position} ${kind}`;
    const known = ids.get(key);
    if (known !== undefined) return known;
    ids.set(key, states.length);
    states.push({ position, kind });
    return states.length - 1;
  };
  idOf(BEGIN, "other");
  for (let id = 0; id < states.length; id++) {
    const { position, kind } = states[id]!;
    const outside = position < 0;
    const { reached, sure } = closure(edges, takes, settledNodes, outside ? start : position, kind, position === BEGIN);
    settled.push(sure);
    ends.push(sure || endsHere(edges, takes, settledNodes, outside ? start : position, kind, position === BEGIN));
    next.push(
      letters.map((_, letter) => {
        const fitting = reached.filter((r) => takes[r.node]!.has(letter) && fits(r.wants, kinds[letter]!));
        const own = fitting.map((r) => idOf(r.node, kinds[letter]!));
        return outside && !sticky ? [idOf(SEARCH, kinds[letter]!), ...own] : own;
      }),
    );
  }
  return { letters, states, next, settled, ends };
}

/** What the next letter has to be. */
type Wants = "any" | "word" | "noWord" | "newline";

const fits = (wants: Wants, kind: Kind): boolean =>
  wants === "any" || (wants === "newline" ? kind === "newline" : wants === "word" ? kind === "word" : kind !== "word");

/** The letters' nodes that are reached without a letter; one for each way there is. */
function closure(
  edges: readonly (readonly Edge[])[],
  takes: readonly (ReadonlySet<number> | undefined)[],
  settledNodes: ReadonlySet<number>,
  from: number,
  kind: Kind,
  first: boolean,
): { reached: { node: number; wants: Wants }[]; sure: boolean } {
  const reached: { node: number; wants: Wants }[] = [];
  let sure = false;
  let budget = 5_000;
  const walk = (node: number, wants: Wants, certain: boolean, trail: readonly number[]): void => {
    if (budget-- < 0) return;
    if (settledNodes.has(node) && certain) sure = true;
    for (const edge of edges[node]!) {
      const wanted = pass(edge, wants, kind, first);
      if (wanted === undefined) continue;
      if (takes[edge.to]) {
        // Two ways are enough to know.
        if (reached.filter((r) => r.node === edge.to && r.wants === wanted).length < 2) reached.push({ node: edge.to, wants: wanted });
        // A loop in a loop is entered again by the outer one: twice is another way than once.
      } else if (trail.filter((n) => n === edge.to).length < 2)
        walk(edge.to, wanted, certain && edge.if === undefined, [...trail, edge.to]);
    }
  };
  walk(from, "any", true, [from]);
  return { reached, sure };
}

function endsHere(
  edges: readonly (readonly Edge[])[],
  takes: readonly (ReadonlySet<number> | undefined)[],
  settledNodes: ReadonlySet<number>,
  from: number,
  kind: Kind,
  first: boolean,
): boolean {
  const word = kind === "word" && !first;
  const passes = (condition: Edge["if"]): boolean =>
    condition === undefined ||
    condition === "end" ||
    condition === "lineEnd" ||
    condition === (word ? "boundary" : "inside") ||
    (condition === "start" && first) ||
    (condition === "lineStart" && (first || kind === "newline"));
  const seen = new Set([from]);
  const waiting = [from];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (settledNodes.has(at)) return true;
    for (const edge of edges[at]!) {
      if (takes[edge.to] || seen.has(edge.to) || !passes(edge.if)) continue;
      seen.add(edge.to);
      waiting.push(edge.to);
    }
  }
  return false;
}

function pass({ if: condition }: Edge, wants: Wants, kind: Kind, first: boolean): Wants | undefined {
  const and = (more: Wants): Wants | undefined => (wants === "any" || wants === more ? more : undefined);
  switch (condition) {
    case undefined:
    case "perhaps":
      return wants;
    case "start":
      return first ? wants : undefined;
    case "end":
      return undefined;
    case "lineStart":
      return first || kind === "newline" ? wants : undefined;
    case "lineEnd":
      return and("newline");
    case "boundary":
      return and(!first && kind === "word" ? "noWord" : "word");
    case "inside":
      return and(!first && kind === "word" ? "word" : "noWord");
  }
}

const kindOf = (letter: string): Kind => (/[\n\r\u2028\u2029]/.test(letter) ? "newline" : /\w/.test(letter) ? "word" : "other");

/** Each letter that the expression names, its neighbours, and the common ones. */
function lettersOf(ast: AST.Pattern, flags: string): string[] {
  const codes = new Set(COMMON.map((c) => c.codePointAt(0)!));
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return;
    const node = value as { type: string; value?: number };
    if (node.type === "Character") for (const near of [-1, 0, 1]) codes.add(Math.max(0, node.value! + near));
    for (const [key, child] of Object.entries(node)) if (key !== "parent" && key !== "resolved" && key !== "references") visit(child);
  };
  visit(ast);
  const wide = /[uv]/.test(flags);
  return [...codes].filter((c) => c <= 0xffff || (wide && c <= 0x10ffff)).map((c) => String.fromCodePoint(c));
}

const SETS = new Map<string, RegExp>();

/** Asked of the engine itself, which knows cases and properties. */
function takenBy(raw: string, flags: string, letters: readonly string[]): ReadonlySet<number> {
  const own = flags.replace(/[gymd]/g, "");
  const key = `${own} ${raw}`;
  const set = SETS.get(key) ?? new RegExp(`^(?:${raw})$`, own);
  SETS.set(key, set);
  return new Set(letters.flatMap((letter, i) => (set.test(letter) ? [i] : [])));
}
