// How the server gets at files: by the client's requests, or by what its host can do.
import type { Connection } from "vscode-languageserver";
import { LIST_FILES, type ListFilesResult, READ_FILE, type ReadFileResult } from "./messages.ts";

export interface Files {
  /** Stack files below a folder, and folders that start a project of their own; URIs. */
  readonly list: (folder: string) => Promise<ListFilesResult>;
  /** Null where the file can't be read. */
  readonly read: (uri: string) => Promise<string | null>;
}

export const NO_FILES: Files = { list: async () => ({ files: [], projectRoots: [] }), read: async () => null };

export const clientFiles = (connection: Connection): Files => ({
  list: (folder) => connection.sendRequest<ListFilesResult>(LIST_FILES, { folder }),
  read: async (uri) => (await connection.sendRequest<ReadFileResult>(READ_FILE, { uri })).text,
});
