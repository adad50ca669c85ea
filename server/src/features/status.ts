// What a file is taken for, by which evidence, and how many problems it has: the status item and its list.
import { modelOf } from "../model/block.ts";
import { countSoFar } from "../rules/check.ts";
import type { Language } from "../rules/rule.ts";
import { positionAt, type StackDocument } from "../syntax/document.ts";
import type { Severity } from "../workspace/settings.ts";
import type { Because, Target } from "../workspace/target.ts";
import type { TraefikFact } from "../workspace/traefikFact.ts";
import { projectOf, type Workspace } from "../workspace/workspace.ts";
import { joined } from "./readiness.ts";
import { evidenceText, text } from "./texts.ts";

export interface FileStatus {
  readonly title: string;
  readonly mode: Target["mode"];
  readonly evidence: { text: string; uri?: string; line?: number }[];
  /** As many as are known by now: a long file is judged bit by bit. */
  readonly problems: Record<Severity, number>;
}

/** Undefined where the file is no stack. */
export function status(workspace: Workspace, document: StackDocument, language: Language): FileStatus | undefined {
  const file = projectOf(workspace, document.uri).files.get(document.uri);
  if (!file || !workspace.settingsOf(document.uri).enable) return undefined;
  const problems = countSoFar(workspace, document);
  const { target, traefiks } = file;
  const known = agreed(traefiks);
  const evidence = [
    ...target.because.map((b) => because(b, target.mode, workspace, document, language)),
    ...(traefiks.length === 0
      ? [{ text: text(language, "noTraefik") }]
      : traefiks.map((t) => talksTo(t, traefiks.length > 1, workspace, language))),
  ];
  const parts = [modeText(target.mode, language), ...(known ? [name(known, language)] : []), count(problems, language)];
  return { title: parts.join(" · "), mode: target.mode, evidence, problems };
}

/** Several Traefiks count as one where they are of one version. */
const agreed = (traefiks: readonly TraefikFact[]): TraefikFact | undefined =>
  traefiks.every((t) => t.version?.text === traefiks[0]?.version?.text) ? traefiks[0] : undefined;

const name = (traefik: TraefikFact, language: Language): string =>
  traefik.version ? `Traefik ${traefik.version.text}` : text(language, "unknownVersion");

const modeText = (mode: Target["mode"], language: Language): string =>
  text(language, mode === "swarm" ? "swarmStack" : mode === "compose" ? "composeFile" : "unknownFile");

function count(problems: Record<Severity, number>, language: Language): string {
  const sum = problems.error + problems.warning + problems.info + problems.hint;
  return sum === 0 ? text(language, "noProblems") : sum === 1 ? text(language, "problem") : text(language, "problems", { count: sum });
}

type Line = FileStatus["evidence"][number];

function because(reason: Because, mode: Target["mode"], workspace: Workspace, document: StackDocument, language: Language): Line {
  switch (reason.kind) {
    case "override":
      return { text: text(language, reason.from === "comment" ? "overrideComment" : "overrideSetting", { mode }) };
    case "evidence":
      return { text: `${modeText(mode, language)}: ${evidenceText(language, reason.code)}`, ...place(document, reason.code) };
    case "traefik":
      return {
        text: text(language, "byTraefik", { service: reason.service, file: fileName(reason.uri) }),
        ...servicePlace(workspace, reason),
      };
    case "contradiction":
      return {
        text: text(language, "contradiction", {
          codes: joined(
            language,
            reason.codes.map((c) => evidenceText(language, c)),
          ),
        }),
        ...place(document, reason.codes[0]!),
      };
    case "merged":
      return { text: text(language, "merged") };
    case "nothing":
      return { text: text(language, "nothing") };
  }
}

function talksTo(traefik: TraefikFact, perhaps: boolean, workspace: Workspace, language: Language): Line {
  const args = { traefik: name(traefik, language), service: traefik.service, file: fileName(traefik.uri) };
  return { text: text(language, perhaps ? "mayTalkTo" : "talksTo", args), ...servicePlace(workspace, traefik) };
}

export const fileName = (uri: string): string => {
  const last = uri.slice(uri.lastIndexOf("/") + 1);
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
};

function place(document: StackDocument, code: string): Pick<Line, "uri" | "line"> {
  for (const [index, block] of document.blocks.entries()) {
    const found = modelOf(block).evidence.find((e) => e.code === code);
    if (found) return { uri: document.uri, line: positionAt(document, document.starts[index]! + found.span.start).line };
  }
  return {};
}

function servicePlace(workspace: Workspace, at: { readonly uri: string; readonly service: string }): Pick<Line, "uri" | "line"> {
  const document = workspace.documents.get(at.uri);
  for (const [index, block] of document?.blocks.entries() ?? []) {
    const service = modelOf(block).services.find((s) => s.name.value === at.service);
    if (document && service) return { uri: at.uri, line: positionAt(document, document.starts[index]! + service.name.span.start).line };
  }
  return {};
}
