// What holds for every rule, without a line of its own: its examples show it and nothing else, its fixes keep what they do not touch, its
// texts are complete in every language.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { RULES } from "../../server/src/rules/all.ts";
import { LANGUAGES } from "../../server/src/rules/rule.ts";
import { check, fixAll } from "../support/check.ts";
import { exampleFiles } from "../support/fixture.ts";
import { verifyFixes } from "../support/invariants.ts";

const placeholders = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

for (const rule of RULES) {
  const serious = (text: string) =>
    check(exampleFiles(text))
      .filter((f) => f.rule === rule.id || f.severity === "error" || f.severity === "warning")
      .map((f) => f.rule);

  describe(rule.id, () => {
    test("its bad example shows it, and no other error or warning", () => {
      assert.ok(serious(rule.bad).includes(rule.id), "it is not found");
      assert.deepEqual(new Set(serious(rule.bad)), new Set([rule.id]));
    });

    test("its good example is good", () => assert.deepEqual(serious(rule.good), []));

    test("its fixes keep the rest", () => verifyFixes(exampleFiles(rule.bad), {}));

    test("a safe fix is what fix-all does", () => {
      const safe = check(exampleFiles(rule.bad)).some((f) => f.rule === rule.id && f.fixes.some((x) => x.kind === "safe"));
      const left = check(fixAll(exampleFiles(rule.bad))).map((f) => f.rule);
      if (safe) assert.ok(!left.includes(rule.id));
    });

    test("switched off, by setting and by comment", () => {
      const files = exampleFiles(rule.bad);
      const off = check(files, { rules: { [rule.id]: "off" } });
      assert.deepEqual(
        off.filter((f) => f.rule === rule.id),
        [],
      );
      const commented = Object.fromEntries(Object.entries(files).map(([f, t]) => [f, `# traefik-swarm-disable ${rule.id} -- why\n${t}`]));
      assert.deepEqual(
        check(commented).filter((f) => f.rule === rule.id),
        [],
      );
    });

    test("its severity is the user's", () => {
      const set = rule.severity === "hint" ? "error" : "hint";
      const found = check(exampleFiles(rule.bad), { rules: { [rule.id]: set } }).filter((f) => f.rule === rule.id);
      assert.deepEqual(new Set(found.map((f) => f.severity)), new Set([set]));
    });

    test("its texts are complete in every language", () => {
      const english = rule.texts.en as Readonly<Record<string, string>>;
      for (const language of LANGUAGES) {
        const texts = rule.texts[language] as Readonly<Record<string, string>>;
        assert.deepEqual(Object.keys(texts).sort(), Object.keys(english).sort());
        for (const [key, text] of Object.entries(texts)) {
          assert.ok(text.trim() !== "" && !/\bTODO\b/.test(text), `${key} is to be written in ${language}`);
          assert.deepEqual(placeholders(text), placeholders(english[key]!), `{placeholders} of ${key} in ${language}`);
          if (language !== "zh-cn") continue;
          assert.match(text, /\p{Script=Han}/u, `${key} in ${language}`);
          // A piece of code stands for a word here: punctuation between it and Chinese is Chinese too.
          const words = text.replace(/`[^`]*`/g, "码");
          assert.doesNotMatch(words, /\p{Script=Han}[:;,()!?]|[:;,()!?]\p{Script=Han}/u, `punctuation of ${key} in ${language}`);
        }
      }
    });

    test("its messages are formatted", () => {
      for (const found of check(exampleFiles(rule.bad)).filter((f) => f.rule === rule.id)) {
        const shown = LANGUAGES.flatMap((l) => [found.messages[l], ...found.fixes.map((f) => f.titles[l])]);
        // `${NAME}` is the user's own.
        for (const text of shown) assert.doesNotMatch(text, /(?<!\$)\{\w+\}|undefined|\[object/);
      }
    });

    test("it says where its claim can be checked", () =>
      assert.ok(rule.sources.length > 0 && rule.sources.every((s) => s.length > 10 && !s.startsWith("TODO"))));
  });
}
