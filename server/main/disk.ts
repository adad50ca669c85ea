// The server's files port on a disk.
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Files } from "../src/protocol/files.ts";
import { listFiles, readText } from "./files.ts";

const uriOf = (path: string): string => pathToFileURL(path).href;

export const disk: Files = {
  list: async (folder) => {
    if (!folder.startsWith("file:")) return { files: [], projectRoots: [] };
    const { files, scripts, projectRoots } = listFiles(fileURLToPath(folder));
    return { files: files.map(uriOf), scripts: scripts.map(uriOf), projectRoots: projectRoots.map(uriOf) };
  },
  read: async (uri) => (uri.startsWith("file:") ? (readText(fileURLToPath(uri)) ?? null) : null),
};
