// The model against measured updates: given when the tasks of a run came and went and when Traefik looked, it says what requests met.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import { measured, type Run, readRuns, replay } from "./replay.ts";
import { rows } from "./report.ts";
import { SCENARIOS, TOLERANCE } from "./scenarios.ts";

/** Runs whose records do not tell what happened, each with a sentence that says so. */
const EXCLUDED = JSON.parse(readFileSync(path.join(import.meta.dirname, "exclusions.json"), "utf8")) as Readonly<Record<string, string>>;
const RUNS = readRuns();

/** What is wrong with the prediction of a run, as far as its scenario is held. */
function misses(run: Run): string[] {
  const held = SCENARIOS[run.scenario]?.held;
  if (run.disturbed.length > 0 || (held !== "length" && held !== "loss")) return [];
  const [was, said] = [measured(run), replay(run)];
  return [
    ...(was.lost === said.lost ? [] : [`loss: ${was.lost}, predicted ${said.lost}`]),
    ...(held !== "length" || !run.calm || Math.abs(was.length - said.length) <= TOLERANCE
      ? []
      : [`${was.length.toFixed(2)} s, predicted ${said.length.toFixed(2)} s`]),
  ];
}

for (const scenario of Object.keys(SCENARIOS).filter((id) => ["length", "loss"].includes(SCENARIOS[id]!.held))) {
  describe(`${scenario}: ${SCENARIOS[scenario]!.what.en}`, () => {
    for (const run of RUNS.filter((r) => r.scenario === scenario && !(r.run in EXCLUDED))) {
      test(run.run, () => assert.deepEqual(misses(run), []));
    }
  });
}

test("every exclusion is needed, and says why", () => {
  for (const [id, reason] of Object.entries(EXCLUDED)) {
    const run = RUNS.find((r) => r.run === id);
    assert.ok(run && misses(run).length > 0, `${id} is met without it`);
    assert.match(reason, /^\p{Lu}.{40,}\.$/u);
  }
});

test("every run has a scenario, and every scenario a run and a row", () => {
  assert.deepEqual(new Set(RUNS.map((r) => r.scenario)), new Set(Object.keys(SCENARIOS)));
  const all = rows(RUNS);
  assert.deepEqual(
    all.map((r) => r.id),
    Object.keys(SCENARIOS),
  );
  assert.equal(
    all.reduce((sum, r) => sum + r.runs, 0),
    RUNS.length,
  );
});

/** Where the machine was calm the model is much better than it has to be: a change of it should not go by unseen. */
test("the mean distance on the calm runs of the held scenarios stays below 0.2 s", () => {
  const calm = RUNS.filter((r) => r.calm && SCENARIOS[r.scenario]!.held === "length");
  const distances = calm.map((r) => Math.abs(replay(r).length - measured(r).length));
  assert.ok(calm.length >= 13 && distances.reduce((a, b) => a + b, 0) / calm.length < 0.2);
});
