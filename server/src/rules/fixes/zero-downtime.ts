// "Make zero-downtime": what writes the parts that `readiness` misses, each alone and all together, and why a part or the whole can't be had.
import { effective } from "../../model/effective.ts";
import { type Obstacle, obstacles } from "../../model/obstacles.ts";
import { deployText, type Service } from "../../model/service.ts";
import { type Missing, type Part, readiness } from "../../workspace/readiness.ts";
import { isKill } from "../../workspace/update.ts";
import type { View } from "../../workspace/view.ts";
import type { FileEdit, Message } from "../rule.ts";
import { type FreshBackends, freshBackends } from "./backends.ts";
import { type NewCheck, type NoCheck, newCheck } from "./healthcheck.ts";
import { monitorFor, type Probing, probing } from "./monitor.ts";
import { editsOf, raiseFor, type Setting, setAll } from "./settings.ts";
import { type Step, write } from "./steps.ts";

/** Texts that a rule which offers these fixes must have. */
export type StepKey =
  | "startFirst"
  | "addCheck"
  | "guessCheck"
  | "swarmBalances"
  | "drain"
  | "freshList"
  | "giveTime"
  | "rollBack"
  | "rollBackFirst"
  | "also"
  | "together";

/**
 * A part that is missing and not written. "place": it stands in flow style or in a template; "version": the file's version does not
 * know it; "outside": the labels stand where Traefik does not look; "traefik": only the Traefik's own configuration can
 * help; "dnsrr": it excludes lbswarm, and the user decides which of them goes; "global": such tasks are replaced outside of updates too, in no order.
 */
export interface Left {
  readonly part: Part;
  readonly why: NoCheck | "place" | "version" | "outside" | "traefik" | "dnsrr" | "prefixes" | "global";
}

/** Edits with the steps that they write. */
export interface Written {
  readonly steps: readonly Step<StepKey>[];
  readonly edits: readonly FileEdit[];
  readonly snippet: boolean;
  /** A healthcheck's command is a guess. */
  readonly guess: boolean;
}

/** One way to everything that can be had; nothing is missing after it if nothing is left. */
export interface Plan extends Written {
  readonly way: FreshBackends["way"] | undefined;
  /** "drain": how long the app has to serve on. */
  readonly seconds: number;
  readonly left: readonly Left[];
}

export interface ZeroDowntime {
  /** What stands against a second task: there are no plans then, and no step that starts first. */
  readonly refused: readonly Obstacle[];
  readonly plans: readonly Plan[];
  /** Each missing part by itself, as far as it can be written. */
  readonly single: readonly Written[];
}

export function zeroDowntime(service: Service, view: View): ZeroDowntime {
  const missing = new Map((readiness(service, view)?.missing ?? []).map((m) => [m.part, m]));
  if (missing.size === 0) return { refused: [], plans: [], single: [] };
  const refused = obstacles(service);
  const ways = missing.has("backends") ? freshBackends(service, view) : [];
  const context: Context = { service, view, missing, refused: refused.length > 0 };
  const plans = (ways.length > 0 ? ways : [undefined]).map((way) => planOf(context, way)).filter((plan) => plan !== undefined);
  return { refused, plans, single: singleSteps(context, ways).flatMap((step) => writtenOf(context, [step]) ?? []) };
}

interface Context {
  readonly service: Service;
  readonly view: View;
  readonly missing: ReadonlyMap<Part, Missing>;
  readonly refused: boolean;
}

function planOf(context: Context, way: FreshBackends | undefined): Plan | undefined {
  const { service, missing, refused } = context;
  if (refused) return undefined;
  // Tab stops are for one file, and the Traefik's may be another.
  const check = missing.has("healthcheck") ? newCheck(service, way?.way !== "list") : undefined;
  const newOne = typeof check === "object" ? checkStep(context, check) : undefined;
  const probes = typeof check === "object" && newOne?.alone ? check.probing : own(service);
  const drained = way?.way === "drain";
  const stop = missing.has("stop") ? giveTime(context, drained) : undefined;
  const steps = [
    missing.has("order") ? startFirst(context) : undefined,
    way && backends(context, way),
    missing.has("rollback") ? rollBack(context, probes) : rollBackFirst(context),
    newOne,
    stop,
  ].filter((s) => s?.alone !== undefined) as Step<StepKey>[];
  const written = writtenOf(context, steps);
  if (!written) return undefined;
  // Who drains has time enough.
  const isWritten = (part: Part) => steps.some((s) => s.part === part) || (part === "stop" && drained && !stop);
  const left: Left[] = [...missing.values()]
    .filter(({ part }) => !isWritten(part))
    .map((m) => ({ part: m.part, why: whyNot(context, m, check, way) }));
  if (effective(service).mode.value === "global") left.push({ part: "order", why: "global" });
  // A plan for one thing is that thing.
  if (left.length > 0 && steps.length === 1) return undefined;
  return { left, ...written, way: way?.way, seconds: way?.way === "drain" ? way.seconds : 0 };
}

function whyNot(context: Context, missing: Missing, check: NewCheck | NoCheck | undefined, way: FreshBackends | undefined): Left["why"] {
  const { service, view } = context;
  if (missing.part === "healthcheck" && typeof check === "string") return check;
  const settings = missing.part === "healthcheck" && typeof check === "object" ? check.settings : NEEDED[missing.part];
  if (settings && !raiseFor(settings, view)) return "version";
  if (missing.part !== "backends") return "place";
  if ("lost" in missing) return missing.lost;
  return !way ? "traefik" : service.deployLabels ? "place" : "outside";
}

