// Which routed service a command is about: the one that it names, else the one at the cursor, else the one that the user picks.
import { l10n, type TextEditor, Uri, window, workspace } from "vscode";
import { type BaseLanguageClient, State } from "vscode-languageclient";
import { ROUTED_SERVICES, type RoutedService, type RoutedServicesParams, type ServiceParams } from "../../server/src/protocol/messages.ts";
import { asLabel } from "./words.ts";

/** Undefined where there is none, which the user is told, or none was picked. */
export async function chooseService(client: BaseLanguageClient, uri?: string, service?: string): Promise<ServiceParams | undefined> {
  if (uri !== undefined && service !== undefined) return { uri, service };
  const editor = window.activeTextEditor;
  const file = uri ?? editor?.document.uri.toString();
  const params: RoutedServicesParams | undefined = file === undefined ? undefined : { uri: file };
  const services = params && (await ask<readonly RoutedService[]>(client, ROUTED_SERVICES, params));
  if (!params || !services || services.length === 0) {
    window.showInformationMessage(l10n.t("The file in front has no service of a Swarm stack that Traefik routes to."));
    return undefined;
  }
  const found = services.length === 1 ? services[0] : (atCursor(services, params.uri, editor) ?? (await pick(services, params.uri)));
  return found && { uri: params.uri, service: found.service };
}

/** Null where the server has no answer, or there is no server. */
export async function ask<T>(client: BaseLanguageClient, request: string, params: object): Promise<T | null> {
  if (client.state !== State.Running) return null;
  try {
    return await client.sendRequest<T | null>(request, params);
  } catch (error) {
    client.warn(`${request} failed`, error, false);
    return null;
  }
}

function atCursor(services: readonly RoutedService[], uri: string, editor: TextEditor | undefined): RoutedService | undefined {
  if (editor?.document.uri.toString() !== uri) return undefined;
  const { line } = editor.selection.active;
  return services.find(({ from, to }) => from <= line && line <= to);
}

async function pick(services: readonly RoutedService[], uri: string): Promise<RoutedService | undefined> {
  const items = services.map((service) => ({ label: asLabel(service.service), description: asLabel(service.summary), service }));
  const title = l10n.t("Routed services of {0}", workspace.asRelativePath(Uri.parse(uri)));
  const picked = await window.showQuickPick(items, { title, placeHolder: l10n.t("Select a service"), matchOnDescription: true });
  return picked?.service;
}
