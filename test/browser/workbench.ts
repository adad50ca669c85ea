// What the UI tests do with VS Code's window, in its user's words. Selectors of VS Code's own markup stand only here.
import { mkdirSync } from "node:fs";
import path from "node:path";
import type { FrameLocator, Locator, Page } from "playwright-core";

const screenshots = path.join(import.meta.dirname, "screenshots");
mkdirSync(screenshots, { recursive: true });

/** Saves what the window shows as test/browser/screenshots/<name>.png. */
export async function screenshot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: path.join(screenshots, `${name}.png`), animations: "disabled" });
}

/** Opens a file of the workspace by its name, or brings it to the front. */
export async function open(page: Page, name: string): Promise<void> {
  await page.keyboard.press("Control+p");
  const input = page.locator(".quick-input-widget input[type=text]:visible");
  await input.fill(name);
  await page.locator(".quick-input-list .monaco-list-row.focused", { hasText: name }).waitFor();
  await page.keyboard.press("Enter");
  await input.waitFor({ state: "hidden" });
  await page.locator(".tab.active", { hasText: name }).waitFor();
  await page.locator(".editor-instance .monaco-editor.focused").waitFor();
}

/** Puts the cursor where a text is, by VS Code's search; the text must be there. */
export async function find(page: Page, text: string): Promise<void> {
  await page.keyboard.press("Control+f");
  await page.locator(".find-widget.visible .find-part textarea").first().fill(text);
  const matches = page.locator(".find-widget.visible .matchesCount");
  await matches.filter({ hasText: / of [1-9]/ }).waitFor();
  // The same text as the last time, in a file that has changed since: VS Code waits to be told to search anew.
  if ((await matches.textContent())?.startsWith("?")) await page.keyboard.press("Enter");
  await matches.filter({ hasText: /^\d+ of/ }).waitFor();
  // Keys that come before the editor has the focus again go to the search, or are lost.
  const selection = page.locator("#status\\.editor\\.selection");
  const isSelected = async () => (await selection.textContent())?.includes("selected") ?? false;
  const unselect = async () => {
    await page.keyboard.press("ArrowRight");
    await selection.filter({ hasNotText: "selected" }).waitFor({ timeout: 1000 });
  };
  await until("the search to close and nothing to be selected", async () => {
    if (await page.locator(".find-widget.visible").isVisible()) await page.keyboard.press("Escape");
    else if (await isSelected()) await unselect().catch(() => undefined);
    else return page.locator(".editor-instance .monaco-editor.focused").isVisible();
    return false;
  });
}

/** The lines in view of the file in front. */
export async function visibleLines(page: Page): Promise<string[]> {
  const lines = await page.locator(".editor-instance .view-line").evaluateAll((elements) =>
    elements
      .map((element) => ({ top: Number.parseFloat((element as HTMLElement).style.top), text: element.textContent ?? "" }))
      .sort((a, b) => a.top - b.top)
      .map(({ text }) => text.replaceAll("\u00a0", " ")),
  );
  return lines;
}

/** Opens the lightbulb's list at the cursor; its titles. VS Code drops the key where something else is just happening: press again. */
export async function openLightbulb(page: Page): Promise<string[]> {
  const rows = page.locator(".action-widget .monaco-list-row.action");
  for (let attempt = 0; attempt < 5 && !(await rows.first().isVisible()); attempt++) {
    await page.keyboard.press("Control+.");
    await rows
      .first()
      .waitFor({ timeout: 1500 })
      .catch(() => {});
  }
  return rows.allInnerTexts();
}

/** Picks a row of the open lightbulb's list. */
export async function pickAction(page: Page, title: string | RegExp): Promise<void> {
  const row = page.locator(".action-widget .monaco-list-row.action", { hasText: title }).first();
  await row.click();
  await row.waitFor({ state: "hidden" });
}

/** Types a word and takes the suggestion whose label is that word. VS Code may forget to ask for it under load: ask again. */
export async function complete(page: Page, word: string): Promise<void> {
  await page.keyboard.type(word);
  const suggestion = page.locator(".suggest-widget.visible .monaco-list-row", { has: page.getByText(word, { exact: true }) }).first();
  for (let attempt = 0; attempt < 4 && !(await appears(suggestion)); attempt++) {
    await page.keyboard.press("Escape"); // where a list is open, the next key would show its details
    await page.keyboard.press("Control+Space");
  }
  await suggestion.click();
  await suggestion.waitFor({ state: "hidden" });
}

