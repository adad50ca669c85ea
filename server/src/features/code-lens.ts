// Above each routed service: how far it is from updates without loss. The command opens the list with reasons and fixes.
import type { CodeLens } from "vscode-languageserver-types";
import { type Judged, judgeUntil } from "../rules/judge.ts";
import type { Language } from "../rules/rule.ts";
import type { StackDocument } from "../syntax/document.ts";
import type { Span } from "../syntax/text.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { rangeAt } from "./diagnostics.ts";
import { lensText, routedServices } from "./readiness.ts";
import { updateText } from "./update-texts.ts";

/** @param command the client's command that opens the list, "" where it has none: the lens then only tells */
export function codeLenses(workspace: Workspace, document: StackDocument, language: Language, command: string): CodeLens[] {
  if (!workspace.settingsOf(document.uri).codeLens) return [];
  const tooltip = updateText(language, "lensHint");
  return titles(workspace, document, language).flatMap((titlesOfBlock, index) =>
    titlesOfBlock.map(({ service, span, title }) => ({
      range: rangeAt(document, index, span),
      command: { title, tooltip, command, ...(command === "" ? {} : { arguments: [document.uri, service] }) },
    })),
  );
}

interface Title {
  readonly service: string;
  readonly span: Span;
  readonly title: string;
}

/** A rule asks the same of each service, so what a block's findings rest upon is what its titles do. */
const KEPT = new WeakMap<Judged, { readonly language: Language; readonly titles: readonly Title[] }>();

/** By block. Editors ask for all of them after each edit. */
function titles(workspace: Workspace, document: StackDocument, language: Language): readonly (readonly Title[])[] {
  // Where the file is not judged yet, nobody waits for that.
  const judged = judgeUntil(workspace, document, () => true);
  const known = document.blocks.map((_, index) => {
    const kept = judged?.[index] && KEPT.get(judged[index]);
    return kept?.language === language ? kept.titles : undefined;
  });
  const fresh = known.map((): Title[] => []);
  for (const routed of routedServices(workspace, document, (index) => known[index] === undefined)) {
    const { name } = routed.service;
    fresh[routed.index]!.push({ service: name.value, span: name.span, title: lensText(routed, language) });
  }
  return known.map((kept, index) => {
    const one = judged?.[index];
    if (!kept && one) KEPT.set(one, { language, titles: fresh[index]! });
    return kept ?? fresh[index]!;
  });
}
