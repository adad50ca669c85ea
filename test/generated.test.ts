// Nothing that is made from the rules and the measured updates is stale: `npm run generate` would change no file. What the pages point at is there.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { generated, stale } from "../scripts/generate.ts";

const root = path.resolve(import.meta.dirname, "..");

test("generated files are fresh, else run `npm run generate`", async () => {
  assert.deepEqual(await stale(), []);
});

test("pictures and links of the pages lead to files, and every picture is shown", async () => {
  const files = await generated();
  const shown = new Set<string>();
  for (const [file, text] of files) {
    if (!/^server\/docs\/.*\.md$/.test(file)) continue;
    for (const [, target] of text.matchAll(/\]\((?!https?:)([^)#\s]+)\)/g)) {
      const led = path.posix.join(path.posix.dirname(file), target!);
      assert.ok(existsSync(path.join(root, led)), `${file}: ${target}`);
      shown.add(led);
    }
  }
  assert.deepEqual(
    [...files.keys()].filter((f) => f.endsWith(".svg") && !shown.has(f)),
    [],
  );
});
