// Answers to the client's own requests about the updates of services: which there are, what each has and lacks, and the course of an update.
import type { ActionContext } from "../features/fix-action.ts";
import {
  assumptionTexts,
  costTexts,
  forecastOf,
  isHttp,
  lensText,
  partTexts,
  routedService,
  routedServices,
} from "../features/readiness.ts";
import { type Panel, picture } from "../features/timeline.ts";
import { updateText } from "../features/update-texts.ts";
import { afterAssist, assistOf } from "../features/zero-downtime.ts";
import { blockLines, positionAt, type StackDocument } from "../syntax/document.ts";
import { type Assumptions, readAssumptions } from "../workspace/settings.ts";
import { type Workspace, withSettings } from "../workspace/workspace.ts";
import type { ReadinessResult, RoutedService, TimelineAssumptions, TimelineParams, TimelineResult } from "./messages.ts";

export function routedServicesOf(workspace: Workspace, document: StackDocument, context: ActionContext): RoutedService[] {
  return routedServices(workspace, document).map((routed) => {
    const from = positionAt(document, document.starts[routed.index]! + routed.service.name.span.start).line;
    const to = positionAt(document, document.starts[routed.index]!).line + blockLines(routed.block).length - 1;
    return { service: routed.service.name.value, summary: lensText(routed, context.language), from, to };
  });
}

export function readinessOf(workspace: Workspace, document: StackDocument, name: string, context: ActionContext): ReadinessResult | null {
  const routed = routedService(workspace, document, name);
  if (!routed) return null;
  const { language } = context;
  const forecast = forecastOf(routed);
  const { whole, single, refused } = assistOf(workspace, document, routed, context);
  const { ready, of } = routed.readiness;
  return {
    title: updateText(language, "listTitle", { service: name, ready, of }),
    items: partTexts(routed, language).map(({ part, what, why, met, rule }) => ({ what, why, met, rule, actions: single.get(part) ?? [] })),
    prediction: costTexts(forecast, isHttp(routed), language),
    assumptions: assumptionTexts(forecast, language),
    assist: whole,
    refused,
  };
}

export function timelineOf(
  given: Workspace,
  document: StackDocument,
  { service, assume, moment = "mean" }: TimelineParams,
  context: ActionContext,
): TimelineResult | null {
  const workspace = assume ? assuming(given, document.uri, readAssumptions(assume, given.settingsOf(document.uri).assume)) : given;
  const { language } = context;
  const routed = routedService(workspace, document, service);
  const today = picture(workspace, document, service, moment, updateText(language, "today"), language);
  if (!routed || !today) return null;
  const { whole, refused } = assistOf(workspace, document, routed, context);
  const panels: Panel[] = [today.panel];
  const later = afterAssist(workspace, document, routed);
  if (later) {
    const after = picture(later, later.documents.get(document.uri)!, service, moment, updateText(language, "after"), language);
    if (after) panels.push(after.panel);
  }
  return {
    title: updateText(language, "timelineTitle", { service }),
    panels,
    assume: shownAssumptions(workspace.settingsOf(document.uri).assume),
    moment,
    assumptions: today.assumptions,
    assist: whole,
    refused,
  };
}

/** The same files, judged with other assumptions about the apps. */
function assuming(workspace: Workspace, uri: string, assume: Assumptions): Workspace {
  const settings = { ...workspace.settingsOf(uri), assume };
  return withSettings(workspace, (other) => (other === uri ? settings : workspace.settingsOf(other)));
}

const shownAssumptions = ({ boot, atStop, serves }: Assumptions): TimelineAssumptions => ({
  bootSeconds: boot / 1_000,
  atStop,
  serveSeconds: serves / 1_000,
});
