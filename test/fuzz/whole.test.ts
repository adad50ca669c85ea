// Where a text parses as a whole, its blocks put together are what the whole is: splitting loses and adds nothing.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isAlias, isMap, isPair, isScalar, isSeq, parseAllDocuments } from "yaml";
import { openDocument, type StackDocument } from "../../server/src/syntax/document.ts";
import type { Node } from "../../server/src/syntax/tree.ts";
import { changeOf, EXAMPLES, parameters, randomEdit, spelledText } from "./stackText.ts";

/** Keys and values as texts, with their styles left out. */
type Plain = string | { list: Plain[] } | { map: [string, Plain][] };

const BUDGET = 10_000;

/**
 * Explicit and empty keys, as the splitter says; a byte order mark before indentation, which `yaml` does not count; a tab before a bracket, which
 * Docker's reader refuses.
 */
const LEFT_OUT = /^\s*[?:](?:\s|$)|^\uFEFF |^ *\t[ \t]*[{[]/m;

test("the examples, block by block", () => {
  for (const text of EXAMPLES) assert.deepEqual(byBlocks(openDocument("", 1, text)), asWhole(text));
});

test("what once differed: a section that is a block scalar or a list", () => {
  const texts = [
    "services:\n |\n# c\nb: 1\n",
    "services:\r\n |\r\n# c\r\n",
    "services:\n >\n  x\n\n# c\nb: 1\n",
    'services:\n |\n comment\r\n"networks": {a: {}}\r\n',
    "services:\n-\n  x-l: &a\n  - 1\n",
  ];
  for (const text of texts) assert.deepEqual(byBlocks(openDocument("", 1, text)), asWhole(text), text);
});

test("random texts that parse, block by block", () => {
  let compared = 0;
  const runs = parameters(1_000);
  fc.assert(
    fc.property(spelledText, fc.array(randomEdit, { maxLength: 4 }), (first, edits) => {
      let text = first;
      for (const edit of [undefined, ...edits]) {
        const change = edit && changeOf(text, edit);
        if (change) text = text.slice(0, change.start) + change.text + text.slice(change.end);
        const whole = asWhole(text);
        if (whole === undefined) continue;
        compared++;
        const document = openDocument("", 1, text);
        const problems = document.blocks.flatMap((b) => b.problems.map((p) => `${p.code} in ${JSON.stringify(b.source)}`));
        assert.deepEqual(problems, [], text);
        assert.deepEqual(byBlocks(document), whole, text);
      }
    }),
    runs,
  );
  assert.ok(compared > 0.3 * runs.numRuns, `only ${compared} texts could be compared`);
});

/** Undefined where `yaml` has something against the text, or it is no map. It takes a lone CR for no line break, which YAML says it is. */
function asWhole(text: string): Plain | undefined {
  if (/\r(?!\n)/.test(text) || LEFT_OUT.test(text) || text.indexOf("\uFEFF", 1) > 0) return undefined;
  const documents = parseAllDocuments(text, { merge: true, uniqueKeys: false, logLevel: "silent" });
  if (!Array.isArray(documents) || documents.some((d) => d.errors.length > 0)) return undefined;
  const first = documents[0];
  if (!first || !isMap(first.contents)) return undefined;
  let left = BUDGET;
  const plain = (node: unknown): Plain => {
    if (left-- < 0) throw new Error("too large");
    if (isAlias(node)) return plain(node.resolve(first) ?? null);
    if (isMap(node)) return { map: node.items.map((p) => [keyText(p.key), plain(p.value)]) };
    if (isSeq(node)) return { list: node.items.map((i) => (isPair(i) ? { map: [[keyText(i.key), plain(i.value)]] } : plain(i))) };
    if (!isScalar(node)) return "";
    return node.type === "PLAIN" ? (node.source ?? "") : String(node.value);
  };
  const keyText = (key: unknown): string => {
    const text = key === null ? "" : plain(key);
    if (typeof text !== "string" || isAlias(key) || (key as { anchor?: string } | null)?.anchor) throw new Error("no plain key");
    return text;
  };
  try {
    return plain(first.contents);
  } catch {
    return undefined;
  }
}

function byBlocks(document: StackDocument): Plain {
  const map: [string, Plain][] = [];
  for (const { kind, root } of document.blocks) {
    if (root === undefined) continue;
    const tree = plainOf(root);
    const section = map.at(-1);
    // A section may be a scalar, which is no stack file's but YAML.
    if (kind === "entry" && section && !isPlainMap(tree)) section[1] = tree;
    else if (kind === "entry" && section) section[1] = { map: [...(isPlainMap(section[1]) ? section[1].map : []), ...entriesOf(tree)] };
    else map.push(...entriesOf(tree));
  }
  return { map };
}

const isPlainMap = (plain: Plain): plain is { map: [string, Plain][] } => typeof plain === "object" && "map" in plain;

function entriesOf(plain: Plain): [string, Plain][] {
  assert.ok(isPlainMap(plain), "a block is a map");
  return plain.map;
}

function plainOf(node: Node): Plain {
  if (node.kind === "scalar") return node.text.value;
  if (node.kind === "sequence") return { list: node.items.map((i) => plainOf(i.value)) };
  return { map: node.entries.map((e) => [e.key.value, plainOf(e.value)]) };
}
