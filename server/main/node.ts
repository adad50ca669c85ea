// The server in Node: over stdio (`--stdio`), or over IPC with VS Code's client.
import { fileURLToPath, pathToFileURL } from "node:url";
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import manifest from "../../package.json" with { type: "json" };
import type { Files } from "../src/protocol/files.ts";
import { serve } from "../src/protocol/server.ts";
import { listFiles, readText } from "./files.ts";

const uriOf = (path: string): string => pathToFileURL(path).href;

const disk: Files = {
  list: async (folder) => {
    if (!folder.startsWith("file:")) return { files: [], projectRoots: [] };
    const { files, projectRoots } = listFiles(fileURLToPath(folder));
    return { files: files.map(uriOf), projectRoots: projectRoots.map(uriOf) };
  },
  read: async (uri) => (uri.startsWith("file:") ? (readText(fileURLToPath(uri)) ?? null) : null),
};

serve(createConnection(ProposedFeatures.all), { version: manifest.version, files: disk });
