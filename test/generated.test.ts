// Nothing that is made from the rules is stale: `npm run generate` would change no file.
import assert from "node:assert/strict";
import { test } from "node:test";
import { stale } from "../scripts/generate.ts";

test("generated files are fresh, else run `npm run generate`", async () => {
  assert.deepEqual(await stale(), []);
});
