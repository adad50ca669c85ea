// Reads and lists files for the server through the editor, so that it works the same on a disk, over SSH, in a container and in a virtual
// workspace.
import { type CancellationToken, Disposable, RelativePattern, Uri, workspace } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import {
  LIST_FILES,
  type ListFilesParams,
  type ListFilesResult,
  READ_FILE,
  type ReadFileParams,
  type ReadFileResult,
} from "../../server/src/protocol/messages.ts";

/** Nobody writes such a stack by hand; reading it would only fill the memory of two processes. */
const MAX_BYTES = 50 * 1024 * 1024;
/** How many `stat` calls wait at a time: enough to hide the latency of a remote host, too few to block the other extensions. */
const STATS_AT_ONCE = 32;

export const YAML_FILES = "**/*.{yml,yaml}";
const EXCLUDED = "**/{node_modules,.git}/**";
/** What may deploy stacks; the same as the server's `isScript`. */
const SCRIPTS = [
  "**/*.{sh,bash,mk}",
  "**/{Makefile,makefile,GNUmakefile,Justfile,justfile,Jenkinsfile}",
  "**/.{gitlab-ci,drone}.{yml,yaml}",
  "**/.github/workflows/*.{yml,yaml}",
  "**/.env",
];
const MAX_SCRIPTS = 200;
const OPTIONS_FILE = "/.traefik-swarm.yml";

export function answerFileRequests(client: BaseLanguageClient): Disposable {
  return Disposable.from(
    client.onRequest(LIST_FILES, (params: ListFilesParams, token: CancellationToken) => listFiles(Uri.parse(params.folder), token)),
    client.onRequest(
      READ_FILE,
      async (params: ReadFileParams): Promise<ReadFileResult> => ({ text: await readText(Uri.parse(params.uri)) }),
    ),
  );
}

async function listFiles(folder: Uri, token?: CancellationToken): Promise<ListFilesResult> {
  const files = await findYaml(folder, token);
  const projectRoots = await startsOfProjects(folder, files, token);
  const scripts = await Promise.all(
    SCRIPTS.map((glob) => workspace.findFiles(new RelativePattern(folder, glob), EXCLUDED, MAX_SCRIPTS, token)),
  );
  return { files: files.map(String), scripts: scripts.flat().map(String), projectRoots: projectRoots.map(String) };
}

/** All YAML files below a folder; those the user hides by `files.exclude` are left out too. */
export async function findYaml(folder: Uri, token?: CancellationToken): Promise<Uri[]> {
  return workspace.findFiles(new RelativePattern(folder, YAML_FILES), EXCLUDED, undefined, token);
}

/** The folders between `folder` and its files that hold `.traefik-swarm.yml` or `.git` (a folder, or a file in work trees and submodules). */
async function startsOfProjects(folder: Uri, files: readonly Uri[], token?: CancellationToken): Promise<Uri[]> {
  const marked = new Set(files.filter((file) => file.path.endsWith(OPTIONS_FILE)).map((file) => parent(file).path));
  const candidates = [...foldersBetween(folder, files).values()];
  const starts: Uri[] = [];
  for (let first = 0; first < candidates.length && !token?.isCancellationRequested; first += STATS_AT_ONCE) {
    const some = candidates.slice(first, first + STATS_AT_ONCE);
    const found = await Promise.all(some.map(async (candidate) => marked.has(candidate.path) || exists(Uri.joinPath(candidate, ".git"))));
    starts.push(...some.filter((_, index) => found[index]));
  }
  return starts;
}

/** By path: the folders of the files and those above them, down from `folder`, which itself is left out. */
function foldersBetween(folder: Uri, files: readonly Uri[]): Map<string, Uri> {
  const top = folder.path.endsWith("/") ? folder.path : `${folder.path}/`;
  const folders = new Map<string, Uri>();
  for (const file of files) {
    for (let above = parent(file); above.path.startsWith(top) && above.path !== top && !folders.has(above.path); above = parent(above)) {
      folders.set(above.path, above);
    }
  }
  return folders;
}

function parent(uri: Uri): Uri {
  return Uri.joinPath(uri, "..");
}

async function exists(uri: Uri): Promise<boolean> {
  return workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}

/** A file's text without its byte order mark, as the editor would open it; null where it can't be read or is far too long. */
async function readText(uri: Uri): Promise<string | null> {
  try {
    const { size } = await workspace.fs.stat(uri);
    return size > MAX_BYTES ? null : new TextDecoder().decode(await workspace.fs.readFile(uri));
  } catch {
    return null; // gone, forbidden, or no file: the server knows it as "can't be read"
  }
}
