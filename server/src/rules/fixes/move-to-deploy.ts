// Writes a key of a service where a stack has it, and takes the old one out.
import { EQUIVALENT } from "../../catalog/stack/fates.ts";
import type { Service } from "../../model/service.ts";
import { goKind } from "../../model/stack/goScalar.ts";
import { type Entry, isNull, valueAt } from "../../syntax/tree.ts";
import type { View } from "../../workspace/view.ts";
import { type FileEdit, inBlock } from "../rule.ts";
import { removeParts } from "./remove-parts.ts";
import { type Setting, setAll } from "./settings.ts";

/** Undefined where the key has no place in a stack, or can't be moved by lines. */
export function moveToDeploy(service: Service, key: Entry, view: View): FileEdit[] | undefined {
  const equivalent = EQUIVALENT[key.key.value];
  const { value } = key;
  if (!equivalent || value.kind !== "scalar" || value.grafted || value.anchor || value.tag || isNull(value)) return undefined;
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
