// Lets the user say what a file is meant for where the evidence misleads: by a comment in the file, which other people and the command line
// see too, or by the setting of the workspace.
import {
  ConfigurationTarget,
  EndOfLine,
  l10n,
  Position,
  type QuickPickItem,
  QuickPickItemKind,
  type TextDocument,
  type TextLine,
  type Uri,
  WorkspaceEdit,
  window,
  workspace,
} from "vscode";
import { asLabel } from "./words.ts";

type Mode = "swarm" | "compose" | undefined;

interface Choice extends QuickPickItem {
  readonly run?: () => Promise<void>;
}

export async function overrideTarget(): Promise<void> {
  const document = window.activeTextEditor?.document;
  if (!document) return;
  const items = [...choicesForFile(document), ...choicesForFolder(document.uri)];
  const choice = await window.showQuickPick(items, { title: l10n.t("How are these files deployed?") });
  await choice?.run?.();
}

function choicesForFile(document: TextDocument): Choice[] {
  const comment = (mode: Mode) => (mode ? textOf(mode) : l10n.t("no comment"));
  return choices(l10n.t("This file, by a comment"), comment, (mode) => writeComment(document, mode));
}

function choicesForFolder(uri: Uri): Choice[] {
  const folder = workspace.getWorkspaceFolder(uri);
  if (!folder) return [];
  const several = (workspace.workspaceFolders?.length ?? 0) > 1;
  const where = several ? ConfigurationTarget.WorkspaceFolder : ConfigurationTarget.Workspace;
  const title = l10n.t("All files of “{0}”, by the setting", asLabel(folder.name));
  const setting = (mode: Mode) => `traefikSwarm.target: ${mode ?? "auto"}`;
  return choices(title, setting, async (mode) => workspace.getConfiguration("traefikSwarm", uri).update("target", mode, where));
}

function choices(title: string, description: (mode: Mode) => string, run: (mode: Mode) => Promise<void>): Choice[] {
  const choice = (label: string, mode: Mode): Choice => ({ label, description: description(mode), run: () => run(mode) });
  return [
    { label: title, kind: QuickPickItemKind.Separator },
    choice(l10n.t("Docker Swarm (docker stack deploy)"), "swarm"),
    choice(l10n.t("Docker Compose (docker compose up)"), "compose"),
    choice(l10n.t("Automatic, from what the files say"), undefined),
  ];
}

function textOf(mode: Exclude<Mode, undefined>): string {
  return `# traefik-swarm: target=${mode}`;
}

/** Where the file says it already it is said anew in that place, once; else in the first line, which is legal YAML before `%YAML` too. */
async function writeComment(document: TextDocument, mode: Mode): Promise<void> {
  const edit = new WorkspaceEdit();
  const [first, ...others] = linesOfComments(document);
  const newline = document.eol === EndOfLine.CRLF ? "\r\n" : "\n";
  if (mode && first) edit.replace(document.uri, first.range, textOf(mode));
  else if (mode) edit.insert(document.uri, new Position(0, 0), textOf(mode) + newline);
  else if (first) others.unshift(first);
  for (const line of others) edit.delete(document.uri, line.rangeIncludingLineBreak);
  const done = await workspace.applyEdit(edit);
  if (!done) window.showWarningMessage(l10n.t("The file can't be changed."));
}

function linesOfComments(document: TextDocument): TextLine[] {
  const lines = Array.from({ length: document.lineCount }, (_, line) => document.lineAt(line));
  return lines.filter(({ text }) => /^\s*#\s*traefik-swarm:\s*target\s*=/.test(text));
}
