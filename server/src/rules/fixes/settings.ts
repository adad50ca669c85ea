// Writes settings of a service below its keys, whatever of them is there already: what lacks is created once, what is there is replaced.
// What the file's version does not know raises it.
import type { Service } from "../../model/service.ts";
import type { Block } from "../../syntax/document.ts";
import { addEntries, type Edit, type Lines, replaceScalar, stepOf } from "../../syntax/edit.ts";
import { type Entry, entryOf } from "../../syntax/tree.ts";
import type { View } from "../../workspace/view.ts";
import { type FileEdit, inBlock } from "../rule.ts";
import { raiseVersion } from "./version.ts";

/** A value at a path below the service, `["deploy", "update_config", "order"]` for instance. */
export interface Setting {
  readonly path: readonly [string, ...string[]];
  /** As it is written in YAML. */
  readonly value: string;
}

/** Undefined where one of the places can't be edited by lines: flow style, an alias, a merge; or where the version can't be raised. */
export function setAll(service: Service, settings: readonly Setting[], view: View): FileEdit[] | undefined {
  const raised = raiseFor(settings, view);
  const edits = inBlock(service.block, editsOf(service, settings));
  return raised && edits && [...raised, ...edits];
}

/** The settings by themselves. Several of one section make one edit. */
export const editsOf = (service: Service, settings: readonly Setting[]): Edit[] | undefined =>
  write(service.block, service.entry, settings, stepOf(service.block, service.entry));

export const raiseFor = (settings: readonly Setting[], view: View): FileEdit[] | undefined =>
  raiseVersion(
    settings.map((s) => s.path),
    view,
  );

function write(block: Block, parent: Entry, settings: readonly Setting[], step: number): Edit[] | undefined {
  const edits: Edit[] = [];
  const fresh: Lines[] = [];
  for (const [key, own] of byFirstKey(settings)) {
    const child = entryOf(parent.value, key);
    if (!child) {
      fresh.push(linesOf(key, own));
      continue;
    }
    const made = child.key.opaque ? undefined : rewrite(block, child, own, step);
    if (!made) return undefined;
    edits.push(...made);
  }
  if (fresh.length === 0) return edits;
  const added = addEntries(block, parent, fresh, step);
  return added && [...edits, ...added];
}

function rewrite(block: Block, child: Entry, settings: readonly Setting[], step: number): Edit[] | undefined {
  const last = settings.at(-1)!;
  return last.path.length === 1 ? replaceScalar(block, child, last.value) : write(block, child, settings.map(below), step);
}

function linesOf(key: string, settings: readonly Setting[]): Lines {
  const last = settings.at(-1)!;
  if (last.path.length === 1) return { key, value: last.value };
  return { key, children: [...byFirstKey(settings.map(below))].map(([k, own]) => linesOf(k, own)) };
}

const below = ({ path: [, ...rest], value }: Setting): Setting => ({ path: rest as unknown as Setting["path"], value });

function byFirstKey(settings: readonly Setting[]): Map<string, Setting[]> {
  const groups = new Map<string, Setting[]>();
  for (const setting of settings) groups.set(setting.path[0], [...(groups.get(setting.path[0]) ?? []), setting]);
  return groups;
}
