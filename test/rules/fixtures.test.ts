// Every fixture beside this file, in every spelling: each finding is marked, each mark is found, each fix gives the text that stands there, and
// every fix that is offered keeps what it does not touch.
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { problemsOf } from "../support/check.ts";
import { readFixture } from "../support/fixture.ts";
import { verifyFixes } from "../support/invariants.ts";
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
      test(`${fixture.name}: every fix keeps the rest`, () => verifyFixes(fixture.files, fixture.settings));
    }
  });
}
