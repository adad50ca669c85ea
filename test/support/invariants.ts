// What holds for every fix of every rule, whatever it does: the files still parse, the finding is gone, lines that it does not touch stay
// byte for byte, line breaks keep their kind, and comments in between change nothing and survive.
import assert from "node:assert/strict";
import { parseAllDocuments, visit } from "yaml";
import { check, type Files, type Found, type FoundFix, fixAll, problemsOf } from "./check.ts";

export function verifyFixes(files: Files, settings: unknown): void {
  const crlf = each(files, (t) => t.replaceAll("\n", "\r\n"));
  const commented = each(files, sprinkle);
  const plain = offersIn(files, settings);
  const inCrlf = offersIn(crlf, settings);
  const amongComments = offersIn(commented, settings);
  assert.deepEqual(titlesOf(inCrlf), titlesOf(plain), "other fixes with CRLF");
  if (!directed(files)) assert.deepEqual(titlesOf(amongComments), titlesOf(plain), "other fixes among comments");
  plain.offers.forEach(({ fix }, index) => {
    try {
      verifyFix(plain, index, settings);
      verifyFix(inCrlf, index, settings);
      assert.deepEqual(
        inCrlf.offers[index]!.fix.after,
        each(fix.after, (t) => t.replaceAll("\n", "\r\n")),
        "with CRLF",
      );
      if (directed(files)) return;
      const { after } = amongComments.offers[index]!.fix;
      verifyFix(amongComments, index, settings);
      assert.deepEqual(each(after, unsprinkled), fix.after, "among comments");
      assert.deepEqual(wholeLineComments(after), wholeLineComments(commented), "comments that are lines of their own");
    } catch (error) {
      throw new Error(`"${fix.title}": ${(error as Error).message}`, { cause: error });
    }
  });
  const all = fixAll(files, settings);
  assert.deepEqual(fixAll(all, settings), all, "fix all, twice");
  noNewProblems(problemsOf(files), all);
}

/** Files with all that is found and offered in them, which is asked once. */
interface Offers {
  readonly files: Files;
  readonly found: readonly Found[];
  readonly problems: readonly string[];
  readonly offers: readonly Offer[];
}

interface Offer {
  readonly finding: Found;
  readonly fix: FoundFix;
}

function offersIn(files: Files, settings: unknown): Offers {
  const found = check(files, settings);
  return { files, found, problems: problemsOf(files), offers: found.flatMap((finding) => finding.fixes.map((fix) => ({ finding, fix }))) };
}

const titlesOf = ({ offers }: Offers): string[] => offers.map(({ finding, fix }) => `${finding.rule}: ${fix.title} (${fix.kind})`);

/** Comments that switch findings off act on the line below: nothing may come between. */
const directed = (files: Files): boolean => Object.values(files).some((t) => t.includes("-disable-next-line"));

function verifyFix({ files, found, problems, offers }: Offers, index: number, settings: unknown): void {
  const { finding, fix } = offers[index]!;
  noNewProblems(problems, fix.after);
  const like = (list: readonly Found[]) => list.filter((f) => f.rule === finding.rule && f.message === finding.message).length;
  assert.ok(like(check(fix.after, settings)) < like(found), `still there after it: ${finding.message}`);
  for (const [file, changes] of Object.entries(fix.changes)) {
    for (const line of untouched(files[file]!, changes)) assert.ok(fix.after[file]!.includes(line), `this line changed: ${line}`);
  }
}

function noNewProblems(before: readonly string[], after: Files): void {
  const old = [...before];
  for (const problem of problemsOf(after)) {
    const index = old.indexOf(problem);
    assert.ok(index >= 0, `it no longer parses: ${problem}\n${Object.values(after).join("\n")}`);
    old.splice(index, 1);
  }
}

/** The lines, with their breaks, that no change touches. A change behind a break, or before a line, does not touch it. */
function untouched(text: string, changes: FoundFix["changes"][string]): string[] {
  let end = 0;
  return (text.match(/[^\n]*\n/g) ?? []).filter((line) => {
    const start = end;
    end += line.length;
    return !changes.some((c) => c.start < end && c.end > start);
  });
}

const each = (files: Files, change: (text: string) => string): Files =>
  Object.fromEntries(Object.entries(files).map(([file, text]) => [file, change(text)]));

/** A comment above each line and one behind it, where a comment may stand. */
function sprinkle(text: string): string {
  const inside = linesInsideScalars(text);
  return text
    .split("\n")
    .map((line, index) => {
      if (line.trim() === "" || inside.has(index) || /^\s*#|^(?:---|\.\.\.|%)/.test(line)) return line;
      const above = inside.has(index - 1) && inside.has(index) ? "" : `${/^ */.exec(line)![0]}#@ above ${index}\n`;
      return above + line + (inside.has(index + 1) || line.includes(" #") ? "" : ` #@ behind ${index}`);
    })
    .join("\n");
}

const unsprinkled = (text: string): string => text.replace(/^ *#@.*\n/gm, "").replace(/ #@.*$/gm, "");

/** Lines (0-based) that continue a scalar of the line above. */
function linesInsideScalars(text: string): Set<number> {
  const lines = new Set<number>();
  const lineOf = (offset: number) => text.slice(0, offset).split("\n").length - 1;
  for (const document of parseAllDocuments(text, { logLevel: "silent" })) {
    if (!("contents" in document)) continue;
    visit(document, {
      Scalar(_, node) {
        const [start, end] = node.range ?? [0, 0];
        for (let line = lineOf(start) + 1; line <= lineOf(Math.max(start, end - 1)); line++) lines.add(line);
      },
    });
  }
  return lines;
}

const wholeLineComments = (files: Files): string[] =>
  Object.values(files)
    .flatMap((text) => text.match(/^[ \t]*#@ above.*$/gm) ?? [])
    .map((c) => c.trim())
    .sort();
