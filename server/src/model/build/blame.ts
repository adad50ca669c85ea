// Which labels are at fault, and which part of one: the whole value of an option, or one item of a list.
import type { LabelPart } from "../decode/problem.ts";
import { type Block, labelsOf } from "../decode/settings.ts";

export interface Blame {
  readonly labels: readonly number[];
  readonly at: LabelPart | undefined;
}

/** An option of a block; the whole block where the option is missing. */
export function blameOf(block: Block, field?: string, item?: string): Blame {
  const node = field === undefined ? undefined : block.fields.get(field)?.node;
  const labels = labelsOf(block, field);
  if (node?.label === undefined) return { labels, at: undefined };
  const whole = { label: node.label, in: "value", start: 0, end: node.value.length } as const;
  return { labels, at: item === undefined ? whole : itemAt(node.value, item, whole) };
}

export const blameLabels = (labels: readonly number[]): Blame => ({ labels, at: undefined });

function itemAt(value: string, item: string, whole: LabelPart): LabelPart {
  let start = 0;
  for (const part of value.split(",")) {
    const lead = part.length - part.trimStart().length;
    if (part.trim() === item) return { ...whole, start: start + lead, end: start + lead + item.length };
    start += part.length + 1;
  }
  return whole;
}
