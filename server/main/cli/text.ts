// Findings for people: where, what, the line itself with the place marked, and what can be done. One finding after the other, by file.
import type { Language } from "../../src/rules/rule.ts";
import { lineStarts } from "../../src/syntax/lines.ts";
import { SEVERITIES } from "../../src/workspace/settings.ts";
import { frameOf, printable, widthOf } from "./frame.ts";
import { colourOf, type Paint, paintMessage } from "./paint.ts";
import type { Report } from "./report.ts";
import { count, tell } from "./texts.ts";

export interface Look {
  readonly paint: Paint;
  readonly language: Language;
  /** Columns of the terminal. */
  readonly width: number;
}

/** @param stacks how many stack files were looked at */
export function textFormat(reports: readonly Report[], stacks: number, look: Look): string {
  const linesOf = lineCache();
  const shown = reports.map((report) => `${section(report, linesOf(report), look)}\n`);
  return [...shown, `${summary(reports, stacks, look)}\n`].join("\n");
}

/** The lines of a file are found once for all of its findings. */
function lineCache(): (report: Report) => readonly number[] {
  let last: { text: string; starts: readonly number[] } = { text: "", starts: [0] };
  return ({ text }) => {
    if (last.text !== text) last = { text, starts: lineStarts(text) };
    return last.starts;
  };
}

function section(report: Report, starts: readonly number[], look: Look): string {
  const { paint, language } = look;
  const place = `${paint(printable(report.file), "bold")}${paint(`:${report.line}:${report.column}`, "dim")}`;
  const head = `${place} ${paint(tell(language, report.severity), "bold", colourOf(report.severity))} ${paint(report.rule, "dim")}`;
  const notes = report.related.map((r) => `${tell(language, "note")}${r.file}:${r.line}:${r.column} ${r.message}`);
  const fixes = report.fixes.map((f) => {
    const safe = f.kind === "safe" ? paint(tell(language, "safe"), "green") : "";
    return `${paint(tell(language, "fix"), "green")}${paintMessage(paint, printable(f.title))}${safe}`;
  });
  const message = paintMessage(paint, printable(report.message));
  return [head, ...[message, ...frame(report, starts, look), ...notes.map(printable), ...fixes].map((line) => `  ${line}`)].join("\n");
}

function frame(report: Report, starts: readonly number[], { paint, width }: Look): string[] {
  const start = starts[report.line - 1] ?? 0;
  const whole = report.text.slice(start, starts[report.line]).replace(/(?:\r\n|\n|\r)$/, "");
  const mark = whole.startsWith("\uFEFF") ? 1 : 0;
  const line = whole.slice(mark);
  const from = report.column - 1;
  const to = report.endLine === report.line ? report.endColumn - 1 : line.length;
  const number = String(report.line);
  const gutter = " ".repeat(number.length);
  const bar = paint("|", "dim");
  const { before, marked, after, indent, width: under } = frameOf(line, from, to, Math.max(40, width - widthOf(number) - 6));
  const colour = colourOf(report.severity);
  return [
    `${paint(number, "dim")} ${bar} ${before}${marked}${after}`,
    `${gutter} ${bar} ${" ".repeat(indent)}${paint("^".repeat(under), "bold", colour)}`,
  ];
}

function summary(reports: readonly Report[], stacks: number, { paint, language }: Look): string {
  if (stacks === 0) return tell(language, "noStacks");
  if (reports.length === 0) return paint(tell(language, "clean", { files: count(language, "stack", stacks) }), "green");
  const files = count(language, "file", new Set(reports.map((r) => r.file)).size);
  const found = tell(language, "found", { counts: countsOf(reports, language, paint), files });
  const fixable = reports.filter((r) => r.mend !== undefined).length;
  return fixable === 0 ? found : tell(language, "fixable", { found, n: String(fixable) });
}

/** `3 errors, 1 warning` */
export const countsOf = (reports: readonly Report[], language: Language, paint: Paint): string =>
  SEVERITIES.map((severity) => ({ severity, n: reports.filter((r) => r.severity === severity).length }))
    .filter(({ n }) => n > 0)
    .map(({ severity, n }) => paint(count(language, severity, n), "bold", colourOf(severity)))
    .join(tell(language, "comma"));
