// What can be said about the sources without running them: generated files are fresh, types fit, formatting and lint rules hold, nothing is
// unused. Each is one pass or failure; `npm run check -- types` runs those whose name contains the word.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { describe, writeFigures } from "./figures.mjs";
import { node24, root } from "./node24.mjs";
import { ensureDependencies } from "./ready.mjs";

ensureDependencies();
const tool = (/** @type {string} */ name) => path.join(root, "node_modules", name);
const projects = ["server/src", "server/main", "client/src", "scripts", "test"];
const plain = process.stdout.isTTY ? [] : ["--colors=off"];
const checks = [
  ["generated files", "scripts/generate.ts", "--check"],
  ...projects.map((project) => [`types ${project}`, tool("typescript/bin/tsc"), "-p", project]),
  ["biome", tool("@biomejs/biome/bin/biome"), process.env.CI ? "ci" : "check", "--error-on-warnings", ...plain],
  ["regular expressions", "scripts/check-regexes.ts"],
  ["knip", tool("knip/bin/knip.js"), "--no-progress"],
];

const figures = { passed: 0, failed: 0, skipped: 0 };
for (const [name, ...command] of checks.filter(([name]) => name.includes(process.argv[2] ?? ""))) {
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(node24(), command, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  const passed = status === 0;
  figures[passed ? "passed" : "failed"]++;
  console.log(`${passed ? "✔" : "✖"} ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  if (!passed) console.log(`${stdout}${stderr}`);
}
writeFigures(figures);
console.log(describe(figures));
process.exit(figures.failed > 0 ? 1 : 0);
