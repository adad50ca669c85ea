// A fix of several parts. Each part can be written alone; written together they share sections, so that `deploy` is not created twice, and each
// edit says which parts it holds.
import type { Service } from "../../model/service.ts";
import type { Edit } from "../../syntax/edit.ts";
import type { Part } from "../../workspace/readiness.ts";
import type { View } from "../../workspace/view.ts";
import type { FileEdit, Message } from "../rule.ts";
import { editsOf, raiseFor, type Setting, setAll } from "./settings.ts";

export interface Step<Key extends string> {
  readonly part: Part;
  /** What it writes, as a title. */
  readonly label: Message<Key>;
  /** Of the service that is updated. */
  readonly settings: readonly Setting[];
  /** The same by themselves; undefined where they can't be written by lines, or the file's version knows them not and stays. */
  readonly alone: readonly Edit[] | undefined;
  /** Other places: labels, flags of the Traefik. */
  readonly edits: readonly FileEdit[];
  /** A setting holds a tab stop. */
  readonly snippet: boolean;
}

/** Joins the labels of an edit that writes more than one step. */
export type Join<Key extends string> = (labels: readonly Message<Key>[]) => Message<Key>;

/** Steps that can be written, as edits in the order in which insertions at one place have to stand. */
export function write<Key extends string>(
  service: Service,
  steps: readonly Step<Key>[],
  join: Join<Key>,
  view: View,
): FileEdit[] | undefined {
  const [first, ...others] = steps;
  if (!first) return undefined;
  // The title of a fix says all of a single step.
  if (others.length === 0) {
    const alone = setAll(service, first.settings, view);
    return alone && [...first.edits, ...alone];
  }
  const all = steps.flatMap((s) => s.settings);
  const settings = editsOf(service, all);
  const raised = raiseFor(all, view);
  if (!settings || !raised) return undefined;
  const labelled = settings.map((edit): FileEdit => {
    const labels = steps.filter((s) => s.alone?.some((e) => isPartOf(e, edit))).map((s) => s.label);
    return { block: service.block, ...edit, label: labels.length === 1 ? labels[0]! : join(labels) };
  });
  // Labels stand deeper than all settings: at the same place they come first.
  return [...raised, ...steps.flatMap(({ edits, label }) => edits.map((e) => ({ ...e, label }))), ...labelled];
}

/** What a step writes alone stands, line by line, in what all write together at that place. */
function isPartOf(edit: Edit, whole: Edit): boolean {
  if (edit.span.start !== whole.span.start || edit.span.end !== whole.span.end) return false;
  const lines = new Set(whole.text.split(/\r?\n/));
  return edit.text.split(/\r?\n/).every((line) => lines.has(line));
}
