// `npm run fuzz:docker [-- --runs 2000] [--seed N]`: changes one node of a file of the oracle, again and again, and compares what we say of the
// result with `docker stack config`. Differences are grouped by what either side says, each with the smallest file that shows it. Not a part of
// `npm test`: it needs a docker CLI, which it asks for every file, though no engine.
import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { checkDocument } from "../../server/src/rules/check.ts";
import { isConfigRefusal } from "../../server/src/rules/refusals.ts";
import { say } from "../../server/src/rules/text.ts";
import { openDocument } from "../../server/src/syntax/document.ts";
import { DEFAULTS } from "../../server/src/workspace/settings.ts";
import { emptyWorkspace, withDocuments } from "../../server/src/workspace/workspace.ts";
import { CASES, filesOf, type StackCase, textOfFile } from "../oracle/stack.ts";
import { hasDocker } from "../support/stackConfig.ts";
import { type Mutation, mutate, seeded, smaller } from "./mutate.ts";

const { values } = parseArgs({
  options: { runs: { type: "string", default: "2000" }, seed: { type: "string" }, show: { type: "string", default: "1" } },
});
/** What is set besides a case's own. */
const ENVIRONMENT = { HOME: "/root", LANG: "C.UTF-8" };
/** Two at a time: a call is a process of some 40 ms. */
const AT_ONCE = 2;

let calls = 0;
const scratch = mkdtempSync(path.join(tmpdir(), "traefik-swarm-fuzz-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));
cpSync(path.join(import.meta.dirname, "../oracle/stack"), scratch, { recursive: true });

interface Sample {
  readonly of: StackCase;
  readonly kind: Mutation["kind"];
  /** The text of the case's last file; the others are as they were. */
  readonly text: string;
}

interface Verdict {
  readonly sample: Sample;
  /** What docker writes, undefined where it takes the files. */
  readonly docker: string | undefined;
  /** What we say that it refuses for. */
  readonly ours: readonly { readonly rule: string; readonly message: string }[];
}

async function fuzz(runs: number, seed: number): Promise<void> {
  const random = seeded(seed);
  console.log(`fuzz:docker: ${runs} mutations, seed ${seed}`);
  const samples: Sample[] = [];
  while (samples.length < runs) {
    const of = CASES[random(CASES.length)]!;
    const mutation = mutate(textOfFile(filesOf(of).at(-1)!), random);
    if (mutation) samples.push({ of, ...mutation });
  }
  const verdicts = await each(samples, judge);
  const refused = verdicts.filter((v) => v.docker !== undefined).length;
  const differ = verdicts.filter(isDifference);
  const agree = verdicts.length - differ.length;
  console.log(`${agree} of ${verdicts.length} agree (${((agree / verdicts.length) * 100).toFixed(2)} %); docker refuses ${refused}`);
  const classes = new Map<string, Verdict[]>();
  for (const verdict of differ) classes.set(classOf(verdict), [...(classes.get(classOf(verdict)) ?? []), verdict]);
  for (const [name, members] of [...classes].sort(([, a], [, b]) => b.length - a.length)) {
    console.log(`\n=== ${members.length} x ${name}`);
    for (const verdict of members.sort((a, b) => a.sample.text.length - b.sample.text.length).slice(0, Number(values.show))) {
      const least = await reduce(verdict);
      console.log(`--- ${least.sample.of.file} ${least.sample.kind} ${JSON.stringify(least.sample.of.env)}`);
      console.log(least.sample.text.trimEnd());
      console.log(`docker: ${least.docker ?? "takes it"}`);
      console.log(`we: ${least.ours.map((t) => `${t.rule}: ${t.message}`).join("\n    ") || "take it"}`);
    }
  }
  process.exitCode = differ.length > 0 ? 1 : 0;
}

const isDifference = ({ docker, ours }: Verdict): boolean => (docker !== undefined) !== ours.length > 0;

/** Both sides' words without the names of the file. */
const classOf = ({ docker, ours }: Verdict): string =>
  docker === undefined
    ? `only we refuse: ${[...new Set(ours.map((t) => `${t.rule} ${plain(t.message)}`))].sort().join(" + ")}`
    : `only docker refuses: ${plain(docker)}`;

const plain = (message: string): string =>
  message
    .split("\n")
    .slice(0, 3)
    .join(" ")
    .replace(/`[^`]*`|"[^"]*"|'[^']*'/g, "_")
    .replace(/\b(?:services|networks|volumes|configs|secrets)(?:\.[\w${}-]+)+/g, "PATH")
    .replace(/\d+/g, "N");

async function judge(sample: Sample): Promise<Verdict> {
  const names = filesOf(sample.of);
  const last = `.fuzz-${calls++}.yml`;
  writeFileSync(path.join(scratch, last), sample.text);
  const args = [...names.slice(0, -1), last].flatMap((file) => ["-c", file]);
  const docker = await config(args, sample.of.env);
  const texts = names.map((file, i) => [file, i === names.length - 1 ? sample.text : textOfFile(file)] as const);
  return { sample, docker, ours: refusals(sample.of, texts) };
}

function refusals(of: StackCase, texts: readonly (readonly [file: string, text: string])[]): Verdict["ours"] {
  const uris = texts.map(([file]) => `file:///stack/${file}`);
  const environment = { ...ENVIRONMENT, PATH: process.env.PATH ?? "", ...of.env };
  const settings = { ...DEFAULTS, target: "swarm" as const, named: true, environment, mergedFiles: uris.length > 1 ? [uris] : [] };
  const documents = texts.map(([, text], i) => openDocument(uris[i]!, 1, text));
  const workspace = withDocuments(
    emptyWorkspace(["file:///stack"], () => settings),
    documents,
  );
  const found = documents.flatMap((d) => checkDocument(workspace, d));
  return found.filter(isConfigRefusal).map(({ rule, finding }) => ({ rule: rule.id, message: say(rule, finding.message, "en") }));
}

const config = (args: readonly string[], env: Readonly<Record<string, string>>): Promise<string | undefined> =>
  new Promise((resolve) => {
    const { PATH = "" } = process.env;
    execFile("docker", ["stack", "config", ...args], { cwd: scratch, env: { PATH, ...ENVIRONMENT, ...env } }, (error, _, stderr) =>
      resolve(error ? stderr.trim() || String(error) : undefined),
    );
  });

/** All results, in order, with a few at work at a time. */
async function each<A, B>(all: readonly A[], work: (one: A) => Promise<B>): Promise<B[]> {
  const results: B[] = new Array(all.length);
  let next = 0;
  const worker = async () => {
    for (let i = next++; i < all.length; i = next++) results[i] = await work(all[i]!);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}

/** Drops what the difference does not need. */
async function reduce(verdict: Verdict): Promise<Verdict> {
  let least = verdict;
  for (let tries = 0; tries < 60; ) {
    let found: Verdict | undefined;
    for (const text of smaller(least.sample.text)) {
      if (++tries > 60) break;
      const next = await judge({ ...least.sample, text });
      if (isDifference(next) && classOf(next) === classOf(least)) {
        found = next;
        break;
      }
    }
    if (!found) return least;
    least = found;
  }
  return least;
}

if (!hasDocker) console.log("fuzz:docker is skipped: there is no docker CLI with `docker stack config` on the path.");
else await fuzz(Number(values.runs), values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed));
