// Above each routed service: how far it is from updates without loss. The command opens the list with reasons and fixes.
import type { CodeLens } from "vscode-languageserver-types";
import type { Language } from "../rules/rule.ts";
import type { StackDocument } from "../syntax/document.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { rangeAt } from "./diagnostics.ts";
import { lensText, routedServices } from "./readiness.ts";
import { updateText } from "./update-texts.ts";

/** @param command the client's command that opens the list, "" where it has none: the lens then only tells */
export function codeLenses(workspace: Workspace, document: StackDocument, language: Language, command: string): CodeLens[] {
  if (!workspace.settingsOf(document.uri).codeLens) return [];
  return routedServices(workspace, document).map((routed) => {
    const { service, index } = routed;
    const title = lensText(routed, language);
    const tooltip = updateText(language, "lensHint");
    return {
      range: rangeAt(document, index, service.name.span),
      command: { title, tooltip, command, ...(command === "" ? {} : { arguments: [document.uri, service.name.value] }) },
    };
  });
}
