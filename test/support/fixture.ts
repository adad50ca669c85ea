// Reads fixtures: YAML whose comments say what is to be found. One file holds many cases, each a workspace of its own.
//
//   # --- case "name"             the file `stack.yml` of a new workspace
//   # --- proxy.yml               another file of the same workspace; `.env` and scripts (`.sh`) too
//   # --- settings {"target":…}   what the user has set; before the first case, for all of them
//   # --- fix "Title" safe        the files after that fix of the first finding that offers it; those left out stay as they are. Or `choice`
//   # --- no fixes                no finding offers any
//   # --- marks [proxy.yml]       marks as `# "exact text" 2 rule/id: …` (2: the second one), where carets would be content
//   #    ^^^^ rule/id (hint): part of the message -> @name
//
// Carets stand under what is marked. `#<^^` marks from column 0 to the last caret. The severity is named where it is not the rule's, `@name`
// alone names a place, and `-> @name` says that the finding points there.
import type { Files, Place } from "./check.ts";

export interface Mark extends Place {
  readonly rule: string;
  readonly severity: string | undefined;
  readonly message: string;
  readonly related: readonly string[];
}

export interface Case {
  readonly name: string;
  readonly files: Files;
  /** With their marks: YAML as well. */
  readonly written: Files;
  readonly settings: unknown;
  readonly marks: readonly Mark[];
  readonly names: ReadonlyMap<string, Place>;
  readonly fixes: readonly { readonly title: string; readonly kind: string | undefined; readonly files: Files }[];
  readonly noFixes: boolean;
}

type Settings = { readonly rules?: Readonly<Record<string, string>> };

interface Draft {
  readonly name: string;
  readonly files: Record<string, string>;
  readonly written: Record<string, string>;
  settings: Settings;
  readonly marks: Mark[];
  readonly names: Map<string, Place>;
  readonly fixes: { title: string; kind: string | undefined; files: Record<string, string> }[];
  noFixes: boolean;
}

const HEADER =
  /^# --- (?:(case|fix) "([^"]*)"(?: (safe|choice))?|(no fixes)|(settings) (\{.*\})|(marks)(?: (\S+))?|((?:\S*\/)?\.env|\S+\.(?:ya?ml|sh)))\s*$/;
const FIRST = "stack.yml";

export function readFixture(text: string): Case[] {
  const cases: Draft[] = [];
  let part: string[] = [];
  let common: Settings = {};
  const begin = (name: string) => {
    cases.push({ name, files: {}, written: {}, settings: common, marks: [], names: new Map(), fixes: [], noFixes: false });
    part = [];
  };
  // What the lines of the current part are for.
  let close: (lines: string[]) => void = (lines) => {
    if (lines.every((l) => l.startsWith("#") || l.trim() === "")) return;
    begin("");
    fileOf(cases.at(-1)!, FIRST)(lines);
  };
  for (const line of [...text.split("\n"), '# --- case ""']) {
    const header = HEADER.exec(line);
    if (!header) {
      if (line.startsWith("# ---")) throw new Error(`no such part: ${line}`);
      part.push(line);
      continue;
    }
    const [, kind, name, sure, none, settings, json, marks, markedFile, file] = header;
    close(part);
    part = [];
    if (kind === "case" && name === "") break;
    if (settings && cases.length === 0) {
      common = JSON.parse(json!);
      close = () => {};
      continue;
    }
    if (kind === "case") begin(name!);
    if (cases.length === 0) begin("");
    const current = cases.at(-1)!;
    const fix = current.fixes.at(-1);
    if (kind === "case") close = fileOf(current, FIRST);
    else if (none) {
      current.noFixes = true;
      close = () => {};
    } else if (kind === "fix") {
      current.fixes.push({ title: name!, kind: sure, files: {} });
      close = fixedFile(current, FIRST);
    } else if (settings) {
      const own: Settings = JSON.parse(json!);
      current.settings = { ...current.settings, ...own, rules: { ...current.settings.rules, ...own.rules } };
      close = () => {};
    } else if (marks) close = (lines) => current.marks.push(...lines.flatMap((l) => textMark(current, markedFile ?? FIRST, l)));
    else close = fix ? fixedFile(current, file!) : fileOf(current, file!);
  }
  return cases;
}

const fileOf = (to: Draft, file: string) => (lines: string[]) => {
  if (lines.every((l) => l.trim() === "")) return;
  const { text, marks, names } = readMarks(file, lines);
  to.files[file] = text;
  to.written[file] = joined(lines);
  to.marks.push(...marks);
  for (const [name, place] of names) to.names.set(name, place);
};

const fixedFile = (to: Draft, file: string) => (lines: string[]) => {
  if (lines.every((l) => l.trim() === "")) return;
  to.fixes.at(-1)!.files[file] = joined(lines);
};

/** Blank lines before the next part are no content. */
const joined = (lines: readonly string[]): string => `${lines.join("\n").trimEnd()}\n`;

const CARETS = /^( *#)(<?)( *)(\^*) +([@a-z].*)$/;

function readMarks(file: string, lines: readonly string[]): { text: string; marks: Mark[]; names: [string, Place][] } {
  const kept: string[] = [];
  const marks: Mark[] = [];
  const names: [string, Place][] = [];
  let lineStart = 0;
  let next = 0;
  for (const line of lines) {
    const carets = CARETS.exec(line);
    if (!carets || (carets[2] === "" && carets[4] === "")) {
      kept.push(line);
      lineStart = next;
      next += line.length + 1;
      continue;
    }
    const before = carets[1]!.length + carets[2]!.length + carets[3]!.length;
    const start = lineStart + (carets[2] === "<" ? 0 : before);
    const place = { file, start, end: lineStart + before + carets[4]!.length };
    const label = carets[5]!.trim();
    if (label.startsWith("@")) names.push([label.slice(1), place]);
    else marks.push({ ...place, ...readLabel(label) });
  }
  return { text: joined(kept), marks, names };
}

function readLabel(label: string): Omit<Mark, keyof Place> {
  const match = /^([a-z][\w-]*\/[\w-]+)(?: \((error|warning|info|hint)\))?(?:: (.*?))?((?: -> @[\w-]+)*)$/.exec(label);
  if (!match) throw new Error(`not "rule/id (severity): message -> @name": ${label}`);
  const related = [...match[4]!.matchAll(/@([\w-]+)/g)].map((m) => m[1]!);
  return { rule: match[1]!, severity: match[2], message: match[3] ?? "", related };
}

function textMark(of: Draft, file: string, line: string): Mark[] {
  if (line.trim() === "") return [];
  const match = /^# ("(?:[^"\\]|\\.)*") (\d+) (.*)$/.exec(line);
  if (!match) throw new Error(`not '# "text" 1 rule/id': ${line}`);
  const wanted = JSON.parse(match[1]!) as string;
  let start = -1;
  for (let n = Number(match[2]); n > 0; n--) start = of.files[file]!.indexOf(wanted, start + 1);
  if (start < 0) throw new Error(`${wanted} is not in ${file}`);
  return [{ file, start, end: start + wanted.length, ...readLabel(match[3]!) }];
}

/** The files of a rule's example: one text, or several with `# --- name.yml` before each. */
export function exampleFiles(text: string): Files {
  return readFixture(text).at(-1)!.files;
}
