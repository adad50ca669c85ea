// What a fix of any rule in any file must not do, as complaints: break the YAML, leave its finding, bring an error, change what it does not
// touch. Docker's word is asked for where there is a docker.
import { check, type Files, type Found, type FoundFix, fixAll, problemsOf } from "./check.ts";
import { hasDocker, stackConfigError } from "./stackConfig.ts";

export interface Tally {
  findings: number;
  fixes: number;
  docker: number;
  /** Errors that were there, behind one that is mended. */
  revealed: number;
}

/** @param docker whether the docker CLI is asked about the safe ones and about "fix all" */
export function fixComplaints(files: Files, docker: boolean, tally: Tally): string[] {
  const found = check(files);
  const complaints: string[] = [];
  const asked = new Map<string, boolean>();
  const taken = (text: string): boolean => {
    if (!asked.has(text)) {
      tally.docker++;
      asked.set(text, stackConfigError(text) === undefined);
    }
    return asked.get(text)!;
  };
  const refusedBy = (after: Files) => Object.keys(files).filter((f) => after[f] !== files[f] && taken(files[f]!) && !taken(after[f]!));
  tally.findings += found.length;
  for (const finding of found) {
    for (const fix of finding.fixes) {
      tally.fixes++;
      const say = (what: string) => complaints.push(`${finding.rule}, "${fix.title}" (${fix.kind}): ${what}`);
      const broken = more(problemsOf(files), problemsOf(fix.after));
      if (broken.length > 0) say(`no longer parses: ${broken.join(", ")}`);
      const after = check(fix.after);
      if (count(after, finding) >= count(found, finding) && isAt(after, finding, fix)) say(`still there: ${finding.message}`);
      const errors = more(errorsOf(found), errorsOf(after));
      const brought = REVEALS.includes(finding.rule) ? errors.filter((e) => !/^(?:labels|routing|network)\//.test(e)) : errors;
      tally.revealed += errors.length - brought.length;
      if (brought.length > 0) say(`brings an error: ${brought.join("; ")}`);
      if (!keepsRest(files, fix)) say("changes what it does not touch");
      if (docker && hasDocker && fix.kind === "safe" && refusedBy(fix.after).length > 0) say("docker no longer takes the file");
    }
  }
  const all = fixAll(files);
  if (more(problemsOf(files), problemsOf(all)).length > 0) complaints.push("fix all: no longer parses");
  if (JSON.stringify(fixAll(all)) !== JSON.stringify(all)) complaints.push("fix all: twice is not once");
  if (docker && hasDocker && refusedBy(all).length > 0) complaints.push("fix all: docker no longer takes the file");
  return complaints;
}

/**
 * Behind these errors Traefik reads no labels, or not all of them. Once it does, it meets what else is wrong with them: that was there before,
 * and is told as soon as it counts.
 */
const REVEALS = [
  "labels/outside-deploy",
  "labels/unknown-key",
  "labels/invalid-value",
  "labels/crashes-traefik",
  "labels/missing-name",
  "labels/ignored-option",
  "labels/indexed-list",
  "labels/not-enabled",
  "labels/docker-and-swarm",
  "labels/wrong-provider-prefix",
  "labels/v1-syntax",
  "labels/boolean-value",
  "routing/missing-port",
  "routing/invalid-rule",
  "traefik/missing-swarm-mode",
  "traefik/swarm-mode-on-v3",
  "traefik/stray-argument",
];

/** Some tell how many labels a service loses, which others change. */
const wordsOf = ({ rule, message }: Found): string => `${rule}: ${message.replace(/\d+/g, "N").replace(/ all(?= N)/, "")}`;

const count = (found: readonly Found[], finding: Found): number => found.filter((f) => wordsOf(f) === wordsOf(finding)).length;

/** Traefik stops at the first label that it can't read: with that mended the next one like it is told. */
function isAt(after: readonly Found[], finding: Found, { changes }: FoundFix): boolean {
  const before = (changes[finding.file] ?? []).filter((c) => c.end <= finding.start);
  const start = before.reduce((at, c) => at + c.text.length - (c.end - c.start), finding.start);
  return after.some((f) => f.file === finding.file && f.start === start && wordsOf(f) === wordsOf(finding));
}

const errorsOf = (found: readonly Found[]): string[] => found.filter((f) => f.severity === "error").map(wordsOf);

/** What is in the second list and not in the first. */
function more(before: readonly string[], after: readonly string[]): string[] {
  const left = [...before];
  return after.filter((text) => {
    const index = left.indexOf(text);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}

/** The texts between the changes are there, in their order, byte for byte. */
function keepsRest(files: Files, { changes, after }: FoundFix): boolean {
  return Object.entries(changes).every(([file, list]) => {
    const before = files[file]!;
    let at = 0;
    let expected = "";
    for (const { start, end, text } of list) {
      if (start < at) return false;
      expected += before.slice(at, start) + text;
      at = end;
    }
    return after[file] === expected + before.slice(at);
  });
}
