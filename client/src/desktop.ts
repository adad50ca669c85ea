// Where desktop VS Code (and every other host with Node) enters: starts the language server as a process of its own and ends it.
import { type ExtensionContext, Uri, window } from "vscode";
import { LanguageClient, TransportKind } from "vscode-languageclient/node";
import { clientOptions, serveClient } from "./client.ts";

let client: Client | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const output = window.createOutputChannel("Traefik Swarm", { log: true });
  const module = Uri.joinPath(context.extensionUri, "dist/server.cjs").fsPath;
  const run = { module, transport: TransportKind.ipc };
  const debug = { ...run, options: { execArgv: ["--nolazy", "--inspect=6009"] } };
  client = new Client("traefikSwarm", "Traefik Swarm", { run, debug }, clientOptions(context.extensionUri, output));
  context.subscriptions.push(output);
  await serveClient(context, client, output);
}

export async function deactivate(): Promise<void> {
  await client?.dispose();
}

/** What goes wrong inside is told in the output. What its user must know, crashes.ts tells, in his language. */
class Client extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}
