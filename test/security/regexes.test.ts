// The check that keeps slow regular expressions out: what it refuses and what it lets through, and where it looks.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ambiguityOf } from "../../scripts/regexes/ambiguity.ts";
import { literalsIn } from "../../scripts/regexes/find.ts";
import { automatonOf } from "../../scripts/regexes/positions.ts";
import { type Gap, wildcard } from "../../server/src/workspace/wildcard.ts";

const growthOf = ({ source, flags }: RegExp): string => {
  const automaton = automatonOf(source, flags);
  return automaton ? (ambiguityOf(automaton)?.growth ?? "linear") : "unknown";
};

/** Some of them are what this project had. */
const EXPECTED: Readonly<Record<string, readonly RegExp[]>> = {
  exponential: [/(a*)*b/, /(a|a)*b/, /^(a+)+$/, /(x+x+)+y/, /^(?:(?:\d+\.?\d*|\.\d+)(?:ms|s|m|h))+$/, /^(?:\w|\$?\w+)*!$/],
  polynomial: [
    /\s+$/,
    /(?=.*foo)b/,
    /\bhost\(([^)]*)\)/gi,
    /^(.*?,){11}P/,
    /`[^`]*`|"(?:[^"\\]|\\.)*"/g,
    /^\s*(Host|Path)\s*:\s*(.*?)\s*$/,
    /(?:^|\s+)--(?:\s+|$)/,
    /\$\{[^}]*\}|\$\w+/,
  ],
  linear: [
    /^\s+$/,
    /^(a|b)*c/,
    /a*a*/,
    /\bx\w+;/,
    /\b\w+;/,
    /^[ \t]*x/m,
    /^(?=.*foo)b/,
    /[^)]*/,
    /a?a?a?a?aaaa/,
    /^\w+(\/\w+)*$/,
    /[^\n]*\n|[^\n]+$/g,
    /\$\{[^}]*(?:\}|$)|\$\w+/,
    /`[^`]*(`|$)|"(?:[^"\\]|\\.)*\\?("|$)/gs,
    /^(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ms|s|m|h))+$/,
    /\s+$/y,
  ],
  unknown: [/^(["'])(.*)\1$/],
};

for (const [growth, all] of Object.entries(EXPECTED))
  test(growth, () => {
    for (const regex of all) assert.equal(growthOf(regex), growth, String(regex));
  });

test("literals are found with their reasons, and those that are put together", () => {
  const text = 'const a = /a+/g;\n// Bounded: a word.\nconst b = /b/.test("/c/");\nconst c = (d: string) => new RegExp(`^${d}`);\n';
  assert.deepEqual(
    literalsIn("x.ts", text).map(({ line, pattern, flags, reason }) => [line, pattern, flags, reason]),
    [
      [1, "a+", "g", ""],
      [3, "b", "", "a word."],
      [4, undefined, "", ""],
    ],
  );
});

test("wildcards fit what their expressions would", () => {
  const SOURCE: Readonly<Record<Gap, string>> = { any: "[^]*", name: "[^/]*", folders: "(?:[^]*/)?" };
  const word = fc.array(fc.constantFrom("a", "b", "/", "."), { maxLength: 3 }).map((c) => c.join(""));
  const gap = fc.constantFrom<Gap>("any", "name", "folders");
  fc.assert(
    fc.property(word, fc.array(fc.tuple(gap, word), { maxLength: 4 }), word, word, (first, rest, a, b) => {
      const texts = [first, ...rest.map(([, t]) => t)];
      const gaps = rest.map(([g]) => g);
      const source = texts.map((t, i) => t.replaceAll(".", "\\.") + (gaps[i] ? SOURCE[gaps[i]] : "")).join("");
      const fits = wildcard(texts, gaps);
      for (const text of [a + b, texts.join(""), texts.join(a), texts.join("/") + b]) {
        assert.equal(fits(text), new RegExp(`^${source}$`).test(text), `${source} and ${text}`);
      }
    }),
    { numRuns: 2_000 },
  );
});
