// Every fixture beside this file, in every spelling: each finding is marked, each mark is found, and each fix gives the text that stands there.
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { problemsOf } from "../support/check.ts";
import { readFixture } from "../support/fixture.ts";
import { SPELLINGS, verify } from "../support/verify.ts";

const folder = fileURLToPath(new URL(".", import.meta.url));

for (const file of globSync("*/*.yaml", { cwd: folder }).sort()) {
  describe(file, () => {
    for (const fixture of readFixture(readFileSync(folder + file, "utf8"))) {
      test(fixture.name, () => {
        assert.deepEqual(problemsOf(fixture.written), problemsOf(fixture.files), "marks must be comments where they stand");
        for (const spelling of SPELLINGS) {
          try {
            verify(fixture, spelling);
          } catch (error) {
            throw new Error(`${spelling.name}: ${(error as Error).message}`, { cause: error });
          }
        }
      });
    }
  });
}
