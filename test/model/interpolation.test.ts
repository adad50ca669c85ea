// Docker's template language: each row is an input and what `docker stack config` 28.2.2 made of it; where there is a docker, it is asked
// again, together with many texts that are put together from the language's own pieces.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type Environment, interpolate } from "../../server/src/model/interpolation.ts";
import { partsOf } from "../../server/src/model/variables.ts";
import { hasDocker, stackConfig } from "../support/stackConfig.ts";
import { plainText } from "../support/text.ts";

const SET: Environment = { A: "1", EMPTY: "", D: "$$A", "X:?a": "odd" };

/** Input, result with `SET`, result with an environment that nobody knows (where it differs). `!invalid` and `!missing` are errors. */
const ROWS: readonly (readonly [input: string, set: string, unknown?: string])[] = [
  ["plain", "plain"],
  ["$A", "1", "<A>"],
  ["${A}", "1", "<A>"],
  ["x${A}y$B-", "x1y", "x<A>y<B>"],
  ["${B}", "", "<B>"],
  ["$$A", "$A"],
  ["$$$A", "$1", "$<A>"],
  ["$$$$", "$$"],
  ["$D", "$$A", "<D>"],
  // Defaults.
  ["${B:-b}", "b", "<B>"],
  ["${EMPTY:-b}", "b", "<EMPTY>"],
  ["${EMPTY-b}", "", "<EMPTY>"],
  ["${B-b}", "b", "<B>"],
  ["${A:-b}", "1", "<A>"],
  ["${B:-}", "", "<B>"],
  ["${B:-a\nb}", "a\nb", "<B>"],
  // No braces: all that follows is the default.
  ["$B-secure.rule=Host(`x`)", "secure.rule=Host(`x`)", "<B>"],
  ["app:$A-alpine", "app:1", "app:<A>"],
  ["$B-x}y", "x}y", "<B>}y"],
  ["http://h/$A?a=1", "http://h/1", "http://h/<A>"],
  ["http://h/$B?a=1", "!missing B a=1", "http://h/<B>"],
  // Required.
  ["${B:?must be set}", "!missing B must be set", "<B>"],
  ["${EMPTY:?}", "!missing EMPTY ", "<EMPTY>"],
  ["${EMPTY?}", "", "<EMPTY>"],
  ["${B:?a}${A}", "1", "<B><A>"],
  // An operator inside the argument of another is the one that counts.
  ["${B:?must-be-set}", "be-set"],
  ["${A:?must-be-set}", "be-set"],
  ["${B?x:?y}", "!missing B?x y"],
  ["${X:?a-b}", "odd", "b"],
  ["${B-x:-y}", "y"],
  // Neither nesting nor `:+`.
  ["${A:-${B:-c}}", "1}", "<A>}"],
  ["${B:-${C:-c}}", "${C:-c}", "<B>}"],
  ["${A:+alt}", "!invalid"],
  ["${A+alt}", "!invalid"],
  // Dollars that begin nothing.
  ["$", "!invalid"],
  ["a$ b", "!invalid"],
  ["$1", "!invalid"],
  ["${1}", "!invalid"],
  ["${}", "!invalid"],
  ["${ A }", "!invalid"],
  ["${A", "!invalid"],
  ["${A.B}", "!invalid"],
  ["^/(.*)$", "!invalid"],
  ["^/(.*)$$", "^/(.*)$"],
  ["$1 $$", "!invalid"],
  // … are forgiven where a variable follows.
  ["admin:$2y$05$abcdef", "admin:2y05", "admin:2y05<abcdef>"],
  ["admin:$apr1$abc$def/x.", "admin:/x.", "admin:<apr1><abc><def>/x."],
  ["$1 $A", "1 1", "1 <A>"],
  ["$A $1", "!invalid"],
  // Go folds two letters outside ASCII into names.
  ["$ſ", "", "<ſ>"],
  ["$é", "!invalid"],
];

const said = (input: string, environment: Environment | undefined): string => {
  const result = interpolate(plainText(input), environment);
  if (result.kind === "error")
    return result.error.code === "invalid" ? "!invalid" : `!missing ${result.error.name} ${result.error.message}`;
  if (result.kind !== "open") return result.text.value;
  return result.pieces.map((p) => ("kind" in p ? `<${p.name.value}>` : p.value)).join("");
};

for (const [input, set, unknown = set] of ROWS)
  test(`template ${JSON.stringify(input)}`, () => {
    assert.equal(said(input, SET), set);
    assert.equal(said(input, undefined), unknown);
  });

test("what is not changed is not cast", () => {
  assert.deepEqual(
    ["2", "$A", "$$", "${SELF}"].map((t) => interpolate(plainText(t), { ...SET, SELF: "${SELF}" }).kind),
    ["same", "changed", "changed", "same"],
  );
});

test("each part stands where it is written, and what comes of it stands there too", () => {
  const text = plainText("a${B:-c}$$d$1$A");
  assert.deepEqual(
    partsOf(text).map((p) => [p.kind, p.text.value, p.text.span.start]),
    [
      ["literal", "a", 0],
      ["variable", "${B:-c}", 1],
      ["escaped", "$$", 8],
      ["literal", "d", 10],
      ["invalid", "$", 11],
      ["literal", "1", 12],
      ["variable", "$A", 13],
    ],
  );
  const result = interpolate(text, { A: "xyz" });
  assert.equal(result.kind, "changed");
  const at = (from: number, to?: number) => {
    const { value, span } = (result as { text: typeof text }).text.slice(from, to);
    return [value, span.start, span.end];
  };
  assert.deepEqual(at(0), ["ac$d1xyz", 0, 15]);
  assert.deepEqual(at(1, 2), ["c", 6, 7]);
  assert.deepEqual(at(2, 3), ["$", 8, 10]);
  assert.deepEqual(at(6, 7), ["y", 13, 15]);
});

/** What docker makes of texts, all in one file; undefined where it refuses the file. */
const docker = (texts: readonly string[]): readonly string[] | undefined =>
  (stackConfig({ "x-texts": texts, services: { a: { image: "a" } } }, SET) as { "x-texts": string[] } | undefined)?.["x-texts"];

test("docker says the same", { skip: !hasDocker }, () => {
  const pieces = ["$", "$$", "{", "}", "${", "A", "B", "EMPTY", "D", "_1", "1", ":-", "-", ":?", "?", ":+", "x", " ", "\n", ".", "ſ", "é"];
  const made = fc.sample(fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 9 }), { numRuns: 600, seed: 6 });
  const texts = [...new Set([...ROWS.map(([input]) => input), ...made.map((m) => m.join(""))])].map((t) => `.${t}`); // docker loses a first line break as it prints
  const results = texts.map((text) => ({ text, ours: said(text, SET) }));
  const taken = results.filter((r) => !r.ours.startsWith("!"));
  assert.ok(taken.length > 100);
  assert.deepEqual(
    docker(taken.map((r) => r.text)),
    taken.map((r) => r.ours),
  );
  // Refused files cost a call each.
  const refused = results.filter((r) => r.ours.startsWith("!")).slice(0, 40);
  assert.ok(refused.length > 30);
  for (const { text } of refused) assert.equal(docker([text]), undefined, JSON.stringify(text));
});
