// The whole way of a user, from the packaged extension to a problems panel without errors and warnings, in the window of a real VS Code:
// the example shop, whose two stacks have the mistakes that people make on their way to Swarm. One story, so the tests build on each other.
import assert from "node:assert/strict";
import path from "node:path";
import { before, describe, it } from "node:test";
import type { Page } from "playwright-core";
import { shopWindow } from "./shopWindow.ts";
import {
  complete,
  counts,
  find,
  goTo,
  open,
  openLightbulb,
  pickAction,
  problems,
  screenshot,
  scrollToProblem,
  showProblems,
  until,
  visibleLines,
} from "./workbench.ts";

const MOVE = /move all .*labels of .* to deploy/i;
const NO_FIX = /^(Switch off|Show documentation)/;

describe("the example shop", { timeout: 150_000 }, () => {
  const shop = shopWindow("proxy.yml");
  let page: Page;

  before(() => {
    page = shop.page();
  });

  it("marks the mistakes", async () => {
    await page.locator(".squiggly-error").first().waitFor({ timeout: 30_000 });
    await screenshot(page, "squiggles");
  });

  it("tells in the status bar what the file is taken for, and why", async () => {
    const item = page.locator(".statusbar-item[id$='traefik-swarm.status']");
    await item.filter({ hasText: /Swarm/ }).click();
    await page.locator(".quick-input-widget .monaco-list-row").first().waitFor();
    await screenshot(page, "status");
    await page.keyboard.press("Escape");
  });

  it("says in the hover what is wrong", async () => {
    await find(page, "routers.plain.rule");
    const squiggle = await page.locator(".squiggly-error").last().boundingBox();
    assert.ok(squiggle);
    await page.mouse.move(squiggle.x + squiggle.width / 2, squiggle.y + squiggle.height / 2);
    const hover = page.locator(".monaco-hover:visible", { hasText: "traefik-swarm" }).first();
    await hover.waitFor();
    await screenshot(page, "hover");
    await page.mouse.move(0, 0);
    await page.keyboard.press("Escape");
  });

  it("lists the findings of both files in the problems panel", async () => {
    await showProblems(page, true);
    const rows = page.locator(".markers-panel .monaco-list-row");
    await rows.filter({ hasText: "app.yml" }).waitFor();
    await rows.filter({ hasText: "traefik-swarm" }).first().waitFor();
    await screenshot(page, "problems");
    await showProblems(page, false);
  });

  for (const [file, label] of [
    ["proxy.yml", "routers.plain.rule"],
    ["app.yml", "routers.shop.rule"],
  ] as const) {
    it(`moves the labels of ${file} by the lightbulb`, async () => {
      await open(page, file);
      await find(page, label);
      const titles = await openLightbulb(page);
      assert.ok(
        titles.some((title) => MOVE.test(title)),
        `offered: ${titles.join(", ")}`,
      );
      await screenshot(page, `lightbulb-${path.parse(file).name}`);
      await pickAction(page, MOVE);
      await find(page, label);
      await until("the label below deploy", async () => {
        const lines = await visibleLines(page);
        const at = lines.findIndex((line) => line.includes(label));
        return lines.slice(0, at).some((line) => /^ {4}deploy:/.test(line)) && /^ {8}- /.test(lines[at] ?? "");
      });
    });
  }

  it("inserts a snippet by completion", async () => {
    await find(page, "loadbalancer.server.port=7000");
    await page.keyboard.press("End");
    await page.keyboard.press("Enter");
    await complete(page, "traefik-redirect");
    await until("the snippet", async () => (await visibleLines(page)).some((line) => line.includes("redirectscheme.permanent")));
    await screenshot(page, "snippet");
    await page.keyboard.press("Escape"); // no more tab stops
    await page.keyboard.press("Escape");
    await undoTo("redirectscheme.permanent");
    await undoTo("traefik-redirect"); // what was typed
  });

  it("repairs the rest by the actions that it offers", async () => {
    await showProblems(page, true);
    for (let rounds = 0; await anyLeft(page); rounds++) {
      await scrollToProblem(page);
      const all = await problems(page).allTextContents();
      assert.ok(rounds < 30, `the actions do not come to an end: ${all.join("\n")}`);
      await goTo(page, problems(page).first());
      const title = (await openLightbulb(page)).find((each) => !NO_FIX.test(each));
      assert.ok(title, `nothing is offered for: ${all[0]}`);
      await pickAction(page, title);
      await until(`"${title}" to change something`, async () => (await problems(page).allTextContents()).join() !== all.join());
      await page.keyboard.press("Escape"); // a fix may leave tab stops
    }
  });

  it("leaves a problems panel without errors and warnings", async () => {
    await until("no errors and warnings", async () => !(await anyLeft(page)));
    await screenshot(page, "repaired");
  });

  async function anyLeft(at: Page): Promise<boolean> {
    const { errors, warnings } = await counts(at);
    return errors + warnings > 0;
  }

  async function undoTo(text: string): Promise<void> {
    await until(`no ${text}`, async () => {
      await page.keyboard.press("Control+z");
      return !(await visibleLines(page)).some((line) => line.includes(text));
    });
  }
});
