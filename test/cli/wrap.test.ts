// Prose in lines: what fits stays together, and no letter is lost.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { widthOf } from "../../server/main/cli/frame.ts";
import { wrap } from "../../server/main/cli/wrap.ts";

for (const [name, text, room, lines] of [
  ["at spaces", "one two three", 8, ["one two", "three"]],
  ["a word that is too long stands out", "a wonderful day", 5, ["a", "wonderful", "day"]],
  ["between Chinese characters, closing marks stay", "没有健康检查，任务", 13, ["没有健康检", "查，任务"]],
  ["Latin words in Chinese stay whole", "由 Traefik（直连）决定", 9, ["由", "Traefik", "（直连）", "决定"]],
  ["nothing", "", 10, [""]],
] as const) {
  test(`${name}`, () => assert.deepEqual(wrap(text, room), lines));
}

test("only spaces at the ends of lines are lost, and lines are as wide as asked for unless they are one piece", () => {
  const words = fc.array(fc.constantFrom("a", "word", "更新", "（中）", "，", "502", "。", "“x”"), { maxLength: 40 });
  fc.assert(
    fc.property(words, fc.constantFrom("", " "), fc.integer({ min: 8, max: 30 }), (pieces, between, room) => {
      const text = pieces.join(between);
      const lines = wrap(text, room);
      assert.equal(lines.join("").replaceAll(" ", ""), text.replaceAll(" ", ""));
      if (between === " ") assert.ok(lines.every((line) => widthOf(line) <= room || !line.includes(" ")));
    }),
  );
});
