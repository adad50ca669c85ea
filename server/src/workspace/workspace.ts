// All files that the server knows, as one immutable value. A change makes a new one that shares every file, block and project that it does
// not touch.
import { modelOf } from "../model/block.ts";
import type { StackDocument } from "../syntax/document.ts";
import { type DocumentFacts, documentFacts, sameFacts } from "./facts.ts";
import { folderOf, type Project, readProject } from "./project.ts";
import { DEFAULTS, type Settings } from "./settings.ts";

export interface Workspace {
  readonly documents: ReadonlyMap<string, StackDocument>;
  readonly facts: ReadonlyMap<string, DocumentFacts>;
  /** URIs of folders that start a project: those given, and nested ones with a mark of their own. */
  readonly roots: readonly string[];
  /** The settings that hold for a file. */
  readonly settingsOf: (uri: string) => Settings;
}

export const emptyWorkspace = (roots: readonly string[] = [], settingsOf: (uri: string) => Settings = () => DEFAULTS): Workspace => ({
  documents: new Map(),
  facts: new Map(),
  roots,
  settingsOf,
});

export function withDocument(workspace: Workspace, document: StackDocument): Workspace {
  return withDocuments(workspace, [document]);
}

export function withDocuments(workspace: Workspace, documents: readonly StackDocument[]): Workspace {
  const all = new Map(workspace.documents);
  let facts = workspace.facts;
  for (const document of documents) {
    const before = workspace.documents.get(document.uri);
    const old = workspace.facts.get(document.uri);
    all.set(document.uri, document);
    if (before && old && factsUnchanged(before, document)) continue;
    facts = new Map(facts).set(document.uri, documentFacts(document));
  }
  return { ...workspace, documents: all, facts };
}

export function withoutDocument(workspace: Workspace, uri: string): Workspace {
  const documents = new Map(workspace.documents);
  const facts = new Map(workspace.facts);
  documents.delete(uri);
  facts.delete(uri);
  return { ...workspace, documents, facts };
}

export const withSettings = (workspace: Workspace, settingsOf: (uri: string) => Settings): Workspace => ({ ...workspace, settingsOf });

export const withRoots = (workspace: Workspace, roots: readonly string[]): Workspace => ({ ...workspace, roots });

/** Only the blocks that differ are looked at. */
function factsUnchanged(before: StackDocument, after: StackDocument): boolean {
  if (before.blocks.length !== after.blocks.length) return false;
  return after.blocks.every((block, index) => block === before.blocks[index] || sameFacts(modelOf(block), modelOf(before.blocks[index]!)));
}

/** The folder whose files are judged together with this one. */
export function rootOf(workspace: Workspace, uri: string): string {
  const above = workspace.roots.filter((root) => uri.startsWith(root.endsWith("/") ? root : `${root}/`));
  return above.reduce((a, b) => (b.length > a.length ? b : a), above[0] ?? folderOf(uri));
}

const PROJECTS = new WeakMap<Workspace["facts"], { readonly for: Workspace; readonly projects: Map<string, Project> }>();

/** The project of a file. Kept as long as no file's facts, no setting and no root change. */
export function projectOf(workspace: Workspace, uri: string): Project {
  let kept = PROJECTS.get(workspace.facts);
  if (!kept || kept.for.settingsOf !== workspace.settingsOf || kept.for.roots !== workspace.roots) {
    kept = { for: workspace, projects: new Map() };
    PROJECTS.set(workspace.facts, kept);
  }
  const root = rootOf(workspace, uri);
  let project = kept.projects.get(root);
  if (!project) {
    project = readProject(
      [...workspace.facts.values()].filter((f) => rootOf(workspace, f.uri) === root),
      workspace.settingsOf,
    );
    kept.projects.set(root, project);
  }
  return project;
}

/** URIs of the files that are judged together with this one, itself included. */
export const filesOfProject = (workspace: Workspace, uri: string): string[] => [...projectOf(workspace, uri).files.keys()];
