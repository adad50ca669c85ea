// The workspace as it changes: files that are open, files that were read, and what must be told to the client after each change.
import type { TextDocumentContentChangeEvent } from "vscode-languageserver";
import { changeDocument, LONGEST_FILE, offsetAt, openDocument, reviseDocument, type StackDocument } from "../syntax/document.ts";
import { documentFacts } from "../workspace/facts.ts";
import { joinScripts, readScripts, type Scripts } from "../workspace/scripts.ts";
import type { Settings } from "../workspace/settings.ts";
import {
  emptyWorkspace,
  rootOf,
  type Workspace,
  withDocuments,
  withoutDocument,
  withRoots,
  withScripts,
  withSettings,
} from "../workspace/workspace.ts";
import type { Files } from "./files.ts";
import type { LimitReporter } from "./limits.ts";
import type { ListFilesResult } from "./messages.ts";
import type { Publisher } from "./publisher.ts";
import { queue, SLICE, within } from "./queue.ts";

/** So many unopened files are read, in folders that hold more the rest is judged when it is opened. */
const MAX_FILES = 5_000;
/** Characters of unopened files together. */
const MAX_TEXT = 64 * 1024 * 1024;
/** A repository's scripts that deploy are few; a folder of thousands holds something else. */
const MAX_SCRIPTS = 200;
/** Files that are asked for at once. */
const BATCH = 20;

export interface Store {
  readonly workspace: () => Workspace;
  readonly configure: (settingsOf: (uri: string) => Settings) => void;
  readonly scan: (folders: readonly string[], progress: (done: number, all: number) => void) => Promise<void>;
  readonly open: (uri: string, version: number, text: string) => void;
  readonly change: (uri: string, version: number, changes: readonly TextDocumentContentChangeEvent[]) => void;
  readonly close: (uri: string) => Promise<void>;
  /** A file, or a folder with all that is in it. */
  readonly remove: (uri: string) => void;
  readonly reread: (uri: string) => Promise<void>;
}

/**
 * @param changed is told after each change whether it may concern more files than the one that was touched, and once more when a file that takes
 * long is judged through
 * @param turn lets the client's messages in before work goes on
 */
