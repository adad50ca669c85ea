// Makes traefik-swarm-<version>.vsix: `npm run package`. vsce builds first, by the script `vscode:prepublish`.
import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { createVSIX } from "@vscode/vsce";

const root = path.resolve(import.meta.dirname, "..");

/** Whoever opens a YAML file for the first time waits for this download; growth beyond it should be noticed. */
const MAX_BYTES = 1024 * 1024;

const { version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as { version: string };
const file = path.join(root, `traefik-swarm-${version}.vsix`);
await createVSIX({ cwd: root, packagePath: file, dependencies: false });
const { size } = statSync(file);
console.log(`${path.basename(file)} ${(size / 1024).toFixed(1)} KB`);
if (size > MAX_BYTES) throw new Error(`The package may have ${MAX_BYTES / 1024} KB at most.`);
