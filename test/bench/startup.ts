// What starting costs: the server's answer to `initialize` against Node that does nothing, what the command line needs to say its version, and
// the sizes of the bundles.
import { spawnSync } from "node:child_process";
import { globSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { quantile, Session } from "./client.ts";
import { bench, own, root } from "./peers.ts";

const dist = path.join(root, "dist");

export async function measureStartup(rounds: number): Promise<Record<string, number>> {
  const nothing: number[] = [];
  const initialize: number[] = [];
  const version: number[] = [];
  for (let round = 0; round < rounds; round++) {
    nothing.push(run("-e", "0"));
    const session = new Session(own);
    initialize.push(await session.initialize(bench));
    session.stop();
    version.push(run(path.join(dist, "cli.cjs"), "--version"));
  }
  return {
    "node -e 0, ms": quantile(nothing),
    "initialize, ms": quantile(initialize),
    ratio: quantile(initialize) / quantile(nothing),
    "of the fastest": Math.min(...initialize) / Math.min(...nothing),
    "cli --version, ms": quantile(version),
  };
}

function run(...args: readonly string[]): number {
  const start = performance.now();
  spawnSync(process.execPath, args);
  return performance.now() - start;
}

/** By bundle, KB: what is loaded at once, the largest of its files, and all of it. Of the texts one language is loaded, at the first of them. */
export const bundleSizes = (): object[] =>
  ["client", "server", "cli"].map((bundle) => {
    const all = globSync(`${bundle}{,-*}.cjs`, { cwd: dist });
    return {
      bundle,
      "to start": kilobytes(startOf(`${bundle}.cjs`)),
      largest: Math.max(...all.map((f) => kilobytes([f]))),
      all: kilobytes(all),
    };
  });

/** A file and those that it loads by itself, and not behind `import()`. */
function startOf(file: string): string[] {
  const next = [...readFileSync(path.join(dist, file), "utf8").matchAll(/=require\("\.\/([^"]+\.cjs)"\)/g)].map((m) => m[1]!);
  return [...new Set([file, ...next.flatMap(startOf)])];
}

const kilobytes = (files: readonly string[]): number =>
  Math.round(files.reduce((sum, file) => sum + statSync(path.join(dist, file)).size, 0) / 1024);
