// `npm test`: sets up what is missing, then runs every check and test that there is, in order of how soon it can tell. The last line holds
// the figures of all of them. Needs Node >= 20 and npm; the README says what else is installed on the way.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { addUp, describe, readFigures } from "./figures.mjs";
import { node24, root } from "./node24.mjs";
import { ensureChromium, ensureDependencies, ensureHost, hostNode } from "./ready.mjs";

const minutes = 60_000;
ensureDependencies();
const folder = mkdtempSync(path.join(tmpdir(), "traefik-swarm-test-"));

/** Later steps still run when an earlier one fails: one look at the output shows all there is to do. */
const all = [
  step("checks", () => [node24(), "scripts/check.mjs"]),
  step("build", () => [node24(), "scripts/build.ts"]), // before the unit tests: some talk to the bundled server
  step("unit tests", units, 8),
  step("extension tests", () => [process.env.TRAEFIK_SWARM_DESKTOP ? node24() : host(), "test/extension/run.ts"], 4),
  step("package", () => [node24(), "scripts/package.ts"]),
  step("UI tests", () => [host(), "scripts/unit.mjs", "test/browser"], 4),
];
rmSync(folder, { recursive: true, force: true });

const figures = addUp(all);
console.log(`\n${describe(figures)}`);
process.exitCode = figures.failed > 0 || figures.passed === 0 ? 1 : 0;

/**
 * Runs one step in a process of its own and shows what it prints.
 * @param {string} name
 * @param {() => string[]} command sets up what the step needs and tells what to run
 * @param {number} limit minutes
 * @returns {import("./figures.mjs").Figures}
 */
function step(name, command, limit = 2) {
  console.log(`\n— ${name}`);
  const file = path.join(folder, `${name}.json`);
  let status = null;
  try {
    const [executable, ...args] = command();
    const env = { ...process.env, FIGURES: file };
    const run = spawnSync(executable, args, { cwd: root, env, stdio: ["ignore", "inherit", "inherit"], timeout: limit * minutes });
    status = run.status;
    if (run.error) console.log(`${name}: ${run.error.message}`);
  } catch (error) {
    console.log(`${name}: ${error instanceof Error ? error.message : error}`);
  }
  return readFigures(file, status);
}

/** Those of the colours take VS Code's own YAML grammar where it is set up. */
function units() {
  ensureHost();
  return [node24(), "scripts/unit.mjs"];
}

/** The Node for tests in a real VS Code, set up. */
function host() {
  process.env.CHROMIUM_PATH = ensureChromium();
  ensureHost();
  return hostNode();
}
