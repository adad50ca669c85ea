// Nothing that a file may hold takes time in its square: hostile texts through all that an editor asks, and each regular expression on what
// its loops take. Only `npm run fuzz` measures: elsewhere no test depends on time.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { literals } from "../../scripts/regexes/find.ts";
import { type Automaton, automatonOf } from "../../scripts/regexes/positions.ts";
import { takesRequest } from "../../server/src/model/expression/evaluate.ts";
import { parseRule } from "../../server/src/model/expression/parseRule.ts";
import { parseVersion } from "../../server/src/model/image.ts";
import { plainText } from "../support/text.ts";
import { askEverything } from "./everything.ts";
import { ALLOWED, growthOf, timeOf } from "./growth.ts";
import { HOSTILE, LONG_RULES } from "./hostile.ts";

const skip = process.env.FUZZ_GROWTH ? false : "only in `npm run fuzz`";

for (const [name, make] of Object.entries(HOSTILE)) {
  test(`growth: ${name}`, { skip }, (context) => {
    askEverything(make(100));
    const { ratio, n, ms } = growthOf((size) => askEverything(make(size)));
    context.diagnostic(`four times of ${n} (${ms.toFixed(0)} ms): ${ratio.toFixed(1)}`);
    assert.ok(ratio <= ALLOWED, `four times the text takes ${ratio.toFixed(1)} times as long (${ms.toFixed(0)} ms for ${n})`);
  });
}

for (const [name, make] of Object.entries(LONG_RULES)) {
  test(`growth: a rule of ${name}`, { skip }, (context) => {
    const read = (n: number) => {
      const { tree } = parseRule(plainText(make(n)), { kind: "http", version: parseVersion("3.7.9")! });
      takesRequest(tree, { method: "GET", host: "a.b", target: "/", headers: [], client: "10.0.0.1" });
    };
    const { ratio } = growthOf(read);
    context.diagnostic(`${ratio.toFixed(1)}`);
    assert.ok(ratio <= ALLOWED, `four times the rule takes ${ratio.toFixed(1)} times as long`);
  });
}

test("growth: every regular expression", { skip }, (context) => {
  const all = literals(fileURLToPath(new URL("../..", import.meta.url))).filter((l) => l.pattern !== undefined && l.reason === "");
  let tried = 0;
  for (const { file, line, pattern, flags } of all) {
    const automaton = automatonOf(pattern!, flags);
    for (const { before, again } of automaton ? pumps(automaton) : []) {
      for (const tail of ["", "\0", "\n!"]) {
        tried++;
        const regex = new RegExp(pattern!, flags);
        const use = (n: number) => void (before + again.repeat(n / again.length) + tail).replace(regex, "");
        // In its square 50,000 letters take seconds.
        const ratio = timeOf(() => use(50_000)) < 20 ? 1 : growthOf(use, 8_000).ratio;
        assert.ok(ratio <= ALLOWED, `${file}:${line} on ${JSON.stringify(before)} and many ${JSON.stringify(again)}: ${ratio.toFixed(1)}`);
      }
    }
  }
  context.diagnostic(`${all.length} regular expressions on ${tried} texts`);
  assert.ok(tried > all.length);
});

/** For each loop: a text that leads there, and a word that leads around. */
function pumps({ letters, states, next }: Automaton): { before: string; again: string }[] {
  const wordFrom = (start: number, goal: number): string | undefined => {
    const words = new Map<number, string>();
    const waiting: [number, string][] = [[start, ""]];
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      const [at, word] = step;
      for (let letter = 0; letter < letters.length; letter++) {
        for (const to of next[at]![letter]!) {
          if (words.has(to)) continue;
          words.set(to, word + letters[letter]!);
          if (to === goal) return words.get(to);
          waiting.push([to, word + letters[letter]!]);
        }
      }
    }
    return undefined;
  };
  return states.flatMap(({ position }, state) => {
    const again = position < 0 ? undefined : wordFrom(state, state);
    return again === undefined ? [] : [{ before: wordFrom(0, state) ?? "", again }];
  });
}
