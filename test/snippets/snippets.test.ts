// Every snippet, expanded and put where it fits, is YAML without duplicate keys that Docker takes, and its fields are complete.
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseDocument } from "yaml";
import { expandedSnippets, snippets } from "../support/snippets.ts";
import { hasDocker, stackConfigError } from "../support/stackConfig.ts";
import { expandSnippet, stopsOf } from "./expand.ts";

for (const { name, text } of expandedSnippets()) {
  test(`${name} is valid YAML`, () => {
    const document = parseDocument(text, { uniqueKeys: true });
    assert.deepEqual([...document.errors, ...document.warnings], [], text);
  });

  test(`${name} is taken by docker stack config`, { skip: !hasDocker && "no docker on the PATH" }, () => {
    assert.equal(stackConfigError(text), undefined, text);
  });
}

for (const [name, { prefix, fits, description, "zh-cn": chinese, body }] of Object.entries(snippets())) {
  test(`${name} is complete`, () => {
    assert.match(prefix, /^traefik-[a-z0-9-]+$/);
    assert.ok(["labels-list", "labels-map", "services", "file"].includes(fits));
    assert.match(description, /^[A-Z].*\.$/);
    assert.match(chinese, /\p{Script=Han}.*。$/u);
    assert.match(body[0]!, /^\S/);
    assert.deepEqual(
      body.filter((line) => line.includes("\t") || /\s$/.test(line)),
      [],
    );
  });

  test(`${name} counts its stops from 1, in the order of the text`, () => {
    const first = [...new Set(stopsOf(body.join("\n")))];
    assert.deepEqual(
      first.toSorted((a, b) => a - b),
      first.map((_, at) => at + 1),
    );
  });
}

test("the list and the map form of a snippet say the same", () => {
  const files = expandedSnippets();
  const lists = files.filter(({ fits }) => fits === "labels-list");
  assert.equal(lists.length, 5);
  for (const { name, text } of lists) {
    const map = files.find((file) => file.name === name.replace("(list)", "(map)"));
    assert.deepEqual(labelsOf(map!.text), labelsOf(text));
  }
});

test("stops, defaults, choices and escapes", () => {
  assert.equal(expandSnippet("$1 ${1:a} ${2:b-$1} ${3|x,y|} ${4} \\$\\$ \\\\ ${5:\\}}"), "a a b-a x  $$ \\ }");
  assert.throws(() => expandSnippet("$HOME"));
  assert.throws(() => expandSnippet("${1:open"));
});

function labelsOf(text: string): Record<string, string> {
  const labels: unknown = parseDocument(text).toJS().services.app.deploy.labels;
  if (!Array.isArray(labels)) return labels as Record<string, string>;
  return Object.fromEntries(labels.map((label: string) => [label.slice(0, label.indexOf("=")), label.slice(label.indexOf("=") + 1)]));
}
