// What a routed service has and lacks for updates without loss, and what they cost, in words: for lens, hover, list and command line alike.
import { modelOf } from "../model/block.ts";
import { effective, isTold, type Setting } from "../model/effective.ts";
import type { Service } from "../model/service.ts";
import { viewIfOn } from "../rules/judge.ts";
import type { Language } from "../rules/rule.ts";
import { say } from "../rules/text.ts";
import { healthcheckForm } from "../rules/update/healthcheck-form.ts";
import { lbswarmConflict } from "../rules/update/lbswarm-conflict.ts";
import { notZeroDowntime, partMessage } from "../rules/update/not-zero-downtime.ts";
import { startFirstHostPort } from "../rules/update/start-first-host-port.ts";
import { startFirstMaxReplicas } from "../rules/update/start-first-max-replicas.ts";
import { startFirstStateful } from "../rules/update/start-first-stateful.ts";
import type { Block, StackDocument } from "../syntax/document.ts";
import type { UpdatePlan } from "../timeline/plan.ts";
import type { Failure } from "../timeline/requests.ts";
import { type Missing, PARTS, type Part, type Readiness, readiness } from "../workspace/readiness.ts";
import { routing } from "../workspace/routing.ts";
import { type Assumption, type Forecast, forecast, stopping } from "../workspace/update.ts";
import type { View } from "../workspace/view.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { type UpdateKey, updateText } from "./update-texts.ts";

/** A routed service with all that is known of its updates. */
export interface RoutedService {
  readonly service: Service;
  readonly block: Block;
  /** Of the block in its document. */
  readonly index: number;
  readonly view: View;
  readonly readiness: Readiness;
}

/** Which blocks are looked at, by their index in the document. */
type Wanted = (index: number) => boolean;

/** None where the file is no stack of a swarm, or switched off. */
export function routedServices(workspace: Workspace, document: StackDocument, wanted: Wanted = () => true): RoutedService[] {
  const view = viewIfOn(workspace, document);
  if (view?.target().mode !== "swarm") return [];
  const all: RoutedService[] = [];
  for (const [index, block] of document.blocks.entries()) {
    if (!wanted(index)) continue;
    for (const service of modelOf(block).services) {
      const found = readiness(service, view);
      if (found) all.push({ service, block, index, view, readiness: found });
    }
  }
  return all;
}

/** The first one of that name. */
export function routedService(workspace: Workspace, document: StackDocument, name: string): RoutedService | undefined {
  const isNamed = (service: Service) => service.name.value === name;
  return routedServices(workspace, document, (index) => modelOf(document.blocks[index]!).services.some(isNamed)).find((r) =>
    isNamed(r.service),
  );
}

export const forecastOf = ({ service, view }: RoutedService): Forecast => forecast(service, view);

/** `3 of 5 - no healthcheck, no rollback` behind its heading. */
export function lensText({ readiness: { ready, of, missing } }: RoutedService, language: Language): string {
  if (missing.length === 0) return updateText(language, "lens", { ready, of });
  return updateText(language, "lensMissing", {
    ready,
    of,
    missing: joined(
      language,
      missing.map((m) => shortly(m, language)),
    ),
  });
}

export interface PartText {
  readonly part: Part;
  readonly met: boolean;
  /** A word or two. */
  readonly what: string;
  /** A sentence. */
  readonly why: string;
  /** The rule that explains it. */
  readonly rule: string;
}

/** All five parts, in their order. */
export function partTexts(routed: RoutedService, language: Language): PartText[] {
  const { readiness: state } = routed;
  return PARTS.map((part) => {
    const missing = state.missing.find((m) => m.part === part);
    if (!missing) {
      return { part, met: true, what: updateText(language, `${part}Met`), why: metWhy(routed, part, language), rule: notZeroDowntime.id };
    }
    const why = say(notZeroDowntime, partMessage(missing), language);
    return { part, met: false, what: shortly(missing, language), why: sentence(why, language), rule: ruleOf(missing) };
  });
}

function shortly(missing: Missing, language: Language): string {
  const text = (key: UpdateKey) => updateText(language, key);
  if (missing.part === "backends") {
    if ("lost" in missing) return text(missing.lost === "dnsrr" ? "backendsDnsrr" : "backendsPrefixes");
    return "events" in missing ? text("backendsLate") : updateText(language, "backends", { seconds: missing.seconds });
  }
  if (missing.part === "healthcheck" && missing.kind !== "none")
    return text(missing.kind === "off" ? "healthcheckOff" : "healthcheckBroken");
  if (missing.part === "order" && missing.order === "start-first")
    return text(missing.obstacle?.kind === "single-writer" ? "orderTwice" : "orderHangs");
  return text(missing.part);
}

/** The rule that explains a missing part best. */
function ruleOf(missing: Missing): string {
  if (missing.part === "order" && missing.order === "start-first") {
    if (missing.obstacle?.kind === "single-writer") return startFirstStateful.id;
    return missing.obstacle?.kind === "host-port" ? startFirstHostPort.id : startFirstMaxReplicas.id;
  }
  if (missing.part === "healthcheck" && missing.kind === "broken") return healthcheckForm.id;
  return missing.part === "backends" && "lost" in missing && missing.lost === "dnsrr" ? lbswarmConflict.id : notZeroDowntime.id;
}

/** The rule's words, which stand in a list there. */
export const sentence = (text: string, language: Language): string =>
  text.charAt(0).toUpperCase() + text.slice(1) + (/[.。]$/.test(text) ? "" : language === "zh-cn" ? "。" : ".");

