// Over the name of a routed service: how ready it is for updates, what an update costs, and the values that count. Over the keys of its update,
// rollback, restart, health and stop settings: the values of that part, defaults included.
import { type Hover, MarkupKind, type Position } from "vscode-languageserver-types";
import type { Service } from "../model/service.ts";
import type { Language } from "../rules/rule.ts";
import { offsetAt, type StackDocument, touching } from "../syntax/document.ts";
import { type Span, span } from "../syntax/text.ts";
import { type Entry, entryOf } from "../syntax/tree.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { rangeAt } from "./diagnostics.ts";
import { effectiveValues, type Section, type Value } from "./effective-values.ts";
import { assumptionTexts, costTexts, forecastOf, isHttp, lensText, type RoutedService, routedServices, sentences } from "./readiness.ts";
import { updateText } from "./update-texts.ts";

export function hover(workspace: Workspace, document: StackDocument, position: Position, language: Language): Hover | null {
  const offset = offsetAt(document, position);
  for (const routed of routedServices(workspace, document, touching(document, span(offset, offset)))) {
    const at = offset - document.starts[routed.index]!;
    const { service, view } = routed;
    const { name } = service;
    const show = (span: Span, value: string): Hover => ({
      contents: { kind: MarkupKind.Markdown, value },
      range: rangeAt(document, routed.index, span),
    });
    if (within(name.span, at)) return show(name.span, about(routed, language));
    const key = settingKeys(service).find((k) => within(k.entry.key.span, at));
    if (key) {
      const values = effectiveValues(service, view, language).filter((v) => v.section === key.section);
      return show(key.entry.key.span, table(values, language));
    }
  }
  return null;
}

const within = ({ start, end }: Span, at: number): boolean => start <= at && at <= end;

/** Why a part is missing says the finding, which the editor shows above. */
function about(routed: RoutedService, language: Language): string {
  const { service, view } = routed;
  const forecast = forecastOf(routed);
  return [
    `**${lensText(routed, language)}**`,
    sentences(language, costTexts(forecast, isHttp(routed), language)),
    table(effectiveValues(service, view, language), language),
    `*${updateText(language, "assumes", { list: assumptionTexts(forecast, language).map(plain).join(updateText(language, "semicolon")) })}*`,
  ].join("\n\n");
}

interface SettingKey {
  readonly entry: Entry;
  readonly section: Section;
}

/** Keys that stand in the service's own text; what comes in by an alias has no place here. */
function settingKeys(service: Service): SettingKey[] {
  const root = service.entry.value;
  const deploy = service.deploy?.value;
  const all: [Entry | undefined, Section][] = [
    [entryOf(deploy, "update_config"), "update_config"],
    [entryOf(deploy, "rollback_config"), "rollback_config"],
    [entryOf(deploy, "restart_policy"), "restart_policy"],
    [entryOf(root, "healthcheck"), "healthcheck"],
    [entryOf(root, "stop_grace_period"), "stop_grace_period"],
    [entryOf(root, "stop_signal"), "stop_grace_period"],
  ];
  return all.flatMap(([entry, section]) => (entry && !entry.key.opaque ? [{ entry, section }] : []));
}

function table(values: readonly Value[], language: Language): string {
  const text = (key: "setting" | "value" | "from" | "file" | "default" | "open") => updateText(language, key);
  const rows = values.map(({ section, name, value, from }) => {
    const own = section === "traefik" || section === name || name.startsWith("stop_");
    const shown = from === "default" ? plain(value) : `**${plain(value)}**`;
    return `| ${own ? name : `${section}.${name}`} | ${shown} | ${text(from)} |`;
  });
  return [`| ${text("setting")} | ${text("value")} | ${text("from")} |`, "|---|---|---|", ...rows].join("\n");
}

/** What users wrote is no Markdown: no link, not even of a bare address, no HTML, no end of the table's cell. */
const plain = (text: string): string =>
  text
    .replace(/\s+/g, " ")
    .replace(/[\\`*_{}[\]<>#|~!$&@:]/g, (c) => `\\${c}`)
    .replace(/www\./gi, (w) => `${w.slice(0, -1)}\\.`);
