// Parts of strings have the place of what was written, not of what white space follows.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openDocument } from "../../server/src/syntax/document.ts";
import { entriesOf, textOf } from "../../server/src/syntax/tree.ts";

/** The sources of the words of `key`'s value. */
function words(text: string): string[] {
  const { root, source } = openDocument("", 1, text).blocks[0]!;
  const parts = textOf(entriesOf(root)[0]!.value)!
    .split(" ")
    .map((part) => source.slice(part.span.start, part.span.end));
  return parts.filter((part) => part !== "");
}

test("a word before a folded line break ends at its last character", () => {
  assert.deepEqual(words("key: 'one  \n  two'\n"), ["one", "two"]);
  assert.deepEqual(words('key: "one \\\n  two"\n'), ["one", "two"]);
  assert.deepEqual(words("key: one\t\r\n  two\r\n"), ["one", "two"]);
  assert.deepEqual(words("key: >\n  one\n  two\n\n  three\n"), ["one", "two\n\n  three\n"]);
});

test("a word with escapes has all of them", () => {
  assert.deepEqual(words("key: 'it''s o''clock'\n"), ["it''s", "o''clock"]);
  assert.deepEqual(words('key: "\\x41\\u00e9 \\"b\\""\n'), ["\\x41\\u00e9", '\\"b\\"']);
});
