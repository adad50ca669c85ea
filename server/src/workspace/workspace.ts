// All files that the server knows, as one immutable value. A change makes a new one that shares every file, block and project that it does
// not touch.
import { modelOf } from "../model/block.ts";
import type { StackDocument } from "../syntax/document.ts";
import { type DocumentFacts, documentFacts, sameFacts } from "./facts.ts";
import { folderOf, type Project, readProject } from "./project.ts";
import { DEFAULTS, type Settings } from "./settings.ts";
import type { StackName } from "./stacks.ts";

export interface Workspace {
  readonly documents: ReadonlyMap<string, StackDocument>;
  readonly facts: ReadonlyMap<string, DocumentFacts>;
  /** URIs of folders that start a project: those given, and nested ones with a mark of their own. */
  readonly roots: readonly string[];
  /** The settings that hold for a file. */
  readonly settingsOf: (uri: string) => Settings;
  /** Names of stacks that scripts tell. */
  readonly deploys: readonly StackName[];
}

export const emptyWorkspace = (roots: readonly string[] = [], settingsOf: (uri: string) => Settings = () => DEFAULTS): Workspace => ({
  documents: new Map(),
  facts: new Map(),
  roots,
  settingsOf,
  deploys: [],
});

export function withDocument(workspace: Workspace, document: StackDocument): Workspace {
  return withDocuments(workspace, [document]);
}

export function withDocuments(workspace: Workspace, documents: readonly StackDocument[]): Workspace {
  const all = new Map(workspace.documents);
  const moved: [string, DocumentFacts][] = [];
  for (const document of documents) {
    const before = workspace.documents.get(document.uri);
    const old = workspace.facts.get(document.uri);
    all.set(document.uri, document);
    if (before && old && factsUnchanged(before, document)) continue;
    moved.push([document.uri, documentFacts(document)]);
  }
  const facts = moved.length === 0 ? workspace.facts : new Map([...workspace.facts, ...moved]);
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

export const withDeploys = (workspace: Workspace, deploys: readonly StackName[]): Workspace => ({ ...workspace, deploys });

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

interface Kept {
  readonly settingsOf: Workspace["settingsOf"];
  readonly roots: Workspace["roots"];
  readonly deploys: Workspace["deploys"];
  readonly members: ReadonlyMap<string, readonly DocumentFacts[]>;
  readonly projects: Map<string, Project>;
}

const PROJECTS = new WeakMap<Workspace["facts"], Kept>();

/** The project of a file. Kept as long as no file's facts, no setting and no root change. */
export function projectOf(workspace: Workspace, uri: string): Project {
  const { facts, settingsOf, roots, deploys } = workspace;
  let kept = PROJECTS.get(facts);
  if (!kept || kept.settingsOf !== settingsOf || kept.roots !== roots || kept.deploys !== deploys) {
    const members = new Map<string, DocumentFacts[]>();
    for (const file of facts.values()) {
      const root = rootOf(workspace, file.uri);
      const list = members.get(root);
      if (list) list.push(file);
      else members.set(root, [file]);
    }
    kept = { settingsOf, roots, deploys, members, projects: new Map() };
    PROJECTS.set(facts, kept);
  }
  const root = rootOf(workspace, uri);
  const project = kept.projects.get(root) ?? readProject(kept.members.get(root) ?? [], settingsOf, deploys);
  kept.projects.set(root, project);
  return project;
}
