// The client's half of the connection, the same for every host: which documents the server sees, what it may ask of the editor, and what
// is shown around it.
import { EventEmitter, type ExtensionContext, type LogOutputChannel, type TextDocument, type Uri } from "vscode";
import { type BaseLanguageClient, CodeActionRequest, type DocumentSelector, type LanguageClientOptions } from "vscode-languageclient";
import { type InitializationOptions, STATUS_CHANGED } from "../../server/src/protocol/messages.ts";
import { withPreviews } from "./actions.ts";
import { commandsOf } from "./commands.ts";
import { crashOptions } from "./crashes.ts";
import { answerFileRequests } from "./files.ts";
import { linkToPages } from "./pages.ts";
import type { Commands } from "./registration.ts";
import { showStatus } from "./status.ts";
import { timelines } from "./timeline.ts";
import { tellMovedFolders, watchYaml } from "./watch.ts";

/** YAML wherever it comes from: the server never reads the disk itself, so remote and virtual workspaces need nothing more. */
const documents: DocumentSelector = [{ language: "yaml" }, { language: "dockercompose" }];

export function clientOptions(extension: Uri, output: LogOutputChannel): LanguageClientOptions {
  const initializationOptions: InitializationOptions = {
    files: "client",
    snippetEdits: true,
    showDocumentation: true,
    diagnosticsInParts: true,
    showReadiness: true,
  };
  return {
    documentSelector: documents,
    diagnosticCollectionName: "traefik-swarm",
    outputChannel: output,
    ...crashOptions(),
    initializationOptions,
    synchronize: { fileEvents: watchYaml() },
    // No text of the server runs a command or is HTML: what it quotes is from files.
    markdown: { isTrusted: false, supportHtml: false },
    middleware: {
      // Only here an edit still says what in it wants to be confirmed.
      sendRequest: async (type, params, token, next) => {
        const answer = await next(type, params, token);
        const method = typeof type === "string" ? type : type.method;
        return method === CodeActionRequest.method ? (withPreviews(answer as Parameters<typeof withPreviews>[0]) as typeof answer) : answer;
      },
      handleDiagnostics: (uri, diagnostics, next) => next(uri, linkToPages(extension, diagnostics)),
      didOpen: async (document, next) => (isPast(document) ? undefined : next(document)),
      didChange: async (event, next) => (isPast(event.document) ? undefined : next(event)),
      didClose: async (document, next) => (isPast(document) ? undefined : next(document)),
    },
  };
}

/** Starts the client with all that surrounds it. A server that can't start is reported, and the commands stay to try again. */
export function serveClient(context: ExtensionContext, client: BaseLanguageClient, output: LogOutputChannel): Commands {
  const { subscriptions } = context;
  const changed = new EventEmitter<void>(); // a client has one place for each notification, but several want to know
  const timeline = timelines(client, changed.event);
  subscriptions.push(
    changed,
    timeline,
    client.onNotification(STATUS_CHANGED, () => changed.fire()),
    answerFileRequests(client),
    tellMovedFolders(client),
    showStatus(client, changed.event),
  );
  void client.start().catch((error: unknown) => output.error(error instanceof Error ? error : String(error)));
  return commandsOf(context.extensionUri, client, output, timeline);
}

/** The left side of a diff: an older text of a file that is judged already, whose problems nobody can fix. */
function isPast(document: TextDocument): boolean {
  return document.uri.scheme === "git";
}
