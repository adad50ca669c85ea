// What the editor is sent of a file's findings, as finished JSON: with thousands of findings in a file, making objects of them and objects
// into text again was most of an edit. What a finding says is put into words once; only the lines of its place are filled in each time.
//
// Errors are all shown. Of anything else a file shows so many of one rule, and then says how many more there are: VS Code itself drops what
// exceeds a thousand. The command line lists all, and the lightbulb works at those that are not underlined too.
import type { Diagnostic } from "vscode-languageserver-types";
import { RULES } from "../rules/all.ts";
import { severityOf } from "../rules/check.ts";
import { docsUrl } from "../rules/docs.ts";
import { type Found, isLast, type Judged, judge, judgedSoFar, type Plain } from "../rules/judge.ts";
import type { Language, Rule } from "../rules/rule.ts";
import { suppressions } from "../rules/suppressions.ts";
import { blockLines, type StackDocument } from "../syntax/document.ts";
import { lastNotAfter } from "../syntax/lines.ts";
import { isUntouched } from "../workspace/reads.ts";
import type { Settings, Severity } from "../workspace/settings.ts";
import { projectOf, type Workspace } from "../workspace/workspace.ts";
import { rangeAt, SEVERITY, SOURCE, toDiagnostic } from "./diagnostics.ts";
import { text } from "./texts.ts";

/** So many findings of one rule are shown in a file. */
export const LIMITS: Readonly<Record<Severity, number>> = { error: Number.POSITIVE_INFINITY, warning: 50, info: 20, hint: 20 };

export interface Shown {
  /** A list of diagnostics, all in ASCII. */
  readonly json: string;
  readonly count: number;
  /** Some point into other files. */
  readonly related: boolean;
  /** What it was made of. */
  readonly from: {
    readonly document: StackDocument;
    readonly settings: Settings;
    readonly language: Language;
    readonly judged: readonly Judged[];
  };
  readonly selection: Selection;
}

/** @param before what was shown of the file last, which is given back where nothing has changed */
export function shown(workspace: Workspace, document: StackDocument, language: Language, before?: Shown): Shown {
  const settings = workspace.settingsOf(document.uri);
  const from = { document, settings, language, judged: judge(workspace, document) };
  if (before && !before.related && isSame(before.from, from)) return before;
  const selection = (before && reselected(before, from)) ?? selected(document, from.judged, settings);
  return { ...listed(workspace, document, selection, language), from, selection };
}

/**
 * As JSON, what is known of a file that is still being judged: what was last found in each block that was judged before. How many more there are
 * is told when each was.
 */
export function shownSoFar(workspace: Workspace, document: StackDocument, language: Language): string {
  const { judged, isWhole } = judgedSoFar(workspace, document);
  const selection = selected(document, judged, workspace.settingsOf(document.uri));
  return listed(workspace, document, isWhole ? selection : { ...selection, more: [] }, language).json;
}

function listed(
  workspace: Workspace,
  document: StackDocument,
  { all, more }: Selection,
  language: Language,
): Pick<Shown, "json" | "count" | "related"> {
  const parts: string[] = [];
  let related = false;
  for (const one of all) {
    if (one.finding.related === undefined) parts.push(written(document, one, language));
    else {
      related = true;
      parts.push(asciiJson(toDiagnostic(workspace, document, one, language)));
    }
  }
  for (const rest of more) parts.push(asciiJson(summary(document, rest, language)));
  return { json: `[${parts.join(",")}]`, count: parts.length, related };
}

/** Whether a file would be shown the same, as far as that can be told without a look at each of its blocks. */
export function isCurrent(
  { related, from: { document, settings, language, judged } }: Shown,
  workspace: Workspace,
  now: Language,
): boolean {
  const { uri, id } = document;
  const isSameText = workspace.documents.get(uri) === document && workspace.settingsOf(uri) === settings && language === now;
  return isSameText && !related && isLast(document, judged) && isUntouched(projectOf(workspace, uri), id);
}

const isSame = (a: Shown["from"], b: Shown["from"]): boolean =>
  a.document === b.document &&
  a.settings === b.settings &&
  a.language === b.language &&
  a.judged.length === b.judged.length &&
  a.judged.every((j, i) => j === b.judged[i]);

/** A finding of the block with that index. */
interface Selected extends Weighed {
  readonly index: number;
  /** Among those of its block. */
  readonly place: number;
}

/** The first of those that are not shown, and how many there are. */
interface Rest extends Selected {
  readonly count: number;
}

interface Selection {
  readonly all: readonly Selected[];
  readonly more: readonly Rest[];
  /** Comments switch some off. */
  readonly partly: boolean;
}

