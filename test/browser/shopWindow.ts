// A copy of the example shop in the window of a real VS Code, opened before the tests of a `describe` and closed behind them.
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, afterEach, before } from "node:test";
import type { Browser, Page } from "playwright-core";
import { type Server, startServer } from "../host/server.ts";
import { packagedExtension } from "../host/vsix.ts";
import { launchBrowser, newPage, workbenchAddress } from "../host/window.ts";
import { screenshot } from "./workbench.ts";

export interface ShopWindow {
  /** The folder that is open; its name is in the window's title and the explorer. */
  readonly workspace: string;
  readonly server: () => Server;
  readonly page: () => Page;
}

export function shopWindow(openFile: string, settings: Readonly<Record<string, unknown>> = {}): ShopWindow {
  let server: Server;
  let browser: Browser;
  let page: Page;
  const folder = mkdtempSync(path.join(tmpdir(), "tsh-"));
  const workspace = path.join(folder, "shop");

  before(async () => {
    cpSync(path.join(import.meta.dirname, "..", "examples", "shop"), workspace, { recursive: true });
    [server, browser] = await Promise.all([startServer({ vsix: [packagedExtension()], settings }), launchBrowser()]);
    page = await newPage(browser);
    page.setDefaultTimeout(15_000);
    await page.goto(workbenchAddress(server.port, { workspace, openFile: path.join(workspace, openFile) }));
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  // What the window showed when a test failed tells more than its error.
  afterEach(async (context) => {
    if ("passed" in context && !context.passed) await screenshot(page, `failed-${context.name.replaceAll(/\W+/g, "-")}`);
  });

  return { workspace, server: () => server, page: () => page };
}
