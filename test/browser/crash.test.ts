// A server that does not stay alive, in the window of a real VS Code: it is started again in silence, then left alone with one message, and the
// button in that message brings everything back, for the text as it stands unsaved in the editor.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { before, describe, it } from "node:test";
import type { Page } from "playwright-core";
import { shopWindow } from "./shopWindow.ts";
import { find, notifications, screenshot, until, visibleLines } from "./workbench.ts";

describe("a server that crashes", { timeout: 150_000 }, () => {
  const shop = shopWindow("proxy.yml");
  let page: Page;
  const squiggle = () => page.locator(".squiggly-error").first();
  const status = () => page.locator(".statusbar-item[id$='traefik-swarm.status']");

  before(async () => {
    page = shop.page();
    await squiggle().waitFor({ timeout: 30_000 });
    await find(page, "routers.plain.rule");
    await page.keyboard.press("Home");
    await page.keyboard.type("# not saved");
    await page.keyboard.press("Enter");
  });

  it("is started again without a word, also where it dies while it starts", async () => {
    await status()
      .filter({ hasText: / 7 problems/ })
      .waitFor();
    for (let crash = 1; crash <= 4; crash++) {
      await kill();
      await until("another server", async () => processes().length === 1);
    }
    // What is shown may be from the time before: this can only be said by the last one, of a text that it knows from the editor alone.
    await page.keyboard.press("Control+Shift+k"); // deletes the line
    await status()
      .filter({ hasText: / 6 problems/ })
      .waitFor();
    assert.deepEqual(await notifications(page).allInnerTexts(), []);
  });

  it("is left alone after the fifth time, and the user is told once", async () => {
    await kill();
    await notifications(page).first().waitFor();
    await status().and(page.locator("[aria-label*='has stopped']")).waitFor();
    const told = await notifications(page).allInnerTexts();
    assert.equal(told.length, 1, told.join("\n"));
    assert.match(told[0]!, /server ended 5 times within three minutes/);
    assert.deepEqual(processes(), []);
    await screenshot(page, "crashed");
  });

  it("comes back by the button, with the text that is not saved", async () => {
    await notifications(page).getByRole("button", { name: "Start again" }).click();
    await status()
      .filter({ hasText: /Swarm stack/ })
      .waitFor();
    await squiggle().waitFor();
    assert.ok((await visibleLines(page)).some((line) => line.includes("# not saved")));
    assert.equal(processes().length, 1);
  });

  /** Ends the server as the system does when memory runs out. */
  async function kill(): Promise<void> {
    const [pid] = processes();
    assert.ok(pid, "there is no server to kill");
    process.kill(pid, "SIGKILL");
    await until("the server's end", async () => !processes().includes(pid));
  }

  /** The language servers of this test's VS Code, which has its extensions in a folder of its own. */
  function processes(): number[] {
    const commandLine = (pid: string) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, "utf8");
      } catch {
        return ""; // it has ended
      }
    };
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .filter((pid) =>
        commandLine(pid)
          .split("\0")
          .some((arg) => arg.startsWith(shop.server().folder) && arg.endsWith("dist/server.cjs")),
      )
      .map(Number);
  }
});
