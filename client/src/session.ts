// The client in a host with Node: starts the language server as a process of its own and ends it.
import { type ExtensionContext, type LogOutputChannel, Uri } from "vscode";
import { LanguageClient, TransportKind } from "vscode-languageclient/node";
import { clientOptions, serveClient } from "./client.ts";
import type { Commands } from "./registration.ts";

export interface Session {
  readonly commands: Commands;
  readonly dispose: () => Promise<void>;
}

export function startSession(context: ExtensionContext, output: LogOutputChannel): Session {
  const module = Uri.joinPath(context.extensionUri, "dist/server.cjs").fsPath;
  // Over IPC the server's finished JSON would be read and written once more: with a thousand findings that is a third of an edit.
  const run = { module, transport: TransportKind.stdio };
  const debug = { ...run, options: { execArgv: ["--nolazy", "--inspect=6009"] } };
  const client = new Client("traefikSwarm", "Traefik Swarm", { run, debug }, clientOptions(context.extensionUri, output));
  return { commands: serveClient(context, client, output), dispose: () => client.dispose() };
}

/** What goes wrong inside is told in the output. What its user must know, crashes.ts tells, in his language. */
class Client extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}
