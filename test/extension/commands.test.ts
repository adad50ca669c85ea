// What the user can ask for by command.
import assert from "node:assert/strict";
import { commands, window } from "vscode";
import { closeAll, open, until, untilFound } from "./editor.ts";

describe("commands", () => {
  afterEach(closeAll);

  it("show what a file was taken for, and go away with Escape", async () => {
    const { uri } = await open("move-labels/stack.yml");
    await untilFound(uri, "labels/outside-deploy");
    let closed = false;
    const shown = commands.executeCommand("traefikSwarm.showStatus").then(() => (closed = true));
    await until("the list to close", async () => {
      await commands.executeCommand("workbench.action.closeQuickOpen"); // nothing to close as long as the server is asked
      return closed;
    });
    await shown;
    assert.equal(window.activeTextEditor?.document.uri.toString(), uri.toString());
  });

  it("show the output", async () => {
    await open("move-labels/stack.yml");
    await commands.executeCommand("traefikSwarm.showOutput");
  });
});
