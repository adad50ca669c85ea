// Behind the keys of a routed service's update: the values that the file leaves to Swarm.
import { type InlayHint, InlayHintKind, type Range } from "vscode-languageserver-types";
import { effective } from "../model/effective.ts";
import type { Language } from "../rules/rule.ts";
import { offsetAt, positionAt, type StackDocument, touching } from "../syntax/document.ts";
import { span } from "../syntax/text.ts";
import { type Entry, entryOf, valueAt } from "../syntax/tree.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { effectiveValues, type Section, type Value } from "./effective-values.ts";
import { type RoutedService, routedServices } from "./readiness.ts";
import { updateText } from "./update-texts.ts";

export function inlayHints(workspace: Workspace, document: StackDocument, range: Range, language: Language): InlayHint[] {
  if (!workspace.settingsOf(document.uri).inlayHints) return [];
  const place = span(offsetAt(document, range.start), offsetAt(document, range.end));
  return routedServices(workspace, document, touching(document, place)).flatMap((routed) => {
    const start = document.starts[routed.index]!;
    return hintsOf(routed, language).map(({ offset, label, section }) => ({
      position: positionAt(document, start + offset),
      label,
      kind: InlayHintKind.Parameter,
      paddingLeft: true,
      tooltip: updateText(language, "hintTooltip", { section }),
    }));
  });
}

interface Hint {
  readonly offset: number;
  readonly label: string;
  readonly section: Section;
}

/** The values that decide most; the hover tells all. */
const TOLD: Readonly<Partial<Record<Section, readonly string[]>>> = {
  update_config: ["order", "failure_action", "monitor"],
  rollback_config: ["order"],
  healthcheck: ["interval", "timeout", "retries"],
};

function hintsOf({ service, view }: RoutedService, language: Language): Hint[] {
  const values = effectiveValues(service, view, language).filter((v) => v.from === "default" && TOLD[v.section]?.includes(v.name));
  const { update } = effective(service);
  const hints: Hint[] = [];
  const add = (entry: Entry | undefined, section: Section) => {
    const own = values.filter((v) => v.section === section && (v.name !== "monitor" || update.failureAction.value === "rollback"));
    const offset = entry && placeOf(entry, service.block.source);
    if (offset !== undefined && own.length > 0) hints.push({ offset, label: own.map(shown).join(" · "), section });
  };
  const deploy = service.deploy;
  add(entryOf(deploy?.value, "update_config") ?? deploy, "update_config");
  add(entryOf(deploy?.value, "rollback_config"), "rollback_config");
  if (valueAt(service.entry.value, "healthcheck", "test")) add(entryOf(service.entry.value, "healthcheck"), "healthcheck");
  return hints;
}

const shown = ({ name, value }: Value): string => `${name}: ${value}`;

/** Behind the colon and an anchor, or behind a value in flow style or an alias on that line. */
function placeOf({ key, keyStyle, value }: Entry, source: string): number | undefined {
  if (key.opaque || keyStyle !== "plain") return undefined;
  if (value.grafted || (value.kind !== "scalar" && value.flow)) return value.span.end;
  const colon = /^[ \t]*:(?:[ \t]+&\S+)?/.exec(source.slice(key.span.end));
  return colon ? key.span.end + colon[0].length : undefined;
}
