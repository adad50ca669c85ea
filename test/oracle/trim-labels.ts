// Makes labels.jsonl from the full verdicts of real Traefik releases: `node test/oracle/trim-labels.ts <full file>`. Configurations and long texts go; what
// the test needs stays: whether something is served, and the complaints.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

interface Full {
  readonly id: string;
  readonly verdicts: Readonly<Record<string, FullVerdict>>;
  readonly runtime?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly [key: string]: unknown;
}

interface FullVerdict {
  readonly served: boolean;
  readonly errors?: readonly string[];
  readonly panic?: string;
  readonly outcomes?: readonly { readonly served: boolean; readonly errors?: readonly string[] }[];
}

const KEPT = [
  "id",
  "serviceName",
  "labels",
  "networks",
  "endpointMode",
  "noEndpointSpec",
  "replicas",
  "global",
  "providerOptions",
  "otherServices",
  "planted",
  "goodCase",
];

const short = (text: string) => (text.length > 90 ? `${text.slice(0, 90)}…` : text);

function trimVerdict({ served, errors = [], panic, outcomes = [] }: FullVerdict) {
  const lines = new Set([...errors, ...outcomes.flatMap((o) => o.errors ?? [])].filter((line) => /^[EWD] /.test(line)).map(short));
  return { served, ...(lines.size > 0 ? { log: [...lines].sort() } : {}), ...(panic ? { panic: true } : {}) };
}

function trim(full: Full): string {
  const verdicts: Record<string, unknown> = {};
  const groups = new Map<string, string[]>();
  for (const [versions, verdict] of Object.entries(full.verdicts)) {
    const text = JSON.stringify(trimVerdict(verdict));
    groups.set(text, [...(groups.get(text) ?? []), versions]);
  }
  for (const [text, versions] of groups) verdicts[versions.join(",")] = JSON.parse(text);
  const runtime = full.runtime && Object.fromEntries(Object.entries(full.runtime).map(([v, found]) => [v, shorten(found)]));
  const kept = Object.entries(full).filter(
    ([key, value]) => KEPT.includes(key) && !(key === "providerOptions" && JSON.stringify(value) === "{}"),
  );
  return JSON.stringify({ ...Object.fromEntries(kept), verdicts, ...(runtime ? { runtime } : {}) });
}

const shorten = (found: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(found).map(([what, text]) => [what, short(text)]));

const [source] = process.argv.slice(2);
if (!source) throw new Error("Which file?");
const lines = readFileSync(source, "utf8").trim().split("\n");
writeFileSync(path.join(import.meta.dirname, "labels.jsonl"), `${lines.map((line) => trim(JSON.parse(line) as Full)).join("\n")}\n`);
