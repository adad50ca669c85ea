// The settings that Swarm will really use for a service, defaults included: update, rollback, restart, health and stop. Sources: moby/swarmkit
// api/defaults/service.go; docker/cli convert/service.go; moby daemon/health.go. Durations in ms.
import type { Text } from "../syntax/text.ts";
import { findAt, isNull, type Node, textOf, valueAt } from "../syntax/tree.ts";
import { parseDuration } from "./duration.ts";
import { parseBool } from "./labels.ts";
import { hasVariable, type Service } from "./service.ts";

/** A value with where it comes from. "open": a variable or an alias of another file's anchor stands there, Docker's default is assumed. */
export interface Setting<T> {
  readonly value: T;
  readonly from: "file" | "default" | "open";
  /** What is written; of what is open, the variable or alias. */
  readonly text: Text | undefined;
  /** The value of a variable where nobody says another one: of `${ORDER:-start-first}`. */
  readonly told?: T;
}

export interface RolloutSettings {
  /** The section `update_config` or `rollback_config` is there. */
  readonly given: boolean;
  readonly order: Setting<"stop-first" | "start-first">;
  /** Tasks at a time; 0 means all together. */
  readonly parallelism: Setting<number>;
  readonly delay: Setting<number>;
  readonly failureAction: Setting<string>;
  /** How long after its start a task's end counts as a failure of the update. */
  readonly monitor: Setting<number>;
}

export interface HealthSettings {
  /**
   * "none": not in the file, the image may bring one; "open": the file sets times for the image's own, or another file has it; "off": switched
   * off; "broken": written so that no probe ever runs.
   */
  readonly kind: "file" | "none" | "open" | "off" | "broken";
  readonly interval: Setting<number>;
  readonly timeout: Setting<number>;
  readonly retries: Setting<number>;
  readonly startPeriod: Setting<number>;
  /** Between two probes of the start period. */
  readonly startInterval: Setting<number>;
}

export interface Effective {
  readonly mode: Setting<string>;
  readonly replicas: Setting<number>;
  readonly update: RolloutSettings;
  readonly rollback: RolloutSettings;
  readonly restart: Setting<string>;
  readonly health: HealthSettings;
  /** Whole seconds reach the engine: less than one is none. */
  readonly grace: Setting<number>;
  readonly signal: Setting<string>;
  readonly endpointMode: Setting<string>;
}

const KEPT = new WeakMap<Service, Effective>();

export function effective(service: Service): Effective {
  let found = KEPT.get(service);
  if (!found) {
    found = read(service);
    KEPT.set(service, found);
  }
  return found;
}

function read(service: Service): Effective {
  const root = service.entry.value;
  const at = <T>(path: readonly string[], fallback: T, read: (text: string) => T | undefined) => setting(root, path, fallback, read);
  const grace = at(["stop_grace_period"], 10_000, parseDuration);
  return {
    mode: at(["deploy", "mode"], "replicated", asText),
    replicas: at(["deploy", "replicas"], 1, asNumber),
    update: rollout(root, "update_config"),
    rollback: rollout(root, "rollback_config"),
    restart: restart(root),
    health: health(root),
    grace: { ...grace, value: Math.floor(grace.value / 1000) * 1000 },
    signal: at(["stop_signal"], "SIGTERM", asText),
    endpointMode: at(["deploy", "endpoint_mode"], "vip", asText),
  };
}

function rollout(root: Node, section: string): RolloutSettings {
  const at = <T>(key: string, fallback: T, read: (text: string) => T | undefined) =>
    setting(root, ["deploy", section, key], fallback, read);
  return {
    given: valueAt(root, "deploy", section) !== undefined,
    order: at("order", "stop-first", (t) => (t === "start-first" || t === "stop-first" ? t : undefined)),
    parallelism: at("parallelism", 1, asNumber),
    delay: at("delay", 0, parseDuration),
    failureAction: at("failure_action", "pause", asText),
    // 0 and absent both mean 5 s.
    monitor: at("monitor", 5_000, (t) => parseDuration(t) || 5_000),
  };
}

/** Without a restart policy the compose key `restart` counts, which is otherwise ignored (docker/cli convertRestartPolicy). */
function restart(root: Node): Setting<string> {
  const policy = textOf(valueAt(root, "restart"))?.value ?? "";
  if (valueAt(root, "deploy", "restart_policy") || !policy.startsWith("on-failure")) {
    return setting(root, ["deploy", "restart_policy", "condition"], "any", asText);
  }
  return setting(root, ["restart"], "on-failure", () => "on-failure");
}

function health(root: Node): HealthSettings {
  const at = <T>(key: string, fallback: T, read: (text: string) => T | undefined) => setting(root, ["healthcheck", key], fallback, read);
  return {
    kind: healthKind(root),
    // 0 is no value, but the default.
    interval: at("interval", 30_000, (t) => parseDuration(t) || 30_000),
    timeout: at("timeout", 30_000, (t) => parseDuration(t) || 30_000),
    retries: at("retries", 3, (t) => asNumber(t) || 3),
    startPeriod: at("start_period", 0, parseDuration),
    startInterval: at("start_interval", 5_000, (t) => parseDuration(t) || 5_000),
  };
}

/** As a text, NONE is a command like any other (docker stack config: `[CMD-SHELL, NONE]`). */
function healthKind(root: Node): HealthSettings["kind"] {
  if (parseBool(textOf(valueAt(root, "healthcheck", "disable"))?.value) === true) return "off";
  const { node: test, unresolved } = findAt(root, "healthcheck", "test");
  if (unresolved) return "open";
  const words = test?.kind === "sequence" ? test.items : undefined;
  const first = words ? textOf(words[0]?.value)?.value : textOf(test)?.value;
  // An empty text is an empty shell command, which is always well.
  if (test?.kind === "scalar" && !isNull(test) && !first) return "none";
  if (!first) return isNull(valueAt(root, "healthcheck")) ? "none" : "open";
  if (words) return first === "NONE" ? "off" : isForm(first) ? "file" : "broken";
  return "file";
}

/** The first word of a list says what the others are; a variable may hold it. */
const isForm = (word: string): boolean => word === "CMD" || word === "CMD-SHELL" || hasVariable(word);

/** What is written, if it can be read; the default where it is missing, open, or nonsense (which Docker refuses by itself). */
function setting<T>(root: Node, path: readonly string[], fallback: T, read: (text: string) => T | undefined): Setting<T> {
  const { node, unresolved } = findAt(root, ...path);
  if (unresolved) return { value: fallback, from: "open", text: unresolved };
  const text = textOf(node);
  if (!text) return { value: fallback, from: "default", text: undefined };
  if (!hasVariable(text.value)) return { value: read(text.value) ?? fallback, from: "file", text };
  const written = /^\$\{\w+:?-([^${}]*)\}$/.exec(text.value)?.[1];
  const told = written === undefined ? undefined : read(written);
  return { value: fallback, from: "open", text, ...(told === undefined ? {} : { told }) };
}

/** Whether the file says a value, be it for the case that nobody says another one. */
export const isTold = ({ from, told }: Setting<unknown>): boolean => from !== "open" || told !== undefined;

/** The value to reckon with: rules that may not guess look at `from` first. */
export const likely = <T>({ value, told }: Setting<T>): T => told ?? value;

const asText = (text: string): string => text;
const asNumber = (text: string): number | undefined => (/^\d+$/.test(text) ? Number(text) : undefined);
