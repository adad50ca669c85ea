// The disk, as the language server and the command line see it: which files a folder holds, their texts, and a write that leaves either the
// old file or the new one. Whatever is on the disk, reading does not throw.
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  type Dirent,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { isScript } from "../src/workspace/deploys.ts";

/** Makes its folder a project. */
const PROJECT_FILE = ".traefik-swarm.yml";
/** Larger files are no stacks; reading them would only cost memory. */
const LARGEST = 50 * 1024 * 1024;

export interface Listing {
  /** Absolute paths of YAML files, `.traefik-swarm.yml` among them. */
  readonly files: readonly string[];
  /** Files that may deploy stacks: shell scripts, Makefiles and the like, CI. */
  readonly scripts: readonly string[];
  /** Folders below the given one that hold `.traefik-swarm.yml` or `.git`. */
  readonly projectRoots: readonly string[];
  /** Folders that can't be listed. */
  readonly unreadable: readonly string[];
}

/** Folders that are never searched: dependencies, and whatever hides behind a dot. */
export const isSkipped = (name: string): boolean => name === "node_modules" || (name.startsWith(".") && name !== "." && name !== "..");

/**
 * The YAML files at and below a folder. Links to folders are not followed: what they lead to is found anyway or is no part of this folder, and
 * so no cycle is walked. A link to a file counts as a file, unless that one is found too.
 */
export function listFiles(folder: string): Listing {
  const top = path.resolve(folder);
  const files: string[] = [];
  const links: string[] = [];
  const scripts: string[] = [];
  const projectRoots: string[] = [];
  const unreadable: string[] = [];
  const waiting = [top];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const entries = entriesOf(at);
    if (!entries) unreadable.push(at);
    for (const entry of entries ?? []) {
      const full = path.join(at, entry.name);
      if (entry.isFile() && isScript(full)) scripts.push(full);
      if (entry.isDirectory() && entry.name === ".github") scripts.push(...workflowsIn(full));
      if (entry.isDirectory() && !isSkipped(entry.name)) waiting.push(full);
      else if (isYaml(entry.name) && entry.isFile()) files.push(full);
      else if (isYaml(entry.name) && entry.isSymbolicLink() && statOf(full)?.isFile()) links.push(full);
    }
    if (at !== top && entries?.some((e) => e.name === PROJECT_FILE || e.name === ".git")) projectRoots.push(at);
  }
  return {
    files: [...files, ...newLinks(top, links, files)].sort(),
    scripts: scripts.sort(),
    projectRoots: projectRoots.sort(),
    unreadable,
  };
}

const isYaml = (name: string): boolean => /\.ya?ml$/i.test(name);

function workflowsIn(github: string): string[] {
  const folder = path.join(github, "workflows");
  return (entriesOf(folder) ?? []).filter((e) => e.isFile() && isYaml(e.name)).map((e) => path.join(folder, e.name));
}

function newLinks(top: string, links: readonly string[], files: readonly string[]): string[] {
  const real = realPath(top) ?? top;
  const seen = new Set(files);
  return links.filter((link) => {
    const goal = path.join(top, path.relative(real, realPath(link) ?? link));
    return !seen.has(goal) && seen.add(goal);
  });
}

function entriesOf(folder: string): Dirent[] | undefined {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return undefined;
  }
}

/** What a path leads to; undefined where it is missing, broken or behind a closed folder. */
export function statOf(file: string): Stats | undefined {
  try {
    return statSync(file);
  } catch {
    return undefined;
  }
}

/** A path without links. */
export function realPath(file: string): string | undefined {
  try {
    return realpathSync(file);
  } catch {
    return undefined;
  }
}

/** The folder with a project's mark that is nearest above (or is) `folder`; nothing above a folder that is never searched. */
export function projectAbove(folder: string): { readonly folder: string; readonly mark: "file" | "git" } | undefined {
  for (let at = folder; ; at = path.dirname(at)) {
    if (statOf(path.join(at, PROJECT_FILE))) return { folder: at, mark: "file" };
    if (statOf(path.join(at, ".git"))) return { folder: at, mark: "git" };
    if (isSkipped(path.basename(at)) || path.dirname(at) === at) return undefined;
  }
}

export type Content =
  | { readonly text: string }
  /** `missing`, `unreadable` with the system's words, `large`; `encoding`: not UTF-8, read as Latin-1 just to look at it. */
  | { readonly refused: "missing" | "unreadable" | "large" | "special"; readonly detail: string }
  | { readonly refused: "encoding"; readonly detail: string; readonly latin1: string };

/** A file's text byte for byte: a byte order mark stays as U+FEFF, line breaks are as they are. */
export function readContent(file: string): Content {
  try {
    const stat = statSync(file);
    if (!stat.isFile()) return { refused: "special", detail: "" };
    if (stat.size > LARGEST) return { refused: "large", detail: "" };
    const bytes = readFileSync(file);
    try {
      return { text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) };
    } catch {
      return { refused: "encoding", detail: "", latin1: bytes.toString("latin1") };
    }
  } catch (error) {
    return { refused: codeOf(error) === "ENOENT" ? "missing" : "unreadable", detail: codeOf(error) };
  }
}

/** A file's text; undefined where it can't be read, is larger than 50 MB or is not UTF-8. */
export function readText(file: string): string | undefined {
  const content = readContent(file);
  return "text" in content ? content.text : undefined;
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException)?.code ?? String(error);

/**
 * Replaces a file's text in one step, keeping its mode and, where allowed, its owner; a link stays a link. The system's word for what went
 * wrong, or "changed" where the file no longer holds `before`; then it is as it was.
 */
export function replaceText(file: string, before: string, after: string): string | undefined {
  let temporary: string | undefined;
  try {
    const goal = realpathSync(file);
    accessSync(goal, constants.W_OK);
    if (readText(goal) !== before) return "changed";
    const { mode, uid, gid } = statSync(goal);
    const beside = path.join(path.dirname(goal), `.${path.basename(goal)}.${process.pid}.tmp`);
    writeFileSync(beside, after, { flag: "wx", mode: mode & 0o777, flush: true });
    temporary = beside;
    if (process.platform !== "win32") keepOwner(beside, uid, gid);
    chmodSync(beside, mode & 0o7777);
    renameSync(beside, goal);
    return undefined;
  } catch (error) {
    if (temporary) rmSync(temporary, { force: true });
    return codeOf(error);
  }
}

/** Only root may give files away; for others the new file is theirs, as if an editor had saved it. */
function keepOwner(file: string, uid: number, gid: number): void {
  try {
    chownSync(file, uid, gid);
  } catch {
    // stays with the one who runs this
  }
}
