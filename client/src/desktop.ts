// Where desktop VS Code (and every other host with Node) enters. VS Code waits for `activate`, and other extensions with it: so only the
// commands are made here, and what they do and what speaks to the server is loaded right behind it.
import { commands, type ExtensionContext, window } from "vscode";
import { registerCommands } from "./registration.ts";

let session: Promise<{ dispose(): Promise<void> }> | undefined;

export function activate(context: ExtensionContext): void {
  const output = window.createOutputChannel("Traefik Swarm", { log: true });
  const started = new Promise((resolve) => setTimeout(resolve)).then(async () =>
    (await import("./session.ts")).startSession(context, output),
  );
  started.catch((error: unknown) => output.error(error instanceof Error ? error : String(error)));
  session = started;
  context.subscriptions.push(output, registerCommands(started.then((s) => s.commands)));
  void commands.executeCommand("setContext", "traefikSwarm.active", true);
}

export async function deactivate(): Promise<void> {
  await (await session)?.dispose();
}
