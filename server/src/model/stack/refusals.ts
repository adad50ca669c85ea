// What the deploying client, or the manager behind it, refuses in a service that `docker stack config` took. Told are only values that are
// known in full.
// Sources: docker/cli cli/compose/convert/service.go, volume.go@v28.2.2; opts/opts.go ParseCPUs; opts/parse.go ParseRestartPolicy; moby
// daemon/cluster/convert/service.go; swarmkit manager/controlapi/service.go, manager/constraint/constraint.go.
import type { Span } from "../../syntax/text.ts";
import { type Entry, entryOf, type Node, valueAt } from "../../syntax/tree.ts";
import { parseDuration } from "../duration.ts";
import type { Service } from "../service.ts";
import { mountOf } from "./formats.ts";
import { type ImageFault, imageFault } from "./imageReference.ts";
import { textIn } from "./uses.ts";
import { readValue, type Substitute, type Value } from "./values.ts";

export type Refusal = { readonly span: Span; readonly by: "client" | "manager" } & (
  | { readonly code: "no-image"; readonly built: boolean }
  | { readonly code: "image"; readonly fault: ImageFault; readonly text: string; readonly node: Node }
  /** A word that is none of a list. */
  | { readonly code: "word"; readonly path: string; readonly text: string; readonly allowed: readonly string[]; readonly node: Node }
  | { readonly code: "replicas"; readonly mode: string; readonly entry: Entry }
  | { readonly code: "job-update"; readonly entry: Entry }
  | { readonly code: "test-and-disable" }
  | { readonly code: "cpus"; readonly path: string; readonly text: string }
  | { readonly code: "too-small"; readonly path: string; readonly text: string; readonly least: string }
  | { readonly code: "ratio" }
  | { readonly code: "negative"; readonly path: string }
  | { readonly code: "constraint"; readonly text: string; readonly node: Node }
  | { readonly code: "mount-options"; readonly type: string; readonly options: string }
  | { readonly code: "mount-source"; readonly type: string; readonly wanted: boolean }
  | { readonly code: "mount-target"; readonly target: string }
  | { readonly code: "dnsrr-ingress" }
  | { readonly code: "published-twice"; readonly port: string }
);

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
    ...ports(ask),
  ];
}

interface Ask {
  readonly service: Service;
  readonly substitute: Substitute;
  readonly at: (...path: string[]) => Node | undefined;
}

const known = (node: Node | undefined, cast: "integer" | "number" | "boolean" | undefined, { substitute }: Ask): Value | undefined =>
  node?.kind === "scalar" ? readValue(node, cast, substitute) : undefined;

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

const MIB = 2 ** 20;
const UNITS: Readonly<Record<string, number>> = { "": 1, b: 1, k: 2 ** 10, m: MIB, g: 2 ** 30, t: 2 ** 40, p: 2 ** 50 };

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
    const [, number, unit] = /^([\d.]+) ?([bkmgtp]?)/i.exec(size ?? "") ?? [];
    const bytes = number === undefined ? 0 : Number(number) * UNITS[unit!.toLowerCase()]!;
    if (memory && bytes > 0 && bytes < 4 * MIB)
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

const TYPES = ["volume", "bind", "tmpfs", "npipe", "cluster", "image"];
const TAKES: Readonly<Record<string, readonly string[]>> = {
  volume: ["volume"],
  bind: ["bind"],
  tmpfs: ["tmpfs"],
  npipe: ["bind"],
  cluster: [],
  image: [],
};

function mountFaults(ask: Ask): Refusal[] {
  const list = ask.at("volumes");
  if (list?.kind !== "sequence") return [];
  const targets = new Set<string>();
  return list.items.flatMap(({ value: node }): Refusal[] => {
    const target =
      node.kind === "scalar" ? mountOf(textIn(node, ask.substitute) ?? "")?.target : textIn(valueAt(node, "target"), ask.substitute);
    const again = target !== undefined && target !== "" && targets.has(target);
    if (target !== undefined) targets.add(target);
    const twice: Refusal[] = again ? [{ code: "mount-target", by: "manager", span: spanOfMount(node), target }] : [];
    return node.kind === "mapping" ? [...twice, ...longMount(node, ask)] : twice;
  });
}

