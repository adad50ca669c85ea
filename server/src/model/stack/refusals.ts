// What the deploying client, or the manager behind it, refuses in a service that `docker stack config` took. Told are only values that are
// known in full.
// Sources: docker/cli cli/compose/convert/service.go@v28.2.2; opts/opts.go ParseCPUs; opts/parse.go ParseRestartPolicy; moby
// daemon/cluster/convert/service.go; swarmkit manager/controlapi/service.go, manager/constraint/constraint.go.
import { entryOf, valueAt } from "../../syntax/tree.ts";
import { parseDuration } from "../duration.ts";
import type { Service } from "../service.ts";
import { fileFaults } from "./fileRefusals.ts";
import { LEAST_MEMORY, sizeOf } from "./formats.ts";
import { imageFault } from "./imageReference.ts";
import { mountFaults } from "./mountRefusals.ts";
import { portFaults } from "./portRefusals.ts";
import { type Ask, known, type Refusal } from "./refusal.ts";
import { textIn } from "./uses.ts";
import type { Substitute } from "./values.ts";

export function refusalsOf(service: Service, substitute: Substitute): Refusal[] {
  const ask: Ask = { service, substitute, at: (...path) => valueAt(service.entry.value, ...path) };
  return [
    ...image(ask),
    ...words(ask),
    ...modes(ask),
    ...numbers(ask),
    ...constraints(ask),
    ...health(ask),
    ...mountFaults(ask),
    ...portFaults(ask),
    ...fileFaults(ask),
  ];
}

function image(ask: Ask): Refusal[] {
  const node = ask.at("image");
  const { service } = ask;
  if (!node)
    return service.entry.value.kind === "mapping"
      ? [{ code: "no-image", by: "client", span: service.name.span, built: service.built }]
      : [];
  const text = textIn(node, ask.substitute);
  // Braces are those of a template that makes the file.
  const fault = text === undefined || text.includes("{{") ? undefined : imageFault(text);
  return fault ? [{ code: "image", by: "client", span: node.span, fault, text: text!, node }] : [];
}

interface Words {
  readonly path: readonly string[];
  readonly allowed: readonly string[];
  readonly by: "client" | "manager";
  /** Letters may be small or large. */
  readonly anyCase?: boolean;
}

const WORDS: readonly Words[] = [
  { path: ["deploy", "mode"], allowed: ["replicated", "global", "replicated-job", "global-job"], by: "client" },
  { path: ["deploy", "endpoint_mode"], allowed: ["vip", "dnsrr"], by: "manager", anyCase: true },
  { path: ["deploy", "restart_policy", "condition"], allowed: ["any", "on-failure", "none"], by: "manager" },
  { path: ["deploy", "update_config", "failure_action"], allowed: ["pause", "continue", "rollback"], by: "manager" },
  { path: ["deploy", "rollback_config", "failure_action"], allowed: ["pause", "continue", "rollback"], by: "manager" },
];

function words(ask: Ask): Refusal[] {
  const found = WORDS.flatMap(({ path, allowed, by, anyCase }): Refusal[] => {
    const node = ask.at(...path);
    const text = textIn(node, ask.substitute);
    if (!node || !text || allowed.includes(anyCase ? text.toLowerCase() : text)) return [];
    return [{ code: "word", by, span: node.span, path: path.join("."), text, allowed, node }];
  });
  return [...found, ...restart(ask)];
}

const RESTART = ["no", "always", "unless-stopped", "on-failure"];

/** It counts only where `restart_policy` is not there. */
function restart(ask: Ask): Refusal[] {
  const node = ask.at("restart");
  const text = ask.at("deploy", "restart_policy") ? undefined : textIn(node, ask.substitute);
  if (!node || !text) return [];
  const [name, count] = [text.replace(/:.*$/s, ""), /:(.*)$/s.exec(text)?.[1] ?? ""];
  const isFine = (RESTART.includes(name) || name === "") && !(name === "" && text.startsWith(":")) && /^(?:\+?\d+|)$/.test(count);
  return isFine ? [] : [{ code: "word", by: "client", span: node.span, path: "restart", text, allowed: RESTART, node }];
}

function modes(ask: Ask): Refusal[] {
  const mode = textIn(ask.at("deploy", "mode"), ask.substitute) ?? "";
  const deploy = ask.at("deploy");
  const replicas = entryOf(deploy, "replicas");
  const update = entryOf(deploy, "update_config");
  const both: Refusal[] =
    /^global(?:-job)?$/.test(mode) && replicas ? [{ code: "replicas", by: "client", span: replicas.key.span, mode, entry: replicas }] : [];
  return /-job$/.test(mode) && update ? [...both, { code: "job-update", by: "manager", span: update.key.span, entry: update }] : both;
}

