// A workspace of many stack files: how long the first scan takes, how an edit fares meanwhile and after it, and the command line over the same
// files against dclint.
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { quantile, Session } from "./client.ts";
import { workspaceFiles } from "./generate.ts";
import { bench, dclint, own, root } from "./peers.ts";

function written(count: number): { readonly folder: string; readonly files: ReadonlyMap<string, string> } {
  const folder = path.join(bench, `workspace-${count}`);
  const files = workspaceFiles(count);
  rmSync(folder, { recursive: true, force: true });
  for (const [file, text] of files) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  return { folder, files };
}

export async function measureWorkspace(count: number): Promise<Record<string, number>> {
  const { folder, files } = written(count);
  const [file, text] = [...files][Math.floor(count / 2)]!;
  const uri = pathToFileURL(path.join(folder, file)).href;
  const session = new Session(own);
  await session.initialize(folder);
  const open = (await session.open(uri, text)).all;
  const line = text.split("\n").findIndex((l) => l.includes("Host(`"));
  const character = text.split("\n")[line]!.indexOf("Host(`") + "Host(`".length;
  const edit = async (round: number) => {
    const start = { line, character };
    const end = round % 2 ? { line, character: character + 1 } : start;
    return (await session.change(uri, { range: { start, end }, text: round % 2 ? "" : "x" })).all;
  };
  const during: number[] = [];
  // Unopened files are published when the scan is through.
  const isScanned = () => new Set(session.published.map((p) => p.uri)).size >= count - 1;
  while (!isScanned() && performance.now() - session.started < 300_000) {
    during.push(await edit(during.length));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const scan = performance.now() - session.started;
  const progress = session.progress;
  if (during.length % 2) await edit(1);
  const before = session.published.length;
  const after: number[] = [];
  for (let round = 0; round < 60; round++) after.push(await edit(round));
  const others = session.published.slice(before).filter((p) => p.uri !== uri).length;
  const memory = session.memory();
  session.stop();
  return {
    files: count,
    "first file, ms": open,
    "scan, ms": scan,
    "reports of progress": progress,
    "edits meanwhile": during.length,
    "p95 of these, ms": quantile(during, 0.95),
    "edit after it, ms": quantile(after),
    "other files published by 60 edits": others,
    "memory, MB": memory,
  };
}

export function measureCli(count: number): Record<string, number> {
  const { folder } = written(count);
  const run = (command: readonly [string, ...string[]]) => {
    const start = performance.now();
    const [program, ...args] = command;
    const { error, status } = spawnSync(program, args, { cwd: folder, encoding: "utf8", maxBuffer: 1 << 30 });
    if (error || status === null || status > 1) throw error ?? new Error(`${command.join(" ")} failed: ${status}`);
    return performance.now() - start;
  };
  const mine: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < 3; round++) {
    mine.push(run([process.execPath, path.join(root, "dist/cli.cjs"), "lint", "--format", "json", "."]));
    theirs.push(run([process.execPath, dclint(), "-r", "--formatter", "json", "."]));
  }
  return {
    files: count,
    "traefik-swarm lint, ms": quantile(mine),
    "dclint, ms": quantile(theirs),
    ratio: quantile(theirs) / quantile(mine),
  };
}