async function appears(locator: Locator): Promise<boolean> {
  return locator.waitFor({ timeout: 3000 }).then(
    () => true,
    () => false,
  );
}

/** Runs a command by its name in the command palette. */
export async function run(page: Page, command: string): Promise<void> {
  await page.keyboard.press("F1");
  const input = page.locator(".quick-input-widget input[type=text]:visible");
  await input.fill(`>${command}`);
  await page.locator(".quick-input-list .monaco-list-row", { hasText: command }).first().click();
}

/** The rows of the open list, as screen readers read them. */
export async function listed(page: Page): Promise<string[]> {
  const rows = page.locator(".quick-input-list .monaco-list-row");
  await rows.first().waitFor();
  return rows.evaluateAll((elements) => elements.map((element) => element.getAttribute("aria-label") ?? ""));
}

/** The lenses in view, without their separators. */
export function lenses(page: Page): Locator {
  return page.locator(".codelens-decoration a");
}

/** What an extension shows in the page of its own that is in view. */
export function webview(page: Page): FrameLocator {
  return page.frameLocator("iframe.webview.ready").frameLocator("#active-frame");
}

/** The list in which VS Code shows a refactoring before it is made. */
export function refactorPreview(page: Page): { rows: Locator; ticked: Locator; apply: Locator } {
  const panel = page.locator(".bulk-edit-panel");
  return {
    rows: panel.locator(".monaco-list-row"),
    ticked: panel.locator(".monaco-checkbox.checked"),
    apply: panel.locator(".monaco-button", { hasText: "Apply" }),
  };
}

/** Changes the colours, by a theme's name. */
export async function setTheme(page: Page, name: string): Promise<void> {
  await run(page, "Preferences: Color Theme");
  const input = page.locator(".quick-input-widget input[placeholder*='Color Theme']:visible");
  await input.fill(name);
  await page.locator(".quick-input-list .monaco-list-row.focused", { has: page.getByText(name, { exact: true }) }).waitFor();
  await page.keyboard.press("Enter");
  await input.waitFor({ state: "hidden" });
}

/** The messages that are shown in the corner. */
export function notifications(page: Page): Locator {
  return page.locator(".notifications-toasts .notification-list-item");
}

/** Opens the problems panel, or hides it. */
export async function showProblems(page: Page, shown: boolean): Promise<void> {
  const panel = page.locator(".markers-panel");
  if ((await panel.isVisible()) === shown) return;
  await page.keyboard.press("Control+Shift+m");
  await panel.waitFor({ state: shown ? "visible" : "hidden" });
}

/** The rows of the open problems panel that tell of errors and warnings. */
export function problems(page: Page): Locator {
  return page.locator(".markers-panel .monaco-list-row", { has: page.locator(".marker-icon.error, .marker-icon.warning") });
}

/** The list holds rows only as far as they are seen: infos and hints of a file may stand above the next file's errors. */
export async function scrollToProblem(page: Page): Promise<void> {
  await page.mouse.move(0, 0); // a row's tooltip would lie over the list
  await page.mouse.move(0, 0); // what the mouse stood on may have a tooltip, over the list
  await page.locator(".markers-panel .monaco-list").hover();
  await page.mouse.wheel(0, -10_000);
  await until("an error or warning in the problems panel", async () => {
    if ((await problems(page).count()) > 0) return true;
    await page.mouse.wheel(0, 60);
    return false;
  });
}

/** Goes to the place of a problem by its row in the problems panel. */
export async function goTo(page: Page, problem: Locator): Promise<void> {
  await problem.locator(".marker-message").dblclick({ position: { x: 20, y: 8 } });
  await page.locator(".editor-instance .monaco-editor.focused").waitFor();
}

/** Asks until the answer is true, for 10 seconds at most. */
export async function until(what: string, ask: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await ask())) {
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Counts of errors and warnings in the whole workspace, as the status bar tells them. */
export async function counts(page: Page): Promise<{ errors: number; warnings: number }> {
  const label = (await page.locator("[id='status.problems']").getAttribute("aria-label")) ?? "";
  const count = (kind: string) => Number(new RegExp(`${kind}: (\\d+)`).exec(label)?.[1] ?? 0);
  return { errors: count("Errors"), warnings: count("Warnings") };
}