function metWhy({ service, view }: RoutedService, part: Part, language: Language): string {
  const { update, health, grace, signal } = effective(service);
  const text = (key: UpdateKey, args: Readonly<Record<string, string | number>> = {}) => updateText(language, key, args);
  const open = (setting: Setting<unknown>) => !isTold(setting) && text("openWhy", { text: setting.text!.value });
  switch (part) {
    case "order":
      return open(update.order) || text("orderWhy");
    case "healthcheck":
      if (health.kind === "open") return text("healthcheckOpen");
      return text("healthcheckWhy", { interval: health.interval.value / 1000, retries: health.retries.value });
    case "backends":
      return backendsWhy(service, view, language);
    case "stop":
      return text("stopWhy", { grace: grace.value / 1000, signal: signal.value });
    case "rollback":
      return open(update.failureAction) || text("rollbackWhy");
  }
}

function backendsWhy(service: Service, view: View, language: Language): string {
  const { backends, refresh } = routing(service, view);
  if (backends === "vip") return updateText(language, "backendsVip");
  if (backends === "open" || refresh === undefined) return updateText(language, "backendsOpen");
  if (refresh === 0) return updateText(language, "backendsEvents");
  const { atStop, serves } = stopping(service, view);
  if (atStop === "serve") return updateText(language, "backendsDrain", { seconds: serves / 1000 });
  return updateText(language, refresh <= 1_000 ? "backendsFresh" : "backendsOpen", { seconds: refresh / 1000 });
}

/** What an update costs, most important first. */
export function costTexts({ prediction, left, plan }: Forecast, http: boolean, language: Language): string[] {
  const { gap, stale, failedShare, how, endless } = prediction;
  const text = (key: UpdateKey, args: Readonly<Record<string, string | number>> = {}) => updateText(language, key, args);
  if (endless) return [text(failedShare === 0 ? "costWaits" : "costOutage")];
  const rest = left && (http || !ONLY_HTTP.includes(left)) ? [leftText(left, plan, language)] : [];
  if (failedShare === 0) return [text("costNone"), ...rest];
  const kinds = (Object.keys(how) as Failure[]).filter((kind) => how[kind] >= 0.005).sort((a, b) => how[b] - how[a]);
  const shown = kinds.map((kind) => {
    const word = text(http ? `${kind}Word` : `${kind}Plain`);
    return kinds.length === 1 ? word : text("kindShare", { share: percent(how[kind]), kind: word });
  });
  return [
    ...(gap.worst > 0 ? [text("costGap", { mean: inSeconds(gap.mean), worst: inSeconds(gap.worst) })] : []),
    ...(stale.worst > 0 && gap.worst !== stale.worst
      ? [text("costStale", { mean: inSeconds(stale.mean), worst: inSeconds(stale.worst) })]
      : []),
    text("costHow", { share: percent(failedShare), how: joined(language, shown) }),
    ...(plan.replicas > 1 && stale.worst > 0 ? [text("noRetry")] : []),
    ...rest,
  ];
}

/** Sentences about methods and kept connections of HTTP. */
const ONLY_HTTP: readonly Forecast["left"][] = ["in-flight", "keep-alive"];

function leftText(left: NonNullable<Forecast["left"]>, { app }: UpdatePlan, language: Language): string {
  if (left === "if-it-serves") return updateText(language, "leftIfItServes", { seconds: app.serves / 1000 });
  return updateText(language, left === "in-flight" ? "leftInFlight" : left === "keep-alive" ? "leftKeepAlive" : "leftBusy");
}

/** Whether requests of HTTP reach it, for which answers have a status. */
export const isHttp = ({ service }: RoutedService): boolean =>
  [service.deployLabels, service.containerLabels].some((set) => set?.labels.some((l) => /^traefik\.http\./i.test(l.key.value)));

/** Seconds as people read them. */
export const inSeconds = (seconds: number): string => (seconds >= 9.95 ? seconds.toFixed(0) : seconds.toFixed(1));

/** Never 0 for something, never 100 for less than all. */
const percent = (share: number): string =>
  share > 0 && share < 0.01 ? "< 1" : String(share < 1 ? Math.min(99, Math.round(share * 100)) : 100);

export const assumptionTexts = ({ assumptions }: Pick<Forecast, "assumptions">, language: Language): string[] =>
  assumptions.map((a) => {
    const key = ASSUMPTIONS[a.kind];
    return updateText(language, key, "seconds" in a ? { seconds: a.seconds } : "text" in a ? { text: a.text } : {});
  });

const ASSUMPTIONS: Readonly<Record<Assumption["kind"], UpdateKey>> = {
  boot: "boot",
  serves: "serves",
  "serves-by-grace": "servesByGrace",
  refresh: "refresh",
  exit: "exit",
  finish: "finish",
  "image-check": "imageCheck",
  "own-check": "ownCheck",
  "one-node": "oneNode",
  "free-place": "freePlace",
  taken: "openTaken",
  told: "openTold",
  variable: "variable",
  pulled: "pulled",
  "nobody-acts": "nobodyActs",
};

export const joined = (language: Language, list: readonly string[]): string => list.join(updateText(language, "comma"));

/** Chinese has its blank in the full stop. */
export const sentences = (language: Language, list: readonly string[]): string => list.join(language === "zh-cn" ? "" : " ");
