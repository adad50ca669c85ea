// Runs the unit tests with Node's own runner, on the TypeScript sources: `npm run unit`, `npm run unit -- test/rules --test-name-pattern=x`.
// Folders and files select what runs; what starts with a dash goes to `node --test`. Tests in a real VS Code run only where asked for.
import { spawnSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { node24, root } from "./node24.mjs";
import { ensureDependencies } from "./ready.mjs";

/** Needs what `npm test` sets up, see test.mjs. */
const IN_VSCODE = ["test/extension", "test/browser", "test/host"];

ensureDependencies();
const args = process.argv.slice(2);
const options = args.filter((arg) => arg.startsWith("-"));
const where = args.filter((arg) => !arg.startsWith("-")).map((arg) => arg.replace(/\/$/, ""));
process.exit(runTests(where.length > 0 ? where.flatMap((name) => testFiles(name)) : testFiles("test", IN_VSCODE)));

/**
 * Runs test files, each in a process of its own; the exit code.
 * @param {string[]} files relative to the root
 */
function runTests(files) {
  if (files.length === 0) {
    console.error("There is no test.");
    return 1;
  }
  const figures = new URL("figures-reporter.mjs", import.meta.url).href;
  const shown = [`--test-reporter=${process.env.CI ? "dot" : "spec"}`, "--test-reporter-destination=stdout"];
  const counted = [`--test-reporter=${figures}`, "--test-reporter-destination=stderr"];
  // No --test-force-exit: it ends a file's process before its last events are read, so they would not count. What a test starts ends in an
  // `after`, also where the test fails or its time is up: what stays open keeps its file's process alive, and the run waits for it.
  const command = [
    "--test",
    "--test-timeout=180000",
    `--test-concurrency=${availableParallelism()}`,
    ...shown,
    ...counted,
    ...options,
    ...files,
  ];
  return spawnSync(node24(), command, { cwd: root, stdio: ["ignore", "inherit", "inherit"] }).status ?? 1;
}

/**
 * The `*.test.ts` at or below a path, relative to the root.
 * @param {string} where
 * @param {string[]} without folders to leave out
 */
function testFiles(where, without = []) {
  if (!statSync(path.join(root, where)).isDirectory()) return [where];
  return readdirSync(path.join(root, where), { recursive: true, encoding: "utf8" })
    .map((name) => path.posix.join(where, name.replaceAll(path.sep, "/")))
    .filter(
      (name) => name.endsWith(".test.ts") && !name.includes("node_modules") && !without.some((folder) => name.startsWith(`${folder}/`)),
    )
    .sort();
}
