// One rule's mutants, in a process of its own: which of them the rule's fixtures, examples and measurements notice. Prints a line of JSON for each.
import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { RULES } from "../../server/src/rules/all.ts";
import type { Rule } from "../../server/src/rules/rule.ts";
import { check } from "../../test/support/check.ts";
import { type Case, exampleFiles, readFixture } from "../../test/support/fixture.ts";
import { offered, offersFor } from "../../test/support/offers.ts";
import { SPELLINGS, verify } from "../../test/support/verify.ts";
import { measured } from "./measured.ts";
import { mutantsOf } from "./mutants.ts";

const root = path.resolve(import.meta.dirname, "../..");
const [id = "", from = "0"] = process.argv.slice(2);
const file = path.join(root, "server/src/rules", `${id}.ts`);
const source = readFileSync(file, "utf8");
const all = mutantsOf(file, source);
const index = RULES.findIndex((r) => r.id === id);
const cases: readonly Case[] = readFixture(readFileSync(path.join(root, "test/rules", `${id}.yaml`), "utf8"));
/** Line breaks are another layer's. */
const spellings = SPELLINGS.filter((s, i) => i === 0 || s.inCapitals);
const offers = offersFor(id);
const before = measured(id);
const sources = new Map<string, string>();

registerHooks({
  load: (url, context, next) => {
    const mutated = sources.get(url);
    return mutated === undefined ? next(url, context) : { format: "module-typescript", source: mutated, shortCircuit: true };
  },
});

/** Whether the fixture, an example or a measurement says that something is wrong. */
function noticed(): boolean {
  try {
    for (const spelling of spellings) for (const fixture of cases) verify(fixture, spelling);
    for (const [key, value, expected] of offers) if (offered(id, key, value).join() !== expected.join()) return true;
    const rule = RULES[index]!;
    const serious = (text: string) =>
      check(exampleFiles(text))
        .filter((f) => f.rule === id || f.severity === "error" || f.severity === "warning")
        .map((f) => f.rule);
    const bad = serious(rule.bad);
    return serious(rule.good).length > 0 || !bad.includes(id) || bad.some((r) => r !== id) || measured(id) !== before;
  } catch {
    return true;
  }
}

if (noticed()) throw new Error(`${id}: its fixture fails without any mutant`);
for (const [n, mutant] of all.entries()) {
  if (n < Number(from)) continue;
  process.stdout.write(`${JSON.stringify({ n, begin: true })}\n`);
  const url = `${pathToFileURL(file).href}?mutant=${n}`;
  sources.set(url, source.slice(0, mutant.start) + mutant.text + source.slice(mutant.end));
  let killed = true;
  try {
    const module = (await import(url)) as Record<string, unknown>;
    const rule = Object.values(module).find((value): value is Rule => (value as Rule | undefined)?.id === id);
    const own = RULES[index]!;
    (RULES as Rule[])[index] = rule!;
    killed = noticed();
    (RULES as Rule[])[index] = own;
  } catch {
    // It does not even load.
  }
  const was = source.slice(mutant.start, mutant.end).replace(/\s+/g, " ").trim().slice(0, 60);
  process.stdout.write(`${JSON.stringify({ n, was, now: mutant.text.replace(/\s+/g, " ").slice(0, 60), code: mutant.code, killed })}\n`);
}
