// Docker takes every example: their mistakes are those that nobody tells the user about.
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { hasDocker, stackConfigError } from "../support/stackConfig.ts";

const folder = fileURLToPath(new URL(".", import.meta.url));

for (const file of globSync("*/[!.]*.yml", { cwd: folder })) {
  test(`${file} is taken by docker stack config`, { skip: !hasDocker && "no docker on the PATH" }, () => {
    assert.equal(stackConfigError(readFileSync(`${folder}${file}`, "utf8")), undefined);
  });
}