export function store(
  out: Publisher,
  files: () => Files,
  limits: LimitReporter,
  changed: (wide: boolean) => void,
  turn: () => Promise<void>,
): Store {
  let workspace = emptyWorkspace();
  const open = new Map<string, number>();
  let scans = 0;
  let scanned: readonly string[] = [];
  /** Counts what happened to a file, so that an answer that comes too late is known. */
  const events = new Map<string, number>();
  const happened = (uri: string) => events.set(uri, (events.get(uri) ?? 0) + 1);

  /** Files that take longer: what was told of them in between was what was known by then. */
  const unfinished = new Set<string>();
  const shown = queue(
    (uri, isOver) => {
      const isThrough = !workspace.documents.has(uri) || out.publish(workspace, uri, open.get(uri), isOver);
      if (isThrough === false) unfinished.add(uri);
      else if (unfinished.delete(uri) && open.has(uri)) changed(false);
      return isThrough;
    },
    (uri) => out.publishPart(workspace, uri),
    open,
    turn,
  );

  /** Takes the next workspace; files whose judgement may differ are published. */
  function take(next: Workspace, touched: readonly string[]): void {
    const before = workspace;
    workspace = next;
    const factsMoved = next.facts !== before.facts;
    const roots = factsMoved ? new Set(touched.map((uri) => rootOf(next, uri))) : new Set<string>();
    const others = factsMoved ? [...next.documents.keys()].filter((uri) => roots.has(rootOf(next, uri))) : out.related();
    for (const uri of touched) {
      shown.now(uri);
      const document = next.documents.get(uri);
      if (document && open.has(uri)) limits.file(document);
    }
    shown.later(others.filter((uri) => !touched.includes(uri)));
    changed(factsMoved);
  }

  const publishAll = () => {
    // Who looks at a file waits for it.
    for (const uri of open.keys()) shown.now(uri);
    shown.later([...workspace.documents.keys()].filter((uri) => !open.has(uri)));
    changed(true);
  };

  const textOf = (uri: string): Promise<string | null> =>
    files()
      .read(uri)
      .catch(() => null);

  /** Only a file with one of Docker's sections can be a stack or a part of one. */
  function opened(uri: string, text: string | null): StackDocument | undefined {
    return text !== null && text.length <= LONGEST_FILE && /^[ \t]*["']?(?:services|networks)\b/m.test(text)
      ? openDocument(uri, 0, text)
      : undefined;
  }

  /** Files are put together when all are read: who edits meanwhile would have the project put together anew with each of them. */
  async function scan(folders: readonly string[], progress: (done: number, all: number) => void): Promise<void> {
    const own = ++scans;
    scanned = folders;
    const lists = await Promise.all(
      folders.map((folder) =>
        files()
          .list(folder)
          .catch((): ListFilesResult => ({ files: [], projectRoots: [] })),
      ),
    );
    if (own !== scans) return;
    const roots = [...new Set([...folders, ...lists.flatMap((l) => l.projectRoots)])];
    const all = [...new Set(lists.flatMap((l) => l.files))];
    const uris = all.slice(0, MAX_FILES);
    let left = all.length - uris.length;
    let room = MAX_TEXT;
    workspace = withRoots(workspace, roots);
    const read: { readonly document: StackDocument; readonly event: number | undefined }[] = [];
    for (let i = 0; i < uris.length; i += BATCH) {
      const batch = uris.slice(i, i + BATCH);
      const before = batch.map((uri) => events.get(uri));
      const texts = await Promise.all(batch.map((uri) => (open.has(uri) ? null : textOf(uri))));
      let isOver = within(SLICE);
      for (const [k, uri] of batch.entries()) {
        const document = opened(uri, texts[k]!);
        if (document) documentFacts(document);
        if (isOver()) {
          await turn();
          isOver = within(SLICE);
        }
        if (own !== scans) return;
        if (!document) continue;
        if (document.length > room) left++;
        else read.push({ document, event: before[k] });
        room -= Math.min(room, document.length);
      }
      progress(Math.min(i + BATCH, uris.length), uris.length);
    }
    const listed = new Set(uris);
    const scripts = await Promise.all(folders.map((folder, i) => scriptsBelow(folder, lists[i]!.scripts ?? [], listed)));
    if (own !== scans) return;
    // Meanwhile some may have been opened, or read again: the newer text counts.
    const unchanged = read.filter(({ document: { uri }, event }) => !open.has(uri) && events.get(uri) === event);
    workspace = withDocuments(
      withScripts(workspace, joinScripts(scripts)),
      unchanged.map((r) => r.document),
    );
    for (const uri of workspace.documents.keys()) if (!listed.has(uri) && !open.has(uri)) forget(uri);
    publishAll();
    limits.project(left);
  }

  async function scriptsBelow(folder: string, scripts: readonly string[], listed: ReadonlySet<string>): Promise<Scripts> {
    const texts: { uri: string; text: string }[] = [];
    for (const uri of scripts.slice(0, MAX_SCRIPTS)) {
      const text = await files()
        .read(uri)
        .catch(() => null);
      texts.push({ uri, text: text ?? "" });
    }
    return readScripts(folder.replace(/\/$/, ""), texts, (uri) => listed.has(uri));
  }

  /** The files that a scan would list: YAML below a folder, but not in `node_modules` or a folder whose name begins with a dot. */
  function belongs(uri: string): boolean {
    const folder = scanned.find((f) => uri.startsWith(f.endsWith("/") ? f : `${f}/`));
    return folder !== undefined && /\.ya?ml$/i.test(uri) && !/\/(?:node_modules|\.[^/]*)\//.test(uri.slice(folder.length - 1));
  }

  function forget(uri: string): void {
    workspace = withoutDocument(workspace, uri);
    out.clear(uri);
  }

  async function reread(uri: string): Promise<void> {
    if (open.has(uri) || !belongs(uri)) return;
    happened(uri);
    const now = events.get(uri);
    const document = opened(uri, await textOf(uri));
    if (open.has(uri) || events.get(uri) !== now) return;
    if (document) take(withDocuments(workspace, [document]), [uri]);
    else if (workspace.documents.has(uri)) drop(uri);
  }

  function drop(uri: string): void {
    out.clear(uri);
    take(withoutDocument(workspace, uri), []);
    publishAll();
  }

  return {
    workspace: () => workspace,
    configure: (settingsOf) => {
      workspace = withSettings(workspace, settingsOf);
      publishAll();
    },
    scan,
    open: (uri, version, text) => {
      open.set(uri, version);
      happened(uri);
      take(withDocuments(workspace, [openDocument(uri, version, text)]), [uri]);
    },
    change: (uri, version, changes) => {
      const document = workspace.documents.get(uri);
      if (!document || !open.has(uri)) return;
      open.set(uri, version);
      take(withDocuments(workspace, [changes.reduce((d, c) => applyChange(d, version, c), document)]), [uri]);
    },
    close: async (uri) => {
      open.delete(uri);
      if (belongs(uri)) await reread(uri);
      else drop(uri);
    },
    remove: (uri) => {
      const folder = `${uri}/`;
      happened(uri);
      for (const known of [...workspace.documents.keys()]) if ((known === uri || known.startsWith(folder)) && !open.has(known)) drop(known);
    },
    reread,
  };
}

function applyChange(document: StackDocument, version: number, change: TextDocumentContentChangeEvent): StackDocument {
  if (!("range" in change)) return reviseDocument(document, version, change.text);
  const start = offsetAt(document, change.range.start);
  const end = offsetAt(document, change.range.end);
  return changeDocument(document, version, { start, end, text: change.text });
}
