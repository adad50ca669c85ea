// Runs a regular expression over a text, all ways at once: the time is that of the text's length times the expression's.
import type { CharTest } from "./charClass.ts";
import type { Assertion, RegexpNode } from "./regexpTree.ts";

type Step =
  | { readonly kind: "char"; readonly test: CharTest; readonly next: number }
  | { readonly kind: "assert"; readonly what: Assertion; readonly next: number }
  | { readonly kind: "split"; readonly next: readonly number[] }
  | { readonly kind: "match" };

export type RegexpProgram = { readonly steps: readonly Step[]; readonly start: number };

/** Longer programs come from repetitions of repetitions; nobody writes them for a host or a path. */
const MAX_STEPS = 20_000;

/** Undefined where the program would be too long. */
export function programOf(node: RegexpNode): RegexpProgram | undefined {
  const steps: Step[] = [{ kind: "match" }];
  let tooLong = false;
  const add = (step: Step): number => {
    if (steps.length >= MAX_STEPS) {
      tooLong = true;
      return 0;
    }
    return steps.push(step) - 1;
  };
  /** The first step of a part that goes on at `next`. */
  const build = (part: RegexpNode, next: number): number => {
    if (tooLong) return 0;
    if (part.kind === "char") return add({ kind: "char", test: part.test, next });
    if (part.kind === "assert") return add({ kind: "assert", what: part.what, next });
    if (part.kind === "all") return part.parts.reduceRight((behind, p) => build(p, behind), next);
    if (part.kind === "any") return add({ kind: "split", next: part.parts.map((p) => build(p, next)) });
    let at = next;
    if (part.max === undefined) {
      const loop: number[] = [next];
      at = add({ kind: "split", next: loop });
      loop.push(build(part.of, at));
    } else {
      for (let i = part.min; i < part.max && !tooLong; i++) at = add({ kind: "split", next: [next, build(part.of, at)] });
    }
    for (let i = 0; i < part.min && !tooLong; i++) at = build(part.of, at);
    return at;
  };
  const start = build(node, 0);
  return tooLong ? undefined : { steps, start };
}

export function run({ steps, start }: RegexpProgram, text: string): boolean {
  const codes = Array.from(text, (c) => c.codePointAt(0)!);
  const seen = new Int32Array(steps.length).fill(-1);
  let states: number[] = [];
  for (let at = 0; at <= codes.length; at++) {
    const pending = [start, ...states];
    const reading: number[] = [];
    while (pending.length > 0) {
      const index = pending.pop()!;
      if (seen[index] === at) continue;
      seen[index] = at;
      const step = steps[index]!;
      if (step.kind === "match") return true;
      if (step.kind === "char") reading.push(index);
      else if (step.kind === "split") for (const next of step.next) pending.push(next);
      else if (holds(step.what, codes, at)) pending.push(step.next);
    }
    states = [];
    if (at === codes.length) break;
    for (const index of reading) {
      const step = steps[index]!;
      if (step.kind === "char" && step.test(codes[at]!)) states.push(step.next);
    }
  }
  return false;
}

function holds(what: Assertion, codes: readonly number[], at: number): boolean {
  if (what === "textStart") return at === 0;
  if (what === "textEnd") return at === codes.length;
  if (what === "lineStart") return at === 0 || codes[at - 1] === 0x0a;
  if (what === "lineEnd") return at === codes.length || codes[at] === 0x0a;
  return (isWord(codes[at - 1]) !== isWord(codes[at])) === (what === "boundary");
}

const isWord = (code: number | undefined): boolean => code !== undefined && code < 0x80 && /\w/.test(String.fromCharCode(code));
