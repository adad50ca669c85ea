// `lint`: prints what is found in the given paths. Nothing is written.
import { checkOnce } from "../../src/rules/check.ts";
import { projectOf } from "../../src/workspace/workspace.ts";
import { githubFormat, jsonFormat, sarifFormat } from "./formats.ts";
import type { Options } from "./options.ts";
import { countFiles, type Opened, openPaths } from "./projects.ts";
import { type Report, reportsOf } from "./report.ts";
import { type Share, sharedBy } from "./share.ts";
import { exitCode, type Shell, tellTroubles } from "./shell.ts";
import { textFormat } from "./text.ts";
import { joined, type Sent, sent, startOthers, threadsFor } from "./threads.ts";

export async function lint(options: Options, shell: Shell): Promise<number> {
  const { cwd } = shell;
  const threads = threadsFor(countFiles(cwd, options.paths));
  const counter = new SharedArrayBuffer(4);
  const others = Promise.all(startOthers(threads, { counter }));
  // Opening may fail before anybody waits for them.
  others.catch(() => undefined);
  const opened = openPaths(cwd, options);
  const own = shareOf(cwd, opened, options, sharedBy(counter));
  const reports = joined(cwd, opened, own, (await others).flat());
  shell.out(print(reports, opened, options, shell));
  tellTroubles(opened, options.language, shell);
  return exitCode(opened, reports.some((r) => fails(r, options.failOn)) ? 1 : 0);
}

/** What a thread is started for. */
export const lintShare = (options: Options, cwd: string, share: Share): Sent[] =>
  sent(shareOf(cwd, openPaths(cwd, options), options, share));

function shareOf(cwd: string, opened: Opened, { format, language }: Options, share: Share): Report[] {
  const fixes = format === "json" || format === "text";
  return reportsOf(cwd, opened, language, { fixes, check: checkOnce, share });
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
