// Settings take effect at once, without a restart.
import { ConfigurationTarget, workspace } from "vscode";
import { closeAll, open, untilFound, untilGone } from "./editor.ts";

const RULE = "labels/outside-deploy";

describe("settings", () => {
  afterEach(async () => {
    await set("rules", undefined);
    await set("enable", undefined);
    await closeAll();
  });

  it("turn a rule off and on", async () => {
    const { uri } = await open("settings/stack.yml");
    await untilFound(uri, RULE);
    await set("rules", { [RULE]: "off" });
    await untilGone(uri, RULE);
    await set("rules", undefined);
    await untilFound(uri, RULE);
  });

  it("turn everything off", async () => {
    const { uri } = await open("settings/stack.yml");
    await untilFound(uri, RULE);
    await set("enable", false);
    await untilGone(uri, RULE);
  });
});

async function set(name: string, value: unknown): Promise<void> {
  await workspace.getConfiguration("traefikSwarm").update(name, value, ConfigurationTarget.Workspace);
}
