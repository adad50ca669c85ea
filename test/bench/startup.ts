// What starting costs: the server's answer to `initialize` against Node that does nothing, the extension's code against the time that VS Code
// allows it, and the sizes of the bundles.
import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import path from "node:path";
import { quantile, Session } from "./client.ts";
import { bench, own, root } from "./peers.ts";

export async function measureStartup(rounds: number): Promise<Record<string, number>> {
  const nothing: number[] = [];
  const initialize: number[] = [];
  const load: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    spawnSync(process.execPath, ["-e", "0"]);
    nothing.push(performance.now() - start);
    const session = new Session(own);
    initialize.push(await session.initialize(bench));
    session.stop();
    load.push(Number(spawnSync(process.execPath, ["-e", LOAD], { encoding: "utf8" }).stdout));
  }
  const size = (file: string) => Math.round(statSync(path.join(root, "dist", file)).size / 1024);
  return {
    "node -e 0, ms": quantile(nothing),
    "initialize, ms": quantile(initialize),
    ratio: quantile(initialize) / quantile(nothing),
    "the extension's code, ms": quantile(load),
    "client.cjs, KB": size("client.cjs"),
    "server.cjs, KB": size("server.cjs"),
    "cli.cjs, KB": size("cli.cjs"),
  };
}

/** The bundle is run with an editor that is only names: what VS Code itself does in `activate` is not in it. */
const LOAD = `
const Module = require("node:module");
const names = () => new Proxy(class {}, { get: (target, key) => (key === "prototype" ? target.prototype : key === Symbol.toPrimitive ? () => 0 : names()), apply: names });
const load = Module._load;
Module._load = (id, ...rest) => (id === "vscode" ? names() : load(id, ...rest));
const start = performance.now();
require(${JSON.stringify(path.join(root, "dist/client.cjs"))});
console.log(performance.now() - start);
`;
