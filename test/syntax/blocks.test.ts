// How a file falls into blocks, where the fuzz tests would take long to say what is wrong.
import assert from "node:assert/strict";
import { test } from "node:test";
import { documentText, openDocument } from "../../server/src/syntax/document.ts";
import { entryOf, textOf, valueAt } from "../../server/src/syntax/tree.ts";

const shape = (text: string): string[] => openDocument("", 1, text).blocks.map((b) => `${b.kind} ${JSON.stringify(b.source)}`);

test("an entry of a section is a block, comments above the first belong to the header", () => {
  assert.deepEqual(shape("# head\nservices:\n  # all\n  a:\n    image: x\n  b: {}\nx-y: 1\n"), [
    'preamble "# head\\n"',
    'header "services:\\n  # all\\n"',
    'entry "  a:\\n    image: x\\n"',
    'entry "  b: {}\\n"',
    'top "x-y: 1\\n"',
  ]);
});

test("an open quote costs its own block", () => {
  const document = openDocument("", 1, 'services:\n  a:\n    image: "x\n  b:\n    image: y\n');
  assert.deepEqual(
    document.blocks.map((b) => b.problems.length > 0),
    [false, true, false],
  );
});

test("a map with an anchor or tag of its own, or in flow style, is one block", () => {
  for (const text of ["&all\nservices:\n  a: {}\nnetworks:\n", "!!map\nservices:\n  a: {}\n", "{services: {a: {}},\nnetworks: {}}\n"]) {
    const { blocks } = openDocument("", 1, text);
    assert.deepEqual(
      blocks.map((b) => b.problems),
      [[]],
    );
    assert.ok(entryOf(blocks[0]!.root, "services"));
  }
  for (const inner of ["  &all\n  a:\n    image: x\n  b: *all\n", "  {\n  a: {image: x},\n  b: {}\n  }\n"]) {
    const { blocks } = openDocument("", 1, `services:\n${inner}`);
    assert.equal(blocks.length, 1);
    assert.equal(textOf(valueAt(blocks[0]!.root, "services", "a", "image"))?.value, "x");
  }
});

test("of an anchor inside another of the same name the inner one counts below", () => {
  const { blocks } = openDocument("", 1, "x-a: &a\n  b: &a\n    image: inner\nservices:\n  web: *a\n");
  assert.equal(textOf(valueAt(blocks.at(-1)!.root, "web", "image"))?.value, "inner");
});

test("an empty file has one empty block, a place for what is said of it", () => {
  assert.deepEqual(
    openDocument("", 1, "").blocks.map((b) => [b.kind, b.source]),
    [["preamble", ""]],
  );
  assert.equal(documentText(openDocument("", 1, "")), "");
});
