// Every fix that the stack rules offer on the oracle's files: what it makes still parses, its finding is gone, and "fix all" twice is the same.
import assert from "node:assert/strict";
import { test } from "node:test";
import { check, fixAll, problemsOf } from "../support/check.ts";
import { CASES, filesOf, textOfFile } from "./stack.ts";

const SETTINGS = { target: "swarm" };

for (const file of new Set(CASES.flatMap(filesOf))) {
  const files = { [file]: textOfFile(file) };
  const found = check(files, SETTINGS).filter((f) => f.rule.startsWith("stack/"));
  if (!found.some((f) => f.fixes.length > 0)) continue;
  test(file, () => {
    const before = problemsOf(files);
    for (const finding of found) {
      const same = (all: typeof found) => all.filter((f) => f.rule === finding.rule && f.message === finding.message).length;
      for (const fix of finding.fixes) {
        assert.deepEqual(problemsOf(fix.after), before, `${fix.title}: no longer parses\n${fix.after[file]}`);
        assert.ok(same(check(fix.after, SETTINGS)) < same(found), `${fix.title}: still there: ${finding.message}\n${fix.after[file]}`);
      }
    }
    const all = fixAll(files, SETTINGS);
    assert.deepEqual(fixAll(all, SETTINGS), all);
    assert.deepEqual(problemsOf(all), before);
  });
}
