// A fix of several parts. Each part can be written alone; written together they share sections, so that `deploy` is not created twice, and each
// edit says which parts it holds.
import type { Service } from "../../model/service.ts";
import type { Edit } from "../../syntax/edit.ts";
import type { Part } from "../../workspace/readiness.ts";
import type { FileEdit, Message } from "../rule.ts";
import { type Setting, setAll } from "./settings.ts";

export interface Step<Key extends string> {
  readonly part: Part;
  /** What it writes, as a title. */
  readonly label: Message<Key>;
  /** Of the service that is updated. */
  readonly settings: readonly Setting[];
  /** Other places: labels, flags of the Traefik. */
  readonly edits?: readonly FileEdit[];
  /** A setting holds a tab stop. */
  readonly snippet?: boolean;
}

/** Joins the labels of an edit that writes more than one step. */
export type Join<Key extends string> = (labels: readonly Message<Key>[]) => Message<Key>;

/** Undefined where one of the steps can't be written by lines. Insertions at one place are in the order in which they have to stand. */
export function write<Key extends string>(service: Service, steps: readonly Step<Key>[], join: Join<Key>): FileEdit[] | undefined {
  const alone = steps.map((step) => ({ step, edits: setAll(service, step.settings) }));
  const together = setAll(
    service,
    steps.flatMap((s) => s.settings),
  );
  if (!together || alone.some((a) => !a.edits)) return undefined;
  const settings = together.map((edit): FileEdit => {
    const labels = alone.filter(({ edits }) => edits!.some((e) => isPartOf(e, edit))).map(({ step }) => step.label);
    return { ...edit, block: service.block, label: labels.length === 1 ? labels[0]! : join(labels) };
  });
  // Labels stand deeper than all settings: at the same place they come first.
  return [...steps.flatMap(({ edits, label }) => (edits ?? []).map((e) => ({ ...e, label }))), ...settings];
}

/** What a step writes alone stands, line by line, in what all write together at that place. */
function isPartOf(edit: Edit, whole: Edit): boolean {
  if (edit.span.start !== whole.span.start || edit.span.end !== whole.span.end) return false;
  const lines = new Set(whole.text.split(/\r?\n/));
  return edit.text.split(/\r?\n/).every((line) => lines.has(line));
}
