// The scalars of a block that Docker puts variables into: values and items, at any depth, `x-` fields too. Keys are none. What came in by an
// alias is left out: it is written, and judged, where its anchor is.
import type { Block } from "../syntax/document.ts";
import type { Node, Scalar } from "../syntax/tree.ts";

export function valuesOf(block: Block): readonly Scalar[] {
  const found: Scalar[] = [];
  if (block.root) collect(block.root, found);
  return found;
}

function collect(node: Node, found: Scalar[]): void {
  if (node.grafted) return;
  if (node.kind === "scalar") found.push(node);
  else if (node.kind === "mapping") for (const entry of node.entries) collect(entry.value, found);
  else for (const item of node.items) collect(item.value, found);
}
