// The list behind the status bar item: why a file was taken for what it is, each reason a way to its line, and what can be done about it.
import { commands, l10n, type QuickPickItem, QuickPickItemKind, Range, Uri, window, workspace } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import type { Status } from "../../server/src/protocol/messages.ts";
import { askStatus } from "./status.ts";
import { asLabel } from "./words.ts";

interface Choice extends QuickPickItem {
  readonly run?: () => unknown;
}

export async function pickStatus(client: BaseLanguageClient): Promise<void> {
  const document = window.activeTextEditor?.document;
  const status = document && (await askStatus(client, document.uri));
  if (!status) return void window.showInformationMessage(l10n.t("The file in front is no Docker stack that Traefik Swarm knows of."));
  const choice = await window.showQuickPick(choices(status), {
    title: status.title,
    placeHolder: l10n.t("Select a reason to see its line"),
  });
  await choice?.run?.();
}

function choices(status: Status): Choice[] {
  return [
    { label: l10n.t("Why"), kind: QuickPickItemKind.Separator },
    ...status.evidence.map(reason),
    { label: l10n.t("Actions"), kind: QuickPickItemKind.Separator },
    command("$(arrow-swap)", l10n.t("Choose Swarm or Compose for these files..."), "traefikSwarm.overrideTarget"),
    command("$(warning)", l10n.t("Show all problems"), "workbench.actions.view.problems"),
    command("$(output)", l10n.t("Show the output"), "traefikSwarm.showOutput"),
  ];
}

function reason({ text, uri, line }: Status["evidence"][number]): Choice {
  const label = asLabel(text);
  if (uri === undefined) return { label };
  const file = Uri.parse(uri);
  const where = asLabel(workspace.asRelativePath(file));
  return { label, description: line === undefined ? where : `${where}:${line + 1}`, run: () => openAt(file, line ?? 0) };
}

async function openAt(file: Uri, line: number): Promise<void> {
  await window.showTextDocument(file, { selection: new Range(line, 0, line, 0) });
}

function command(icon: string, label: string, id: string): Choice {
  return { label: `${icon} ${label}`, run: () => commands.executeCommand(id) };
}
