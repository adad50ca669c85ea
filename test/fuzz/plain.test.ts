// The short way of reading YAML reads as `yaml` does whatever it takes on, and takes on nearly all of what people write.
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { split } from "../../server/src/syntax/blocks.ts";
import { parseWhole } from "../../server/src/syntax/parse.ts";
import { parsePlain } from "../../server/src/syntax/plain.ts";
import { EXAMPLES, parameters, spelledText } from "./stackText.ts";

const fixtures = fileURLToPath(new URL("../rules/", import.meta.url));
const TEXTS: readonly string[] = [
  ...EXAMPLES,
  ...globSync("**/*.yaml", { cwd: fixtures })
    .sort()
    .map((f) => readFileSync(fixtures + f, "utf8")),
];

const blocksOf = (text: string): string[] =>
  split(text)
    .pieces.filter((p) => p.kind !== "preamble" && p.kind !== "rest")
    .map((p) => p.source);

function compare(source: string): void {
  const root = parsePlain(source);
  if (root) assert.deepEqual({ root, problems: [], anchors: [], aliases: [] }, parseWhole(source), JSON.stringify(source));
}

test("blocks of the examples and fixtures", () => {
  const blocks = TEXTS.flatMap(blocksOf);
  blocks.forEach(compare);
  const taken = EXAMPLES.flatMap(blocksOf).filter((b) => parsePlain(b));
  assert.ok(taken.length > 0.8 * EXAMPLES.flatMap(blocksOf).length, `${taken.length} blocks of the examples are read the short way`);
});

const PARTS = [..." :#-'\"[]{},&*!|>%@`?~=.0a", "\n", "\n  ", "\n    ", ": ", " #", "- ", "<<", "\\", "\t", "\r", "---", "  ", "\ufeff"];

test("the same with anything typed into them", () => {
  const typed = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom("", ...PARTS), fc.nat(3)), {
    minLength: 1,
    maxLength: 3,
  });
  const block = fc.oneof(fc.constantFrom(...TEXTS.flatMap(blocksOf).filter((b) => b.length < 1500)), spelledText);
  fc.assert(
    fc.property(block, typed, (source, edits) => {
      let text = source;
      for (const [place, insert, remove] of edits) {
        const at = Math.floor(place * (text.length + 1));
        text = text.slice(0, at) + insert + text.slice(at + remove);
      }
      blocksOf(text).forEach(compare);
    }),
    parameters(1500),
  );
});
