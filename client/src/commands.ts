// The commands: those a user finds in the command palette and the status bar item, and those the server's code actions and links run. One
// function each.
import { commands, Disposable, type Event, type ExtensionContext, type LogOutputChannel } from "vscode";
import { type BaseLanguageClient, State } from "vscode-languageclient";
import { APPLY_SNIPPET_EDIT, SHOW_DOCUMENTATION, SHOW_READINESS } from "../../server/src/protocol/messages.ts";
import { applySnippetEdit } from "./actions.ts";
import { overrideTarget } from "./override.ts";
import { showPage } from "./pages.ts";
import { pickStatus } from "./pick.ts";
import { SHOW_TIMELINE, showReadiness } from "./readiness.ts";
import { timelines } from "./timeline.ts";

export function registerCommands(
  context: ExtensionContext,
  client: BaseLanguageClient,
  output: LogOutputChannel,
  changed: Event<void>,
): Disposable {
  const timeline = timelines(client, changed);
  return Disposable.from(
    timeline,
    commands.registerCommand("traefikSwarm.restart", () => restart(client)),
    commands.registerCommand("traefikSwarm.showOutput", () => output.show()),
    commands.registerCommand("traefikSwarm.showStatus", () => pickStatus(client)),
    commands.registerCommand("traefikSwarm.overrideTarget", () => overrideTarget()),
    commands.registerCommand(SHOW_READINESS, (uri?: string, service?: string) => showReadiness(client, uri, service)),
    commands.registerCommand(SHOW_TIMELINE, timeline.show),
    commands.registerCommand(APPLY_SNIPPET_EDIT, applySnippetEdit),
    commands.registerCommand(SHOW_DOCUMENTATION, (ruleId: string) => showPage(context.extensionUri, ruleId)),
  );
}

async function restart(client: BaseLanguageClient): Promise<void> {
  if (client.state === State.Running) await client.stop();
  await client.start();
}
