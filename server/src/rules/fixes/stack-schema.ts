// How a refused key or value is mended, where the right form can be told: another name, quotes or none, a unit, its place in a stack.
import { EQUIVALENT } from "../../catalog/stack/fates.ts";
import { modelOf } from "../../model/block.ts";
import { fits, LEAST_MEMORY, sizeOf } from "../../model/stack/formats.ts";
import { goKind } from "../../model/stack/goScalar.ts";
import type { StackProblem } from "../../model/stack/problems.ts";
import type { Block } from "../../syntax/document.ts";
import type { Scalar } from "../../syntax/tree.ts";
import type { View } from "../../workspace/view.ts";
import { type Fix, inBlock, offer } from "../rule.ts";
import { freeKeys } from "./free-keys.ts";
import { itemOf } from "./map-to-list.ts";
import { moveToDeploy } from "./move-to-deploy.ts";
import { byDistance, distance } from "./nearest.ts";
import { pairOf } from "./pair.ts";
import { removeLines, removeParts } from "./remove-parts.ts";

type Mending = Fix<"write" | "remove" | "move">;

export function schemaFixes(problem: StackProblem, block: Block, view: View): Mending[] {
  const { at } = problem;
  const { node, entry, item } = at;
  const write = (text: string | undefined, kind: Fix["kind"]) => scalarFix(block, node, text, kind);
  switch (problem.code) {
    case "unknown-key":
      return unknownKey(problem, block, view);
    case "type":
      if (node.kind !== "scalar") return entry?.key.value === "depends_on" ? removal(block, entry, at, "choice") : asItem(block, at);
      if (problem.got === "null") return entry && at.path.length > 2 ? removal(block, entry, at, "safe") : [];
      return problem.wants.includes("list") && !problem.wants.includes("text")
        ? write(problem.got === "text" ? listForm(block, node) : undefined, "safe")
        : problem.format === "duration"
          ? write(...durationForm(node.text.value))
          : write(otherKind(problem, node), "safe");
    case "value": {
      const [first, second] = byDistance(problem.text.toLowerCase(), problem.allowed);
      const near = (word: string | undefined) => word !== undefined && distance(problem.text.toLowerCase(), word) <= 2;
      return near(first) && !near(second) ? write(first, "safe") : problem.allowed.flatMap((a) => write(a, "choice"));
    }
    case "format":
      return problem.format === "duration" ? write(...durationForm(problem.text)) : [];
    case "twice":
      return item ? removal(block, item, at, "safe") : [];
    case "conflict":
      return removal(block, problem.key, at, "choice");
    default:
      return [];
  }
}

function unknownKey(problem: Extract<StackProblem, { code: "unknown-key" }>, block: Block, view: View): Mending[] {
  const { key, map, at } = problem;
  const name = key.key.value;
  const equivalent = at.path.length === 3 && at.path[0] === "services" ? EQUIVALENT[name] : undefined;
  const removed = removal(block, key, { ...at, node: map }, "choice");
  if (equivalent) {
    const service = modelOf(block).services.find((s) => s.name.value === at.path[1]);
    const edits = service && moveToDeploy(service, key, view);
    return edits ? [{ title: { key: "move", args: { path: equivalent.path.join(".") } }, kind: "safe", edits }] : removed;
  }
  const all = byDistance(name, freeKeys(problem));
  const near = all.filter((a) => distance(name, a) === 1);
  const [slip] = near;
  const candidate = near.length === 1 ? slip : all[0];
  if (candidate === undefined || key.key.opaque || distance(name, candidate) > Math.max(1, Math.floor(name.length / 3))) return removed;
  const edits = inBlock(block, [{ span: key.key.span, text: candidate }])!;
  const kind = near.length === 1 && name.length >= 3 ? ("safe" as const) : ("choice" as const);
  return [{ title: { key: "write", args: { text: candidate } }, kind, edits }, ...removed];
}

