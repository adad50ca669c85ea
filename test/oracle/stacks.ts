// Whole stacks as they were deployed on a real swarm behind real releases of Traefik, and what the rules say of the same: each stack is judged in a
// project with a Traefik of that release and those flags.
import { readFileSync } from "node:fs";
import path from "node:path";
import { check, type Files } from "../support/check.ts";

export interface Case {
  readonly id: string;
  readonly note: string;
  readonly stack: string;
  /** A second stack, deployed beside it. */
  readonly second?: string;
  /** What the Traefik had instead of the usual flags of its provider. */
  readonly flags?: Readonly<Record<"v2" | "v3", readonly string[]>>;
  /** Networks that it was on besides. */
  readonly networks?: readonly string[];
  /** The result differs between polls or starts. */
  readonly random?: boolean;
  /** What Docker said instead of deploying it. */
  readonly refused?: string;
  /** By lists of releases. */
  readonly verdicts: Readonly<Record<string, Verdict>>;
}

export interface Verdict {
  readonly log?: readonly string[];
  /** By name: `+`, or what is wrong with it. */
  readonly routers: Readonly<Record<string, string>>;
  /** By request: status and who answered. */
  readonly answers: Readonly<Record<string, string>>;
}

interface Exclusions {
  /** Lines of a log, as expressions, that tell of other things than the stack. */
  readonly lines: Readonly<Record<string, string>>;
  /** Cases by id, or by id and release. */
  readonly cases: Readonly<Record<string, string>>;
  /** Rules that speak where Traefik is silent, and why they are right. */
  readonly silent: Readonly<Record<string, string>>;
}

const read = (file: string): string => readFileSync(path.join(import.meta.dirname, file), "utf8");

// Another file of the same form may be named, to see how well the rules hold where nobody looked.
export const CASES: readonly Case[] = (process.env.STACKS_JSONL ? readFileSync(process.env.STACKS_JSONL, "utf8") : read("stacks.jsonl"))
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Case);

export const EXCLUDED = JSON.parse(read("stacks-exclusions.json")) as Exclusions;

/** The releases that gave a verdict, with it. */
export const verdictsOf = (found: Case): readonly (readonly [release: string, verdict: Verdict])[] =>
  Object.entries(found.verdicts).flatMap(([key, verdict]) => key.split(",").map((release) => [release, verdict] as const));

export const familyOf = (found: Case): string => found.id.replace(/-.*$/, "");

/** Why a case is left out for a release. */
export const exclusionOf = ({ id }: Case, release: string): string | undefined => EXCLUDED.cases[`${id} ${release}`] ?? EXCLUDED.cases[id];

/** Which rules may say what Traefik says, or what a user meets; the first line that fits counts. */
const REASONS: readonly (readonly [words: RegExp, ...rules: string[]])[] = [
  [/field not found/, "labels/"],
  [/port is missing/, "routing/missing-port", "labels/outside-deploy", "labels/v1-syntax", "traefik/missing-swarm-mode"],
  [/does not exist|nonexistent|non-existent|not found|doesn't exist/, "routing/", "labels/unknown-key"],
  [/network/, "network/"],
  [/-> .*50\d/, "network/", "routing/defined-twice", "labels/invalid-value"],
  [/./, ""],
];

/** What Traefik complains of and what requests met, in one line each; empty where all is served as it is written. */
export function complaints(found: Case, { log = [], routers, answers }: Verdict): readonly string[] {
  const counted = log.filter((line) => !Object.keys(EXCLUDED.lines).some((words) => new RegExp(words).test(line)));
  const broken = Object.entries(routers).flatMap(([name, state]) => (state === "+" ? [] : [`${name}: ${state}`]));
  // Virtual IPs did not answer where this was measured.
  const isVirtual = /lbswarm.*true/.test(found.stack);
  const hung = Object.entries(answers).flatMap(([request, answer]) =>
    !isVirtual && /\b50[024](?! )|error/.test(answer) ? [`${request} -> ${answer}`] : [],
  );
  const gone = Object.keys(routers).length === 0 && /^\s*(?:- )?["']?traefik\./m.test(found.stack) ? ["no router"] : [];
  return [...counted, ...broken, ...hung, ...gone, ...(found.random ? ["random"] : [])];
}

export interface Said {
  readonly rule: string;
  readonly severity: "error" | "warning";
  readonly message: string;
}

/** What is said of a case; `named` tells the names that the stacks were deployed under. */
export function findings(found: Case, release: string, named = true): readonly Said[] {
  const stacks = { mystack: "stack.yml", mystac2: "second.yml" };
  return check(filesOf(found, release), named ? { stacks } : {}).flatMap(({ rule, severity, message }) =>
    (severity === "error" || severity === "warning") && !ELSEWHERE.test(rule) ? [{ rule, severity, message }] : [],
  );
}

/** Updates are measured elsewhere, but for what they do to a route. */
const ELSEWHERE = /^update\/(?!lbswarm-conflict)/;

/** Where the two differ, in a few words. */
export function differences(found: Case, release: string, verdict: Verdict): readonly string[] {
  const said = findings(found, release);
  const bad = complaints(found, verdict);
  const names = said.map(({ rule, severity }) => `${rule} (${severity})`).join(", ");
  if (bad.length > 0 && said.length === 0) return [`nothing said, but: ${bad.join(" / ")}`];
  if (bad.length === 0) {
    const wrong = said.filter(({ rule }) => EXCLUDED.silent[rule] === undefined);
    return wrong.map(({ rule, message }) => `said without cause: ${rule}: ${message}`);
  }
  return bad.flatMap((text) => {
    const rules = REASONS.find(([words]) => words.test(text))!.slice(1) as string[];
    return said.some(({ rule }) => rules.some((r) => rule.startsWith(r))) ? [] : [`another reason: ${text}; said ${names}`];
  });
}

export const filesOf = (found: Case, release: string): Files => ({
  "proxy.yml": proxy(found, release),
  "stack.yml": found.stack,
  ...(found.second === undefined ? {} : { "second.yml": found.second }),
});

const NETWORKS = ["h2-net", "h2-net2", "h2-over"];
const PROVIDER = {
  v2: ["--providers.docker.swarmmode=true", "--providers.docker.exposedbydefault=false"],
  v3: ["--providers.swarm", "--providers.swarm.exposedbydefault=false"],
};

function proxy({ flags = PROVIDER, networks = [] }: Case, release: string): string {
  const command = [
    "--entrypoints.web.address=:80",
    "--entrypoints.websecure.address=:443",
    "--entrypoints.tcp.address=:9000",
    "--api.insecure=true",
    "--providers.file.filename=/dyn.yml",
    ...flags[release.startsWith("v2") ? "v2" : "v3"].map((flag) => flag.replaceAll("$", "$$$$")),
  ];
  const all = [...NETWORKS, ...networks];
  return `services:
  traefik:
    image: traefik:${release}
    command: ${JSON.stringify(command)}
    networks: ${JSON.stringify(all)}
    volumes: ["/var/run/docker.sock:/var/run/docker.sock:ro"]
    deploy:
      placement:
        constraints: [node.role == manager]
networks:
${all.map((name) => `  ${name}:\n    external: true\n`).join("")}`;
}
