// `readiness`: tells of every routed service in the given paths what it lacks to be updated without a lost request, and what its updates cost.
// Nothing is written.
import { viewOf } from "../../src/workspace/view.ts";
import { stackFiles } from "./lint.ts";
import type { Options } from "./options.ts";
import { type Opened, openPaths } from "./projects.ts";
import { readinessText } from "./readiness-text.ts";
import { isReady, type ServiceReport, serviceReports } from "./services.ts";
import { exitCode, type Shell, tellTroubles } from "./shell.ts";

export function readiness(options: Options, shell: Shell): number {
  const opened = openPaths(shell.cwd, options);
  const reports = serviceReports(shell.cwd, opened, options.language);
  shell.out(options.format === "json" ? json(reports) : text(reports, opened, options, shell));
  tellTroubles(opened, options.language, shell);
  return exitCode(opened, reports.every(isReady) ? 0 : 1);
}

function json(reports: readonly ServiceReport[]): string {
  const plain = reports.map(({ file, line, service, ready, of, missing, prediction: { gap, stale, failedShare }, assumptions }) => ({
    file,
    line,
    service,
    ready,
    of,
    missing: missing.map(({ what, why, rule }) => ({ what, why, rule })),
    update: { gap, stale, failedShare: Math.round(failedShare * 1000) / 1000, assumptions },
  }));
  return `${JSON.stringify(plain, null, 2)}\n`;
}

function text(reports: readonly ServiceReport[], opened: Opened, { language }: Options, { paint, width }: Shell): string {
  // Nobody should read "no services" where something could not be read.
  if (reports.length === 0 && opened.troubles.length > 0) return "";
  return readinessText(reports, { all: stackFiles(opened), swarm: swarmFiles(opened) }, { paint, width, language });
}

const swarmFiles = ({ workspace, asked }: Opened): number =>
  [...asked.keys()].filter((uri) => viewOf(workspace, workspace.documents.get(uri)!)?.target().mode === "swarm").length;
