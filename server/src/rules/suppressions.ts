// Which findings comments switch off: for the file, or for the next line.
import { modelOf } from "../model/block.ts";
import { blockLines, type StackDocument } from "../syntax/document.ts";
import { lastNotAfter } from "../syntax/lines.ts";

/**
 * Tells of a finding, by its block, the offset of its start in the block and its rule, whether a comment switches it off; undefined where no
 * comment says anything.
 */
export function suppressions(document: StackDocument): ((index: number, offset: number, rule: string) => boolean) | undefined {
  const file: (readonly string[])[] = [];
  const lines = new Map<number, (readonly string[])[]>();
  document.blocks.forEach((block, index) => {
    for (const { scope, rules, span } of modelOf(block).directives.disabled) {
      const next = document.lines[index]! + lastNotAfter(blockLines(block), span.start) + 1;
      if (scope === "file") file.push(rules);
      else lines.set(next, [...(lines.get(next) ?? []), rules]);
    }
  });
  if (file.length === 0 && lines.size === 0) return undefined;
  const covers = (lists: readonly (readonly string[])[] | undefined, rule: string) =>
    lists?.some((l) => l.length === 0 || l.includes(rule)) ?? false;
  return (index, offset, rule) => {
    const line = document.lines[index]! + lastNotAfter(blockLines(document.blocks[index]!), offset);
    return covers(file, rule) || covers(lines.get(line), rule);
  };
}
