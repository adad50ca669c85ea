// The texts that belong to no rule (those are held by test/rules/every-rule.test.ts): each is there in every language, with the same places for
// arguments, and Chinese is punctuated as Chinese.
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const read = (file: string): string => readFileSync(path.join(root, file), "utf8");
const json = (file: string) => JSON.parse(read(file)) as Record<string, string>;

const places = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

/** A piece of code stands for a word; so does what will be put in. */
const words = (text: string): string => text.replace(/`[^`]*`/g, "码");

function punctuated(where: string, text: string): void {
  assert.doesNotMatch(words(text), /\p{Script=Han}[:;,()!?]|[:;,()!?]\p{Script=Han}/u, `${where}: ${text}`);
  // Latin words and numbers stand apart from Chinese, marks that are as wide as a character do not.
  assert.doesNotMatch(
    words(text),
    /\p{Script=Han}[A-Za-z]|[A-Za-z]\p{Script=Han}|[，。：；（）、] | [，。：；（）、]/u,
    `${where}: ${text}`,
  );
}

test("the manifest's texts are there in both languages, and all are used", () => {
  const manifest = read("package.json");
  const used = [...manifest.matchAll(/"%([^"%]+)%"/g)].map(([, key]) => key!).sort();
  const en = json("package.nls.json");
  const zh = json("package.nls.zh-cn.json");
  assert.deepEqual(Object.keys(en).sort(), used);
  assert.deepEqual(Object.keys(zh).sort(), used);
  for (const [key, text] of Object.entries(zh)) punctuated(key, text);
});

test("the manifest shows no text that is in one language only", () => {
  const { contributes } = JSON.parse(read("package.json")) as { contributes: unknown };
  const shown: string[] = [];
  (function walk(value: unknown): void {
    if (typeof value !== "object" || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (/^(?:title|(?:markdown)?(?:enumD|D|d)escriptions?|enumItemLabels|patternErrorMessage)$/.test(key)) shown.push(...[inner].flat());
      walk(inner);
    }
  })(contributes);
  assert.deepEqual(
    shown.filter((text) => typeof text === "string" && !/^%.+%$/.test(text) && text !== "Traefik Swarm"),
    [],
  );
});

test("what the client says is translated, with the same places, and nothing else is", () => {
  const said = globSync("client/src/**/*.ts", { cwd: root }).flatMap((file) =>
    [...read(file).matchAll(/l10n\.t\(\s*("(?:[^"\\]|\\.)*")/g)].map(([, text]) => JSON.parse(text!) as string),
  );
  const chinese = json("client/l10n/bundle.l10n.zh-cn.json");
  assert.deepEqual(Object.keys(chinese).sort(), [...new Set(said)].sort());
  for (const [text, zh] of Object.entries(chinese)) {
    assert.deepEqual(places(zh), places(text), text);
    punctuated(text, zh);
  }
});

for (const file of [
  "server/src/features/texts.ts",
  "server/src/features/update-texts.ts",
  "server/main/cli/texts.ts",
  "snippets/traefik-swarm.json",
])
  test(`Chinese is punctuated as Chinese in ${file}`, () => {
    const chinese = [...read(file).matchAll(/"((?:[^"\\\n]|\\.)*)"/g)]
      .map(([, text]) => text!)
      .filter((text) => /\p{Script=Han}/u.test(text));
    assert.ok(chinese.length > 3);
    for (const text of chinese) punctuated(file, text);
  });
