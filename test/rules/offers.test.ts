// What is offered in place of wrong values, by the tables beside the fixtures.
import assert from "node:assert/strict";
import { globSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { offered, offersFor } from "../support/offers.ts";

const folder = fileURLToPath(new URL(".", import.meta.url));

for (const file of globSync("*/*.offers.json", { cwd: folder })) {
  const rule = file.replaceAll("\\", "/").replace(".offers.json", "");
  for (const [key, value, expected] of offersFor(rule))
    test(`${rule}: ${key.split(".").at(-1)}=${value}`, () => assert.deepEqual(offered(rule, key, value), expected));
}
