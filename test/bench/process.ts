// What an edit costs in this process, against a whole parse of the same text by `yaml`.
import { parseDocument } from "yaml";
import { shown } from "../../server/src/features/shown.ts";
import { changeDocument, documentText, openDocument } from "../../server/src/syntax/document.ts";
import { emptyWorkspace, withDocument } from "../../server/src/workspace/workspace.ts";
import { stack } from "./generate.ts";

const URI = "file:///bench/stack.yml";

interface Row {
  readonly services: number;
  readonly lines: number;
  readonly open: number;
  readonly label: number;
  readonly newline: number;
  readonly rename: number;
  readonly parse: number;
}

/** Prints a table. */
export function measureProcess(): void {
  const rows = [10, 100, 1000].map(measure);
  console.table(rows.map((r) => ({ ...rounded(r), "parse / label edit": Math.round(r.parse / r.label) })));
  const [, small, large] = rows as [Row, Row, Row];
  const growth = (site: "label" | "newline" | "rename") => Math.log10(large[site] / small[site]).toFixed(2);
  console.log(
    `growth from 100 to 1,000 services: label n^${growth("label")}, new line n^${growth("newline")}, renamed service n^${growth("rename")}`,
  );
}

function measure(services: number): Row {
  const text = stack(services);
  const open = median(5, () => {
    const document = openDocument(URI, 1, text);
    shown(withDocument(emptyWorkspace(["file:///bench"]), document), document, "en");
  });
  const middle = Math.ceil(services / 2);
  const at = (what: string) => text.indexOf(what) + what.length;
  return {
    services,
    lines: text.split("\n").length - 1,
    open,
    label: edits(text, at(`Host(\`app-${middle}`), "x"),
    newline: edits(text, text.indexOf("\n", at(`registry.example.com/app-${middle}:`)), "\n"),
    rename: edits(text, at(`\n  app-${middle}`), "x"),
    parse: median(5, () => parseDocument(text)),
  };
}

/** Median of an edit with its diagnostics, text typed and taken back in turn; ms. */
function edits(text: string, at: number, typed: string): number {
  let document = openDocument(URI, 1, text);
  let workspace = withDocument(emptyWorkspace(["file:///bench"]), document);
  shown(workspace, document, "en");
  let there = false;
  const result = median(40, () => {
    const change = there ? { start: at, end: at + typed.length, text: "" } : { start: at, end: at, text: typed };
    there = !there;
    document = changeDocument(document, 1, change);
    workspace = withDocument(workspace, document);
    shown(workspace, document, "en");
  });
  if (documentText(document) !== text) throw new Error("the edits did not take themselves back");
  return result;
}

function median(runs: number, work: () => void): number {
  const times = Array.from({ length: runs }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  }).sort((a, b) => a - b);
  return times[Math.floor(runs / 2)]!;
}

function rounded(row: Row): Record<string, number> {
  return Object.fromEntries(Object.entries(row).map(([k, v]) => [k, Math.round(v * 100) / 100]));
}
