// The panel beside the editor that shows the course of a service's update. It keeps what it is about and what the user assumes, and asks the
// server for everything else whenever something changes.
import { commands, Disposable, type Event, l10n, ViewColumn, type WebviewPanel, window } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import {
  type ServiceParams,
  SHOW_DOCUMENTATION,
  TIMELINE,
  type TimelineParams,
  type TimelineResult,
} from "../../server/src/protocol/messages.ts";
import { runAction } from "./actions.ts";
import { ask, chooseService } from "./services.ts";
import { contentOf, pageOf } from "./timeline-page.ts";
import type { FromPage, ToPage } from "./timeline-script.ts";

const RULE = "update/not-zero-downtime";

export interface Timelines extends Disposable {
  readonly show: (uri?: string, service?: string) => Promise<void>;
}

/** Shows panels on demand, one for each service; ends with all of them. */
export function timelines(client: BaseLanguageClient, changed: Event<void>): Timelines {
  const open = new Map<string, WebviewPanel>();
  const show = async (uri?: string, service?: string) => {
    const chosen = await chooseService(client, uri, service);
    if (!chosen) return;
    const key = JSON.stringify([chosen.uri, chosen.service]);
    const shown = open.get(key);
    if (shown) return shown.reveal();
    const beside = [...open.values()].find(({ viewColumn }) => viewColumn)?.viewColumn ?? ViewColumn.Beside;
    const panel = openPanel(client, changed, chosen, beside);
    open.set(key, panel);
    panel.onDidDispose(() => open.delete(key));
  };
  return { show, dispose: () => Disposable.from(...open.values()).dispose() };
}

function openPanel(client: BaseLanguageClient, changed: Event<void>, service: ServiceParams, column: ViewColumn): WebviewPanel {
  const options = { enableScripts: true, enableFindWidget: true, localResourceRoots: [] };
  const panel = window.createWebviewPanel("traefikSwarm.timeline", l10n.t("Update of {0}", service.service), column, options);
  const nonce = crypto.randomUUID();
  let params: TimelineParams = service;
  let asked = 0;
  const refresh = async () => {
    if (!panel.visible) return; // it asks when it is seen again
    const turn = ++asked;
    const result = await ask<TimelineResult>(client, TIMELINE, params);
    if (turn !== asked) return; // the user or the file went on meanwhile
    if (result) panel.title = result.title;
    const message: ToPage = contentOf(result, service.service, nonce);
    await panel.webview.postMessage(message);
  };
  const receive = async (message: FromPage) => {
    if (message.kind === "assume") params = { ...service, assume: message.assume, moment: message.moment };
    if (message.kind === "ready" || message.kind === "assume") await refresh();
    if (message.kind === "run") await runFresh(client, params, message.title);
    if (message.kind === "documentation") await commands.executeCommand(SHOW_DOCUMENTATION, RULE);
    if (message.kind === "settings") await commands.executeCommand("workbench.action.openSettings", "traefikSwarm.assume");
  };
  const watching = Disposable.from(changed(refresh), panel.webview.onDidReceiveMessage(receive));
  panel.onDidDispose(() => watching.dispose());
  panel.webview.html = pageOf(nonce);
  return panel;
}

/** The file may have changed since the page was drawn, and an edit fits only the text that it was made for. */
async function runFresh(client: BaseLanguageClient, params: TimelineParams, title: string): Promise<void> {
  const result = await ask<TimelineResult>(client, TIMELINE, params);
  const action = result?.assist.find((each) => each.title === title);
  if (action) await runAction(client, action);
}
