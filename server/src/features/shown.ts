// What the editor is sent of a file's findings, as finished JSON: with thousands of findings in a file, making objects of them and objects
// into text again was most of an edit. What a finding says is put into words once; only the lines of its place are filled in each time.
//
// Errors are all shown. Of anything else a file shows so many of one rule, and then says how many more there are: VS Code itself drops what
// exceeds a thousand. The command line lists all, and the lightbulb works at those that are not underlined too.
import type { Diagnostic } from "vscode-languageserver-types";
import { type Found, judge, severityOf } from "../rules/check.ts";
import { docsUrl } from "../rules/docs.ts";
import type { Finding, Language, Rule } from "../rules/rule.ts";
import { suppressions } from "../rules/suppressions.ts";
import { blockLines, type StackDocument } from "../syntax/document.ts";
import { lastNotAfter } from "../syntax/lines.ts";
import type { Settings, Severity } from "../workspace/settings.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { rangeAt, SEVERITY, SOURCE, toDiagnostic } from "./diagnostics.ts";
import { text } from "./texts.ts";

/** So many findings of one rule are shown in a file. */
export const LIMITS: Readonly<Record<Severity, number>> = { error: Number.POSITIVE_INFINITY, warning: 100, info: 20, hint: 20 };

export interface Shown {
  /** A list of diagnostics. */
  readonly json: string;
  readonly count: number;
  /** Some point into other files. */
  readonly related: boolean;
}

export function shown(workspace: Workspace, document: StackDocument, language: Language): Shown {
  const { all, more } = selected(workspace, document);
  const parts: string[] = [];
  let related = false;
  for (const one of all) {
    if (one.finding.related === undefined) parts.push(written(document, one, language));
    else {
      related = true;
      parts.push(JSON.stringify(toDiagnostic(workspace, document, { ...one, block: document.blocks[one.index]! }, language)));
    }
  }
  for (const rest of more) parts.push(JSON.stringify(summary(document, rest, language)));
  return { json: `[${parts.join(",")}]`, count: parts.length, related };
}

interface Selected extends Judged {
  readonly index: number;
}

/** The first of those that are not shown, and how many there are. */
interface Rest extends Selected {
  count: number;
}

function selected(workspace: Workspace, document: StackDocument): { readonly all: readonly Selected[]; readonly more: Iterable<Rest> } {
  const settings = workspace.settingsOf(document.uri);
  const judged = judge(workspace, document);
  const isOff = judged.length > 0 ? suppressions(document) : undefined;
  const all: Selected[] = [];
  const seen = new Map<Rule, number>();
  const more = new Map<Rule, Rest>();
  for (const [index, found] of judged.entries()) {
    for (const { rule, finding, severity } of withSeverities(found, settings)) {
      if (isOff?.(index, finding.span.start, rule.id)) continue;
      const count = (seen.get(rule) ?? 0) + 1;
      seen.set(rule, count);
      const rest = more.get(rule);
      if (count <= LIMITS[severity]) all.push({ rule, finding, severity, index });
      else if (rest) rest.count++;
      else more.set(rule, { rule, finding, severity, index, count: 1 });
    }
  }
  return { all, more: more.values() };
}

interface Judged extends Found {
  readonly severity: Severity;
}

const JUDGED = new WeakMap<readonly Found[], { readonly settings: Settings; readonly list: readonly Judged[] }>();
const NOTHING: readonly Judged[] = [];

function withSeverities(found: readonly Found[], settings: Settings): readonly Judged[] {
  if (found.length === 0) return NOTHING;
  const kept = JUDGED.get(found);
  if (kept?.settings === settings) return kept.list;
  const list = found.flatMap(({ rule, finding }): Judged[] => {
    const severity = severityOf(rule, finding, settings);
    return severity === "off" ? [] : [{ rule, finding, severity }];
  });
  JUDGED.set(found, { settings, list });
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
}

const WRITTEN = new WeakMap<Finding, Written>();

function written(document: StackDocument, one: Selected, language: Language): string {
  let kept = WRITTEN.get(one.finding);
  if (kept?.severity !== one.severity || kept.language !== language) {
    kept = write(document, one, language);
    WRITTEN.set(one.finding, kept);
  }
  const line = document.lines[one.index]!;
  const { startLine, endLine, startCharacter, endCharacter, rest } = kept;
  return `{"range":{"start":{"line":${line + startLine},"character":${startCharacter}},"end":{"line":${line + endLine},"character":${endCharacter}}},${rest}`;
}

function write(document: StackDocument, one: Selected, language: Language): Written {
  const { index, finding, severity } = one;
  const block = document.blocks[index]!;
  const lines = blockLines(block);
  const startLine = lastNotAfter(lines, finding.span.start);
  const endLine = lastNotAfter(lines, finding.span.end);
  // The range stands first in it.
  const { range: _, ...rest } = toDiagnostic(NO_FILES, document, { ...one, block }, language);
  return {
    severity,
    language,
    startLine,
    endLine,
    startCharacter: finding.span.start - lines[startLine]!,
    endCharacter: finding.span.end - lines[endLine]!,
    rest: JSON.stringify(rest).slice(1),
  };
}

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
