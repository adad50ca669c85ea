// The diff is applied by `patch` to texts that are as different as chance makes them.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import fc from "fast-check";
import { unifiedDiff } from "../../server/main/cli/diff.ts";

/** Texts of few different lines, so that much is equal in many ways; the last line may lack its break. */
const texts = fc
  .tuple(fc.array(fc.constantFrom("a", "b", "c", "d\r", ""), { maxLength: 30 }), fc.boolean())
  .map(([lines, ended]) => (lines.length === 0 ? "" : lines.join("\n") + (ended ? "\n" : "")));

/** What the diff says the old and the new text are, told apart by its signs. */
function sides(diff: string, before: string): { old: string; fresh: string } {
  const source = before.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const body = diff.replace(/\n\\ No newline at end of file\n/g, "\u0000");
  const lines = body.match(/[^\n\u0000]*[\n\u0000]/g)?.slice(2) ?? [];
  let at = 0;
  let old = "";
  let fresh = "";
  for (const line of lines) {
    const content = line.slice(1).replace("\u0000", "");
    const header = /^@@ -(\d+)(?:,(\d+))? /.exec(line);
    if (header) {
      const start = header[2] === "0" ? Number(header[1]) : Number(header[1]) - 1;
      const between = source.slice(at, start).join("");
      old += between;
      fresh += between;
      at = start;
      continue;
    }
    if (line[0] !== "+") {
      old += content;
      at++;
    }
    if (line[0] !== "-") fresh += content;
  }
  const rest = source.slice(at).join("");
  return { old: old + rest, fresh: fresh + rest };
}

test("the signs of a diff tell both texts", () => {
  fc.assert(
    fc.property(texts, texts, (before, after) => {
      assert.deepEqual(sides(unifiedDiff("x", before, after), before), { old: before, fresh: after });
    }),
    { numRuns: 500 },
  );
});

test("git takes every diff", () => {
  const pairs = fc.sample(fc.tuple(texts, texts), { numRuns: 60, seed: 1 }).filter(([a, b]) => a !== b && a !== "" && b !== "");
  const diff = pairs.map(([before, after], i) => unifiedDiff(`x${i}`, before, after)).join("");
  const { status, stdout, stderr } = spawnSync("git", ["apply", "--numstat", "-"], { input: diff, encoding: "utf8" });
  assert.equal(status, 0, stderr);
  assert.equal(stdout.trim().split("\n").length, pairs.length);
});

test("a small change is a small diff, also in a large file, and a large one comes to an end", () => {
  const lines = Array.from({ length: 40_000 }, (_, i) => `line ${i}`);
  const few = lines.map((l, i) => (i === 9 || i === 39_000 ? "changed" : l));
  assert.equal(unifiedDiff("x", lines.join("\n"), few.join("\n")).split("\n").length, 2 + 2 * 9 + 1);
  const many = lines.map((l, i) => (i % 3 === 0 ? `changed ${i}` : l));
  const { old, fresh } = sides(unifiedDiff("x", lines.join("\n"), many.join("\n")), lines.join("\n"));
  assert.ok(old === lines.join("\n") && fresh === many.join("\n"));
});
