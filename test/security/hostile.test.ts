// No text kills the engine: whatever is asked about it is answered, limits hold and are told, and what is within them is still judged.
import assert from "node:assert/strict";
import { test } from "node:test";
import { limitsOf, limitText } from "../../server/src/features/limits.ts";
import { LANGUAGES } from "../../server/src/rules/rule.ts";
import { changeDocument, documentText, LONGEST_FILE, openDocument, type StackDocument } from "../../server/src/syntax/document.ts";
import type { Node } from "../../server/src/syntax/tree.ts";
import { askEverything } from "../fuzz/everything.ts";
import { HOSTILE } from "../fuzz/hostile.ts";
import { check } from "../support/check.ts";

const BAD = `  good:
    image: a/b:1
    labels:
      - traefik.enable=true
    deploy: { replicas: 2, placement: { constraints: [node.role == worker] } }
`;
const times = (n: number, text: (i: number) => string): string => Array.from({ length: n }, (_, i) => text(i)).join("");
const kinds = (text: string) => limitsOf(openDocument("file:///p/a.yml", 1, text)).map((l) => l.kind);
const rules = (text: string) => check({ "a.yml": text }).map((f) => f.rule);

for (const [name, make] of Object.entries(HOSTILE)) test(`all is answered: ${name}`, () => askEverything(make(160)));

test("labels of a hundred thousand letters", () => {
  for (const name of ["a long label", "a long key", "a key of many parts", "a rule of nots"]) askEverything(HOSTILE[name]!(100_000));
});

/** Nodes of a file, and how deep they lie. */
function sizeOf({ blocks }: StackDocument): { nodes: number; depth: number } {
  let nodes = 0;
  let depth = 0;
  const waiting: [Node, number][] = blocks.flatMap((b) => (b.root ? [[b.root, 1] as [Node, number]] : []));
  for (let step = waiting.pop(); step; step = waiting.pop()) {
    const [node, level] = step;
    nodes++;
    depth = Math.max(depth, level);
    if (node.kind === "sequence") for (const i of node.items) waiting.push([i.value, level + 1]);
    if (node.kind === "mapping") for (const e of node.entries) waiting.push([e.value, level + 1]);
  }
  return { nodes, depth };
}

const DEEP = 10_000;
const NESTED: Readonly<Record<string, string>> = {
  "open lists": "[".repeat(DEEP),
  "closed lists": "[".repeat(DEEP) + "]".repeat(DEEP),
  "open maps": "{a: ".repeat(DEEP),
  "lists in lists": `\n      ${"- ".repeat(DEEP)}a`,
  "keys of keys": `\n      ${"? ".repeat(DEEP)}a`,
  "maps in maps": `\n${times(1_000, (i) => `${" ".repeat(6 + i)}a:\n`)}`,
};

for (const [name, value] of Object.entries(NESTED))
  test(`ten thousand levels: ${name}`, () => {
    const text = `services:\n  deep:\n    image: x\n    x: ${value}\n${BAD}`;
    assert.deepEqual(kinds(text), ["deep"]);
    assert.ok(rules(text).includes("labels/outside-deploy"), "the other service is judged");
    askEverything(text);
  });

const BOMBS: Readonly<Record<string, string>> = {
  "billion laughs": `x-0: &a0 [x, x]\n${times(40, (i) => `x-${i + 1}: &a${i + 1} [*a${i}, *a${i}]\n`)}services:\n  w: *a40\n`,
  "one large anchor, many aliases": `x-a: &a [${"a,".repeat(3_000)}]\nservices:\n${times(400, (i) => `  s${i}: { labels: *a }\n`)}`,
  "anchors in anchors": `x-0: &a0 [x]\n${times(6_000, (i) => `x-${i + 1}: &a${i + 1} [*a${i}]\n`)}services:\n  w: { image: x, labels: *a6000 }\n`,
};

for (const [name, bomb] of Object.entries(BOMBS))
  test(`alias bomb: ${name}`, () => {
    const text = bomb + BAD;
    const document = openDocument("file:///p/a.yml", 1, text);
    const { nodes, depth } = sizeOf(document);
    assert.ok(nodes < 600_000 && depth <= 210, `${nodes} nodes, ${depth} deep`);
    assert.deepEqual(kinds(text), ["aliases"]);
    assert.ok(rules(text).includes("labels/outside-deploy"), "the service without aliases is judged");
  });

