// When the extension wakes up. First of all files by its name, as a test before it would have opened a stack.
import assert from "node:assert/strict";
import { commands } from "vscode";
import { closeAll, extension, open, until, untilFound } from "./editor.ts";

describe("activation", () => {
  after(closeAll);

  it("sleeps as long as no YAML is open", () => {
    assert.equal(extension.isActive, false);
  });

  it("wakes up with a stack file", async () => {
    await open("move-labels/stack.yml");
    await until("activation", () => extension.isActive);
  });

  it("brings its commands along", async () => {
    const all = new Set(await commands.getCommands(true));
    const names = ["restart", "showOutput", "overrideTarget", "showStatus", "showReadiness", "showTimeline"];
    const ours = names.map((name) => `traefikSwarm.${name}`);
    assert.deepEqual(
      ours.filter((command) => !all.has(command)),
      [],
    );
  });

  it("starts the server again by command", async () => {
    const { uri } = await open("restart/stack.yml");
    const before = await untilFound(uri, "labels/outside-deploy");
    await commands.executeCommand("traefikSwarm.restart");
    const again = await until("findings of the new server", async () => {
      const now = await untilFound(uri, "labels/outside-deploy");
      return now[0] !== before[0] && now;
    });
    assert.equal(again.length, before.length);
  });
});
