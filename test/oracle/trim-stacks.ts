// Makes stacks.jsonl from what a real swarm and real Traefik releases made of whole stacks: `node test/oracle/trim-stacks.ts <folder with stacks.json>`.
// Configurations go; what the test needs stays: the stacks, Traefik's flags, its complaints, its routers and what requests met.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

interface Full {
  readonly note: string;
  readonly static?: Readonly<Record<"v2" | "v3", readonly string[]>>;
  readonly deploy: { readonly rc: number; readonly stderr: string };
  readonly connect?: readonly string[];
  readonly tasks?: Readonly<Record<string, readonly [number, number]>>;
  readonly nondeterministic?: boolean;
  readonly versions: Readonly<Record<string, FullVerdict>>;
  readonly log?: Readonly<Record<string, readonly FullLine[]>>;
}

type FullLine = Readonly<Record<string, string | undefined>>;

interface FullVerdict {
  readonly answers: readonly FullAnswer[];
  readonly [list: string]: unknown;
}

interface FullAnswer {
  readonly request: string;
  readonly status?: number | string;
  readonly backend?: string | null;
  readonly oneOf?: readonly FullAnswer[];
}

interface FullRouter {
  readonly name: string;
  readonly status: string;
  readonly error?: readonly string[];
}

const short = (text: string): string => (text.length > 110 ? `${text.slice(0, 110)}…` : text);

/** `+` where it is enabled, else what Traefik says of it. */
const stateOf = ({ status, error = [] }: FullRouter): string => (status === "enabled" ? "+" : short(`${status}: ${error.join(" / ")}`));

function routersOf(verdict: FullVerdict): Record<string, string> {
  const lists = ["routers", "tcpRouters", "udpRouters"].map((key) => (verdict[key] ?? []) as readonly FullRouter[]);
  return Object.fromEntries(lists.flat().map((router) => [router.name, stateOf(router)]));
}

const answersOf = (verdict: FullVerdict): Record<string, string> =>
  Object.fromEntries(verdict.answers.map((a) => [a.request, [...new Set((a.oneOf ?? [a]).map(answerOf))].sort().join(" or ")]));

const answerOf = ({ status, backend }: FullAnswer): string => `${status}${backend ? ` ${backend}` : ""}`;

/** Errors and warnings; without what differs from poll to poll. */
function logOf(lines: readonly FullLine[]): string[] {
  const bad = lines.filter(({ level = "" }) => /^(?:error|warn|warning|fatal|panic)$/.test(level));
  const texts = bad.map(({ level = "", msg, error, routerName, middlewareName, serviceName, entryPointName }) =>
    short(
      `${level[0]!.toUpperCase()} ${[msg, error].filter(Boolean).join(" | ")}${[routerName, middlewareName, serviceName, entryPointName]
        .filter(Boolean)
        .map((n) => ` (${n})`)
        .join("")}`,
    ),
  );
  return [...new Set(texts)].sort();
}

function trim(id: string, full: Full): string {
  const read = (file: string) =>
    existsSync(path.join(folder!, "stacks", file)) ? readFileSync(path.join(folder!, "stacks", file), "utf8") : undefined;
  const versions = [...new Set([...Object.keys(full.versions), ...Object.keys(full.log ?? {})].flatMap((key) => key.split(",")))];
  const groups = new Map<string, string[]>();
  for (const version of versions) {
    const verdict = of(full.versions, version);
    if (!verdict) continue;
    const log = logOf(of(full.log, version) ?? []);
    const text = JSON.stringify({ ...(log.length > 0 ? { log } : {}), routers: routersOf(verdict), answers: answersOf(verdict) });
    groups.set(text, [...(groups.get(text) ?? []), version]);
  }
  const { note, tasks, connect, nondeterministic, deploy } = full;
  return JSON.stringify({
    id,
    note,
    stack: read(`${id}.yml`),
    second: read(`${id}.2.yml`),
    flags: full.static,
    networks: connect,
    tasks,
    random: nondeterministic,
    refused: deploy.rc === 0 ? undefined : short(deploy.stderr),
    verdicts: Object.fromEntries([...groups].map(([text, list]) => [list.join(","), JSON.parse(text)])),
  });
}

/** All that holds for a release: log lines may come in several lists. */
function of<T>(byVersions: Readonly<Record<string, T>> | undefined, version: string): T | undefined {
  const found = Object.entries(byVersions ?? {}).filter(([key]) => key.split(",").includes(version));
  const values = found.map(([, value]) => value);
  return Array.isArray(values[0]) ? (values.flat() as T) : values[0];
}

const [folder] = process.argv.slice(2);
if (!folder) throw new Error("Which folder?");
const { cases } = JSON.parse(readFileSync(path.join(folder, "stacks.json"), "utf8")) as { cases: Readonly<Record<string, Full>> };
const lines = Object.entries(cases).map(([id, full]) => trim(id, full));
writeFileSync(path.join(import.meta.dirname, "stacks.jsonl"), `${lines.join("\n")}\n`);
