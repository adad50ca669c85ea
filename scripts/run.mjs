// Runs a TypeScript script of this project with Node >= 24: `node scripts/run.mjs FILE [ARGS...]`. Works on Node >= 20.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { node24, root } from "./node24.mjs";

const [file, ...args] = process.argv.slice(2);
const run = spawnSync(node24(), [path.resolve(root, file), ...args], { stdio: "inherit", cwd: process.env.INIT_CWD ?? process.cwd() });
process.exit(run.status ?? 1);
