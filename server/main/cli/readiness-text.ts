// Readiness for people: a row for each service, by file; below it why that matters and what an update costs. Services next to each other of
// which the same is to be said share it, later ones point back, and what is assumed of all is said once, at the end.
import { joined } from "../../src/features/readiness.ts";
import { updateText } from "../../src/features/update-texts.ts";
import { docsUrl } from "../../src/rules/docs.ts";
import { printable, widthOf } from "./frame.ts";
import { isReady, type ServiceReport } from "./services.ts";
import type { Look } from "./text.ts";
import { count, tell } from "./texts.ts";
import { wrap } from "./wrap.ts";

/** Longer lines are hard to read, however wide the terminal. */
const WIDEST = 110;
const LEFT = "  ";
const BELOW = "    ";

/** @param stacks how many stack files were looked at, and how many of them Swarm deploys */
export function readinessText(reports: readonly ServiceReport[], stacks: { all: number; swarm: number }, look: Look): string {
  const { language } = look;
  if (stacks.all === 0) return `${tell(language, "noStacks")}\n`;
  if (reports.length === 0) {
    const files = count(language, "stack", stacks.all);
    return `${tell(language, stacks.swarm === 0 ? "noSwarm" : "noRouted", { files })}\n`;
  }
  const shared = (reports[0]?.assumptions ?? []).filter((a) => reports.every((r) => r.assumptions.includes(a)));
  const firsts = new Map([...reports].reverse().map((r) => [wordsOf(r), r]));
  const files = runs(reports, (r) => r.file).map((ofFile) => section(ofFile, firsts, shared, look));
  return `${[...files, closing(reports, shared, look)].map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

/** Neighbours of the same key. */
function runs<T>(list: readonly T[], keyOf: (item: T) => string): T[][] {
  const all: T[][] = [];
  for (const item of list) {
    const last = all.at(-1);
    if (last && keyOf(last[0]!) === keyOf(item)) last.push(item);
    else all.push([item]);
  }
  return all;
}

/** @param firsts of those of which the same is to be said */
function section(
  reports: readonly ServiceReport[],
  firsts: ReadonlyMap<string, ServiceReport>,
  shared: readonly string[],
  look: Look,
): string[] {
  const column = Math.max(...reports.map((r) => widthOf(printable(r.service))));
  const parts = runs(reports, wordsOf).map((group) => {
    const first = firsts.get(wordsOf(group[0]!))!;
    const words =
      first === group[0] || first.costs.length + first.missing.length < 3 ? below(group[0]!, shared, look) : pointer(first, look);
    return [...group.flatMap((r) => row(r, column, look)), ...words];
  });
  return [look.paint(printable(reports[0]!.file), "bold"), ...parts.flatMap((lines, i) => (i === 0 ? lines : ["", ...lines]))];
}

/** All that is said below a row. */
const wordsOf = ({ missing, costs, assumptions }: ServiceReport): string => JSON.stringify([missing, costs, assumptions]);

const pointer = ({ service, file }: ServiceReport, look: Look): string[] =>
  paragraph(tell(look.language, "sameAs", { service, file }), BELOW, look).map((line) => look.paint(line, "dim"));

/** `web  3 of 5  no healthcheck, no rollback` */
function row(report: ServiceReport, column: number, { paint, language, width }: Look): string[] {
  const { service, ready, of, missing } = report;
  const colour = isReady(report) ? "green" : "yellow";
  const name = printable(service);
  const share = tell(language, "of", { ready: String(ready), of: String(of) });
  const indent = LEFT.length + column + 2 + widthOf(share) + 2;
  const what = isReady(report)
    ? tell(language, "ready")
    : joined(
        language,
        missing.map((m) => m.what),
      );
  const [first = "", ...rest] = wrap(what, roomFor(width, indent)).map((line) => paint(line, colour));
  const head = `${LEFT}${paint(name, "bold")}${" ".repeat(column - widthOf(name) + 2)}${paint(share, "bold", colour)}  ${first}`;
  return [head, ...rest.map((line) => `${" ".repeat(indent)}${line}`)];
}

/** The sentences name what is missing again, in the order of the row. */
function below({ missing, costs, assumptions }: ServiceReport, shared: readonly string[], look: Look): string[] {
  const own = assumptions.filter((a) => !shared.includes(a));
  return [
    ...missing.flatMap((m) => paragraph(m.why, `${BELOW}- `, look)),
    ...costs.flatMap((text) => paragraph(text, BELOW, look)),
    ...assumed(own, "assumes", BELOW, look),
  ].map((line) => line.replace(/^( *)- /, `$1${look.paint("-", "yellow")} `));
}

/** Further lines stand below the text, not below its mark. */
const paragraph = (text: string, mark: string, { width }: Look): string[] =>
  wrap(printable(text), roomFor(width, mark.length)).map((line, i) => `${i === 0 ? mark : " ".repeat(mark.length)}${line}`);

/** Their sentences hold commas themselves. */
function assumed(list: readonly string[], key: "assumes" | "assumedForAll", indent: string, look: Look): string[] {
  const { paint, language } = look;
  if (list.length === 0) return [];
  const args = { list: list.join(updateText(language, "semicolon")) };
  const text = key === "assumes" ? updateText(language, key, args) : tell(language, key, args);
  return paragraph(text, indent, look).map((line) => paint(line, "dim"));
}

const roomFor = (width: number, indent: number): number => Math.max(30, Math.min(width, WIDEST) - indent);

function closing(reports: readonly ServiceReport[], shared: readonly string[], look: Look): string[] {
  const { paint, language } = look;
  const ready = reports.filter(isReady).length;
  const all = ready === reports.length;
  const counted = { ready: String(ready), services: count(language, "routed", reports.length) };
  const key = ready === 1 || reports.length === 1 ? "readyIs" : "readyAre";
  const rule = reports.flatMap((r) => r.missing)[0]?.rule;
  return [
    ...(shared.length > 0 ? [...assumed(shared, reports.length === 1 ? "assumes" : "assumedForAll", "", look), ""] : []),
    paint(tell(language, key, counted), all ? "green" : "yellow"),
    ...(rule === undefined ? [] : [paint(tell(language, "howTo", { url: docsUrl(rule, language) }), "dim")]),
  ];
}