const spanOfMount = (node: Node): Span => (node.kind === "mapping" ? (entryOf(node, "target")?.value.span ?? node.span) : node.span);

function longMount(node: Node, ask: Ask): Refusal[] {
  const entry = entryOf(node, "type");
  const type = textIn(entry?.value, ask.substitute);
  if (!entry || type === undefined) return [];
  if (type !== "" && !TYPES.includes(type))
    return [{ code: "word", by: "client", span: entry.value.span, path: "volumes.type", text: type, allowed: TYPES, node: entry.value }];
  const foreign = ["bind", "volume", "tmpfs"].flatMap((options): Refusal[] => {
    const given = entryOf(node, options);
    const taken = TAKES[type === "" ? "volume" : type]!.includes(options) || type === "image";
    return given && !taken ? [{ code: "mount-options", by: "client", span: given.key.span, type: type || "volume", options }] : [];
  });
  const source = entryOf(node, "source");
  const text = source ? textIn(source.value, ask.substitute) : "";
  if (type === "tmpfs" && text) return [...foreign, { code: "mount-source", by: "client", span: source!.key.span, type, wanted: false }];
  if ((type === "npipe" || type === "cluster") && text === "")
    return [...foreign, { code: "mount-source", by: "client", span: (source ?? entry).key.span, type, wanted: true }];
  return foreign;
}

interface Published {
  readonly span: Span;
  readonly port: string;
  readonly protocol: string;
  readonly ingress: boolean;
}

function ports(ask: Ask): Refusal[] {
  const list = ask.at("ports");
  if (list?.kind !== "sequence") return [];
  const all = list.items.flatMap(({ value }) => publishedBy(value, ask));
  const mode = textIn(ask.at("deploy", "endpoint_mode"), ask.substitute)?.toLowerCase();
  const ingress = mode === "dnsrr" ? all.filter((p) => p.ingress).slice(0, 1) : [];
  const seen = new Set<string>();
  const twice = all.flatMap((p): Refusal[] => {
    const key = `${p.port}/${p.protocol}`;
    const again = seen.has(key);
    seen.add(key);
    return again && p.port !== "0" && p.port !== "" ? [{ code: "published-twice", by: "manager", span: p.span, port: p.port }] : [];
  });
  return [...ingress.map(({ span }): Refusal => ({ code: "dnsrr-ingress", by: "manager", span })), ...twice];
}

/** Ranges are left out. */
function publishedBy(node: Node, ask: Ask): Published[] {
  if (node.kind === "scalar") {
    const value = readValue(node, undefined, ask.substitute);
    if ((value.kind !== "text" && value.kind !== "integer") || value.open) return [];
    const [, port = "", protocol = "tcp"] = /^(?:.*?:)??(?:(\d*):)?\d+(?:\/(\w+))?$/.exec(value.text) ?? [];
    return [{ span: node.span, port: port.replace(/^0+(?=\d)/, ""), protocol: protocol.toLowerCase(), ingress: true }];
  }
  const published = known(valueAt(node, "published"), "integer", ask);
  const mode = valueAt(node, "mode");
  const word = mode ? textIn(mode, ask.substitute) : "";
  const protocol = valueAt(node, "protocol");
  const name = protocol ? textIn(protocol, ask.substitute) : "tcp";
  if (word === undefined || name === undefined) return [];
  const at = entryOf(node, "published")?.value.span ?? entryOf(node, "target")?.value.span ?? node.span;
  return [{ span: at, port: published?.kind === "integer" ? published.text : "", protocol: name.toLowerCase(), ingress: word !== "host" }];
}
