// The survivors that are explained: survivors.txt beside this file, one a line below the reason that they share. A mutant is known by its rule
// and its line of code, as line numbers move.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const FILE = path.join(import.meta.dirname, "survivors.txt");
/** Those that nobody has looked at. */
const OPEN = "## open";

export interface Survivor {
  readonly id: string;
  readonly was: string;
  readonly now: string;
  readonly code: string;
}

export const nameOf = ({ id, was, now, code }: Survivor): string => `${id}: ${was}  ->  ${now || "(nothing)"}  in  ${code}`;

export interface Compared {
  /** How many there are of each reason. */
  readonly reasons: ReadonlyMap<string, number>;
  readonly unlisted: readonly string[];
  /** Listed, and noticed meanwhile. */
  readonly noticed: readonly string[];
}

/** @param ids the rules that were run */
export function compare(survivors: readonly Survivor[], ids: readonly string[]): Compared {
  const reasons = new Map<string, number>();
  const left = listed().filter(({ name }) => ids.some((id) => name.startsWith(`${id}: `)));
  const unlisted: string[] = [];
  for (const name of survivors.map(nameOf)) {
    const at = left.findIndex((l) => l.name === name);
    const [found] = at < 0 ? [] : left.splice(at, 1);
    if (found && found.reason !== OPEN) reasons.set(found.reason, (reasons.get(found.reason) ?? 0) + 1);
    else unlisted.push(name);
  }
  return { reasons, unlisted, noticed: left.map(({ name }) => name) };
}

/** Adds what is not listed, to be given a reason by hand, and takes out what is noticed. */
export function write({ unlisted, noticed }: Compared): void {
  const lines = readFileSync(FILE, "utf8").trimEnd().split("\n");
  for (const name of noticed) lines.splice(lines.indexOf(name), 1);
  const added = unlisted.filter((name) => !lines.includes(name));
  if (added.length > 0 && !lines.includes(OPEN)) lines.push("", OPEN);
  writeFileSync(FILE, `${[...lines, ...added].join("\n")}\n`);
}

function listed(): { readonly name: string; readonly reason: string }[] {
  let reason = "";
  return readFileSync(FILE, "utf8")
    .split("\n")
    .flatMap((line) => {
      if (line.startsWith("## ")) reason = line;
      return /^\w+\/[\w-]+: /.test(line) ? [{ name: line, reason }] : [];
    });
}
