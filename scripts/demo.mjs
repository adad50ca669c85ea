// `npm run demo`: builds the extension, prints what it finds in test/examples, and opens a copy of these in VS Code - the desktop's where
// there is one, else one in the browser. `--no-wait` only sees whether the browser's answers; `--port N` chooses its port.
import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { node24, root } from "./node24.mjs";
import { desktopCode, ensureDependencies, ensureHost, hostNode } from "./ready.mjs";

const args = process.argv.slice(2);
ensureDependencies();
const run = (/** @type {string[]} */ ...command) =>
  spawnSync(node24(), command, { cwd: root, stdio: ["ignore", "inherit", "inherit"] }).status;
if (run("scripts/build.ts") !== 0) process.exit(1);
console.log("\n$ node dist/cli.cjs lint test/examples");
run("dist/cli.cjs", "lint", "test/examples"); // fails as there are findings: that is what the examples are for

// A copy, so that playing with the examples changes nothing here.
const folder = path.join(mkdtempSync(path.join(tmpdir(), "traefik-swarm-demo-")), "examples");
cpSync(path.join(root, "test", "examples"), folder, { recursive: true, filter: (name) => !name.endsWith(".ts") });

const code = args.includes("--no-wait") ? undefined : desktopCode();
if (code) {
  console.log(`\nOpening VS Code with the extension and ${folder}`);
  spawnSync(code, [`--extensionDevelopmentPath=${root}`, "--profile-temp", folder], {
    stdio: "inherit",
    shell: process.platform === "win32",
  });
} else {
  if (run("scripts/package.ts") !== 0) process.exit(1);
  ensureHost();
  const host = spawn(hostNode(), ["scripts/demo-host.ts", folder, ...args], { cwd: root, stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => host.kill("SIGTERM"));
  host.on("exit", (status) => process.exit(status ?? 1));
}
