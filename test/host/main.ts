// Runs an extension's tests in a real VS Code: its server from npm, its window in a headless Chromium. Started by `vscode-host` with the
// arguments of the `code` executable. VSCODE_HOST_TIMEOUT (milliseconds) limits a run, VSCODE_HOST_VERBOSE=1 tells what happens in it.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { format, parseArgs } from "node:util";
import type { Browser, Page } from "playwright-core";
import { follow } from "./follow.ts";
import { type Server, startServer } from "./server.ts";
import { launchBrowser, newPage, workbenchAddress } from "./window.ts";

const folder = mkdtempSync(path.join(tmpdir(), "tsh-run-"));
const code = await run().catch((error) => {
  console.error(`vscode-host: ${error instanceof Error ? error.message : error}`);
  return 1;
});
rmSync(folder, { recursive: true, force: true });
process.exit(code); // not `exitCode`: a handle left open must not keep a finished run alive

/** Resolves with the tests' exit code; rejects where there is none. */
async function run(): Promise<number> {
  const { developmentPath, testsPath, workspace } = readArguments();
  const report = path.join(folder, "report.txt");
  const passed = path.join(folder, "passed");
  writeFileSync(report, "");
  const interrupted = interruption();
  const starting: { browser?: Promise<Browser>; server?: Promise<Server> } = {};
  const stopFollowing = follow(report, process.stdout);
  try {
    starting.browser = launchBrowser();
    starting.server = startServer({
      testDriver: true,
      // Not VSCODE_*: VS Code removes that from the environment of its extension host.
      env: { TEST_HOST_ENTRY: testsPath, TEST_HOST_REPORT: report, TEST_HOST_PASSED: passed },
    });
    const [browser, server] = await Promise.all([starting.browser, starting.server]);
    const page = await newPage(browser);
    const entry = path.join(import.meta.dirname, "entry.cjs");
    const result = testResult(page, workbenchAddress(server.port, { workspace, developmentPath, testsPath: entry }), passed);
    return await Promise.race([result, interrupted, server.ended.then((code) => fail(`VS Code's server ended with ${code}`))]);
  } finally {
    const [browser, server] = await Promise.allSettled([starting.browser, starting.server]);
    if (browser.status === "fulfilled") await browser.value?.close();
    if (server.status === "fulfilled") await server.value?.stop();
    stopFollowing();
  }
}

function readArguments(): { developmentPath: string; testsPath: string; workspace: string | undefined } {
  const { values, positionals } = parseArgs({ strict: false, allowPositionals: true });
  const { extensionDevelopmentPath, extensionTestsPath } = values;
  if (typeof extensionDevelopmentPath !== "string" || typeof extensionTestsPath !== "string") {
    return fail("needs --extensionDevelopmentPath=FOLDER --extensionTestsPath=FILE [FOLDER TO OPEN]");
  }
  const workspace = positionals[0] && path.resolve(positionals[0]);
  return { developmentPath: path.resolve(extensionDevelopmentPath), testsPath: path.resolve(extensionTestsPath), workspace };
}

/** Rejects on a signal, or when the time is up. */
function interruption(): Promise<never> {
  const limit = Number(process.env.VSCODE_HOST_TIMEOUT ?? 300_000);
  const stopped = new Promise<never>((_, reject) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => reject(new Error(`stopped by ${signal}`)));
    setTimeout(() => reject(new Error(`no result after ${limit} ms`)), limit).unref();
  });
  stopped.catch(() => {}); // may come while nobody waits yet: `run` sees it as soon as it does
  return stopped;
}

/** Opens the workbench and resolves with the exit code that VS Code's test driver reports. */
function testResult(page: Page, address: string, passed: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const exit = (code: number) => {
      // An extension host that dies in the middle of a run is reported as 0: believe that only if the tests' entry says so too.
      if (code === 0 && !existsSync(passed)) reject(new Error("the extension host ended before the tests did"));
      else resolve(code);
    };
    page.on("crash", () => reject(new Error("the window crashed")));
    const listening = [
      page.exposeFunction("codeAutomationExit", exit),
      page.exposeFunction("codeAutomationLog", (type: string, args: unknown[]) => verbose(type, format(...args))),
    ];
    Promise.all(listening)
      .then(() => page.goto(address, { waitUntil: "commit" }))
      .catch(reject);
  });
}

function verbose(...what: unknown[]): void {
  if (process.env.VSCODE_HOST_VERBOSE) console.error("vscode-host:", ...what);
}

function fail(message: string): never {
  throw new Error(message);
}
