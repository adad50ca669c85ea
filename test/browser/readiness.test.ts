// The way to an update without loss, in the window of a real VS Code: the lens of the example shop, its list, its hover, the timeline in three
// themes, and "Make zero-downtime" with the preview of its edits. One story, so the tests build on each other.
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import type { Page } from "playwright-core";
import { shopWindow } from "./shopWindow.ts";
import {
  find,
  lenses,
  listed,
  openLightbulb,
  pickAction,
  refactorPreview,
  run,
  screenshot,
  setTheme,
  until,
  visibleLines,
  webview,
} from "./workbench.ts";

const THEMES = { light: "Light Modern", dark: "Dark Modern", contrast: "High Contrast" };

describe("zero downtime", { timeout: 150_000 }, () => {
  const shop = shopWindow("app.yml", { "editor.minimap.enabled": false });
  let page: Page;

  before(async () => {
    page = shop.page();
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.locator(".squiggly-error").first().waitFor({ timeout: 30_000 });
  });

  it("tells above the service how ready it is", async () => {
    await find(page, "routers.shop.rule");
    await openLightbulb(page);
    await pickAction(page, /move all .*labels of .* to deploy/i);
    await lenses(page)
      .filter({ hasText: /1 of 5/ })
      .waitFor();
    await find(page, "services:");
    await screenshot(page, "readiness-lens");
  });

  it("opens the list by the lens", async () => {
    await lenses(page).first().click();
    const rows = await listed(page);
    assert.match(rows[0] ?? "", /stop-first.*Missing/);
    assert.ok(
      rows.some((row) => /timeline/.test(row)),
      rows.join("\n"),
    );
    await screenshot(page, "readiness-list");
    await page.keyboard.press("Escape");
  });

  it("tells in the hover what an update costs", async () => {
    await page
      .locator(".view-line", { hasText: /^\s*shop:$/ })
      .locator("span span")
      .last()
      .hover();
    await page.locator(".monaco-hover:visible", { hasText: "1 of 5" }).first().waitFor();
    await screenshot(page, "readiness-hover");
    await page.mouse.move(0, 0);
    await page.keyboard.press("Escape");
  });

  it("draws the course of an update, in every theme", async () => {
    await find(page, "image: registry");
    await page.keyboard.press("Control+b"); // the explorer's place is better used
    await run(page, "Show the Timeline of an Update");
    const content = webview(page);
    await content.locator("svg").nth(1).waitFor();
    assert.ok(await content.locator("h1", { hasText: "shop" }).isVisible());
    const fills = await content
      .locator("svg rect.fail")
      .first()
      .evaluate((bar) => getComputedStyle(bar).fill);
    assert.notEqual(fills, "rgb(0, 0, 0)", "the drawing's style should be let in");
    for (const [name, theme] of Object.entries(THEMES)) {
      await setTheme(page, theme);
      await content.locator(`body.vscode-${{ light: "light", dark: "dark", contrast: "high-contrast" }[name]}`).waitFor();
      await screenshot(page, `timeline-${name}`);
    }
    await setTheme(page, THEMES.light);
    await content.locator("body.vscode-light").waitFor();
  });

  it("draws anew for other assumptions, and the focus stays", async () => {
    const content = webview(page);
    const before = await content.locator("svg").first().innerHTML();
    await content.locator("#boot").fill("20");
    await until("another picture", async () => (await content.locator("svg").first().innerHTML()) !== before);
    assert.equal(await content.locator(":focus").getAttribute("id"), "boot");
    await content.locator("#stop").selectOption("serve");
    await content.locator("#serves").waitFor();
    await content.locator("#moment").selectOption("worst");
    await content.locator("li", { hasText: "it serves on for 20 s" }).waitFor();
    await content.locator("summary").first().click();
    await content.locator("table td").first().waitFor();
    await page.mouse.move(400, 800); // no tooltip in the picture
    await page.locator(".workbench-hover").waitFor({ state: "hidden" });
    await screenshot(page, "timeline-assumptions");
    await content.locator("#stop").selectOption("auto");
    await content.locator("li", { hasText: "it serves on for 20 s" }).waitFor({ state: "detached" });
    assert.equal(await content.locator("details[open]").count(), 1, "what was open stays open");
  });

  it("makes it ready after a look at all that is written", async () => {
    await page.keyboard.press("Control+1");
    await page.locator(".editor-instance .monaco-editor.focused").waitFor();
    await lenses(page).first().click();
    await listed(page);
    await page.keyboard.type("zero-downtime");
    await page.keyboard.press("Enter");
    const preview = refactorPreview(page);
    await preview.rows.first().waitFor();
    await screenshot(page, "readiness-preview");
    assert.equal(await preview.ticked.count(), await preview.rows.count(), "all should be made that is not taken out");
    await preview.apply.click();
    await lenses(page)
      .filter({ hasText: /5 of 5/ })
      .waitFor();
    await screenshot(page, "readiness-done");
    assert.ok((await visibleLines(page)).some((line) => /order: start-first/.test(line)));
    await page.keyboard.type("true"); // the healthcheck's command is a tab stop
    await until("the own command", async () => (await visibleLines(page)).some((line) => /^ +test: true$/.test(line)));
    await webview(page).locator("button").waitFor({ state: "detached" }); // the timeline follows: nothing is left to make
  });

  it("shows the edits of the lightbulb, too, before they are made", async () => {
    await find(page, "failure_action: rollback");
    await page.keyboard.press("Control+Shift+k");
    await find(page, "traefik.docker.lbswarm");
    await page.keyboard.press("Control+Shift+k");
    await lenses(page)
      .filter({ hasText: /3 of 5/ })
      .waitFor();
    await find(page, "shop:");
    await openLightbulb(page);
    await pickAction(page, /zero-downtime/);
    const preview = refactorPreview(page);
    await preview.rows.nth(2).waitFor(); // the file and two edits
    assert.equal(await preview.ticked.count(), await preview.rows.count());
    await screenshot(page, "lightbulb-preview");
    await preview.apply.click();
    await lenses(page)
      .filter({ hasText: /5 of 5/ })
      .waitFor();
  });
});
