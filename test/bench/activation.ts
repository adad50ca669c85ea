// How long VS Code waits for the extension: its activation in the extension host of a real VS Code, the one of test/host, from the call to the
// end of `activate`. Each round starts a new one, as code that was loaded stays loaded.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { runTests } from "@vscode/test-electron";
import { build } from "esbuild";
import { quantile } from "./client.ts";
import { root } from "./peers.ts";

export async function measureActivation(rounds: number): Promise<Record<string, number>> {
  const ready = "import { ensureChromium, ensureHost } from './scripts/ready.mjs'; ensureHost(); ensureChromium();";
  execFileSync(process.execPath, ["--input-type=module", "-e", ready], { cwd: root, stdio: "inherit" });
  const folder = mkdtempSync(path.join(tmpdir(), "traefik-swarm-activation-"));
  const inside = path.join(folder, "inside.cjs");
  const times = path.join(folder, "times.json");
  const options = { bundle: true, platform: "node", format: "cjs", target: "node20" } as const;
  await build({ entryPoints: [path.join(import.meta.dirname, "inside.ts")], outfile: inside, external: ["vscode"], ...options });
  try {
    const all: { code: number; call: number; waited: number; problems: number }[] = [];
    for (let round = 0; round < rounds; round++) {
      await runTests({
        vscodeExecutablePath: path.join(root, "test/host/vscode-host"),
        extensionDevelopmentPath: root,
        extensionTestsPath: inside,
        extensionTestsEnv: { ACTIVATION: times, VSCODE_HOST_TIMEOUT: "120000" },
        launchArgs: [folder, "--disable-extensions"],
      });
      all.push(JSON.parse(readFileSync(times, "utf8")));
    }
    const own = all.map((t) => t.code + t.call);
    return {
      "the extension's own part, ms": quantile(own),
      "at best": Math.min(...own),
      "with VS Code's, ms": quantile(all.map((t) => t.waited)),
      "to the first file's problems, ms": quantile(all.map((t) => t.problems)),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