/** What a file's version may not know. */
const NEEDED: { readonly [part in Part]?: readonly Setting[] } = { order: [deploy("update_config", "order", "start-first")] };

function singleSteps(context: Context, ways: readonly FreshBackends[]): Step<StepKey>[] {
  const { service, missing, refused } = context;
  const check = missing.has("healthcheck") ? newCheck(service, true) : undefined;
  return [
    missing.has("order") && !refused ? startFirst(context) : undefined,
    // Where the old task stops first, nobody is left to serve on.
    ...ways.map((way) => (refused && way.way === "drain" ? undefined : backends(context, way))),
    missing.has("rollback") ? rollBack(context, own(service)) : undefined,
    typeof check === "object" ? checkStep(context, check) : undefined,
    missing.has("stop") ? giveTime(context, false) : undefined,
  ].filter((step) => step !== undefined);
}

function writtenOf({ service, view }: Context, steps: readonly Step<StepKey>[]): Written | undefined {
  const edits = write(service, steps, (labels) => ({ key: "together", args: { parts: labels } }), view);
  if (!edits || edits.length === 0) return undefined;
  return { steps, edits, snippet: steps.some((s) => s.snippet), guess: steps.some((s) => s.label.key === "guessCheck") };
}

function deploy(section: "update_config" | "rollback_config", key: string, value: string): Setting {
  return { path: ["deploy", section, key], value };
}

function step(context: Context, part: Part, label: Message<StepKey>, settings: readonly Setting[], snippet = false): Step<StepKey> {
  const { service, view } = context;
  return { part, label, settings, alone: raiseFor(settings, view) && editsOf(service, settings), edits: [], snippet };
}

function startFirst(context: Context): Step<StepKey> {
  const rollback = effective(context.service).update.failureAction.value === "rollback" ? rollbackOrder(context, false) : [];
  return step(context, "order", { key: "startFirst" }, [deploy("update_config", "order", "start-first"), ...rollback]);
}

function rollBack(context: Context, probes: Probing | undefined): Step<StepKey> {
  const own = [deploy("update_config", "failure_action", "rollback"), ...monitor(context, probes), ...rollbackOrder(context, true)];
  const told = own.slice(1).flatMap((s) => replaced(context.service, s));
  return step(context, "rollback", { key: "rollBack", args: { settings: ["failure_action: rollback", ...told] } }, own);
}

/** It rolls back already, but by stopping first. */
function rollBackFirst(context: Context): Step<StepKey> | undefined {
  const settings = effective(context.service).update.failureAction.value === "rollback" ? rollbackOrder(context, false) : [];
  return settings.length > 0 ? step(context, "rollback", { key: "rollBackFirst" }, settings) : undefined;
}

/** Another one stays that the file says, as long as that had a meaning: where nothing was rolled back, it had none. */
function rollbackOrder(context: Context, begins: boolean): Setting[] {
  const { order } = effective(context.service).rollback;
  const stays = begins ? order.from !== "default" && order.text?.value !== "stop-first" : order.from !== "default";
  return context.refused || stays ? [] : ifPossible(context, deploy("rollback_config", "order", "start-first"));
}

function monitor(context: Context, probes: Probing | undefined): Setting[] {
  const value = probes && monitorFor(effective(context.service).update, probes);
  return value ? ifPossible(context, deploy("update_config", "monitor", value)) : [];
}

/** What is good to have does not keep the rest from being written. */
const ifPossible = ({ service, view }: Context, setting: Setting): Setting[] => (setAll(service, [setting], view) ? [setting] : []);

/** `monitor: 5s → 20s`, where the file says something else. */
function replaced(service: Service, { path: [, section, key], value }: Setting): string[] {
  const old = deployText(service, section!, key!)?.value;
  const name = section === "rollback_config" ? `${section}.${key}` : key;
  return old ? [`${name}: ${old} → ${value}`] : [];
}

/** The healthcheck that is there. */
function own(service: Service): Probing | undefined {
  const { health } = effective(service);
  return health.kind === "file" ? probing(health) : undefined;
}

function checkStep(context: Context, { settings, guess, snippet, probing: probes }: NewCheck): Step<StepKey> {
  const { service, missing } = context;
  // Who rolls back already looks long enough from now on.
  const longer = missing.has("rollback") ? [] : monitor(context, probes);
  const told = longer.flatMap((s) => replaced(service, s));
  const also: Message<StepKey>[] = told.length > 0 ? [{ key: "also", args: { settings: told } }] : [];
  return step(context, "healthcheck", { key: guess ? "guessCheck" : "addCheck", args: { also } }, [...settings, ...longer], snippet);
}

function backends(context: Context, way: FreshBackends): Step<StepKey> | undefined {
  if (way.way === "drain") return step(context, "backends", { key: "drain", args: { seconds: way.seconds } }, way.settings);
  if (!way.edits) return undefined;
  const label: Message<StepKey> =
    way.way === "swarm" ? { key: "swarmBalances", args: { label: way.label } } : { key: "freshList", args: { traefiks: way.traefiks } };
  return { ...step(context, "backends", label, []), edits: way.edits };
}

/** `drained`: time enough is given already. */
function giveTime(context: Context, drained: boolean): Step<StepKey> | undefined {
  const { grace, signal } = effective(context.service);
  const settings: Setting[] = [];
  if (!drained && grace.from === "file" && grace.value < 1_000) settings.push({ path: ["stop_grace_period"], value: "30s" });
  if (isKill(signal)) settings.push({ path: ["stop_signal"], value: "SIGTERM" });
  return settings.length > 0 ? step(context, "stop", { key: "giveTime" }, settings) : undefined;
}
