// What the commands do, one function each.
import type { LogOutputChannel, Uri } from "vscode";
import { type BaseLanguageClient, State } from "vscode-languageclient";
import { APPLY_SNIPPET_EDIT, SHOW_DOCUMENTATION, SHOW_READINESS } from "../../server/src/protocol/messages.ts";
import { applySnippetEdit } from "./actions.ts";
import { overrideTarget } from "./override.ts";
import { showPage } from "./pages.ts";
import { pickStatus } from "./pick.ts";
import { showReadiness } from "./readiness.ts";
import { type Commands, SHOW_TIMELINE } from "./registration.ts";
import type { Timelines } from "./timeline.ts";

export function commandsOf(extension: Uri, client: BaseLanguageClient, output: LogOutputChannel, timeline: Timelines): Commands {
  return {
    "traefikSwarm.restart": () => restart(client),
    "traefikSwarm.showOutput": () => output.show(),
    "traefikSwarm.showStatus": () => pickStatus(client),
    "traefikSwarm.overrideTarget": () => overrideTarget(),
    [SHOW_READINESS]: (uri?: string, service?: string) => showReadiness(client, uri, service),
    [SHOW_TIMELINE]: timeline.show,
    [APPLY_SNIPPET_EDIT]: applySnippetEdit,
    [SHOW_DOCUMENTATION]: (ruleId: string) => showPage(extension, ruleId),
  };
}

async function restart(client: BaseLanguageClient): Promise<void> {
  if (client.state === State.Running) await client.stop();
  await client.start();
}
