// All files that the server knows, as one immutable value. A change makes a new one that shares every file, block and project that it does
// not touch.
import type { StackDocument } from "../syntax/document.ts";
import { type DocumentFacts, documentFacts, reviseFacts } from "./facts.ts";
import { reviseGraph } from "./graph.ts";
import { folderOf, type Project, readProject } from "./project.ts";
import { NO_SCRIPTS, type Scripts } from "./scripts.ts";
import { DEFAULTS, type Settings } from "./settings.ts";

export interface Workspace {
  readonly documents: ReadonlyMap<string, StackDocument>;
  readonly facts: ReadonlyMap<string, DocumentFacts>;
  /** URIs of folders that start a project: those given, and nested ones with a mark of their own. */
  readonly roots: readonly string[];
  /** The settings that hold for a file. */
  readonly settingsOf: (uri: string) => Settings;
  /** What scripts and `.env` files tell. */
  readonly scripts: Scripts;
}

export const emptyWorkspace = (roots: readonly string[] = [], settingsOf: (uri: string) => Settings = () => DEFAULTS): Workspace => ({
  documents: new Map(),
  facts: new Map(),
  roots,
  settingsOf,
  scripts: NO_SCRIPTS,
});

export function withDocument(workspace: Workspace, document: StackDocument): Workspace {
  return withDocuments(workspace, [document]);
}

export function withDocuments(workspace: Workspace, documents: readonly StackDocument[]): Workspace {
  const all = new Map(workspace.documents);
  const moved: DocumentFacts[] = [];
  for (const document of documents) {
    const before = workspace.documents.get(document.uri);
    const old = workspace.facts.get(document.uri);
    all.set(document.uri, document);
    const facts = before && old ? reviseFacts(old, before, document) : documentFacts(document);
    if (facts !== old) moved.push(facts);
  }
  if (moved.length === 0) return { ...workspace, documents: all };
  const facts = new Map(workspace.facts);
  for (const own of moved) facts.set(own.uri, own);
  const next = { ...workspace, documents: all, facts };
  carry(workspace, next, moved);
  return next;
}

export function withoutDocument(workspace: Workspace, uri: string): Workspace {
  const documents = new Map(workspace.documents);
  const facts = new Map(workspace.facts);
  documents.delete(uri);
  facts.delete(uri);
  return { ...workspace, documents, facts };
}

export const withSettings = (workspace: Workspace, settingsOf: (uri: string) => Settings): Workspace => ({ ...workspace, settingsOf });

export const withScripts = (workspace: Workspace, scripts: Scripts): Workspace => ({ ...workspace, scripts });

export const withRoots = (workspace: Workspace, roots: readonly string[]): Workspace => ({ ...workspace, roots });

/** The folder whose files are judged together with this one. */
export function rootOf(workspace: Workspace, uri: string): string {
  const above = workspace.roots.filter((root) => uri.startsWith(root.endsWith("/") ? root : `${root}/`));
  return above.reduce((a, b) => (b.length > a.length ? b : a), above[0] ?? folderOf(uri));
}

interface Kept {
  readonly settingsOf: Workspace["settingsOf"];
  readonly roots: Workspace["roots"];
  readonly scripts: Workspace["scripts"];
  readonly members: ReadonlyMap<string, readonly DocumentFacts[]>;
  readonly projects: Map<string, Project>;
  /** What the others were before some of their files changed. */
  readonly before: ReadonlyMap<string, Project>;
}

const PROJECTS = new WeakMap<Workspace["facts"], Kept>();

/** The project of a file. Kept as long as no file's facts, no setting and no root change. */
export function projectOf(workspace: Workspace, uri: string): Project {
  const kept = keptOf(workspace) ?? group(workspace);
  const root = rootOf(workspace, uri);
  let project = kept.projects.get(root);
  if (!project) {
    const before = kept.before.get(root);
    project = readProject(kept.members.get(root) ?? [], workspace.settingsOf, workspace.scripts.deploys, before);
    if (before) reviseGraph(before, project);
    kept.projects.set(root, project);
  }
  return project;
}

function keptOf({ facts, settingsOf, roots, scripts }: Workspace): Kept | undefined {
  const kept = PROJECTS.get(facts);
  return kept?.settingsOf === settingsOf && kept.roots === roots && kept.scripts === scripts ? kept : undefined;
}

function group(workspace: Workspace, before: ReadonlyMap<string, Project> = new Map()): Kept {
  const { facts, settingsOf, roots, scripts } = workspace;
  const members = new Map<string, DocumentFacts[]>();
  for (const file of facts.values()) {
    const root = rootOf(workspace, file.uri);
    const list = members.get(root);
    if (list) list.push(file);
    else members.set(root, [file]);
  }
  const kept = { settingsOf, roots, scripts, members, projects: new Map(), before };
  PROJECTS.set(facts, kept);
  return kept;
}

/** Projects without a changed file stay; the others are made from what they were. */
function carry(workspace: Workspace, next: Workspace, moved: readonly DocumentFacts[]): void {
  const kept = keptOf(workspace);
  if (!kept) return;
  const before = new Map([...kept.before, ...kept.projects]);
  if (moved.some((facts) => !workspace.facts.has(facts.uri))) {
    group(next, before);
    return;
  }
  const members = new Map(kept.members);
  const projects = new Map(kept.projects);
  for (const facts of moved) {
    const root = rootOf(next, facts.uri);
    members.set(
      root,
      members.get(root)!.map((old) => (old.uri === facts.uri ? facts : old)),
    );
    projects.delete(root);
  }
  PROJECTS.set(next.facts, { ...kept, members, projects, before });
}
