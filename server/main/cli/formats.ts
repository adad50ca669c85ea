// Findings for machines: JSON of our own, SARIF 2.1.0 for code scanning, and the commands that GitHub's runner turns into annotations.
import { pathToFileURL } from "node:url";
import { RULES } from "../../src/rules/all.ts";
import { docsUrl } from "../../src/rules/docs.ts";
import type { Language } from "../../src/rules/rule.ts";
import type { Severity } from "../../src/workspace/settings.ts";
import type { Place, Report } from "./report.ts";

export function jsonFormat(reports: readonly Report[]): string {
  const plain = reports.map(({ file, line, column, endLine, endColumn, rule, severity, message, fixes }) => ({
    file,
    line,
    column,
    endLine,
    endColumn,
    rule,
    severity,
    message,
    fixes,
  }));
  return `${JSON.stringify(plain, null, 2)}\n`;
}

const SARIF_LEVELS: Record<Severity, string> = { error: "error", warning: "warning", info: "note", hint: "note" };

/** https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
export function sarifFormat(reports: readonly Report[], language: Language, tool: { version: string; homepage: string }): string {
  const rules = RULES.map((rule) => ({
    id: rule.id,
    shortDescription: { text: plain(rule.texts[language].summary!) },
    fullDescription: { text: plain(rule.texts[language].why!) },
    help: { text: plain(rule.texts[language].why!), markdown: rule.texts[language].why! },
    helpUri: docsUrl(rule.id, language),
    defaultConfiguration: { level: SARIF_LEVELS[rule.severity] },
  }));
  const results = reports.map((report) => ({
    ruleId: report.rule,
    ruleIndex: rules.findIndex((r) => r.id === report.rule),
    level: SARIF_LEVELS[report.severity],
    message: { text: report.message },
    locations: [{ physicalLocation: physicalLocation(report) }],
    ...(report.related.length > 0
      ? { relatedLocations: report.related.map((r) => ({ physicalLocation: physicalLocation(r), message: { text: r.message } })) }
      : {}),
  }));
  const driver = { name: "Traefik Swarm", version: tool.version, informationUri: tool.homepage, rules };
  const run = { tool: { driver }, columnKind: "utf16CodeUnits", language: language === "en" ? "en-US" : "zh-CN", results };
  return `${JSON.stringify({ $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] }, null, 2)}\n`;
}

const plain = (text: string): string => text.replaceAll("`", "");

const physicalLocation = ({ file, line, column, endLine, endColumn }: Place) => ({
  artifactLocation: { uri: isAbsolute(file) ? pathToFileURL(file).href : file.split("/").map(encodeURIComponent).join("/") },
  region: { startLine: line, startColumn: column, endLine, endColumn },
});

const isAbsolute = (file: string): boolean => /^(\/|[A-Za-z]:\/)/.test(file);

const COMMANDS: Record<Severity, string> = { error: "error", warning: "warning", info: "notice", hint: "notice" };

/** https://docs.github.com/actions/reference/workflow-commands-for-github-actions; the escapes are those of actions/toolkit's command.ts. */
export function githubFormat(reports: readonly Report[]): string {
  return reports
    .map((r) => {
      const fields = { file: r.file, line: r.line, endLine: r.endLine, col: r.column, endColumn: r.endColumn, title: r.rule };
      const list = Object.entries(fields).map(([key, value]) => `${key}=${escapeField(String(value))}`);
      return `::${COMMANDS[r.severity]} ${list.join(",")}::${escapeText(r.message)}\n`;
    })
    .join("");
}

const escapeText = (text: string): string => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
const escapeField = (text: string): string => escapeText(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
