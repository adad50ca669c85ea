// Starts the VS Code server that code-server's npm package carries: VS Code's own server and extension host, without a desktop. It has
// its own home, settings and extensions in a temporary folder, so a run neither sees nor changes those of the user.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createWriteStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

// VS Code's entry point, not code-server's: only it knows `--port 0` and the test driver.
const ENTRY = path.join(import.meta.dirname, "node_modules", "code-server", "lib", "vscode", "out", "server-main.js");

/** A quiet VS Code: nothing opens by itself, nothing is looked up on the network. */
const QUIET = {
  "chat.disableAIFeatures": true,
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "files.autoSave": "off", // as on the desktop
  "git.enabled": false,
  "npm.autoDetect": "off",
  "security.workspace.trust.enabled": false,
  "telemetry.telemetryLevel": "off",
  "workbench.enableExperiments": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
};

export interface ServerOptions {
  /** User settings, added to the quiet ones. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Extensions to install before the start: paths of .vsix files. */
  readonly vsix?: readonly string[];
  /** Additional environment of the extension host. VS Code removes VSCODE_*, CS_*, CODE_SERVER_* and NODE_OPTIONS from it. */
  readonly env?: Readonly<Record<string, string>>;
  /** A built VS Code runs extension tests, and extensions under development, only with its test driver. */
  readonly testDriver?: boolean;
  /** TCP port on 127.0.0.1; 0, the default, takes a free one. */
  readonly port?: number;
}

export interface Server {
  readonly port: number;
  /** The server's temporary folder; `server.log` in it holds what it printed. */
  readonly folder: string;
  /** Resolves with the exit code when the server's process has ended, whoever ended it. */
  readonly ended: Promise<number | null>;
  /** Ends the server and removes its folder. */
  stop(): Promise<void>;
}

export async function startServer(options: ServerOptions = {}): Promise<Server> {
  const folder = mkdtempSync(path.join(tmpdir(), "tsh-")); // a short path: Unix sockets live below it
  const args = prepare(folder, options);
  const child = spawn(process.execPath, [...args, ...listening(options)], {
    cwd: folder,
    env: { ...environment(folder), ...options.env },
    detached: true, // a process group of its own: extension hosts and language servers end with it
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  endWithThisProcess(child);
  const stop = () => stopServer(child, ended, folder);
  try {
    return { port: await listeningPort(child, folder), folder, ended, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Writes settings, installs extensions; the arguments that both that and the server's start need. */
function prepare(folder: string, options: ServerOptions): string[] {
  const at = (name: string) => path.join(folder, name);
  mkdirSync(at("data/User"), { recursive: true });
  mkdirSync(at("home"));
  writeFileSync(at("data/User/settings.json"), JSON.stringify({ ...QUIET, ...options.settings }, undefined, 2));
  const args = [
    ENTRY,
    "--accept-server-license-terms",
    "--server-data-dir",
    at("server"),
    "--user-data-dir",
    at("data"),
    "--extensions-dir",
    at("extensions"),
  ];
  for (const file of options.vsix ?? []) {
    execFileSync(process.execPath, [...args, "--install-extension", file], {
      env: environment(folder),
      stdio: ["ignore", "ignore", "inherit"],
    });
  }
  return args;
}

function listening({ port = 0, testDriver = false }: ServerOptions): string[] {
  const always = ["--host", "127.0.0.1", "--port", String(port), "--without-connection-token"];
  const quiet = ["--telemetry-level", "off", "--disable-workspace-trust", "--disable-experiments"];
  return [...always, ...quiet, ...(testDriver ? ["--enable-smoke-test-driver"] : [])];
}

function environment(folder: string): NodeJS.ProcessEnv {
  const { XDG_CONFIG_HOME, XDG_DATA_HOME, ELECTRON_RUN_AS_NODE, VSCODE_IPC_HOOK_CLI, PORT, ...env } = process.env;
  return { ...env, HOME: path.join(folder, "home"), EXTENSIONS_GALLERY: "{}" };
}

function listeningPort(child: ChildProcess, folder: string): Promise<number> {
  const log = createWriteStream(path.join(folder, "server.log"));
  let printed = "";
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.pipe(log, { end: false });
      stream?.on("data", (data) => {
        printed += data;
        const port = /Extension host agent listening on (\d+)/.exec(printed)?.[1];
        if (port) resolve(Number(port));
      });
    }
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`VS Code's server ended with ${code}:\n${printed}`)));
  });
}

async function stopServer(child: ChildProcess, ended: Promise<number | null>, folder: string): Promise<void> {
  signalGroup(child, "SIGTERM");
  await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 3000).unref())]);
  signalGroup(child, "SIGKILL");
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (child.pid) process.kill(-child.pid, signal);
  } catch {
    // the group has ended already
  }
}

/** A small process that ends the server's group when this process is gone: a SIGKILL leaves no chance to clean up from inside. */
function endWithThisProcess(child: ChildProcess): void {
  const watch = `const [owner, server] = process.argv.slice(1).map(Number);
    const alive = (pid) => { try { process.kill(pid, 0); return true } catch { return false } };
    setInterval(() => {
      if (!alive(owner)) { try { process.kill(-server, "SIGKILL") } catch {} }
      if (!alive(owner) || !alive(server)) process.exit();
    }, 500);`;
  spawn(process.execPath, ["-e", watch, String(process.pid), String(child.pid)], { detached: true, stdio: "ignore" }).unref();
}
