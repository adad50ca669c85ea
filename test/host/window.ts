// The window: a headless Chromium that opens the workbench of a VS Code server.
import { type Browser, chromium, type Page } from "playwright-core";

const OFFLINE = ["--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

export function launchBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", ...OFFLINE] });
}

/** A new page with nothing loaded, 1280 by 800 pixels. */
export async function newPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  return context.newPage();
}

export interface Workbench {
  /** Absolute path of a folder or a .code-workspace file. */
  readonly workspace?: string;
  /** Absolute path of a file to open. */
  readonly openFile?: string;
  /** Absolute paths of an extension under development and of its tests; the server's test driver must be on. */
  readonly developmentPath?: string;
  readonly testsPath?: string;
}

/** The address of a workbench. Paths travel in its `payload`, as VS Code's own test runner sends them. */
export function workbenchAddress(port: number, { workspace, openFile, developmentPath, testsPath }: Workbench): string {
  const uri = (file: string) => `vscode-remote://127.0.0.1:${port}${encodeURI(file)}`;
  const payload = [
    ...(openFile ? [["openFile", uri(openFile)]] : []),
    ...(developmentPath ? [["extensionDevelopmentPath", uri(developmentPath)]] : []),
    ...(testsPath ? [["extensionTestsPath", uri(testsPath)]] : []),
  ];
  const query = new URLSearchParams();
  if (workspace) query.set(workspace.endsWith(".code-workspace") ? "workspace" : "folder", workspace);
  else query.set("ew", "true"); // an empty window
  query.set("payload", JSON.stringify(payload));
  return `http://127.0.0.1:${port}/?${query}`;
}
