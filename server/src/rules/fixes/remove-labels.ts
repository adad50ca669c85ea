// Takes labels out of their list or map.
import type { Label, LabelSet } from "../../model/labels.ts";
import type { Service } from "../../model/service.ts";
import type { Edit } from "../../syntax/edit.ts";
import { isOneLine, removeParts } from "./remove-parts.ts";

/** Undefined where a label came in by an alias or goes over several lines, and where none would be left. */
export function removeLabels({ block }: Service, set: LabelSet, labels: readonly Label[]): Edit[] | undefined {
  const node = set.entry.value;
  const parts = labels.map((l) => l.part);
  if (node.kind === "scalar" || !parts.every((p) => p !== undefined && isOneLine(block.source, p.span))) return undefined;
  return removeParts(
    block,
    node,
    parts.map((p) => p!),
  );
}
