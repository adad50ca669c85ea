// `npm run fuzz -- [--edits N] [--seed N]`: all of test/fuzz/, and every fix on all of the oracle, at length, with new seeds: 100,000 random edits, each compared with a fresh
// start, the same over the real server, and how time grows with hostile texts. Takes a quarter of an hour; needs `npm run build`. What fails
// prints its seed, and `--seed` runs that one first.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { parseArgs } from "node:util";
import { node24, root } from "./node24.mjs";
import { ensureDependencies } from "./ready.mjs";

ensureDependencies();
const { values } = parseArgs({ options: { edits: { type: "string", default: "100000" }, seed: { type: "string" } } });
const seed = values.seed ?? String(Math.floor(Math.random() * 2 ** 31));
console.log(`${values.edits} edits; seed ${seed}: \`npm run fuzz -- --seed ${seed}\` does the same again`);
const tests = readdirSync(new URL("../test/fuzz/", import.meta.url))
  .filter((name) => name.endsWith(".test.ts"))
  .map((name) => `test/fuzz/${name}`)
  .concat("test/oracle/fixes.test.ts", "test/syntaxes/injection.test.ts");
const env = { ...process.env, FUZZ_EDITS: values.edits, FUZZ_SEED: seed, FUZZ_RUNS: String(Number(values.edits) / 50), FUZZ_GROWTH: "1" };
const command = ["--test", "--test-reporter=spec", "--test-concurrency=1", ...tests];
process.exit(spawnSync(node24(), command, { cwd: root, env, stdio: ["ignore", "inherit", "inherit"] }).status ?? 1);
