// `lint`: prints what is found in the given paths. Nothing is written.
import { checkOnce } from "../../src/rules/check.ts";
import { projectOf } from "../../src/workspace/workspace.ts";
import { githubFormat, jsonFormat, sarifFormat } from "./formats.ts";
import type { Options } from "./options.ts";
import { type Opened, openPaths } from "./projects.ts";
import { type Report, reportsOf } from "./report.ts";
import { exitCode, type Shell, tellTroubles } from "./shell.ts";
import { textFormat } from "./text.ts";

export function lint(options: Options, shell: Shell): number {
  const opened = openPaths(shell.cwd, options);
  const fixes = options.format === "json" || options.format === "text";
  const reports = reportsOf(shell.cwd, opened, options.language, { fixes, check: checkOnce });
  shell.out(print(reports, opened, options, shell));
  tellTroubles(opened, options.language, shell);
  return exitCode(opened, reports.some((r) => fails(r, options.failOn)) ? 1 : 0);
}

function print(reports: readonly Report[], opened: Opened, { format, language }: Options, { paint, width, tool }: Shell): string {
  if (format === "json") return jsonFormat(reports);
  if (format === "sarif") return sarifFormat(reports, language, tool);
  if (format === "github") return githubFormat(reports);
  // Nobody should read "no problems" where something could not be read.
  if (reports.length === 0 && opened.troubles.length > 0) return "";
  return textFormat(reports, stackFiles(opened), { paint, width, language });
}

export const stackFiles = ({ workspace, asked }: Opened): number =>
  [...asked.keys()].filter((uri) => projectOf(workspace, uri).files.has(uri)).length;

function fails({ severity }: Report, limit: Options["failOn"]): boolean {
  if (limit === "never") return false;
  return severity === "error" || (severity === "warning" ? limit !== "error" : limit === "info");
}
