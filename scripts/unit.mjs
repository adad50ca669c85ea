// Runs the unit tests with Node's own runner, on the TypeScript sources: `npm run unit`, `npm run unit -- test/rules --test-name-pattern=x`.
// Folders and files select what runs; what starts with a dash goes to `node --test`. Extension and UI tests have runners of their own.
import { spawnSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { node24, root } from "./node24.mjs";

const OTHERS = ["test/extension/", "test/browser/", "test/host/"];

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const args = process.argv.slice(2);
  const where = args.filter((arg) => !arg.startsWith("-"));
  const files = (where.length > 0 ? where : ["test"]).flatMap(testFiles);
  const options = args.filter((arg) => arg.startsWith("-"));
  process.exit(
    runTests(
      files.filter((file) => where.includes(file) || !OTHERS.some((other) => file.startsWith(other))),
      { options },
    ),
  );
}

/**
 * Runs test files, each in a process of its own; the exit code.
 * @param {string[]} files relative to the root
 * @param {{ options?: string[], node?: string }} how `node`: which Node to run them with
 */
export function runTests(files, { options = [], node = node24() } = {}) {
  if (files.length === 0) {
    console.error("No test files here.");
    return 1;
  }
  const figures = new URL("figures-reporter.mjs", import.meta.url).href;
  const reporters = [`--test-reporter=${process.env.CI ? "dot" : "spec"}`, "--test-reporter-destination=stdout"];
  const counting = [`--test-reporter=${figures}`, "--test-reporter-destination=stderr"];
  const concurrency = `--test-concurrency=${availableParallelism()}`;
  const run = spawnSync(node, ["--test", concurrency, ...reporters, ...counting, ...options, ...files], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
  });
  return run.status ?? 1;
}

/** The `*.test.ts` at or below a path. */
function testFiles(where) {
  const absolute = path.resolve(root, where);
  if (!statSync(absolute, { throwIfNoEntry: false })?.isDirectory()) return [path.relative(root, absolute)];
  return readdirSync(absolute, { recursive: true })
    .filter((name) => name.endsWith(".test.ts") && !name.includes("node_modules"))
    .map((name) => path.relative(root, path.join(absolute, name)).replaceAll(path.sep, "/"))
    .sort();
}
