// From paths to a workspace: which folders are projects, which files belong to them, and which of these the user asked about. A file is
// judged with all of its project, so more is read than is told about.
import path from "node:path";
import { pathToFileURL } from "node:url";
import { isLimit, limitsOf } from "../../src/features/limits.ts";
import { documentText, LONGEST_FILE, openDocument, positionAt, type StackDocument } from "../../src/syntax/document.ts";
import type { Span } from "../../src/syntax/text.ts";
import { parseDotenv } from "../../src/workspace/dotenv.ts";
import { joinScripts, readScripts, type Scripts } from "../../src/workspace/scripts.ts";
import type { Settings } from "../../src/workspace/settings.ts";
import { emptyWorkspace, projectOf, type Workspace, withDocuments, withScripts } from "../../src/workspace/workspace.ts";
import { type Content, isSkipped, type Listing, listFiles, projectAbove, readContent, readText, realPath, statOf } from "../files.ts";
import type { Options } from "./options.ts";
import type { Told } from "./texts.ts";

export interface Opened {
  readonly workspace: Workspace;
  /** The paths of the files that lie in the given paths, by URI, sorted. */
  readonly asked: ReadonlyMap<string, string>;
  /** Whether a path (of a file, without links) lies in the given paths. */
  readonly isAsked: (file: string) => boolean;
  /** What was asked for and can't be read. */
  readonly troubles: readonly Told[];
  /** Folders met on the way that can't be searched: often data of a container, so nothing to fail for. */
  readonly notes: readonly Told[];
}

type PathOptions = Pick<Options, "paths" | "settings" | "envFiles" | "merge">;

interface Place {
  readonly path: string;
  readonly isFolder: boolean;
}

export function openPaths(cwd: string, { paths, settings: given, envFiles, merge }: PathOptions): Opened {
  const { places, troubles } = findPlaces(cwd, paths);
  const { environment, ...envTroubles } = readEnvFiles(cwd, envFiles);
  troubles.push(...envTroubles.troubles);
  const mergedFiles = merge ? [places.filter((p) => !p.isFolder).map((p) => pathToFileURL(p.path).href)] : [];
  const settings = {
    ...given,
    stacks: given.stacks.map((s) => ({ ...s, files: pathToFileURL(path.resolve(cwd, s.files)).href })),
    environment,
    mergedFiles,
  };
  if (merge)
    troubles.push(...places.filter((p) => p.isFolder).map((p): Told => ({ key: "mergeFolder", args: { file: shownPath(cwd, p.path) } })));
  const missing = given.stacks.filter(({ files }) => !files.includes("*") && !statOf(path.resolve(cwd, files))?.isFile());
  troubles.push(...missing.map(({ files }): Told => ({ key: "missing", args: { file: shownPath(cwd, path.resolve(cwd, files)) } })));
  const roots = outermost(places.map(rootOf));
  const listings = roots.map(listFiles);
  const listed = new Set(listings.flatMap((l) => l.files));
  const named = new Set(places.filter((p) => !p.isFolder).map((p) => listedName(p.path, listed)));
  const isAsked = (file: string) => named.has(file) || places.some((p) => p.isFolder && isInside(p.path, file));
  const documents: StackDocument[] = [];
  const asked = new Map<string, string>();
  for (const file of [...new Set([...listed, ...named])].sort()) {
    const content = readContent(file);
    const uri = pathToFileURL(file).href;
    if ("text" in content) {
      documents.push(openDocument(uri, 0, content.text));
      if (isAsked(file)) asked.set(uri, file);
    } else if (named.has(file) || (isAsked(file) && mayBeStack(content))) {
      troubles.push(refusal(cwd, file, content));
    }
  }
  // A file that is called a stack by name is judged whatever it holds.
  const called = { ...settings, named: true };
  const calledStacks = new Set(settings.target === "swarm" ? [...named].map((file) => pathToFileURL(file).href) : []);
  const settingsOf = (uri: string) => (calledStacks.has(uri) ? called : settings);
  const folders = [...roots, ...listings.flatMap((l) => l.projectRoots)].map((folder) => pathToFileURL(folder).href);
  const workspace = withScripts(
    withDocuments(emptyWorkspace([...new Set(folders)], settingsOf), documents),
    joinScripts(roots.map((root, i) => scriptsOf(root, listings[i]!.scripts, documents))),
  );
  troubles.push(...[...asked].flatMap(([uri, file]) => brokenYaml(cwd, workspace, uri, file, named)));
  return { workspace, asked, isAsked: withLinks(places, isAsked), ...closedFolders(cwd, places, listings, troubles) };
}

/** About how many files the paths hold, without reading any. */
export const countFiles = (cwd: string, paths: readonly string[]): number =>
  findPlaces(cwd, paths).places.reduce((sum, p) => sum + (p.isFolder ? listFiles(p.path).files.length : 1), 0);

/** Files of variables in their order; a later one counts. */
function readEnvFiles(cwd: string, files: readonly string[]): { environment: Settings["environment"]; troubles: Told[] } {
  const troubles: Told[] = [];
  let environment: Settings["environment"];
  for (const given of files) {
    const file = path.resolve(cwd, given);
    const content = readContent(file);
    const { variables, wrong } = "text" in content ? parseDotenv(content.text, environment) : { variables: {}, wrong: [] };
    environment = { ...environment, ...variables };
    if (!("text" in content)) troubles.push(refusal(cwd, file, content));
    troubles.push(...wrong.map((line): Told => ({ key: "envLine", args: { file: `${shownPath(cwd, file)}:${line}` } })));
  }
  return { environment, troubles };
}

