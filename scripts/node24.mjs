// Finds a Node that runs TypeScript sources and the tools (>= 24): this one, or the one that npm brought as a platform package.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

/** The absolute path of a Node >= 24. Throws with what to do when there is none. */
export function node24() {
  if (Number(process.versions.node.split(".")[0]) >= 24) return process.execPath;
  const require = createRequire(path.join(root, "package.json"));
  for (const name of [
    `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`,
    `node-bin-${process.platform}-${process.arch}`,
  ]) {
    try {
      const home = path.dirname(require.resolve(`${name}/package.json`));
      const file = [path.join(home, "bin", "node"), path.join(home, "bin", "node.exe")].find(existsSync);
      if (file) return file;
    } catch {
      // not installed for this platform: try the next name
    }
  }
  throw new Error("This needs Node 24 or newer: run `npm ci`, or install Node 24 for this platform.");
}
