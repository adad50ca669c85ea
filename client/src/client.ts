// The client's half of the connection, the same for every host: which documents the server sees, what it may ask of the editor, and what
// is shown around it.
import { commands, type ExtensionContext, type LogOutputChannel, type TextDocument, type Uri } from "vscode";
import type { BaseLanguageClient, DocumentSelector, LanguageClientOptions } from "vscode-languageclient";
import { type InitializationOptions, SHOW_DOCUMENTATION } from "../../server/src/protocol/messages.ts";
import { registerCommands } from "./commands.ts";
import { answerFileRequests } from "./files.ts";
import { linkToPages } from "./pages.ts";
import { showStatus } from "./status.ts";
import { tellMovedFolders, watchYaml } from "./watch.ts";

/** YAML wherever it comes from: the server never reads the disk itself, so remote and virtual workspaces need nothing more. */
const documents: DocumentSelector = [{ language: "yaml" }, { language: "dockercompose" }];

export function clientOptions(extension: Uri, output: LogOutputChannel): LanguageClientOptions {
  const initializationOptions: InitializationOptions = { files: "client", snippetEdits: true, showDocumentation: true };
  return {
    documentSelector: documents,
    diagnosticCollectionName: "traefik-swarm",
    outputChannel: output,
    initializationOptions,
    synchronize: { fileEvents: watchYaml() },
    markdown: { isTrusted: { enabledCommands: [SHOW_DOCUMENTATION] } },
    middleware: {
      handleDiagnostics: (uri, diagnostics, next) => next(uri, linkToPages(extension, diagnostics)),
      didOpen: async (document, next) => (isPast(document) ? undefined : next(document)),
      didChange: async (event, next) => (isPast(event.document) ? undefined : next(event)),
      didClose: async (document, next) => (isPast(document) ? undefined : next(document)),
    },
  };
}

/** Starts the client with all that surrounds it. A server that can't start is reported, and the commands stay to try again. */
export async function serveClient(context: ExtensionContext, client: BaseLanguageClient, output: LogOutputChannel): Promise<void> {
  const { subscriptions } = context;
  subscriptions.push(answerFileRequests(client), tellMovedFolders(client), showStatus(client), registerCommands(context, client, output));
  await commands.executeCommand("setContext", "traefikSwarm.active", true);
  await client.start().catch((error: unknown) => output.error(error instanceof Error ? error : String(error)));
}

/** The left side of a diff: an older text of a file that is judged already, whose problems nobody can fix. */
function isPast(document: TextDocument): boolean {
  return document.uri.scheme === "git";
}
