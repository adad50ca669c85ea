// Verdicts of real Traefik releases on sets of labels, and what the builder says of the same.
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Judgement, LabelInput } from "../../server/src/model/build/input.ts";
import { judgeServices } from "../../server/src/model/build/merge.ts";
import { isComplaint } from "../../server/src/model/decode/problem.ts";
import { parseVersion } from "../../server/src/model/image.ts";

export interface Case extends Swarm {
  readonly id: string;
  readonly providerOptions?: LabelInput["provider"] & { readonly useBindPortIP?: boolean; readonly allowEmptyServices?: boolean };
  readonly otherServices?: readonly Swarm[];
  /** Which error was put into a good set. */
  readonly planted?: string;
  /** The good set, which may be among the cases. */
  readonly goodCase?: string;
  /** By lists of versions. */
  readonly verdicts: Readonly<Record<string, Verdict>>;
  /** What failed when routers, services and middlewares were built, by lists of the versions that were tried. */
  readonly runtime?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface Swarm {
  readonly serviceName: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly networks?: readonly string[];
  readonly endpointMode?: "vip" | "dnsrr";
  readonly noEndpointSpec?: boolean;
  readonly replicas?: number;
  readonly global?: boolean;
}

interface Verdict {
  readonly served: boolean;
  readonly log?: readonly string[];
  readonly panic?: boolean;
}

export const CASES: readonly Case[] = readFileSync(path.join(import.meta.dirname, "labels.jsonl"), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Case);

export const versionsOf = (found: Case): readonly string[] => Object.keys(found.verdicts).flatMap((key) => key.split(","));

export const groupOf = (found: Case): string => found.id.replace(/-\d+$/, "");

const of = <T>(byVersions: Readonly<Record<string, T>> | undefined, version: string): T | undefined =>
  Object.entries(byVersions ?? {}).find(([key]) => key.split(",").includes(version))?.[1];

/** The releases whose routers were built, too. */
const BUILT = ["v2.9.10", "v2.11.53", "v3.7.9"];

/** Whether a rule parses is decided elsewhere: these errors are not held against the builder. */
const OF_RULES = /while parsing rule|invalid rule|adding rule|matcher|no TLS on router|unsupported function|invalid value/;

/** What Traefik's words mean, as codes. */
const REASONS: readonly (readonly [words: RegExp, ...codes: string[]])[] = [
  [/field not found, node/, "unknown-field"],
  [/strconv\.Parse|^E time: /, "invalid-value"],
  [/standalone element/, "standalone-block"],
  [/invalid node /, "scalar-with-children"],
  [/invalid slice/, "empty-list-block"],
  [/invalid label root/, "invalid-root"],
  [/invalid element/, "empty-segment"],
  [/invalid leading character/, "leading-bracket"],
  [/port is missing/, "missing-port"],
  [/load-balancer is not defined/, "no-load-balancer"],
  [/defining scheme or port/, "url-and-port"],
  [/both Docker and Swarm/, "docker-and-swarm"],
  [/Labels traefik\.docker/, "deprecated-prefix"],
  [/too many services|cannot be linked/, "ambiguous-service"],
  [/Empty rule/, "empty-rule"],
  [/Undefined rule/, "undefined-rule"],
  [/parsing default rule/, "default-rule-error"],
  [/matching constraints/, "invalid-constraints"],
  [/Ignored dnsrr/, "lbswarm-dnsrr"],
  [/Could not find network|Defaulting to/, "network-not-found"],
  [/defined multiple times/, "defined-twice"],
  [/middleware ".*" does not exist/, "unknown-middleware"],
  [/service ".*" does not exist|unknown internal service/i, "unknown-service"],
  [/unknown TLS options/, "unknown-tls-options"],
  [/entryPoint/, "unknown-entrypoint"],
  [/multi-types/, "mixed-middleware"],
  [/invalid middleware ".*" configuration/, "empty-middleware"],
  [/recursion detected/, "middleware-loop"],
  [/parsing server URL/, "invalid-server-url"],
  [/load-balancer strategy/, "invalid-strategy"],
  [/transport/, "unknown-transport"],
  [/priority/, "priority-too-high"],
  [/./, "invalid-middleware", "invalid-service-option"],
];

export interface Outcome {
  readonly judgements: readonly Judgement[];
  /** What is wrong, in a few words; empty where the two agree. */
  readonly misses: readonly string[];
  /** Real Traefik refuses a rule. */
  readonly rule: boolean;
}

export function compare(found: Case, version: string): Outcome {
  const judgements = judge(found, version);
  const verdict = of(found.verdicts, version)!;
  const errors = Object.values(of(found.runtime, version) ?? {});
  const rule = errors.some((e) => OF_RULES.test(e));
  const built = BUILT.includes(version);
  const problems = judgements.flatMap((j) => j.problems).filter((p) => isComplaint(p) && (built || p.effect !== "runtime"));
  const counted = version.startsWith("v3")
    ? problems.filter((p) => p.code !== "unknown-transport" || p.args.protocol !== "http")
    : problems;
  const log = verdict.log ?? [];
  const complaint = verdict.panic === true || log.some((l) => /^[EW] /.test(l)) || errors.some((e) => !OF_RULES.test(e));
  const expected = complaint || (!verdict.served && !onPurpose(found, log));
  const served = judgements.some((j) => j.served);
  const said = new Set(counted.map((p) => p.code as string));
  const unlike = complaints(found, version).filter(
    (text) =>
      !REASONS.find(([words]) => words.test(text))!
        .slice(1)
        .some((code) => said.has(code as string)),
  );
  const misses = [
    ...(served === verdict.served ? [] : [`served: ${verdict.served}, said ${served}`]),
    ...(verdict.panic === true && !problems.some((p) => p.effect === "panics") ? ["the crash is not seen"] : []),
    ...(expected && counted.length === 0 ? [`nothing said, but: ${[...log, ...errors].join(" / ") || "dropped"}`] : []),
    ...unlike.map((text) => `another reason: ${text}`),
    ...(!expected && counted.length > 0 && !rule ? [`said ${counted.map((p) => p.code).join(", ")}`] : []),
  ];
  return { judgements, misses, rule };
}

/** What real Traefik says of a case; without its words on rules unless they are asked for. */
export function complaints(found: Case, version: string, rules = false): readonly string[] {
  const log = (of(found.verdicts, version)?.log ?? []).filter((line) => /^[EW] /.test(line));
  return [...log, ...Object.values(of(found.runtime, version) ?? {}).filter((e) => rules || !OF_RULES.test(e))];
}

/** What has to be said of a case; "open": nobody tried whether its routers start. */
export type Wanted = "complaint" | "silence" | "no error" | "open";

export function wanted(found: Case, version: string): Wanted {
  const { served, panic, log: all = [] } = of(found.verdicts, version)!;
  // Traefik asks even services without any label of its own for a port.
  const unasked = [found, ...(found.otherServices ?? [])].filter((s) => !isAbout(s)).map((s) => s.serviceName.replaceAll("_", "-"));
  const log = all.filter((line) => !unasked.some((name) => line.includes(`service "${name}" error: port is missing`)));
  const failed = Object.keys(of(found.runtime, version) ?? {}).length > 0;
  if (panic || failed || log.some((l) => /^[EW] /.test(l))) return "complaint";
  if (!served) return onPurpose(found, log) ? "silence" : "complaint";
  return found.runtime && !BUILT.includes(version) ? "open" : "no error";
}

/** Left out because somebody said so: disabled, other constraints, no task, or nothing of Traefik's about the service. */
function onPurpose({ labels, replicas }: Case, log: readonly string[]): boolean {
  if (replicas === 0 || log.some((l) => l.includes("pruned by constraint"))) return true;
  const about = isAbout({ labels });
  return !about || (log.some((l) => l.includes("Filtering disabled")) && "traefik.enable" in labels);
}

const isAbout = ({ labels }: Pick<Swarm, "labels">): boolean => Object.keys(labels).some((key) => /^traefik\./i.test(key));

function judge(found: Case, version: string): readonly Judgement[] {
  return judgeServices([found, ...(found.otherServices ?? [])].map((s) => inputOf(s, found, version)));
}

const LOCAL = ["host", "bridge", "none"];

function inputOf(swarm: Swarm, { providerOptions = {} }: Case, version: string): LabelInput {
  const { serviceName, labels, networks = [], endpointMode = "vip", noEndpointSpec, replicas = 1 } = swarm;
  return {
    labels: Object.entries(labels).map(([key, value]) => ({ key, value })),
    serviceName,
    version: parseVersion(version)!,
    provider: providerOptions,
    networks: networks.filter((n) => !LOCAL.includes(n)),
    endpointMode: noEndpointSpec ? "none" : endpointMode,
    runs: replicas > 0,
    entryPoints: { tcp: ["web", "websecure", "mqtt", "postgres", "tcps", "traefik"], udp: ["dns"] },
    fileExists: () => false,
  };
}
