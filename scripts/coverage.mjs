// `npm run coverage`: which lines and branches of server/src all tests together reach, in sum and by file; fails below 95 % of lines. V8 counts
// in each process that the tests start: their own, the built server over stdio and in the extension host of a real VS Code, the command line.
// `npm run coverage -- test/folder...` runs a part of the unit tests only, and shows what that reaches.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { node24, root } from "./node24.mjs";
import { ensureChromium, ensureDependencies, ensureHost, hostNode } from "./ready.mjs";

/** Those that only measure, or need more than Node. */
const WITHOUT = /^test\/(?:extension|browser|host|bench)\//;

ensureDependencies();
const asked = process.argv.slice(2);
const folder = path.join(root, "coverage");
rmSync(folder, { recursive: true, force: true });
mkdirSync(path.join(folder, "dist"), { recursive: true });
let failed = 0;

process.env.SOURCEMAP = "1"; // also for the build that the package makes
run(node24(), ["scripts/build.ts"]);
// Tests may build anew.
for (const name of readdirSync(path.join(root, "dist"))) {
  if (/\.cjs(?:\.map)?$/.test(name)) cpSync(path.join(root, "dist", name), path.join(folder, "dist", name));
}
const tests = readdirSync(path.join(root, "test"), { recursive: true, encoding: "utf8" })
  .map((name) => path.posix.join("test", name.replaceAll(path.sep, "/")))
  .filter((name) => name.endsWith(".test.ts") && !name.includes("node_modules") && !WITHOUT.test(name))
  .filter((name) => asked.length === 0 || asked.some((a) => name.startsWith(a)));
run(node24(), ["--test", "--test-timeout=900000", "--test-reporter=dot", ...tests], "unit");
if (asked.length === 0) {
  process.env.CHROMIUM_PATH = ensureChromium();
  ensureHost();
  run(hostNode(), ["test/extension/run.ts"], "host");
  run(node24(), ["scripts/package.ts"]);
  run(hostNode(), ["--test", "--test-concurrency=1", "--test-reporter=dot", ...below("test/browser")], "host");
}
run(node24(), ["scripts/coverage/report.ts", folder]);
process.exit(failed > 0 ? 1 : 0);

/** @param {string} where */
function below(where) {
  return readdirSync(path.join(root, where))
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => `${where}/${name}`);
}

/**
 * @param {string} executable
 * @param {string[]} args
 * @param {string} [counts] the folder for what V8 counts
 */
function run(executable, args, counts) {
  const env = counts ? { ...process.env, NODE_V8_COVERAGE: path.join(folder, counts) } : process.env;
  const { status } = spawnSync(executable, args, { cwd: root, env, stdio: ["ignore", "inherit", "inherit"] });
  if (status !== 0) failed++;
}
