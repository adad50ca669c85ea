// The rules against a real swarm: whole stacks behind four releases of Traefik. What Traefik drops, disables, warns about or can't reach has an error or
// a warning of ours that tells why; what it serves as it is written has none, but where a rule knows more than Traefik says.
import assert from "node:assert/strict";
import { test } from "node:test";
import { CASES, type Case, differences, EXCLUDED, exclusionOf, familyOf, findings, verdictsOf } from "./stacks.ts";

const deployed = CASES.filter((c) => c.refused === undefined);

for (const [family, cases] of families(deployed)) {
  test(`${family}: ${cases.length} stacks`, (t) => {
    const misses: string[] = [];
    let [compared, agreed, excluded] = [0, 0, 0];
    for (const found of cases) {
      for (const [release, verdict] of verdictsOf(found)) {
        compared++;
        if (exclusionOf(found, release) !== undefined) {
          excluded++;
          continue;
        }
        const wrong = differences(found, release, verdict);
        if (wrong.length === 0) agreed++;
        misses.push(...wrong.map((text) => `${found.id} ${release}: ${text}`));
      }
    }
    t.diagnostic(`${family}: ${agreed} of ${compared} agree, ${excluded} excluded`);
    assert.deepEqual(misses, []);
  });
}

test("what Docker refuses by the file alone is an error", () => {
  const refused = CASES.filter((c) => c.refused !== undefined && !/is declared as external/.test(c.refused));
  assert.ok(refused.length > 0);
  for (const found of refused) {
    const said = findings(found, "v3.7.9").filter((f) => f.severity === "error");
    assert.ok(said.length > 0, `${found.id}: ${found.refused}`);
  }
});

test("nothing more is said where the names of the stacks are not known", () => {
  const more = deployed.flatMap((found) => {
    const [release] = verdictsOf(found).at(-1)!;
    const known = findings(found, release).map((f) => f.rule);
    const said = findings(found, release, false).filter((f) => !known.includes(f.rule));
    return said.map(({ rule, message }) => `${found.id}: ${rule}: ${message}`);
  });
  assert.deepEqual(more, []);
});

test("what is excluded differs, and says why", () => {
  const reasons = [EXCLUDED.lines, EXCLUDED.cases, EXCLUDED.silent].flatMap((table) => Object.values(table));
  for (const reason of reasons) assert.match(reason, /^\p{Lu}.{15,}\.$/u);
  for (const name of Object.keys(EXCLUDED.cases)) {
    const [id, release] = name.split(" ");
    const found = CASES.find((c) => c.id === id);
    const verdicts = found ? verdictsOf(found).filter(([r]) => release === undefined || r === release) : [];
    assert.ok(
      verdicts.some(([r, verdict]) => differences(found!, r, verdict).length > 0),
      `${name} agrees without it`,
    );
  }
});

function families(cases: readonly Case[]): ReadonlyMap<string, readonly Case[]> {
  const found = new Map<string, Case[]>();
  for (const one of cases) found.set(familyOf(one), [...(found.get(familyOf(one)) ?? []), one]);
  return found;
}
