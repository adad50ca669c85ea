// The status bar item of the file in front: what the server takes it for, and how many problems it has. Files that are no stack have none.
import {
  Disposable,
  type Event,
  l10n,
  MarkdownString,
  StatusBarAlignment,
  type StatusBarItem,
  type TextDocument,
  type Uri,
  window,
} from "vscode";
import { type BaseLanguageClient, State } from "vscode-languageclient";
import { STATUS, type Status, type StatusParams } from "../../server/src/protocol/messages.ts";
import { asLabel } from "./words.ts";

export function showStatus(client: BaseLanguageClient, changed: Event<void>): Disposable {
  const item = window.createStatusBarItem("traefik-swarm.status", StatusBarAlignment.Right, 100);
  item.name = "Traefik Swarm";
  let asked = 0;
  const refresh = async () => {
    const ask = ++asked;
    const document = window.activeTextEditor?.document;
    if (!document || !isYaml(document)) return item.hide();
    if (client.state !== State.Running) return show(item, client.state === State.Stopped ? stopped() : starting());
    const status = await askStatus(client, document.uri);
    if (ask !== asked) return; // another file came to the front meanwhile, or the server told of a change
    if (status) show(item, judged(status));
    else item.hide();
  };
  void refresh();
  return Disposable.from(item, window.onDidChangeActiveTextEditor(refresh), client.onDidChangeState(refresh), changed(refresh));
}

/** Null for a file that is no stack, and where there is no server to ask. */
export async function askStatus(client: BaseLanguageClient, uri: Uri): Promise<Status | null> {
  if (client.state !== State.Running) return null;
  const params: StatusParams = { uri: uri.toString() };
  try {
    return await client.sendRequest<Status | null>(STATUS, params);
  } catch (error) {
    client.warn(`${STATUS} failed`, error, false);
    return null;
  }
}

export function isYaml(document: TextDocument): boolean {
  return document.languageId === "yaml" || document.languageId === "dockercompose";
}

interface Look {
  readonly icon: string;
  readonly title: string;
  readonly tooltip: string | MarkdownString;
  readonly command: string;
}

function starting(): Look {
  return {
    icon: "$(loading~spin)",
    title: "Traefik Swarm",
    tooltip: l10n.t("Traefik Swarm is starting"),
    command: "traefikSwarm.showOutput",
  };
}

function stopped(): Look {
  return {
    icon: "$(error)",
    title: "Traefik Swarm",
    tooltip: l10n.t("Traefik Swarm has stopped. Select to start it again."),
    command: "traefikSwarm.restart",
  };
}

function judged(status: Status): Look {
  const { error, warning } = status.problems;
  const icon = error > 0 ? "$(error)" : warning > 0 ? "$(warning)" : "$(check)";
  return { icon, title: status.title, tooltip: evidence(status), command: "traefikSwarm.showStatus" };
}

function evidence(status: Status): MarkdownString {
  const tooltip = new MarkdownString();
  tooltip.appendMarkdown("**").appendText(status.title).appendMarkdown("**\n\n");
  for (const { text } of status.evidence) tooltip.appendMarkdown("- ").appendText(text).appendMarkdown("\n");
  return tooltip;
}

/** Screen readers get the title without the icon's name. */
function show(item: StatusBarItem, { icon, title, tooltip, command }: Look): void {
  item.text = `${icon} ${asLabel(title)}`;
  item.tooltip = tooltip;
  item.command = command;
  item.accessibilityInformation = { label: typeof tooltip === "string" ? tooltip : title, role: "button" };
  item.show();
}
