// What our rules report on real stack files, held against real releases of Traefik: where Traefik drops a service or complains, an error or a warning; where
// it serves without a word, no error; where somebody left the service out on purpose, silence. Each case is written as its user would write it.
// All releases and all ways to write a case: `ORACLE=all npm run unit -- test/oracle/findings.test.ts`.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import { type Compared, compareFindings } from "./findings.ts";
import { CASES, type Case, complaints, groupOf, versionsOf } from "./labels.ts";
import { SHAPES, type Shape } from "./projects.ts";

/** `id` or `id version`: why the two may differ. */
const EXCLUDED = JSON.parse(readFileSync(path.join(import.meta.dirname, "findings-exclusions.json"), "utf8")) as Readonly<
  Record<string, string>
>;
const ALL = process.env.ORACLE === "all";
const TURN = new Map(CASES.map((found, index) => [found.id, index]));

for (const [group, cases] of groups(CASES, groupOf)) {
  test(`${group}: ${cases.length} sets`, (t) => {
    const misses: string[] = [];
    let [compared, excluded] = [0, 0];
    for (const found of cases) {
      for (const shape of ALL ? SHAPES : [shapeOf(found)]) {
        for (const { version, miss } of compareFindings(found, shape, TURN.get(found.id)!, ALL ? versionsOf(found) : ends(found))) {
          compared++;
          if (found.id in EXCLUDED || `${found.id} ${version}` in EXCLUDED) excluded++;
          else if (miss !== undefined) misses.push(`${found.id} ${version} ${shape}: ${miss}`);
        }
      }
    }
    t.diagnostic(`${group}: ${compared - misses.length - excluded} of ${compared} agree, ${excluded} excluded`);
    assert.deepEqual(misses, []);
  });
}

test("what is excluded differs, and says why", () => {
  for (const [name, reason] of Object.entries(EXCLUDED)) {
    const [id, version] = name.split(" ");
    const found = CASES.find((c) => c.id === id);
    assert.ok(found && SHAPES.some((shape) => missesOf(found, shape, version).length > 0), `${name} agrees without it`);
    assert.match(reason, /^\p{Lu}.{20,}\.$/u);
  }
});

describe("an error that was put into a good set is found at its label", () => {
  const planted = CASES.filter((c) => c.planted !== undefined);
  for (const [kind, cases] of groups(planted, (c) => c.planted!)) {
    test(kind, () => assert.deepEqual(cases.flatMap(notAtFault), []));
  }
});

const shapeOf = (found: Case): Shape => SHAPES[TURN.get(found.id)! % SHAPES.length]!;

const missesOf = (found: Case, shape: Shape, version: string | undefined): Compared[] =>
  compareFindings(found, shape, TURN.get(found.id)!, version === undefined ? versionsOf(found) : [version]).filter((c) => c.miss);

/** Of releases that say the same the first and the last. */
const ends = ({ verdicts }: Case): string[] =>
  Object.keys(verdicts).flatMap((key) => [...new Set([key.split(",")[0]!, key.split(",").at(-1)!])]);

/** Releases that complain of the error and have no finding of ours on what was changed. Where something was taken out, no label is to blame. */
function notAtFault(found: Case): string[] {
  const good = CASES.find((c) => c.id === found.goodCase);
  if (!good) return [];
  const changed = Object.keys(found.labels).filter((key) => good.labels[key] !== found.labels[key]);
  if (changed.length === 0) return [];
  return compareFindings(found, "together", 0).flatMap(({ version, project, loud }) => {
    const before = complaints(good, version, true);
    if (complaints(found, version, true).every((text) => before.includes(text))) return [];
    const blamed = loud.map(({ file, start, end }) => lineAt(project.files[file]!, start, end));
    return changed.some((key) => blamed.some((line) => line.includes(JSON.stringify(key).slice(1, -1))))
      ? []
      : [`${found.id} ${version}: ${changed} is wrong, found are ${loud.map((f) => f.rule)} in ${blamed.map((line) => line.trim())}`];
  });
}

const lineAt = (text: string, start: number, end: number): string =>
  text.slice(text.lastIndexOf("\n", start) + 1, text.indexOf("\n", end - 1));

function groups(cases: readonly Case[], keyOf: (found: Case) => string): ReadonlyMap<string, readonly Case[]> {
  const found = new Map<string, Case[]>();
  for (const one of cases) found.set(keyOf(one), [...(found.get(keyOf(one)) ?? []), one]);
  return found;
}
