// The findings of a workspace as plain values that every output format prints: places as people count them (from 1), texts in a language.
import { fileURLToPath } from "node:url";
import { safeFix } from "../../src/features/fix.ts";
import { offered } from "../../src/features/offered.ts";
import type { checkDocument, Diagnosis } from "../../src/rules/check.ts";
import type { Fix, Language } from "../../src/rules/rule.ts";
import { say } from "../../src/rules/text.ts";
import { type Block, documentText, positionAt, type StackDocument } from "../../src/syntax/document.ts";
import type { Span } from "../../src/syntax/text.ts";
import type { Severity } from "../../src/workspace/settings.ts";
import type { Workspace } from "../../src/workspace/workspace.ts";
import { type Opened, shownPath } from "./projects.ts";
import { type Share, whole } from "./share.ts";

/** From 1, columns in UTF-16 units; a byte order mark is no column. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface Report extends Place {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly fixes: readonly { readonly title: string; readonly kind: "safe" | "choice" }[];
  /** The fix that `fix` applies; `block` where it mends all findings of the rule in there. */
  readonly mend: { readonly title: string; readonly block: Block | undefined } | undefined;
  readonly related: readonly (Place & { readonly message: string })[];
  /** The text of the file, for showing the place. */
  readonly text: string;
}

export interface Wanted {
  /** Without them a third of the time is saved. */
  readonly fixes: boolean;
  readonly check: typeof checkDocument;
  /** The files that are reported on; all of them where there is none. */
  readonly share?: Share;
}

export function reportsOf(
  cwd: string,
  { workspace, asked }: Opened,
  language: Language,
  { fixes, check, share = whole() }: Wanted,
): Report[] {
  const files = [...asked];
  const reports: Report[] = [];
  for (let at = share(); at < files.length; at = share()) {
    const [uri, file] = files[at]!;
    const document = workspace.documents.get(uri)!;
    const diagnoses = check(workspace, document);
    const text = diagnoses.length > 0 ? documentText(document) : "";
    const place = (d: Diagnosis) => placeOf(shownPath(cwd, file), document, document.starts[d.index]!, d.finding.span);
    for (const d of diagnoses) {
      reports.push({
        text,
        fixes: fixes ? offered(d).map((f) => ({ title: say(d.rule, f.title, language), kind: f.kind })) : [],
        mend: fixes ? mendOf(d, asked, language) : undefined,
        ...place(d),
        ...textsOf(cwd, workspace, d, language),
      });
    }
  }
  return reports;
}

function mendOf(diagnosis: Diagnosis, asked: ReadonlyMap<string, string>, language: Language): Report["mend"] {
  const fix = willFix(diagnosis, asked);
  return fix && { title: say(diagnosis.rule, fix.title, language), block: fix.mendsBlock ? diagnosis.block : undefined };
}

function textsOf(cwd: string, workspace: Workspace, diagnosis: Diagnosis, language: Language) {
  const { rule, severity, finding } = diagnosis;
  return {
    rule: rule.id,
    severity,
    message: say(rule, finding.message, language),
    related: (finding.related ?? []).flatMap((r) => {
      const place = relatedPlace(cwd, workspace, r.uri, r.block, r.span);
      return place ? [{ ...place, message: say(rule, r.message, language) }] : [];
    }),
  };
}

function relatedPlace(cwd: string, workspace: Workspace, uri: string, block: Block, span: Span): Place | undefined {
  const document = workspace.documents.get(uri);
  const index = document?.blocks.indexOf(block) ?? -1;
  return document && index >= 0 ? placeOf(shownPath(cwd, fileURLToPath(uri)), document, document.starts[index]!, span) : undefined;
}

/** @param start of the block in which the span lies */
export function placeOf(file: string, document: StackDocument, start: number, span: Span): Place {
  const from = positionAt(document, start + span.start);
  const to = positionAt(document, start + span.end);
  const mark = document.blocks[0]?.source.startsWith("\uFEFF") ? 1 : 0;
  const column = (p: typeof from) => p.character + 1 - (p.line === 0 ? mark : 0);
  return { file, line: from.line + 1, column: column(from), endLine: to.line + 1, endColumn: column(to) };
}

/** The fix that `fix` applies for a finding: a safe one that changes nothing outside the given paths. */
export function willFix(diagnosis: Diagnosis, asked: ReadonlyMap<string, string>): Fix | undefined {
  const fix = safeFix(diagnosis);
  return fix?.edits.every((e) => e.uri === undefined || asked.has(e.uri)) ? fix : undefined;
}
