// The builder against real releases of Traefik: for each set of labels and version, it finds something wrong exactly where Traefik drops the set or
// complains, and says nothing where Traefik serves it without a word. What Traefik does silently is not compared.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import { isComplaint } from "../../server/src/model/decode/problem.ts";
import { CASES, type Case, compare, complaints, groupOf, versionsOf } from "./labels.ts";

/** `id version`: why the two may differ. */
const EXCLUDED = JSON.parse(readFileSync(path.join(import.meta.dirname, "labels-exclusions.json"), "utf8")) as Readonly<
  Record<string, string>
>;
const BY_ID = new Map(CASES.map((found) => [found.id, found]));

for (const [group, cases] of groups(CASES, groupOf)) {
  test(`${group}: ${cases.length} sets`, (t) => {
    const misses: string[] = [];
    let [compared, rules, excluded] = [0, 0, 0];
    for (const found of cases) {
      for (const version of versionsOf(found)) {
        const name = `${found.id} ${version}`;
        const outcome = compare(found, version);
        compared++;
        if (outcome.rule) rules++;
        if (name in EXCLUDED) excluded++;
        else misses.push(...outcome.misses.map((miss) => `${name}: ${miss}`));
      }
    }
    t.diagnostic(
      `${group}: ${compared - misses.length - excluded} of ${compared} agree, ${excluded} excluded, ${rules} with a rule that Traefik refuses`,
    );
    assert.deepEqual(misses, []);
  });
}

test("what is excluded differs, and says why", () => {
  for (const [name, reason] of Object.entries(EXCLUDED)) {
    const [id, version] = name.split(" ") as [string, string];
    assert.ok(BY_ID.has(id) && compare(BY_ID.get(id)!, version).misses.length > 0, `${name} agrees without it`);
    assert.match(reason, /^\p{Lu}.{20,}\.$/u);
  }
});

describe("an error that was put into a good set is found at its label", () => {
  for (const [planted, cases] of groups(
    CASES.filter((c) => c.planted !== undefined),
    (c) => c.planted!,
  )) {
    test(planted, () => assert.deepEqual(cases.flatMap(notAtFault), []));
  }
});

/** Versions that complain of the error and have no problem of ours on what was changed. Where something was taken out, no label is to blame. */
function notAtFault(found: Case): string[] {
  const good = BY_ID.get(found.goodCase ?? "");
  if (!good) return [];
  const keys = Object.keys(found.labels);
  const changed = keys.filter((key) => good.labels[key] !== found.labels[key]);
  return versionsOf(found).flatMap((version) => {
    const before = complaints(good, version);
    const fresh = complaints(found, version).filter((text) => !before.includes(text));
    if (fresh.length === 0 || changed.length === 0) return [];
    const blamed = compare(found, version)
      .judgements[0]!.problems.filter(isComplaint)
      .flatMap((p) => p.labels.map((label) => keys[label]!));
    return changed.some((key) => blamed.includes(key)) ? [] : [`${found.id} ${version}: ${changed} is wrong, blamed are ${blamed}`];
  });
}

function groups(cases: readonly Case[], keyOf: (found: Case) => string): ReadonlyMap<string, readonly Case[]> {
  const found = new Map<string, Case[]>();
  for (const one of cases) found.set(keyOf(one), [...(found.get(keyOf(one)) ?? []), one]);
  return found;
}
