// Answers `initialize`. What the server can do at all needs nothing of what it does it with, so the client has its answer while that is loaded.
import type { Connection, InitializeParams, InitializeResult, TextDocumentSyncKind } from "vscode-languageserver";
import { FIX_ALL_KIND, ZERO_DOWNTIME_KIND } from "../features/kinds.ts";

/** Here as a number: to take it from the package copies all that is in there, which is felt in this short time. */
const INCREMENTAL: typeof TextDocumentSyncKind.Incremental = 2;

/** Begins to listen; what the client said comes before its answer is sent. */
export function greet(connection: Connection, version: string): Promise<InitializeParams> {
  return new Promise((resolve) => {
    connection.onInitialize((params): InitializeResult => {
      resolve(params);
      return {
        serverInfo: { name: "traefik-swarm", version },
        capabilities: {
          textDocumentSync: { openClose: true, change: INCREMENTAL, save: true },
          codeActionProvider: { codeActionKinds: ["quickfix", ZERO_DOWNTIME_KIND, FIX_ALL_KIND], resolveProvider: true },
          codeLensProvider: {},
          completionProvider: {},
          hoverProvider: true,
          inlayHintProvider: true,
          workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
        },
      };
    });
    connection.listen();
  });
}
