// Runs the extension in a real VS Code with the tests of this folder: `node test/extension/run.ts`. The VS Code is that of test/host, or
// the one that VSCODE_EXECUTABLE names, or with TRAEFIK_SWARM_DESKTOP=1 a desktop one that @vscode/test-electron downloads.
import { cpSync, globSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { runTests } from "@vscode/test-electron";
import { build } from "esbuild";

const root = path.resolve(import.meta.dirname, "..", "..");
const output = path.join(root, "out", "extension-tests");
const workspace = mkdtempSync(path.join(tmpdir(), "tsh-workspace-"));

rmSync(output, { recursive: true, force: true });
await build({
  absWorkingDir: import.meta.dirname,
  entryPoints: ["suite.ts", ...globSync("*.test.ts", { cwd: import.meta.dirname })],
  outdir: output,
  outExtension: { ".js": ".cjs" },
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  external: ["vscode", "mocha"],
  sourcemap: "inline",
  logLevel: "warning",
});
// Tests change files: they get a copy. The examples are what users open first, so they are tested as they are.
cpSync(path.join(import.meta.dirname, "workspace"), workspace, { recursive: true });
cpSync(path.join(root, "test", "examples"), path.join(workspace, "examples"), { recursive: true, filter: (name) => !name.endsWith(".ts") });

const host = process.env.TRAEFIK_SWARM_DESKTOP ? undefined : path.join(root, "test", "host", "vscode-host");
const vscodeExecutablePath = process.env.VSCODE_EXECUTABLE ?? host;
try {
  await runTests({
    ...(vscodeExecutablePath ? { vscodeExecutablePath } : {}),
    extensionDevelopmentPath: root,
    extensionTestsPath: path.join(output, "suite.cjs"),
    extensionTestsEnv: { VSCODE_HOST_TIMEOUT: "170000" },
    launchArgs: [workspace, "--disable-extensions"],
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(workspace, { recursive: true, force: true });
}
