// Writes a key of a service where a stack has it, and takes the old one out.
import { EQUIVALENT } from "../../catalog/stack/fates.ts";
import type { Service } from "../../model/service.ts";
import { goKind } from "../../model/stack/goScalar.ts";
import {
  columnOf,
  type Edit,
  eolOf,
  indented,
  insertAfter,
  lastLineOf,
  lastLineOfPart,
  linesOf,
  startsLine,
  stepOf,
} from "../../syntax/edit.ts";
import type { Span } from "../../syntax/text.ts";
import { type Entry, entryOf, isNull, type Node, valueAt } from "../../syntax/tree.ts";
import type { View } from "../../workspace/view.ts";
import { type FileEdit, inBlock } from "../rule.ts";
import { removeParts } from "./remove-parts.ts";
import { type Setting, setAll } from "./settings.ts";
import { raiseVersion } from "./version.ts";

/** Undefined where the key has no place in a stack, or can't be moved by lines. */
export function moveToDeploy(service: Service, key: Entry, view: View): FileEdit[] | undefined {
  const equivalent = EQUIVALENT[key.key.value];
  const { value } = key;
  if (!equivalent || value.grafted || value.anchor || value.tag || isNull(value)) return undefined;
  if (value.kind !== "scalar") return moveLines(service, key, equivalent.path, view);
  const written = service.block.source.slice(value.span.start, value.span.end);
  const text = equivalent.quoted && goKind(value) !== "text" ? `"${written}"` : written;
  return /[\r\n]/.test(written) ? undefined : replaceBy(service, key, [{ path: equivalent.path, value: text }], view);
}

/** Other settings in the place of a key. Undefined where one of them is there already. */
export function replaceBy(service: Service, key: Entry, settings: readonly Setting[], view: View): FileEdit[] | undefined {
  const node = service.entry.value;
  if (node.kind !== "mapping" || settings.some((s) => valueAt(node, ...s.path))) return undefined;
  const removed = inBlock(service.block, removeParts(service.block, node, [key]));
  const added = setAll(service, settings, view);
  return removed && added && [...removed, ...added];
}

/** A map with its comments, line by line, into the `deploy` that is there or a new one in its place. */
function moveLines(service: Service, key: Entry, path: Setting["path"], view: View): FileEdit[] | undefined {
  const { block, entry } = service;
  const { source } = block;
  const node = entry.value;
  const deploy = entryOf(node, "deploy");
  if (node.kind !== "mapping" || node.flow || node.grafted || path.length !== 2 || path[1] !== key.key.value) return undefined;
  if (!startsLine(source, key.span.start) || valueAt(node, ...path)) return undefined;
  const span = linesOf(source, { start: key.span.start, end: lastLineOfPart(source, key) });
  const column = columnOf(source, key.span.start);
  const lines = source
    .slice(span.start, span.end)
    .trimEnd()
    .split(/\r\n|\n|\r/);
  // A block scalar's lines, or a comment's, may stand further left.
  if (lines.some((l) => l.trim() !== "" && l.slice(0, column).trim() !== "")) return undefined;
  const bare = lines.map((l) => l.slice(column));
  const eol = eolOf(block);
  const step = stepOf(block, entry);
  const fresh = ["deploy:", ...indented(step, bare)];
  const end = source.slice(span.start, span.end).trimEnd().length + span.start;
  const edits = deploy
    ? intoDeploy(service, deploy, bare, span)
    : [{ span: { start: span.start, end }, text: indented(column, fresh).join(eol) }];
  const raised = raiseVersion(pathsOf(key.value, path), view);
  const moved = inBlock(block, edits);
  return raised && moved && [...raised, ...moved];
}

function intoDeploy({ block }: Service, deploy: Entry, lines: readonly string[], from: Span): Edit[] | undefined {
  const { value } = deploy;
  const first = value.kind === "mapping" && !value.flow && !value.grafted ? value.entries[0] : undefined;
  if (!first || !startsLine(block.source, first.key.span.start)) return undefined;
  const column = columnOf(block.source, first.key.span.start);
  return [{ span: from, text: "" }, insertAfter(block, lastLineOf(block.source, value), indented(column, lines))];
}

const pathsOf = (node: Node, path: readonly string[]): (readonly string[])[] => [
  path,
  ...(node.kind === "mapping" ? node.entries.flatMap((e) => pathsOf(e.value, [...path, e.key.value])) : []),
];
