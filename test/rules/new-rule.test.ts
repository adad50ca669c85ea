// The scaffold of a new rule: it works as it is, and ids that can't be are refused.
import assert from "node:assert/strict";
import { test } from "node:test";
import { refusal, scaffold } from "../../scripts/new-rule.ts";
import { readFixture } from "../support/fixture.ts";

const existing = ["labels/outside-deploy"];

test("ids that are taken or malformed are refused", () => {
  const refused = ["", "x", "x/", "/x", "Labels/x", "labels/x_y", "labels/x/y", "labels/-x", "labels/x.ts", "../x", "fixes/x"];
  for (const id of [...refused, ...existing, "routing/outside-deploy"]) assert.ok(refusal(id, existing), id);
  for (const id of ["labels/x", "my-group/a-2"]) assert.equal(refusal(id, existing), undefined);
});

test("rule and fixture carry the id and say what is to be written", () => {
  const files = scaffold("routing/try-me");
  const rule = files.get("server/src/rules/routing/try-me.ts")!;
  assert.match(rule, /export const tryMe = serviceRule\(\{\n {2}id: "routing\/try-me"/);
  assert.match(rule, /TODO/);
  const cases = readFixture(files.get("test/rules/routing/try-me.yaml")!);
  assert.deepEqual(
    cases.flatMap((c) => c.marks.map((m) => m.rule)),
    ["routing/try-me"],
  );
});
