// What the tests hold the stack rules to beside their fixtures: the verdicts of the docker CLI on the oracle's files, and that what a fix makes
// there still parses and has its finding no more. Said as one text, which a mistake in a rule changes where a test would fail.
import { CASES, configRefusals, filesOf, refusals, tell, textOfFile } from "../../test/oracle/stack.ts";
import { check, problemsOf } from "../../test/support/check.ts";

const FILES = [...new Set(CASES.flatMap(filesOf))];
const SETTINGS = { target: "swarm" };

export function measured(id: string): string {
  return id.startsWith("stack/") ? [...CASES.map(verdict), ...FILES.map((file) => mended(file, id))].join("\n") : "";
}

function verdict(found: (typeof CASES)[number]): string {
  const told = tell(found);
  const ignored = told.flatMap((t) => (t.rule === "stack/ignored-key" ? (/`(\w+)`/.exec(t.message)?.[1] ?? []) : []));
  return [configRefusals(told).length > 0, refusals(told).length > 0, ...new Set(ignored)].sort().join(" ");
}

/** Whether each fix does what the tests want of it. */
function mended(file: string, id: string): string {
  const files = { [file]: textOfFile(file) };
  const found = check(files, SETTINGS).filter((f) => f.rule === id);
  if (!found.some((f) => f.fixes.length > 0)) return "";
  const before = problemsOf(files);
  const same = (all: typeof found, message: string) => all.filter((f) => f.rule === id && f.message === message).length;
  const isFine = ({ message, fixes }: (typeof found)[number]) =>
    fixes.every(
      ({ after }) =>
        JSON.stringify(problemsOf(after)) === JSON.stringify(before) && same(check(after, SETTINGS), message) < same(found, message),
    );
  return String(found.every(isFine));
}
