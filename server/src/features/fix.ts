// Applies fixes: one, or all safe ones in rounds until none is left. Works on a workspace in memory, so editor and CLI share it.

import { checkDocument, type Diagnosis } from "../rules/check.ts";
import type { FileEdit, Fix } from "../rules/rule.ts";
import { type Change, changeDocument, documentText, reviseDocument, type StackDocument } from "../syntax/document.ts";
import { type Workspace, withDocuments } from "../workspace/workspace.ts";
import { offered } from "./offered.ts";

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
    changes.set(target, [...(changes.get(target) ?? []), change]);
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
  const planned = new Map<string, Change[]>();
  for (const uri of uris) {
    const document = workspace.documents.get(uri);
    if (!document) continue;
    const mended = new Set<string>();
    for (const diagnosis of checkDocument(workspace, document)) {
      const key = `${diagnosis.index} ${diagnosis.rule.id}`;
      const fix = !mended.has(key) && wanted(diagnosis, uri) ? safeFix(diagnosis) : undefined;
      if (!fix || !plan(planned, changesOf(workspace, uri, fix.edits))) continue;
      if (fix.mendsBlock) mended.add(key);
    }
  }
  if (planned.size === 0) return workspace;
  return withDocuments(
    workspace,
    [...planned].map(([uri, changes]) => applyChanges(workspace.documents.get(uri)!, changes)),
  );
}

/** The one that "fix all" uses: a safe one, preferably one that mends the whole block. */
export function safeFix(diagnosis: Diagnosis): Fix | undefined {
  const safe = offered(diagnosis).filter((f) => f.kind === "safe");
  return safe.find((f) => f.mendsBlock) ?? safe[0];
}

/** Adds a fix's changes to those planned, unless one of them touches a place that is taken; whether it did. */
function plan(planned: Map<string, Change[]>, changes: ReadonlyMap<string, Change[]>): boolean {
  for (const [uri, list] of changes) {
    if ((planned.get(uri) ?? []).some((p) => list.some((c) => c.start <= p.end && p.start <= c.end))) return false;
  }
  for (const [uri, list] of changes) {
    planned.set(
      uri,
      [...(planned.get(uri) ?? []), ...list].sort((a, b) => a.start - b.start || a.end - b.end),
    );
  }
  return true;
}
