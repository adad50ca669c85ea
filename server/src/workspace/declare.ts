// Where a new network, volume, config or secret goes in a file.
import { modelOf } from "../model/block.ts";
import type { Block, StackDocument } from "../syntax/document.ts";
import { columnOf, type Edit, eolOf, indented, insertAfter, lastLineOf, startsLine } from "../syntax/edit.ts";
import { isNull } from "../syntax/tree.ts";

type Declaration = Edit & { readonly block: Block };

/** An edit that declares `name` as a network of another stack: behind the declared ones, or as a section at the end of the file. */
export const declareExternal = (document: StackDocument, name: string): Declaration | undefined =>
  declare(document, "networks", [`${name}:`, "  external: true"]);

/** The lines of a new entry, indented by its own key, in their section. */
export function declare(document: StackDocument, section: string, lines: readonly string[]): Declaration | undefined {
  const eol = eolOf(document.blocks.find((b) => /[\r\n]/.test(b.source)) ?? document.blocks[0]!);
  const last = document.blocks.findLast((b) => b.section === section);
  if (last) return behind(last, lines, eol);
  if (document.blocks.some((b) => modelOf(b).topLevel.includes(section))) return undefined;
  return asSection(document, section, lines, eol);
}

/** Behind the section's last entry, or below its key if it has none. */
function behind(last: Block, lines: readonly string[], eol: string): Declaration | undefined {
  const { source, root } = last;
  const entry = root?.kind === "mapping" && !root.flow ? root.entries[0] : undefined;
  if (!entry || !root) return undefined;
  const column = columnOf(source, entry.key.span.start);
  if (last.kind !== "header") return { ...insertAfter(last, lastLineOf(source, root), indented(column, lines), eol), block: last };
  return isNull(entry.value) ? { ...insertAfter(last, entry.span.end, indented(column + 2, lines), eol), block: last } : undefined;
}

/** A section of its own, at the indentation of the others. */
function asSection(document: StackDocument, name: string, lines: readonly string[], eol: string): Declaration | undefined {
  const first = document.blocks.find((b) => b.kind === "header" || b.kind === "top");
  const key = first?.root?.kind === "mapping" && !first.root.flow ? first.root.entries[0]?.key : undefined;
  const block = document.blocks.findLast((b) => b.kind !== "rest");
  if (!first || !key || !block || !startsLine(first.source, key.span.start)) return undefined;
  const section = indented(columnOf(first.source, key.span.start), [`${name}:`, ...indented(2, lines)]);
  const end = block.source.length;
  const gap = /[\r\n]$/.test(block.source) ? eol : eol + eol;
  return { span: { start: end, end }, text: gap + section.join(eol) + eol, block };
}
