// A file's findings as the editor shows them.
import { type Diagnostic, DiagnosticSeverity, type Range } from "vscode-languageserver-types";
import { checkDocument, type Diagnosis } from "../rules/check.ts";
import { docsUrl } from "../rules/docs.ts";
import type { Plain } from "../rules/judge.ts";
import type { Language, Rule } from "../rules/rule.ts";
import { say } from "../rules/text.ts";
import { type Block, positionAt, type StackDocument } from "../syntax/document.ts";
import type { Span } from "../syntax/text.ts";
import type { Severity } from "../workspace/settings.ts";
import type { Workspace } from "../workspace/workspace.ts";

/** `source` of every diagnostic. */
export const SOURCE = "traefik-swarm";

export const SEVERITY: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

export function diagnostics(workspace: Workspace, document: StackDocument, language: Language): Diagnostic[] {
  return checkDocument(workspace, document).map((d) => toDiagnostic(workspace, document, d, language));
}

export function toDiagnostic(
  workspace: Pick<Workspace, "documents">,
  document: StackDocument,
  diagnosis: Omit<Diagnosis, "block" | "fixes">,
  language: Language,
): Diagnostic {
  const { rule, severity, index, finding } = diagnosis;
  const related = (finding.related ?? []).flatMap((r) => {
    const other = workspace.documents.get(r.uri);
    const range = other && rangeIn(other, r.block, r.span);
    return range ? [{ location: { uri: r.uri, range }, message: say(rule, r.message, language) }] : [];
  });
  return {
    range: rangeAt(document, index, finding.span),
    severity: SEVERITY[severity],
    ...said(rule, finding, language),
    ...(related.length > 0 ? { relatedInformation: related } : {}),
  };
}

type Said = Pick<Diagnostic, "source" | "code" | "codeDescription" | "message">;

/** By language: what of a diagnostic depends on the finding alone. With a thousand findings in a file, saying them again is most of an edit. */
const SAID = new WeakMap<Plain, Map<Language, Said>>();

function said(rule: Rule, finding: Plain, language: Language): Said {
  const kept = SAID.get(finding) ?? new Map<Language, Said>();
  const before = kept.get(language);
  if (before) return before;
  const href = docsUrl(rule.id, language);
  const fresh: Said = { source: SOURCE, code: rule.id, codeDescription: { href }, message: say(rule, finding.message, language) };
  SAID.set(finding, kept.set(language, fresh));
  return fresh;
}

/** The range of a span of the block with that index. */
export function rangeAt(document: StackDocument, index: number, span: Span): Range {
  const start = document.starts[index]!;
  return { start: positionAt(document, start + span.start), end: positionAt(document, start + span.end) };
}

/** Undefined where the block is no longer in the document. */
export function rangeIn(document: StackDocument, block: Block, span: Span): Range | undefined {
  const index = document.blocks.indexOf(block);
  return index < 0 ? undefined : rangeAt(document, index, span);
}
