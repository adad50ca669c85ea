// Command lines as google/shlex cuts them: each row is an input and the words that `docker stack config` 28.2.2 printed; where there is a
// docker, it is asked again, together with many strings that are put together from the characters that matter.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { cutCommand } from "../../server/src/model/command.ts";
import { hasDocker, stackConfig } from "../support/stackConfig.ts";
import { plainText } from "../support/text.ts";

/** Undefined: the file is refused. */
const ROWS: readonly (readonly [command: string, words: readonly string[] | undefined])[] = [
  ["", []],
  [" \t\r\n", []],
  ["  a  b\n c\t", ["a", "b", "c"]],
  ["a\rb", ["a", "b"]],
  ["a\u00a0b\vc", ["a\u00a0b\vc"]],
  [`--a="x y" 'b c'd e\\ f`, ["--a=x y", "b cd", "e f"]],
  [`'a\\b' "a\\"b" "a\\nb"`, ["a\\b", 'a"b', "anb"]],
  [`"" ''`, ["", ""]],
  [`a""b`, ["ab"]],
  ["a # b\nc#d #e", ["a", "c#d"]],
  ["a #b\rc\nd", ["a", "d"]],
  [`"#" \\#a ''#b`, ["#", "#a", "#b"]],
  ["a \\\nb", ["a", "\nb"]],
  ["a\\\nb", ["a\nb"]],
  ["\\é \\😀", ["é", "😀"]],
  [`"a 'b" 'c "d'`, ["a 'b", 'c "d']],
  ["a && (b) `c d` > e | f; g", ["a", "&&", "(b)", "`c", "d`", ">", "e", "|", "f;", "g"]],
  ["it's", undefined],
  [`"a`, undefined],
  [`"a\\`, undefined],
  ["a \\", undefined],
  [`# it's\na`, ["a"]],
];

const ours = (command: string): readonly string[] | undefined => {
  const { words, unended } = cutCommand(plainText(command));
  return unended ? undefined : words.map((w) => w.text.value);
};

for (const [command, words] of ROWS)
  test(`command ${JSON.stringify(command)}`, () => {
    assert.deepEqual(ours(command), words);
  });

test("comments, escapes and what nothing ends have their places", () => {
  const { comments, escapes, unended } = cutCommand(plainText(`a # b\n"c\\d" \\e 'f`));
  assert.deepEqual(
    [...comments, ...escapes.map((e) => e.text), unended!].map((t) => [t.value, t.span.start]),
    [
      ["# b", 2],
      ["\\d", 8],
      ["\\e", 12],
      ["'", 15],
    ],
  );
  assert.deepEqual(
    escapes.map((e) => e.quoted),
    [true, false],
  );
});

/** Docker prints a word that begins with a line break without it. */
const printed = (words: readonly string[]): string[] => words.map((w) => w.replace(/^\n+/, ""));

test("docker says the same", { skip: !hasDocker }, () => {
  const characters = ["a", "b", "-", "=", " ", " ", "\n", "\r", "\t", "#", "'", "'", '"', '"', "\\", "\\", "é", "\u00a0", "\v", "😀"];
  const made = fc.sample(fc.array(fc.constantFrom(...characters), { minLength: 1, maxLength: 12 }), { numRuns: 800, seed: 6 });
  const commands = [...new Set([...ROWS.map(([command]) => command), ...made.map((m) => m.join(""))])];
  const results = commands.map((command) => ({ command, words: ours(command) }));
  const taken = results.flatMap(({ command, words }) => (words ? [{ command, words }] : []));
  assert.ok(taken.length > 300);
  const services = Object.fromEntries(taken.map(({ command }, i) => [`s${i}`, { image: "a", command, entrypoint: command }]));
  const config = stackConfig({ services }) as { services: Record<string, { command?: string[]; entrypoint?: string[] }> };
  const said = (words: string[] | undefined) => printed(words ?? []);
  assert.deepEqual(
    taken.map((_, i) => said(config.services[`s${i}`]!.command)),
    taken.map(({ words }) => printed(words)),
  );
  assert.deepEqual(
    taken.map((_, i) => said(config.services[`s${i}`]!.entrypoint)),
    taken.map(({ words }) => printed(words)),
  );
  // Refused files cost a call each.
  const refused = results.filter((r) => !r.words).slice(0, 60);
  assert.ok(refused.length > 40);
  for (const { command } of refused)
    assert.equal(stackConfig({ services: { a: { image: "a", command } } }), undefined, JSON.stringify(command));
});
