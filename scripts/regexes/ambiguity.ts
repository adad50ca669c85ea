// Whether an engine that tries one way after the other may need more than linear time: a repeated word that can be read in several ways, in
// one loop (the ways double with each repetition) or on its way from one loop into another (they grow with the length). See Weideman et al.,
// "Analyzing matching time behavior of backtracking regular expression matchers", 2016.
import type { Automaton } from "./positions.ts";

export interface Ambiguity {
  readonly growth: "exponential" | "polynomial";
  /** A text that begins with `before` and goes on with many `again` takes long. */
  readonly before: string;
  readonly again: string;
}

export function ambiguityOf(automaton: Automaton): Ambiguity | undefined {
  const { states, settled } = automaton;
  const component = componentsOf(automaton);
  const loops = states.map((_, i) => i).filter((s) => component[s] !== undefined);
  for (const p of loops) {
    const again = settled[p] ? undefined : twoWays(automaton, component, p);
    if (again !== undefined && mayFail(automaton, p, p, again)) return { growth: "exponential", before: wordTo(automaton, p), again };
  }
  for (const p of loops) {
    for (const q of loops) {
      if (component[p] === component[q] || settled[q]) continue;
      const again = fromLoopToLoop(automaton, component, p, q);
      if (again !== undefined && mayFail(automaton, p, q, again)) return { growth: "polynomial", before: wordTo(automaton, p), again };
    }
  }
  return undefined;
}

/** By state: its strongly connected component; undefined where it is in no loop. */
function componentsOf({ states, next }: Automaton): (number | undefined)[] {
  const reach = states.map((_, from) => {
    const seen = new Set<number>();
    const waiting = [from];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop())
      for (const to of next[at]!.flat()) if (!seen.has(to)) seen.add(to) && waiting.push(to);
    return seen;
  });
  return states.map((_, s) =>
    reach[s]!.has(s) ? states.findIndex((_, t) => t === s || (reach[s]!.has(t) && reach[t]!.has(s))) : undefined,
  );
}

/** A word that leads from `p` to `p` in two ways. */
function twoWays({ letters, next }: Automaton, component: readonly (number | undefined)[], p: number): string | undefined {
  const inside = (s: number) => component[s] === component[p];
  const goal = `${p} ${p} true`;
  const words = new Map<string, string>();
  const waiting: [number, number, boolean][] = [[p, p, false]];
  for (let step = waiting.shift(); step; step = waiting.shift()) {
    const [a, b, apart] = step;
    const word = words.get(`${a} ${b} ${apart}`) ?? "";
    for (let letter = 0; letter < letters.length; letter++) {
      const to = next[a]![letter]!;
      for (const [i, x] of to.entries()) {
        const others = a === b ? next[b]![letter]!.map((y, j) => [y, i !== j] as const) : next[b]![letter]!.map((y) => [y, true] as const);
        for (const [y, other] of others) {
          if (!inside(x) || !inside(y)) continue;
          const key = `${x} ${y} ${apart || other}`;
          if (words.has(key)) continue;
          words.set(key, word + letters[letter]!);
          if (key === goal) return words.get(key);
          waiting.push([x, y, apart || other]);
        }
      }
    }
  }
  return undefined;
}

/** A word that leads from `p` to `p`, from `p` to `q`, and from `q` to `q`. */
function fromLoopToLoop(
  { letters, next }: Automaton,
  component: readonly (number | undefined)[],
  p: number,
  q: number,
): string | undefined {
  const goal = `${p} ${q} ${q}`;
  const words = new Map<string, string>([[`${p} ${p} ${q}`, ""]]);
  const waiting: [number, number, number][] = [[p, p, q]];
  for (let step = waiting.shift(); step; step = waiting.shift()) {
    const [a, b, c] = step;
    const word = words.get(step.join(" "))!;
    for (let letter = 0; letter < letters.length; letter++) {
      const lasts = next[c]![letter]!.filter((z) => component[z] === component[q]);
      if (lasts.length === 0) continue;
      for (const x of next[a]![letter]!.filter((s) => component[s] === component[p])) {
        for (const y of next[b]![letter]!) {
          for (const z of lasts) {
            const key = `${x} ${y} ${z}`;
            if (words.has(key)) continue;
            words.set(key, word + letters[letter]!);
            if (key === goal) return words.get(key);
            waiting.push([x, y, z]);
          }
        }
      }
    }
  }
  return undefined;
}

/**
 * Whether a text goes on behind `again` in a way that no state reached by it takes: only then all ways are tried. In a search it is one try
 * that fails or not: the one that begins somewhere in the word and leads to `q`.
 */
function mayFail(automaton: Automaton, p: number, q: number, again: string): boolean {
  const { letters, next } = automaton;
  const word = [...again].map((c) => letters.indexOf(c));
  const step = (from: readonly number[], letter: number): number[] =>
    [...new Set(from.flatMap((s) => next[s]![letter]!.filter((t) => !isSearch(automaton, t))))].sort((a, b) => a - b);
  if (!isSearch(automaton, p)) return cornered(automaton, word.reduce(step, [p]), step);
  let begin = p;
  return word.some((letter, at) => {
    const behind = [...word.slice(at), ...word].reduce(step, [begin]);
    begin = next[begin]![letter]!.find((t) => isSearch(automaton, t)) ?? begin;
    return behind.includes(q) && cornered(automaton, behind, step);
  });
}

/** Whether some text leads from these states to none that has matched. */
function cornered(
  { letters, settled, ends }: Automaton,
  from: readonly number[],
  step: (from: readonly number[], letter: number) => number[],
): boolean {
  const seen = new Set<string>();
  const waiting = [from];
  for (let states = waiting.pop(); states; states = waiting.pop()) {
    if (states.some((s) => settled[s])) continue;
    if (!states.some((s) => ends[s])) return true;
    if (seen.has(states.join())) continue;
    if (seen.add(states.join()).size > MANY) return true;
    for (let letter = 0; letter < letters.length; letter++) waiting.push(step(states, letter));
  }
  return false;
}

/** More sets of states are not looked at. */
const MANY = 2_000;

const isSearch = ({ states }: Automaton, state: number): boolean => states[state]!.position < 0;

/** A word that leads from the beginning to a state. */
function wordTo({ letters, next }: Automaton, goal: number): string {
  const words = new Map<number, string>([[0, ""]]);
  const waiting = [0];
  for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) {
    if (at === goal) break;
    for (let letter = 0; letter < letters.length; letter++)
      for (const to of next[at]![letter]!) if (!words.has(to)) words.set(to, words.get(at)! + letters[letter]!) && waiting.push(to);
  }
  return words.get(goal) ?? "";
}
