// The settings that Swarm will really use for a service, defaults included: update, rollback, restart, health and stop. Sources: moby/swarmkit
// api/defaults/service.go; docker/cli convert/service.go; moby daemon/health.go. Durations in ms.
import type { Text } from "../syntax/text.ts";
import { type Node, textOf, valueAt } from "../syntax/tree.ts";
import { parseDuration } from "./duration.ts";
import { parseBool } from "./labels.ts";
import { hasVariable, type Service } from "./service.ts";

/** A value with where it comes from. "open": a variable stands there, the default is assumed. */
export interface Setting<T> {
  readonly value: T;
  readonly from: "file" | "default" | "open";
  /** What is written. */
  readonly text: Text | undefined;
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
  /** "none": not in the file, the image may bring one; "off": switched off; "broken": written so that no probe ever runs. */
  readonly kind: "file" | "none" | "off" | "broken";
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
  const deploy = service.deploy?.value;
  const grace = setting(valueAt(root, "stop_grace_period"), 10_000, parseDuration);
  return {
    mode: setting(valueAt(deploy, "mode"), "replicated", asText),
    replicas: setting(valueAt(deploy, "replicas"), 1, asNumber),
    update: rollout(valueAt(deploy, "update_config")),
    rollback: rollout(valueAt(deploy, "rollback_config")),
    restart: restart(root, deploy),
    health: health(valueAt(root, "healthcheck")),
    grace: { ...grace, value: Math.floor(grace.value / 1000) * 1000 },
    signal: setting(valueAt(root, "stop_signal"), "SIGTERM", asText),
    endpointMode: setting(valueAt(deploy, "endpoint_mode"), "vip", asText),
  };
}

function rollout(node: Node | undefined): RolloutSettings {
  return {
    given: node !== undefined,
    order: setting(valueAt(node, "order"), "stop-first", (t) => (t === "start-first" || t === "stop-first" ? t : undefined)),
    parallelism: setting(valueAt(node, "parallelism"), 1, asNumber),
    delay: setting(valueAt(node, "delay"), 0, parseDuration),
    failureAction: setting(valueAt(node, "failure_action"), "pause", asText),
    // 0 and absent both mean 5 s.
    monitor: setting(valueAt(node, "monitor"), 5_000, (t) => parseDuration(t) || 5_000),
  };
}

/** Without a restart policy the compose key `restart` counts, which is otherwise ignored (docker/cli convertRestartPolicy). */
function restart(root: Node, deploy: Node | undefined): Setting<string> {
  if (valueAt(deploy, "restart_policy")) return setting(valueAt(deploy, "restart_policy", "condition"), "any", asText);
  const policy = textOf(valueAt(root, "restart"))?.value ?? "";
  return policy.startsWith("on-failure")
    ? setting(valueAt(root, "restart"), "on-failure", () => "on-failure")
    : setting(undefined, "any", asText);
}

function health(node: Node | undefined): HealthSettings {
  const test = valueAt(node, "test");
  const first = test?.kind === "sequence" ? textOf(test.items[0]?.value)?.value : textOf(test)?.value;
  const off = first === "NONE" || parseBool(textOf(valueAt(node, "disable"))?.value) === true;
  return {
    kind: off ? "off" : first === undefined ? "none" : test?.kind === "sequence" && !isForm(first) ? "broken" : "file",
    interval: setting(valueAt(node, "interval"), 30_000, parseDuration),
    timeout: setting(valueAt(node, "timeout"), 30_000, parseDuration),
    retries: setting(valueAt(node, "retries"), 3, asNumber),
    startPeriod: setting(valueAt(node, "start_period"), 0, parseDuration),
    startInterval: setting(valueAt(node, "start_interval"), 5_000, (t) => parseDuration(t) || 5_000),
  };
}

/** The first word of a list says what the others are; a variable may hold it. */
const isForm = (word: string): boolean => word === "CMD" || word === "CMD-SHELL" || hasVariable(word);

/** What is written, if it can be read; the default where it is missing, a variable, or nonsense (which Docker refuses by itself). */
function setting<T>(node: Node | undefined, fallback: T, read: (text: string) => T | undefined): Setting<T> {
  const text = textOf(node);
  if (!text) return { value: fallback, from: "default", text: undefined };
  if (hasVariable(text.value)) return { value: fallback, from: "open", text };
  return { value: read(text.value) ?? fallback, from: "file", text };
}

const asText = (text: string): string => text;
const asNumber = (text: string): number | undefined => (/^\d+$/.test(text) ? Number(text) : undefined);