function selected(document: StackDocument, judged: readonly Judged[], settings: Settings): Selection {
  const isOff = judged.some((j) => j.disables) ? suppressions(document) : undefined;
  const all: Selected[] = [];
  const counts = new Uint32Array(RULES.length);
  const left = new Uint32Array(RULES.length);
  const more: Selected[] = [];
  for (let index = 0; index < judged.length; index++) {
    for (const [place, one] of weighed(judged[index]!.found, settings).entries()) {
      const { rule, finding, severity, number } = one;
      if (isOff?.(index, finding.span.start, rule.id)) continue;
      if (++counts[number]! <= LIMITS[severity]) all.push({ index, place, ...one });
      else if (++left[number]! === 1) more.push({ index, place, ...one });
    }
  }
  return { all, more: more.map((one) => ({ count: left[one.number]!, ...one })), partly: isOff !== undefined };
}

/** While somebody types, the same rules find the same in other words: then the same ones are shown. Undefined where that is not so. */
function reselected({ selection, from: before }: Shown, { judged, settings }: Shown["from"]): Selection | undefined {
  if (settings !== before.settings || judged.length !== before.judged.length || selection.partly) return undefined;
  const fresh = new Map<number, readonly Weighed[]>();
  for (let index = 0; index < judged.length; index++) {
    const now = judged[index]!;
    const was = before.judged[index]!;
    if (now === was) continue;
    const list = weighed(now.found, settings);
    if (now.disables || !isAlike(list, weighed(was.found, settings))) return undefined;
    fresh.set(index, list);
  }
  const renewed = <T extends Selected>(one: T): T => {
    const list = fresh.get(one.index);
    return list ? { ...one, finding: list[one.place]!.finding } : one;
  };
  return { all: selection.all.map(renewed), more: selection.more.map(renewed), partly: false };
}

const isAlike = (a: readonly Weighed[], b: readonly Weighed[]): boolean =>
  a.length === b.length && a.every((one, i) => one.number === b[i]!.number && one.severity === b[i]!.severity);

interface Weighed extends Omit<Found, "nth"> {
  readonly severity: Severity;
  /** Of the rule. */
  readonly number: number;
}

const WEIGHED = new WeakMap<readonly Found[], { readonly settings: Settings; readonly list: readonly Weighed[] }>();
const NOTHING: readonly Weighed[] = [];
const NUMBERS: ReadonlyMap<Rule, number> = new Map(RULES.map((rule, number) => [rule, number]));

function weighed(found: readonly Found[], settings: Settings): readonly Weighed[] {
  if (found.length === 0) return NOTHING;
  const kept = WEIGHED.get(found);
  if (kept?.settings === settings) return kept.list;
  const list = found.flatMap(({ rule, finding }): Weighed[] => {
    const severity = severityOf(rule, finding, settings);
    return severity === "off" ? [] : [{ rule, finding, severity, number: NUMBERS.get(rule)! }];
  });
  WEIGHED.set(found, { settings, list });
  return list;
}

/** All of a diagnostic but its lines in the file. */
interface Written {
  readonly severity: Severity;
  readonly language: Language;
  /** In the block. */
  readonly startLine: number;
  readonly endLine: number;
  readonly startCharacter: number;
  readonly endCharacter: number;
  readonly rest: string;
  /** All of it, as it was sent last: while somebody types, most stay on their lines. */
  last: { readonly line: number; readonly json: string } | undefined;
}

const WRITTEN = new WeakMap<Plain, Written>();

function written(document: StackDocument, one: Selected, language: Language): string {
  let kept = WRITTEN.get(one.finding);
  if (kept?.severity !== one.severity || kept.language !== language) {
    kept = write(document, one, language);
    WRITTEN.set(one.finding, kept);
  }
  const line = document.lines[one.index]!;
  if (kept.last?.line === line) return kept.last.json;
  const { startLine, endLine, startCharacter, endCharacter, rest } = kept;
  const json = `{"range":{"start":{"line":${line + startLine},"character":${startCharacter}},"end":{"line":${line + endLine},"character":${endCharacter}}},${rest}`;
  kept.last = { line, json };
  return json;
}

function write(document: StackDocument, one: Selected, language: Language): Written {
  const { index, finding, severity } = one;
  const block = document.blocks[index]!;
  const lines = blockLines(block);
  const startLine = lastNotAfter(lines, finding.span.start);
  const endLine = lastNotAfter(lines, finding.span.end);
  // The range stands first in it.
  const { range: _, ...rest } = toDiagnostic(NO_FILES, document, one, language);
  return {
    severity,
    language,
    startLine,
    endLine,
    startCharacter: finding.span.start - lines[startLine]!,
    endCharacter: finding.span.end - lines[endLine]!,
    rest: asciiJson(rest).slice(1),
    last: undefined,
  };
}

/** Text of a byte a character is kept, put together and sent at a half or a third of the cost of any other. */
export const asciiJson = (value: unknown): string =>
  JSON.stringify(value).replace(/[^\x20-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** Findings that point into no other file need none to be written. */
const NO_FILES: Pick<Workspace, "documents"> = { documents: new Map() };

function summary(document: StackDocument, { rule, severity, index, finding, count }: Rest, language: Language): Diagnostic {
  return {
    range: rangeAt(document, index, finding.span),
    severity: SEVERITY[severity],
    source: SOURCE,
    code: rule.id,
    codeDescription: { href: docsUrl(rule.id, language) },
    message: text(language, "more", { count, rule: rule.id }),
  };
}