function scriptsOf(root: string, scripts: readonly string[], documents: readonly StackDocument[]): Scripts {
  const uris = new Set(documents.map((d) => d.uri));
  const texts = scripts.map((script) => ({ uri: pathToFileURL(script).href, text: readText(script) ?? "" }));
  return readScripts(pathToFileURL(root).href, texts, (uri) => uris.has(uri));
}

function findPlaces(cwd: string, paths: readonly string[]): { places: Place[]; troubles: Told[] } {
  const places: Place[] = [];
  const troubles: Told[] = [];
  for (const given of new Set(paths.map((p) => path.resolve(cwd, p)))) {
    const stat = statOf(given);
    if (stat?.isDirectory() || stat?.isFile()) places.push({ path: given, isFolder: stat.isDirectory() });
    else troubles.push(refusal(cwd, given, readContent(given)));
  }
  return { places, troubles };
}

/** A given folder is a project unless it is a part of one that is marked on purpose; a file's is its repository, else its folder. */
function rootOf({ path: given, isFolder }: Place): string {
  const folder = isFolder ? given : path.dirname(given);
  const above = projectAbove(folder);
  return above && (!isFolder || above.mark === "file") ? above.folder : folder;
}

/** Folders inside others are found with them, so that `lint *` judges as `lint .` does. */
const outermost = (roots: readonly string[]): string[] =>
  [...new Set(roots)].filter((root) => !roots.some((other) => other !== root && isSearchedFrom(other, root)));

const isSearchedFrom = (folder: string, below: string): boolean =>
  isInside(folder, below) && !path.relative(folder, below).split(path.sep).some(isSkipped);

export function isInside(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== ".." && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

/** A file that was named by a link, and is found without it, is one file. */
function listedName(file: string, listed: ReadonlySet<string>): string {
  const real = listed.has(file) ? undefined : realPath(file);
  return real !== undefined && listed.has(real) ? real : file;
}

function withLinks(places: readonly Place[], isAsked: (file: string) => boolean): (file: string) => boolean {
  const real = places.map((p) => ({ ...p, path: realPath(p.path) ?? p.path }));
  return (file) => isAsked(file) || real.some((p) => (p.isFolder ? isInside(p.path, file) : p.path === file));
}

/** Where YAML breaks, or goes beyond a limit, the rest of the block is not judged: silence must not look like praise. */
function brokenYaml(cwd: string, workspace: Workspace, uri: string, file: string, named: ReadonlySet<string>): Told[] {
  const document = workspace.documents.get(uri)!;
  const index = document.blocks.findIndex((b) => b.problems.some((p) => !isLimit(p.code)));
  const isLong = document.length > LONGEST_FILE && documentText(document).includes("services:");
  if (!(named.has(file) || isLong || projectOf(workspace, uri).files.has(uri))) return [];
  const told = (key: Told["key"], block: number, span: Span): Told => {
    const { line, character } = positionAt(document, document.starts[block]! + span.start);
    return { key, args: { file: `${shownPath(cwd, file)}:${line + 1}:${character + 1}` } };
  };
  const limits = limitsOf(document);
  const first = document.blocks[index]?.problems.find((p) => !isLimit(p.code));
  return [...limits.map(({ kind, index: at, span }) => told(kind, at, span)), ...(first ? [told("broken", index, first.span)] : [])];
}

/** Of the files that a search met, only stacks matter: `services:` is looked for also in UTF-16. */
const mayBeStack = (content: Exclude<Content, { text: string }>): boolean =>
  "latin1" in content ? content.latin1.replaceAll("\0", "").includes("services:") : content.refused === "unreadable";

const refusal = (cwd: string, file: string, content: Content): Told =>
  "text" in content
    ? { key: "changed", args: { file: shownPath(cwd, file) } }
    : { key: content.refused, args: { file: shownPath(cwd, file), detail: content.detail } };

function closedFolders(cwd: string, places: readonly Place[], listings: readonly Listing[], troubles: readonly Told[]) {
  const closed = listings
    .flatMap((l) => l.unreadable)
    .map((folder) => ({ folder, args: { file: shownPath(cwd, folder) }, given: places.some((p) => p.isFolder && p.path === folder) }));
  const inPlaces = closed.filter((c) => places.some((p) => p.isFolder && isInside(p.path, c.folder)));
  return {
    troubles: [...troubles, ...inPlaces.filter((c) => c.given).map((c): Told => ({ key: "closed", args: c.args }))],
    notes: inPlaces.filter((c) => !c.given).map((c): Told => ({ key: "skipped", args: c.args })),
  };
}

/** Relative to the working directory where the file is below it, with slashes on every system. */
export function shownPath(cwd: string, file: string): string {
  const shown = isInside(cwd, file) ? path.relative(cwd, file) || "." : file;
  return path.sep === "/" ? shown : shown.replaceAll(path.sep, "/");
}
