// `npm run coverage`: which lines and branches of server/src the unit tests reach, in sum and by file; fails below 95 % of lines. What runs in
// a process of its own (the built server over stdio, the command line, a real VS Code) is not counted: it runs the same sources.
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { node24, root } from "./node24.mjs";
import { ensureDependencies } from "./ready.mjs";

const WANTED = 95;
/** Those that only measure, or need more than Node. */
const WITHOUT = /^test\/(?:extension|browser|host|bench)\//;

ensureDependencies();
const folder = path.join(root, "coverage");
mkdirSync(folder, { recursive: true });
const tests = readdirSync(path.join(root, "test"), { recursive: true, encoding: "utf8" })
  .map((name) => path.posix.join("test", name.replaceAll(path.sep, "/")))
  .filter((name) => name.endsWith(".test.ts") && !name.includes("node_modules") && !WITHOUT.test(name));
const asked = process.argv.slice(2);
const run = spawnSync(
  node24(),
  [
    "--test",
    "--test-force-exit",
    "--test-timeout=600000",
    "--experimental-test-coverage",
    "--test-coverage-include=server/src/**",
    "--test-reporter=lcov",
    "--test-reporter-destination=coverage/lcov.info",
    "--test-reporter=dot",
    "--test-reporter-destination=stdout",
    ...tests.filter((name) => asked.length === 0 || asked.some((a) => name.startsWith(a))),
  ],
  { cwd: root, stdio: ["ignore", "inherit", "inherit"] },
);

/** @param {string} record @param {string} key */
const number = (record, key) => Number(new RegExp(`^${key}:(\\d+)$`, "m").exec(record)?.[1] ?? 0);
const files = readFileSync(path.join(folder, "lcov.info"), "utf8")
  .split("end_of_record")
  .filter((record) => record.includes("SF:"))
  .map((record) => ({
    file: /^SF:(.*)$/m.exec(record)?.[1] ?? "",
    lines: number(record, "LF"),
    hit: number(record, "LH"),
    branches: number(record, "BRF"),
    taken: number(record, "BRH"),
    missed: [...record.matchAll(/^DA:(\d+),0$/gm)].map((m) => m[1]),
  }));
const sum = (/** @type {"lines" | "hit" | "branches" | "taken"} */ key) => files.reduce((n, f) => n + f[key], 0);
const share = (/** @type {number} */ part, /** @type {number} */ whole) => ((100 * part) / Math.max(1, whole)).toFixed(1);
console.log("");
for (const { file, lines, hit, missed } of files.filter((f) => f.hit < f.lines).sort((a, b) => a.hit / a.lines - b.hit / b.lines)) {
  console.log(`${share(hit, lines).padStart(5)} %  ${file}: ${missed.join(" ")}`);
}
const lines = share(sum("hit"), sum("lines"));
console.log(`server/src: ${lines} % of lines, ${share(sum("taken"), sum("branches"))} % of branches in ${files.length} files`);
process.exit(run.status !== 0 || Number(lines) < WANTED ? 1 : 0);
