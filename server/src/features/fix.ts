// Applies fixes: one, or all safe ones in rounds until none is left. Works on a workspace in memory, so editor and CLI share it.

import { checkDocument, type Diagnosis } from "../rules/check.ts";
import type { FileEdit, Fix } from "../rules/rule.ts";
import { type Change, changeDocument, documentText, reviseDocument, type StackDocument } from "../syntax/document.ts";
import { type Workspace, withDocuments } from "../workspace/workspace.ts";
import { areFine, offered, proposed, together } from "./offered.ts";

/** After so many rounds of "fix all" it stops, whatever is left. */
export const MAX_ROUNDS = 10;

/** The changes of edits that were found in `uri`, by file, in ascending order. Edits of blocks that are gone are left out. */
export function changesOf(workspace: Workspace, uri: string, edits: readonly FileEdit[]): Map<string, Change[]> {
  const changes = new Map<string, Change[]>();
  for (const edit of edits) {
    const target = edit.uri ?? uri;
    const document = workspace.documents.get(target);
    const index = document?.blocks.indexOf(edit.block) ?? -1;
    if (!document || index < 0) continue;
    const start = document.starts[index]!;
    const change = { start: start + edit.span.start, end: start + edit.span.end, text: edit.text };
    const list = changes.get(target);
    if (list) list.push(change);
    else changes.set(target, [change]);
  }
  for (const list of changes.values()) list.sort((a, b) => a.start - b.start || a.end - b.end);
  return changes;
}

/** Applies changes that do not overlap, given in ascending order. */
export function applyChanges(document: StackDocument, changes: readonly Change[]): StackDocument {
  const [only] = changes;
  if (only && changes.length === 1) return changeDocument(document, document.version, only);
  const before = documentText(document);
  const parts: string[] = [];
  let at = 0;
  for (const { start, end, text } of changes) {
    parts.push(before.slice(at, start), text);
    at = end;
  }
  return reviseDocument(document, document.version, parts.join("") + before.slice(at));
}

/** Which findings "fix all" takes on. */
export type Wanted = (diagnosis: Diagnosis, uri: string) => boolean;

/**
 * Applies safe fixes in the given files until none is left, at most MAX_ROUNDS rounds. Where two fixes touch the same place, the first by
 * position goes first and the other in the next round.
 */
export function fixAll(workspace: Workspace, uris: readonly string[], wanted: Wanted = () => true): Workspace {
  let current = workspace;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const next = fixRound(current, uris, wanted);
    if (next === current) break;
    current = next;
  }
  return current;
}

function fixRound(workspace: Workspace, uris: readonly string[], wanted: Wanted): Workspace {
  const planned: Planned = new Map();
  for (const uri of uris) {
    const document = workspace.documents.get(uri);
    if (!document) continue;
    const found = checkDocument(workspace, document).filter((d) => wanted(d, uri));
    const choose = (fixOf: (diagnosis: Diagnosis) => Fix | undefined) => chosen(workspace, uri, found, planned, fixOf);
    // To look at each by itself reads its block again each time: only where all together would do harm.
    const all = choose((d) => preferred(proposed(d)));
    const fixes = areFine(all) ? all : together(choose(safeFix));
    for (const { edits } of fixes) plan(planned, changesOf(workspace, uri, edits));
  }
  if (planned.size === 0) return workspace;
  return withDocuments(
    workspace,
    [...planned].map(([uri, changes]) => applyChanges(workspace.documents.get(uri)!, changes)),
  );
}

/** The fixes of a file's findings that touch no place twice, and none that is taken. */
function chosen(
  workspace: Workspace,
  uri: string,
  found: readonly Diagnosis[],
  planned: Planned,
  fixOf: (diagnosis: Diagnosis) => Fix | undefined,
): Fix[] {
  const mended = new Set<string>();
  const own: Planned = new Map();
  const fixes: Fix[] = [];
  for (const diagnosis of found) {
    const key = `${diagnosis.index} ${diagnosis.rule.id}`;
    const fix = mended.has(key) ? undefined : fixOf(diagnosis);
    if (!fix) continue;
    // One that touches a place that is taken would do so again at the block's next finding.
    if (fix.mendsBlock) mended.add(key);
    const changes = changesOf(workspace, uri, fix.edits);
    if (!isFree(planned, changes) || !isFree(own, changes)) continue;
    plan(own, changes);
    fixes.push(fix);
  }
  return fixes;
}

/** The one that "fix all" uses: a safe one, preferably one that mends the whole block. */
export const safeFix = (diagnosis: Diagnosis): Fix | undefined => preferred(offered(diagnosis));

function preferred(fixes: readonly Fix[]): Fix | undefined {
  const safe = fixes.filter((f) => f.kind === "safe");
  return safe.find((f) => f.mendsBlock) ?? safe[0];
}

/** By file, in ascending order. */
type Planned = Map<string, Change[]>;

/** Whether none of the changes touches a place that is taken. */
function isFree(planned: Planned, changes: ReadonlyMap<string, Change[]>): boolean {
  for (const [uri, list] of changes) {
    const taken = planned.get(uri) ?? [];
    for (const change of list) {
      const next = firstBehind(taken, change);
      if ((taken[next - 1]?.end ?? -1) >= change.start || (taken[next]?.start ?? Number.POSITIVE_INFINITY) <= change.end) return false;
    }
  }
  return true;
}

function plan(planned: Planned, changes: ReadonlyMap<string, Change[]>): void {
  for (const [uri, list] of changes) {
    const taken = planned.get(uri) ?? [];
    planned.set(uri, taken);
    for (const change of list) taken.splice(firstBehind(taken, change), 0, change);
  }
}

/** The index of the first that begins behind another one's start. */
function firstBehind(ascending: readonly Change[], { start }: Change): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]!.start <= start) low = middle + 1;
    else high = middle;
  }
  return low;
}
