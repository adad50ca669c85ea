// Tells the server what happens to YAML files outside the editor. Moving or deleting a folder reaches extensions as one event for that
// folder and none for the files in it, so those are told here.
import { Disposable, type FileSystemWatcher, FileType, type Uri, workspace } from "vscode";
import { type BaseLanguageClient, DidChangeWatchedFilesNotification, FileChangeType, State } from "vscode-languageclient";
import { findYaml, YAML_FILES } from "./files.ts";

/** The pattern takes in `.traefik-swarm.yml`. */
export function watchYaml(): FileSystemWatcher {
  return workspace.createFileSystemWatcher(YAML_FILES);
}

export function tellMovedFolders(client: BaseLanguageClient): Disposable {
  const watcher = workspace.createFileSystemWatcher("**", false, true, false);
  const tell = async (uris: readonly Uri[], type: FileChangeType) => {
    if (uris.length === 0 || client.state !== State.Running) return;
    await client.sendNotification(DidChangeWatchedFilesNotification.type, { changes: uris.map((uri) => ({ uri: uri.toString(), type })) });
  };
  return Disposable.from(
    watcher,
    watcher.onDidCreate(async (uri) => {
      if (isNoise(uri) || !(await isFolder(uri))) return;
      await tell(await findYaml(uri), FileChangeType.Created);
    }),
    // What was in a deleted folder is not known any more, and needs not be: the server drops all it knows below this URI.
    watcher.onDidDelete(async (uri) => {
      if (!isNoise(uri)) await tell([uri], FileChangeType.Deleted);
    }),
  );
}

/** YAML files are told by the other watcher; packages and repositories are never looked into. */
function isNoise(uri: Uri): boolean {
  return /\.ya?ml$|\/(node_modules|\.git)\//.test(uri.path);
}

async function isFolder(uri: Uri): Promise<boolean> {
  return workspace.fs.stat(uri).then(
    ({ type }) => (type & FileType.Directory) !== 0,
    () => false,
  );
}