test("the limit of aliases holds after edits as on a fresh start", () => {
  const text = BOMBS["one large anchor, many aliases"]!;
  const uri = "file:///p/a.yml";
  let document = openDocument(uri, 1, text);
  const large = text.slice(0, text.indexOf("services:"));
  const edits = [
    { find: "  s1: { labels: *a }\n", text: "  s1: { image: x }\n" },
    { find: "  s7: { labels: *a }\n", text: "  s7: { labels: *a, networks: *a }\n" },
    { find: "x-a: &a [a,", text: "x-a: &a [b,a," },
    { find: large.replace("[a,", "[b,a,"), text: "x-a: &a [a]\n" },
    { find: "x-a: &a [a]\n", text: large },
  ];
  for (const edit of edits) {
    const start = documentText(document).indexOf(edit.find);
    assert.ok(start >= 0, edit.find.slice(0, 30));
    document = changeDocument(document, 2, { start, end: start + edit.find.length, text: edit.text });
    const fresh = openDocument(uri, 2, documentText(document));
    assert.deepEqual(sizeOf(document), sizeOf(fresh));
    assert.deepEqual(
      document.blocks.map((b) => b.problems),
      fresh.blocks.map((b) => b.problems),
    );
  }
});

test("cyclic anchors", () => {
  const text = `x-a: &a [*b]\nx-b: &b [*a]\nservices:\n  s: &s { <<: *s, labels: *a, deploy: &d { labels: *d } }\n${BAD}`;
  askEverything(text);
  assert.ok(rules(text).includes("labels/outside-deploy"));
});

test("50 MB: kept, not read, and read again once it is short", () => {
  const uri = "file:///p/a.yml";
  const head = `services:\n${BAD}`;
  const long = head + `# ${"x".repeat(1_022)}\n`.repeat(50 * 1_024);
  let document = openDocument(uri, 1, long);
  assert.deepEqual(
    limitsOf(document).map((l) => l.kind),
    ["long"],
  );
  assert.equal(sizeOf(document).nodes, 0);
  document = changeDocument(document, 2, { start: 0, end: 8, text: "services" });
  assert.ok(documentText(document) === long);
  document = changeDocument(document, 3, { start: head.length, end: long.length, text: "" });
  assert.deepEqual(document.blocks, openDocument(uri, 3, head).blocks);
  document = changeDocument(document, 4, { start: head.length, end: head.length, text: "#".repeat(LONGEST_FILE) });
  assert.deepEqual(
    limitsOf(document).map((l) => l.kind),
    ["long"],
  );
});

test("letters that are none", () => {
  const odd = ["\0", "\ufeff", "\ud800", "\udc00", "\r", "\u2028", "\u0085", "\t", "\uffff", "😀".slice(1)];
  for (const c of odd) {
    for (const text of [c, c + BAD, `services:\n${BAD.replaceAll("a", c)}`, `services:\n${BAD}${c}`, BAD.replaceAll("\n", c)])
      askEverything(text);
    const text = `services:\n${BAD}  odd:\n    image: x${c}y\n`;
    assert.ok(rules(text).includes("labels/outside-deploy"), JSON.stringify(c));
  }
});

test("what is told of a limit names the file, in each language", () => {
  for (const kind of ["long", "deep", "aliases"] as const)
    for (const language of LANGUAGES) {
      const text = limitText("file:///p/a%20b.yml", kind, language);
      assert.ok(text.includes("a b.yml") && /[.。]$/.test(text), text);
    }
});

test("a service that is too long to be mended is judged, the one beside it is mended", () => {
  const filler = `    environment:\n${times(3_000, (i) => `      - LONG_NAME_${i}=value\n`)}`;
  const service = (name: string) => `  ${name}:\n    image: a/b:1\n    labels:\n      - traefik.enable=true\n`;
  const text = `# traefik-swarm: target=swarm\nservices:\n${service("short")}${service("long")}${filler}`;
  const found = check({ "a.yml": text }).filter((f) => f.rule === "labels/outside-deploy");
  assert.deepEqual(
    found.map((f) => f.fixes.length > 0),
    [true, false],
  );
});
