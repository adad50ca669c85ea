// Makes the rule id of a diagnostic a link to its page in this extension: in the language and the version at hand, and without internet.
import { type Diagnostic, Uri } from "vscode";
import { SHOW_DOCUMENTATION } from "../../server/src/protocol/messages.ts";

/** The editor's hover, peek view and problems panel open such links with commands allowed. Codes without a page of their own stay text. */
export function linkToRulePages(diagnostics: Diagnostic[]): Diagnostic[] {
  for (const diagnostic of diagnostics) {
    if (typeof diagnostic.code !== "object") continue;
    diagnostic.code = { value: diagnostic.code.value, target: rulePage(String(diagnostic.code.value)) };
  }
  return diagnostics;
}

function rulePage(ruleId: string): Uri {
  return Uri.from({ scheme: "command", path: SHOW_DOCUMENTATION, query: encodeURIComponent(JSON.stringify([ruleId])) });
}
