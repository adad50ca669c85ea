// Where a new network goes in a file.
import type { Block, StackDocument } from "../syntax/document.ts";
import { columnOf, type Edit, eolOf, indented, insertAfter, lastLineOf } from "../syntax/edit.ts";

/** An edit that declares `name` as a network of another stack: behind the declared ones, or as a section at the end of the file. */
export function declareExternal(document: StackDocument, name: string): (Edit & { readonly block: Block }) | undefined {
  const lines = [`${name}:`, "  external: true"];
  const members = document.blocks.filter((b) => b.section === "networks");
  const last = members[members.length - 1];
  if (last?.root?.kind === "mapping" && !last.root.flow) {
    const entry = last.root.entries[0]!;
    const header = last.kind === "header";
    const indent = header ? 2 : columnOf(last.source, entry.key.span.start);
    const at = header ? entry.span.end : lastLineOf(last.source, last.root);
    return { ...insertAfter(last, at, indented(indent, lines)), block: last };
  }
  if (last || document.blocks.some((b) => /^["']?networks["']?\s*:/.test(b.source))) return undefined;
  const block = document.blocks.findLast((b) => b.kind !== "rest");
  if (!block) return undefined;
  const eol = eolOf(block);
  const end = block.source.length;
  const gap = /[\r\n]$/.test(block.source) ? eol : eol + eol;
  return { span: { start: end, end }, text: gap + ["networks:", ...indented(2, lines)].join(eol) + eol, block };
}
