// Compares what is found with what a fixture marks, in every spelling of its files (line breaks, last line, byte order mark), and shows a
// difference as the fixture would have to say it.
import assert from "node:assert/strict";
import { RULES } from "../../server/src/rules/all.ts";
import { check, type Files, type Found, type Place } from "./check.ts";
import type { Case, Mark } from "./fixture.ts";

/** A spelling of a text in which the same is found. Texts after fixes agree too, but for what `same` forgives. */
export interface Spelling {
  readonly name: string;
  readonly spell: (text: string) => string;
  readonly same: (fixed: string, expected: string) => boolean;
  /** Messages quote the text as it is spelled. */
  readonly inCapitals?: true;
}

const equal = (a: string, b: string): boolean => a === b;
const ignoringCase = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** All but the names and the word `traefik`, which are compared with their case. */
const LABEL_KEY = /(?<![-\w.])traefik\.(http|tcp|udp)((?:\.(?:routers|services|middlewares)\b)?)(\.[^.=:\s"'`]+)?((?:\.[\w.[\]]+)?)/g;

export const SPELLINGS: readonly Spelling[] = [
  { name: "as written", spell: (t) => t, same: equal },
  { name: "CRLF", spell: (t) => t.replaceAll("\n", "\r\n"), same: equal },
  {
    name: "no last line break",
    spell: (t) => t.replace(/\n$/, ""),
    same: (fixed, expected) => fixed === expected || `${fixed}\n` === expected || fixed === `${expected}\n`,
  },
  {
    name: "CRLF, no last line break",
    spell: (t) => t.replace(/\n$/, "").replaceAll("\n", "\r\n"),
    same: (fixed, expected) => fixed === expected || `${fixed}\r\n` === expected || fixed === `${expected}\r\n`,
  },
  { name: "byte order mark", spell: (t) => `\uFEFF${t}`, same: equal },
  {
    name: "label keys in capitals",
    spell: (t) =>
      t.replace(
        LABEL_KEY,
        (_, protocol: string, kind: string, name = "", rest = "") =>
          `traefik.${protocol.toUpperCase()}${kind.toUpperCase()}${name}${rest.toUpperCase()}`,
      ),
    same: ignoringCase,
    inCapitals: true,
  },
];

const spelled = (files: Files, spelling: Spelling): Files =>
  Object.fromEntries(Object.entries(files).map(([file, text]) => [file, file.startsWith(".") ? text : spelling.spell(text)]));

/** Throws where findings, or the texts after fixes, are not those of the fixture. */
export function verify(fixture: Case, spelling: Spelling): void {
  const files = spelled(fixture.files, spelling);
  const found = check(files, fixture.settings);
  const actual = found.map((f) => show(fixture.files, back(f, files, fixture.files), `${f.rule} (${f.severity}): ${f.message}`));
  const named = (name: string) => {
    const place = fixture.names.get(name);
    assert.ok(place, `no place is named @${name}`);
    return place;
  };
  const missing: string[] = [];
  for (const mark of fixture.marks) {
    const index = actual.findIndex((a, i) => a !== "" && fits(found[i]!, mark, files, fixture.files, spelling));
    if (index < 0) missing.push(show(fixture.files, mark, `${mark.rule}${mark.severity ? ` (${mark.severity})` : ""}: ${mark.message}`));
    else {
      const related = found[index]!.related.map((r) => JSON.stringify(back(r, files, fixture.files)));
      for (const name of mark.related) assert.ok(related.includes(JSON.stringify(named(name))), `${mark.rule} does not point to @${name}`);
      actual[index] = "";
    }
  }
  const unmarked = actual.filter((a) => a !== "");
  assert.ok(missing.length + unmarked.length === 0, [...section("not found", missing), ...section("not marked", unmarked)].join("\n"));
  const offered = fixture.noFixes ? found.flatMap((f) => f.fixes.map((fix) => `${f.rule}: ${fix.title}`)) : [];
  assert.deepEqual(offered, [], "no fixes");
  for (const fix of fixture.fixes) verifyFix(fixture, spelling, found, fix);
}

const section = (title: string, parts: readonly string[]): string[] => (parts.length > 0 ? [`${title}:`, ...parts] : []);

function verifyFix(fixture: Case, spelling: Spelling, found: readonly Found[], { title, kind, files: after }: Case["fixes"][number]): void {
  const isCalled = spelling.inCapitals ? ignoringCase : equal;
  const fix = found.flatMap((f) => f.fixes).find((f) => isCalled(f.title, title));
  assert.ok(fix, `no finding offers "${title}", but: ${[...new Set(found.flatMap((f) => f.fixes.map((x) => x.title)))].join(" | ")}`);
  assert.equal(fix.kind, kind, `"${title}"`);
  const expected = { ...spelled(fixture.files, spelling), ...spelled(after, spelling) };
  for (const [file, text] of Object.entries(expected)) {
    if (!spelling.same(fix.after[file]!, text)) assert.equal(fix.after[file]!, text, `${file} after "${title}"`);
  }
}

function fits(found: Found, mark: Mark, files: Files, written: Files, { inCapitals }: Spelling): boolean {
  const { file, start, end } = back(found, files, written);
  const severity = mark.severity ?? RULES.find((r) => r.id === mark.rule)?.severity;
  return (
    file === mark.file &&
    start === mark.start &&
    end === mark.end &&
    found.rule === mark.rule &&
    found.severity === severity &&
    (inCapitals ? found.message.toLowerCase().includes(mark.message.toLowerCase()) : found.message.includes(mark.message))
  );
}

/** A place of a spelled file in the file as it is written. */
function back(place: Place, files: Files, written: Files): Place {
  const { file } = place;
  const text = files[file]!;
  const mark = text.startsWith("\uFEFF") ? 1 : 0;
  const offset = (at: number) => Math.max(0, at - mark - (text.slice(0, at).match(/\r/g)?.length ?? 0));
  const start = offset(place.start);
  // Carets mark one line: of what goes on on the next one, its part on the first.
  const stop = written[file]!.indexOf("\n", start);
  return { file, start, end: Math.min(offset(place.end), stop < 0 ? written[file]!.length : stop) };
}

/** The line with carets below, as a fixture has it. */
function show(files: Files, { file, start, end }: Place, label: string): string {
  const text = files[file]!;
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const stop = text.indexOf("\n", start);
  const line = text.slice(from, stop < 0 ? text.length : stop);
  const column = start - from;
  const width = Math.max(1, Math.min(end - start, line.length - column));
  return `  ${file}:\n${line}\n#${" ".repeat(Math.max(0, column - 1))}${"^".repeat(width)} ${label}`;
}
