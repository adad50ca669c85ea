// The list of what a routed service has and lacks to be updated without loss. Selecting what is missing mends it.
import { commands, l10n, type QuickInputButton, type QuickPickItem, QuickPickItemKind, ThemeIcon, window } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import {
  READINESS,
  type ReadinessItem,
  type ReadinessResult,
  type ServiceParams,
  SHOW_DOCUMENTATION,
} from "../../server/src/protocol/messages.ts";
import { runAction } from "./actions.ts";
import { SHOW_TIMELINE } from "./registration.ts";
import { ask, chooseService } from "./services.ts";
import { asLabel, asMessage } from "./words.ts";

type Run = () => unknown;

interface Button extends QuickInputButton {
  readonly run: Run;
}

interface Choice extends QuickPickItem {
  readonly buttons?: readonly Button[];
  readonly run?: Run;
}

export async function showReadiness(client: BaseLanguageClient, uri?: string, service?: string): Promise<void> {
  const chosen = await chooseService(client, uri, service);
  if (!chosen) return;
  const result = await ask<ReadinessResult>(client, READINESS, chosen);
  if (result) show(result, choices(client, chosen, result));
  else window.showInformationMessage(l10n.t("“{0}” is no service of a Swarm stack that Traefik routes to.", asMessage(chosen.service)));
}

function show({ title, items: parts }: ReadinessResult, items: readonly Choice[]): void {
  const list = window.createQuickPick<Choice>();
  const run = (chosen: Run | undefined) => {
    list.hide();
    void chosen?.();
  };
  list.title = title;
  list.placeholder = parts.every(({ met }) => met) ? l10n.t("Nothing is missing") : l10n.t("Select what is missing to mend it");
  list.matchOnDetail = true;
  list.items = items;
  list.onDidAccept(() => run(list.selectedItems[0]?.run));
  list.onDidTriggerItemButton(({ button }) => run((button as Button).run));
  list.onDidHide(() => list.dispose());
  list.show();
}

function choices(client: BaseLanguageClient, service: ServiceParams, result: ReadinessResult): Choice[] {
  const { items, prediction, assist, refused } = result;
  const timeline = () => commands.executeCommand(SHOW_TIMELINE, service.uri, service.service);
  const part = (item: ReadinessItem) => partChoice(client, item);
  return [
    ...group(l10n.t("Missing"), items.filter(({ met }) => !met).map(part)),
    ...group(l10n.t("Actions"), [
      ...assist.map((action): Choice => ({ ...inTwoLines(action.title, "$(wand) "), run: () => runAction(client, action) })),
      ...(refused === ""
        ? []
        : [{ label: `$(circle-slash) ${l10n.t("There is no “Make zero-downtime” here")}`, detail: asLabel(refused) }]),
      { label: `$(graph) ${l10n.t("Show the timeline of an update...")}`, run: timeline },
    ]),
    ...group(
      l10n.t("An update today"),
      prediction.map((sentence): Choice => ({ ...inTwoLines(sentence), run: timeline })),
    ),
    ...group(l10n.t("There already"), items.filter(({ met }) => met).map(part)),
  ];
}

function group(label: string, items: readonly Choice[]): Choice[] {
  return items.length === 0 ? [] : [{ label, kind: QuickPickItemKind.Separator }, ...items];
}

/** A line that is too long is cut off by the list: what follows a colon, or stands in brackets at the end, goes below it. */
function inTwoLines(words: string, icon = ""): Choice {
  // Bounded: the server's sentences are short.
  const parts = widthOf(words) > 65 ? (/^(.+?) ?[(（](.+)[)）]$/.exec(words) ?? /^(.+?)(?:: |：)(.+)$/.exec(words)) : undefined;
  const [, label = words, tail] = parts ?? [];
  return { label: icon + asLabel(label), ...(tail ? { detail: asLabel(tail) } : {}) };
}

/** In letters; Chinese characters are twice as wide. */
const widthOf = (words: string): number => words.replace(/[\u2e80-\uffff]/g, "xx").length;

/** What nothing mends opens its page. */
function partChoice(client: BaseLanguageClient, { what, why, met, rule, actions }: ReadinessItem): Choice {
  const [first, ...others] = actions;
  const page = () => commands.executeCommand(SHOW_DOCUMENTATION, rule);
  return {
    label: `${met ? "$(pass-filled)" : "$(circle-large-outline)"} ${asLabel(what)}`,
    description: first ? asLabel(first.title) : met ? "" : l10n.t("Show documentation"),
    detail: asLabel(why),
    buttons: [
      ...others.map((action) => button("lightbulb", action.title, () => runAction(client, action))),
      button("book", l10n.t("Show documentation"), page),
    ],
    run: first ? () => runAction(client, first) : page,
  };
}

function button(icon: string, tooltip: string, run: Run): Button {
  return { iconPath: new ThemeIcon(icon), tooltip, run };
}