function numbers(ask: Ask): Refusal[] {
  const found: Refusal[] = [];
  for (const kind of ["limits", "reservations"]) {
    const cpus = ask.at("deploy", "resources", kind, "cpus");
    const count = textIn(cpus, ask.substitute);
    if (cpus && count) {
      const path = `deploy.resources.${kind}.cpus`;
      const value = rational(count);
      if (value === undefined) found.push({ code: "cpus", by: "client", span: cpus.span, path, text: count });
      else if (value !== 0 && value < 0.001)
        found.push({ code: "too-small", by: "manager", span: cpus.span, path, text: count, least: "0.001" });
    }
    const memory = ask.at("deploy", "resources", kind, "memory");
    const size = textIn(memory, ask.substitute);
    const bytes = Math.trunc(sizeOf(size ?? "") ?? 0);
    if (memory && bytes > 0 && bytes < LEAST_MEMORY)
      found.push({
        code: "too-small",
        by: "manager",
        span: memory.span,
        path: `deploy.resources.${kind}.memory`,
        text: size!,
        least: "4M",
      });
  }
  const ratio = ask.at("deploy", "update_config", "max_failure_ratio");
  const share = known(ratio, "number", ask);
  if (ratio && (share?.kind === "number" || share?.kind === "integer") && (Number(share.text) < 0 || Number(share.text) > 1))
    found.push({ code: "ratio", by: "manager", span: ratio.span });
  for (const path of [
    ["update_config", "delay"],
    ["update_config", "monitor"],
    ["restart_policy", "delay"],
    ["restart_policy", "window"],
  ]) {
    const node = ask.at("deploy", ...path);
    const text = textIn(node, ask.substitute);
    if (node && text?.startsWith("-") && (parseDuration(text) ?? 0) < 0)
      found.push({ code: "negative", by: "manager", span: node.span, path: ["deploy", ...path].join(".") });
  }
  return found;
}

/** Docker reads `0.5`, `1/2` and `5e-1`; more than nine digits behind the point are too many. */
function rational(text: string): number | undefined {
  const [over, under] = text.split("/");
  if (under !== undefined)
    return /^[-+]?\d+$/.test(over!) && /^\d+$/.test(under) && Number(under) !== 0 ? Number(over) / Number(under) : undefined;
  const [mantissa, exponent = "0"] = text.split(/[eE]/);
  if (!/^[-+]?(?:\d+(?:\.\d*)?|\.\d+)$/.test(mantissa!) || !/^[-+]?\d+$/.test(exponent) || text.split(/[eE]/).length > 2) return undefined;
  const point = mantissa!.indexOf(".");
  let last = mantissa!.length;
  while (point >= 0 && mantissa![last - 1] === "0") last--;
  const digits = point < 0 ? 0 : last - point - 1;
  return digits - Number(exponent) > 9 ? undefined : Number(text);
}

function constraints(ask: Ask): Refusal[] {
  const list = ask.at("deploy", "placement", "constraints");
  if (list?.kind !== "sequence") return [];
  return list.items.flatMap(({ value: node }): Refusal[] => {
    const text = textIn(node, ask.substitute);
    return text === undefined || isConstraint(text) ? [] : [{ code: "constraint", by: "manager", span: node.span, text, node }];
  });
}

/** `key==value` or `key!=value`, of which only certain characters are taken. */
function isConstraint(text: string): boolean {
  const operator = ["==", "!="].find((o) => text.includes(o));
  if (!operator) return false;
  const at = text.indexOf(operator);
  const [key, value] = [text.slice(0, at).trim(), text.slice(at + 2).trim()];
  return /^[a-z_][a-z0-9\-_.]+$/i.test(key) && /^[a-z0-9:\-_\s.*()?+[\]\\^$|/]+$/i.test(value);
}

function health(ask: Ask): Refusal[] {
  const disable = known(ask.at("healthcheck", "disable"), "boolean", ask);
  const test = entryOf(ask.at("healthcheck"), "test");
  const isOff = disable?.kind === "boolean" && disable.text.toLowerCase() === "true";
  const isSet = test && (test.value.kind === "sequence" ? test.value.items.length > 0 : test.value.kind === "scalar");
  return isOff && isSet ? [{ code: "test-and-disable", by: "client", span: test.key.span }] : [];
}
