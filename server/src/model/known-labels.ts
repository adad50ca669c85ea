// Whether a label set is told in full. What a variable, or an anchor of another file, brings in may be any label.
import type { Node } from "../syntax/tree.ts";
import { isMerge } from "../syntax/tree.ts";
import type { Label, LabelSet } from "./labels.ts";
import { hasVariable } from "./service.ts";

/** A label that is not seen may be there: whoever misses one must be silent. */
export const mayHoldMore = (set: LabelSet | undefined): boolean =>
  set !== undefined && (set.form === "other" || unresolved(set.entry.value) || set.labels.some((l) => isAnyLabel(l)));

/** `${LABEL}` and `${PREFIX}.enable` may be anything; below a known protocol only the name is open. */
const isAnyLabel = ({ key: { value } }: Label): boolean => hasVariable(value) && !/^traefik\.(?:http|tcp|udp)\./i.test(value);

function unresolved(node: Node): boolean {
  if (node.kind === "scalar") return node.unresolved !== undefined;
  if (node.kind === "sequence") return node.items.some((i) => unresolved(i.value));
  return node.entries.some((e) => isMerge(e) && unresolved(e.value));
}
