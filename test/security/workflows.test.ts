// What runs on GitHub: actions are pinned by commit, rights are given one by one, and no text from outside gets into a shell.
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

interface Step {
  readonly uses?: string;
  readonly run?: string;
}
interface Workflow {
  readonly permissions?: object;
  readonly jobs: Readonly<Record<string, { readonly permissions?: Readonly<Record<string, string>>; readonly steps: readonly Step[] }>>;
}

const folder = fileURLToPath(new URL("../../.github/workflows/", import.meta.url));

for (const file of globSync("*.yml", { cwd: folder })) {
  const workflow = parse(readFileSync(folder + file, "utf8")) as Workflow;
  const steps = Object.values(workflow.jobs).flatMap((j) => j.steps);

  test(`${file}: actions are pinned by commit`, () => {
    const uses = steps.flatMap((s) => s.uses ?? []);
    assert.ok(uses.length > 0);
    for (const action of uses) assert.match(action, /^actions\/[\w-]+@[0-9a-f]{40}$/);
  });

  test(`${file}: rights are given one by one`, () => {
    const all = [workflow.permissions ?? { all: "write" }, ...Object.values(workflow.jobs).map((j) => j.permissions ?? {})];
    for (const given of all.slice(0, 1)) assert.ok(!Object.values(given).includes("write"), "none for all jobs");
    for (const { permissions = {}, steps: own } of Object.values(workflow.jobs)) {
      if (!Object.values(permissions).includes("write")) continue;
      assert.ok(
        !own.some((s) => /\b(?:npm|node)\b|\.ci\//.test(s.run ?? "")),
        "code of the project or its packages runs where it may write",
      );
    }
  });

  test(`${file}: no expression stands in a script`, () => {
    for (const { run } of steps) assert.doesNotMatch(run ?? "", /\$\{\{/);
  });
}

test("a release is tested, audited, described and signed", () => {
  const text = readFileSync(`${folder}release.yml`, "utf8");
  for (const part of ["npm audit --omit=dev", ".ci/run", "npm sbom", "attest-build-provenance@", "attest-sbom@"])
    assert.ok(text.includes(part), part);
});
