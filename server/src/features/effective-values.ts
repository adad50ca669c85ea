// The settings that Swarm and Traefik will really use for a service, with where each comes from, in words.
import { printDuration } from "../model/duration.ts";
import { effective, type Setting } from "../model/effective.ts";
import type { Service } from "../model/service.ts";
import type { Language } from "../rules/rule.ts";
import { routing } from "../workspace/routing.ts";
import type { View } from "../workspace/view.ts";
import { type UpdateKey, updateText } from "./update-texts.ts";

/** The part of the service that a value belongs to: a key of it, or Traefik's own configuration. */
export type Section = "update_config" | "rollback_config" | "restart_policy" | "healthcheck" | "stop_grace_period" | "traefik";

export interface Value {
  readonly section: Section;
  /** The key as Docker calls it, or a word for what no key of the file says. */
  readonly name: string;
  readonly value: string;
  readonly from: "file" | "default" | "open";
}

export function effectiveValues(service: Service, view: View, language: Language): Value[] {
  const { update, rollback, restart, health, grace, signal } = effective(service);
  const text = (key: UpdateKey, args: Readonly<Record<string, string | number>> = {}) => updateText(language, key, args);
  const row =
    (section: Section) =>
    <T>(name: string, setting: Setting<T>, show: (value: T) => string = String): Value => ({
      section,
      name,
      value: setting.from === "open" ? setting.text!.value : show(setting.value),
      from: setting.from,
    });
  const tasks = (n: number) => (n === 0 ? text("all") : String(n));
  const inUpdate = row("update_config");
  const inRollback = row("rollback_config");
  const inHealth = row("healthcheck");
  const rollsBack = update.failureAction.value === "rollback";
  return [
    inUpdate("order", update.order),
    inUpdate("parallelism", update.parallelism, tasks),
    inUpdate("delay", update.delay, printDuration),
    inUpdate("failure_action", update.failureAction),
    inUpdate("monitor", update.monitor, printDuration),
    ...(rollsBack ? [inRollback("order", rollback.order), inRollback("parallelism", rollback.parallelism, tasks)] : []),
    row("restart_policy")("condition", restart),
    ...(health.kind === "file"
      ? [
          inHealth("interval", health.interval, printDuration),
          inHealth("timeout", health.timeout, printDuration),
          inHealth("retries", health.retries),
          inHealth("start_period", health.startPeriod, printDuration),
        ]
      : [
          {
            section: "healthcheck",
            name: "healthcheck",
            value: text(health.kind === "open" ? "elsewhere" : health.kind),
            from: health.kind === "none" ? "default" : health.kind === "open" ? "open" : "file",
          } as const,
        ]),
    row("stop_grace_period")("stop_signal", signal),
    row("stop_grace_period")("stop_grace_period", grace, printDuration),
    ...traefikValues(service, view, language),
  ];
}

function traefikValues(service: Service, view: View, language: Language): Value[] {
  const { backends, refresh, throttle, assumed } = routing(service, view);
  const text = (key: UpdateKey, args: Readonly<Record<string, string | number>> = {}) => updateText(language, key, args);
  const row = (name: UpdateKey, value: string, from: Value["from"]): Value => ({ section: "traefik", name: text(name), value, from });
  const from = assumed ? "default" : "file";
  return [
    row("balances", text(backends === "vip" ? "vip" : "taskIps"), backends === "open" ? "open" : backends === "vip" ? "file" : "default"),
    ...(backends === "vip" || refresh === undefined
      ? []
      : [row("asks", refresh === 0 ? text("events") : text("every", { seconds: refresh / 1000 }), from)]),
    ...(backends === "vip" || throttle === undefined ? [] : [row("throttle", printDuration(throttle), from)]),
  ];
}