/** A map by accident as the text that is meant. */
function asItem(block: Block, at: StackProblem["at"]): Mending[] {
  const pair = pairOf(at);
  if (!pair || at.node.grafted || at.node.anchor || at.node.tag || block.source[at.node.span.start] === "{") return [];
  const { key, value } = pair.entry;
  const text = itemOf(block.source, pair.entry, pair.sign);
  // An empty value ends behind the blanks before a comment.
  const end = value.span.end > value.span.start ? value.span.end : key.span.end + 1;
  if (text === undefined || block.source[key.span.end] !== ":") return [];
  const edits = inBlock(block, [{ span: { start: key.span.start, end }, text }])!;
  return [{ title: { key: "write", args: { text } }, kind: "safe", edits }];
}

/** Another text for the scalar at fault, written in its place. */
function scalarFix(block: Block, node: StackProblem["at"]["node"], text: string | undefined, kind: Fix["kind"]): Mending[] {
  if (text === undefined || node.kind !== "scalar" || node.grafted || node.anchor || node.tag || node.span.end === node.span.start)
    return [];
  const edits = inBlock(block, [{ span: node.span, text }])!;
  return [{ title: { key: "write", args: { text } }, kind, edits }];
}

function removal(
  block: Block,
  part: NonNullable<StackProblem["at"]["item" | "entry"]>,
  at: StackProblem["at"],
  kind: Fix["kind"],
): Mending[] {
  const owner = at.node !== part.value && at.node.kind !== "scalar" ? at.node : ownerOf(block.root, part);
  const parts = owner && removeParts(block, owner, [part]);
  // At the top it may be all of its block.
  const isLine = owner === block.root && owner?.kind === "mapping" && !owner.flow && owner.entries.length === 1;
  const isFree = isLine && part.value.kind === "scalar" && !part.value.anchor && !part.value.grafted;
  const name = "key" in part ? part.key.value : block.source.slice(part.value.span.start, part.value.span.end).split("\n", 1)[0]!;
  return offer(
    { title: { key: "remove", args: { key: name } }, kind },
    inBlock(block, parts ?? (isFree && at.path.length === 1 ? removeLines(block.source, part) : undefined)),
  );
}

/** The map or list that holds a part. */
function ownerOf(node: Block["root"], part: object): Exclude<StackProblem["at"]["node"], Scalar> | undefined {
  if (!node || node.kind === "scalar") return undefined;
  const parts: readonly { readonly value: StackProblem["at"]["node"] }[] = node.kind === "mapping" ? node.entries : node.items;
  if (parts.some((p) => p === part)) return node;
  for (const { value } of parts) {
    const found = ownerOf(value, part);
    if (found) return found;
  }
  return undefined;
}

/** A single text where a list is wanted. */
function listForm(block: Block, node: Scalar): string | undefined {
  const written = block.source.slice(node.span.start, node.span.end);
  return /[\r\n]/.test(written) || (node.style === "plain" && /[[\]{},#]/.test(written)) ? undefined : `[${written}]`;
}

/** With quotes, or without; `yes` becomes `true`. */
function otherKind({ got, wants, format }: Extract<StackProblem, { code: "type" }>, { text: { value }, text }: Scalar): string | undefined {
  // So few bytes are refused as a text too: a unit is missing, and nobody knows which.
  if (format === "bytes" && got === "number" && (sizeOf(value) ?? 0) < LEAST_MEMORY) return undefined;
  if (wants.includes("text") && got !== "text") return `"${value}"`;
  if (wants.includes("boolean") && /^(?:true|yes|on|y)$/i.test(value)) return "true";
  if (wants.includes("boolean") && /^(?:false|no|off|n)$/i.test(value)) return "false";
  const kind = goKind({ text, style: "plain" });
  const isNumber = wants.includes("integer") ? kind === "integer" : wants.includes("number") && (kind === "integer" || kind === "number");
  return isNumber ? value : undefined;
}

/** What is meant by `10`, `1d` and `1m 30s`. */
function durationForm(text: string): [string | undefined, Fix["kind"]] {
  const bare = text.replace(/\s+/g, "");
  if (fits("duration", bare)) return [bare, "safe"];
  if (/^\d+$/.test(bare)) return [`${bare}s`, "choice"];
  const days = /^(\d+)d(.*)$/.exec(bare);
  const hours = days && `${Number(days[1]) * 24}h${days[2]}`;
  return [hours && fits("duration", hours) ? hours : undefined, "safe"];
}
