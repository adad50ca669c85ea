// The rules' pages that come with the extension, in the editor's language: what a diagnostic's rule id links to, in the version at hand and
// without internet.
import { commands, type Diagnostic, env, l10n, Uri, window, workspace } from "vscode";
import { asMessage } from "./words.ts";

/** The hover of newer VS Code (1.139) opens no command links, so the target is the file; the manifest's editor association renders it. */
export function linkToPages(extension: Uri, diagnostics: Diagnostic[]): Diagnostic[] {
  for (const diagnostic of diagnostics) {
    if (typeof diagnostic.code !== "object") continue; // the server links only what has a page
    const { value } = diagnostic.code;
    diagnostic.code = { value, target: page(extension, String(value), language()) };
  }
  return diagnostics;
}

/** Opens a rule's page as a rendered preview. The id becomes part of a path, so it is held to what an id looks like. */
export async function showPage(extension: Uri, ruleId: string): Promise<void> {
  const known = /^[\w-]+(\/[\w-]+)*$/.test(ruleId);
  for (const ending of known ? [language(), ""] : []) {
    const file = page(extension, ruleId, ending);
    if (await exists(file)) return commands.executeCommand("markdown.showPreview", file);
  }
  window.showWarningMessage(l10n.t("There is no page about “{0}”.", asMessage(ruleId)));
}

function page(extension: Uri, ruleId: string, ending: string): Uri {
  return Uri.joinPath(extension, "server/docs/rules", `${ruleId}${ending}.md`);
}

function language(): string {
  return env.language.toLowerCase() === "zh-cn" ? ".zh-cn" : "";
}

async function exists(file: Uri): Promise<boolean> {
  return workspace.fs.stat(file).then(
    () => true,
    () => false,
  );
}
