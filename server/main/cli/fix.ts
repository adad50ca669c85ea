// `fix`: applies safe fixes to the files in the given paths and writes them, or shows as a diff what it would write.
import { fixAll } from "../../src/features/fix.ts";
import { checkDocument } from "../../src/rules/check.ts";
import { documentText } from "../../src/syntax/document.ts";
import { realPath, replaceText } from "../files.ts";
import { unifiedDiff } from "./diff.ts";
import { printable } from "./frame.ts";
import { unknownRule } from "./known-rules.ts";
import { stackFiles } from "./lint.ts";
import type { Options } from "./options.ts";
import type { Paint } from "./paint.ts";
import { type Opened, openPaths, shownPath } from "./projects.ts";
import { type Report, reportsOf, willFix } from "./report.ts";
import { complain, exitCode, type Shell, tellTroubles } from "./shell.ts";
import { countsOf } from "./text.ts";
import { count, type Told, tell } from "./texts.ts";

/** What is found is kept, as most of it is asked again. */
const WITH_FIXES = { fixes: true, check: checkDocument };

export function fix(options: Options, shell: Shell): number {
  const { language, rules, dryRun } = options;
  const unknown = unknownRule(rules);
  if (unknown) {
    complain(shell, language, unknown);
    return 2;
  }
  const opened = openPaths(shell.cwd, options);
  const isWanted = (rule: string) => rules.length === 0 || rules.includes(rule);
  const before = reportsOf(shell.cwd, opened, language, WITH_FIXES).filter((r) => r.mend !== undefined && isWanted(r.rule));
  const workspace = fixAll(
    opened.workspace,
    [...opened.asked.keys()],
    (diagnosis) => isWanted(diagnosis.rule.id) && willFix(diagnosis, opened.asked) !== undefined,
  );
  const { written, troubles } = save(opened, workspace, dryRun, shell);
  const after = reportsOf(shell.cwd, { ...opened, workspace }, language, WITH_FIXES);
  const mended = gone(before, after).filter((r) => written.has(r.file));
  const say = dryRun ? shell.err : shell.out;
  if (!dryRun) shell.out(list(mended, shell.paint));
  const left = after.filter((r) => r.severity === "error" || r.severity === "warning");
  const all = { troubles: [...opened.troubles, ...troubles], notes: opened.notes };
  if (written.size > 0 || all.troubles.length === 0) say(`${summary(mended.length, written.size, left, opened, options, shell)}\n`);
  tellTroubles(all, language, shell);
  return exitCode(all, 0);
}

/** Writes what differs, or shows it; the shown paths of these files. */
function save(opened: Opened, workspace: Opened["workspace"], dryRun: boolean, shell: Shell): { written: Set<string>; troubles: Told[] } {
  const written = new Set<string>();
  const troubles: Told[] = [];
  for (const [uri, path] of opened.asked) {
    const old = documentText(opened.workspace.documents.get(uri)!);
    const text = documentText(workspace.documents.get(uri)!);
    if (old === text) continue;
    const file = shownPath(shell.cwd, path);
    const trouble = opened.isAsked(realPath(path) ?? path) ? undefined : "outside";
    const failed = trouble ?? (dryRun ? undefined : replaceText(path, old, text));
    if (failed === undefined) written.add(file);
    else troubles.push({ key: failed === "outside" || failed === "changed" ? failed : "unwritable", args: { file, detail: failed } });
    if (dryRun && failed === undefined) shell.out(paintDiff(unifiedDiff(file, old, text), shell.paint));
  }
  return { written, troubles };
}

/** Line by line only where there are colours: a diff in a pipe stays byte for byte. */
function paintDiff(diff: string, paint: Paint): string {
  if (paint("x", "bold") === "x") return diff;
  const style = (line: string) =>
    /^(---|\+\+\+) /.test(line)
      ? "bold"
      : line.startsWith("@")
        ? "cyan"
        : line.startsWith("-")
          ? "red"
          : line.startsWith("+")
            ? "green"
            : "dim";
  return diff.replace(/[^\r\n]+/g, (line) => (line.startsWith(" ") ? line : paint(line, style(line))));
}

/** The findings that are no longer there. They are known by their words, as their lines may have moved. */
function gone(before: readonly Report[], after: readonly Report[]): Report[] {
  const keyOf = (r: Report) => JSON.stringify([r.file, r.rule, r.message]);
  const left = new Map<string, number>();
  for (const report of after) left.set(keyOf(report), (left.get(keyOf(report)) ?? 0) + 1);
  return before.filter((report) => {
    const n = left.get(keyOf(report)) ?? 0;
    left.set(keyOf(report), n - 1);
    return n <= 0;
  });
}

/** Findings that one fix mended together are told of once. */
const list = (mended: readonly Report[], paint: Paint): string =>
  mended
    .filter((r, i) => r.mend?.block === undefined || i === mended.findIndex((o) => o.rule === r.rule && o.mend?.block === r.mend?.block))
    .map(
      (r) =>
        `${paint(printable(r.file), "bold")}${paint(`:${r.line}:${r.column}`, "dim")} ${paint(r.rule, "dim")} ${printable(r.mend?.title ?? "")}\n`,
    )
    .join("");

function summary(mended: number, files: number, left: readonly Report[], opened: Opened, options: Options, { paint }: Shell): string {
  const { language, dryRun } = options;
  const stacks = stackFiles(opened);
  if (stacks === 0) return tell(language, "noStacks");
  const counted = { problems: count(language, "problem", mended), files: count(language, "file", files) };
  const done =
    files === 0
      ? tell(language, "nothingToFix", { files: count(language, "stack", stacks) })
      : paint(tell(language, dryRun ? "wouldFix" : "fixed", counted), "green");
  return left.length === 0 ? done : tell(language, "remaining", { done, counts: countsOf(left, language, paint) });
}
