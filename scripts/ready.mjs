// All set-up that the README's commands need, on a fresh clone with nothing but Node >= 20 and npm. Only Node's own modules are used
// here, as this runs before `npm ci`. Every function does nothing where there is nothing to do.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { node24, root } from "./node24.mjs";

/** The folder of the test host's own packages: VS Code as an npm package. */
const hostFolder = path.join(root, "test", "host");

/** Installs the dependencies where node_modules is not what package-lock.json says. */
export function ensureDependencies() {
  if (dependenciesMatch()) return;
  const quiet = ["--no-audit", "--no-fund"];
  console.error("$ npm ci");
  const clean = spawnSync("npm", ["ci", ...quiet], { cwd: root, encoding: "utf8", shell: process.platform === "win32" });
  if (clean.status === 0) return;
  // npm writes no entry for a platform's optional package that the registry at hand does not have, and then `npm ci` refuses the lock
  // file. `npm install` takes what is locked from there, and leaves the file alone.
  if (!/Missing: .* from lock file/.test(clean.stderr)) throw new Error(`\`npm ci\` failed:\n${clean.stderr || clean.error}`);
  console.error("package-lock.json lacks packages of other platforms");
  must("npm", ["install", "--no-save", ...quiet], { cwd: root });
}

/** Compares contents, not file times: a checkout makes files newer that have not changed. */
function dependenciesMatch() {
  const installedFile = path.join(root, "node_modules", ".package-lock.json");
  if (!existsSync(installedFile)) return false;
  const wanted = JSON.parse(readFileSync(path.join(root, "package-lock.json"), "utf8")).packages;
  const installed = JSON.parse(readFileSync(installedFile, "utf8")).packages;
  return Object.entries(wanted).every(
    ([where, { version, optional }]) => where === "" || (where in installed ? installed[where].version === version : optional === true),
  );
}

/** Installs the VS Code of the test host below test/host/node_modules: half a minute and 350 MB, once per change of its lock file. */
export function ensureHost() {
  if (process.platform !== "linux") {
    throw new Error(
      "The tests' own VS Code runs on Linux only. Elsewhere: TRAEFIK_SWARM_DESKTOP=1 downloads VS Code for the extension tests.",
    );
  }
  const stamp = path.join(hostFolder, "node_modules", ".ready");
  const want = createHash("sha256")
    .update(readFileSync(path.join(hostFolder, "package-lock.json")))
    .update(installHost.toString())
    .digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === want) return;
  ensureDebianPackages({ python3: "python3", make: "make", "g++": "g++" }, "to build two native modules of the test host");
  installHost();
  writeFileSync(stamp, want);
}

function installHost() {
  // No install scripts: code-server's own would build modules that need libraries beyond a compiler, and that no extension test uses.
  must("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: hostFolder });
  const vscode = path.join(hostFolder, "node_modules", "code-server", "lib", "vscode");
  const home = path.dirname(path.dirname(hostNode()));
  const headers = existsSync(path.join(home, "include", "node", "node.h")) ? { npm_config_nodedir: home } : {};
  const env = { ...process.env, PATH: `${path.join(home, "bin")}${path.delimiter}${process.env.PATH}`, ...headers };
  // --legacy-peer-deps: a peer dependency is missing from the lock file that comes with the package.
  must("npm", ["ci", "--omit=dev", "--ignore-scripts", "--legacy-peer-deps", "--no-audit", "--no-fund"], { cwd: vscode, env });
  must("npm", ["rebuild", "@vscode/spdlog", "@vscode/native-watchdog"], { cwd: vscode, env });
  for (const unused of ["node_modules/@github", "node_modules/@devcontainers", "node_modules/@vscode/sqlite3", "extensions/copilot"]) {
    rmSync(path.join(vscode, unused), { recursive: true, force: true });
  }
}

/** The Node that runs the test host. npm's platform package before any other, as it holds the headers for native modules too. */
export function hostNode() {
  const packaged = path.join(root, "node_modules", `node-linux-${process.arch}`, "bin", "node");
  return existsSync(packaged) ? packaged : node24();
}

/** Chromium's path: CHROMIUM_PATH, one on the PATH, or the Debian package, installed where that is possible. */
export function ensureChromium() {
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  const find = () => process.env.CHROMIUM_PATH ?? names.map(onPath).find(Boolean);
  if (!find()) ensureDebianPackages({ chromium: "chromium" }, "as the window of the test host (or set CHROMIUM_PATH)");
  return find();
}

/** The path of a desktop VS Code's command, where there is a display to open it on. */
export function desktopCode() {
  const display = process.platform !== "linux" || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  return display ? ["code", "code-insiders", "codium"].map(onPath).find(Boolean) : undefined;
}

/**
 * Installs what is missing where this may be done: on Debian and its kin, as root or with a sudo that does not ask.
 * @param {Record<string, string>} packages command -> name of the package that brings it
 * @param {string} purpose completes "X is needed ..."
 */
function ensureDebianPackages(packages, purpose) {
  const missing = Object.keys(packages).filter((command) => !onPath(command));
  if (missing.length === 0) return;
  const names = missing.map((command) => packages[command]);
  const sudo = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
  const allowed = sudo.length === 0 || spawnSync("sudo", ["-n", "true"], { stdio: "ignore" }).status === 0;
  if (onPath("apt-get") && allowed) {
    const apt = (...args) =>
      must([...sudo, "apt-get"][0], [...sudo, "apt-get", ...args].slice(1), { env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } });
    apt("update", "-qq");
    apt("install", "-y", "-qq", "--no-install-recommends", ...names);
  }
  const still = missing.filter((command) => !onPath(command));
  if (still.length > 0) throw new Error(`${still.join(", ")} is needed ${purpose}. Please install: apt-get install ${names.join(" ")}`);
}

/** @param {string} command */
function onPath(command) {
  const suffixes = process.platform === "win32" ? [".cmd", ".exe"] : [""];
  const folders = (process.env.PATH ?? "").split(path.delimiter).filter(Boolean);
  return folders.flatMap((folder) => suffixes.map((suffix) => path.join(folder, command + suffix))).find((file) => existsSync(file));
}

/**
 * Runs a command, its output shown on stderr; throws where it fails.
 * @param {string} command
 * @param {string[]} args
 * @param {import("node:child_process").SpawnSyncOptions} options
 */
function must(command, args, options) {
  console.error(`$ ${command} ${args.join(" ")}`);
  const { status, error } = spawnSync(command, args, { stdio: ["ignore", 2, 2], shell: process.platform === "win32", ...options });
  if (status !== 0)
    throw new Error(`\`${command} ${args.join(" ")}\` failed${options?.cwd ? ` in ${options.cwd}` : ""}. ${error?.message ?? ""}`);
}
