// What a docker CLI says of the stacks that are open, beside what we say: where the user turned it on, and the server's host has one. It is asked
// when a file is opened or saved; what the two disagree about is logged as the text of a report.
import type { Environment } from "../model/interpolation.ts";
import { checkDocument } from "../rules/check.ts";
import { isConfigRefusal } from "../rules/refusals.ts";
import { documentText, type StackDocument } from "../syntax/document.ts";
import { folderOf } from "../workspace/project.ts";
import { isStack } from "../workspace/stack.ts";
import { viewOf } from "../workspace/view.ts";
import { projectOf, type Workspace } from "../workspace/workspace.ts";

/** A docker CLI on the machine where the server runs. */
export interface Docker {
  /** `docker stack config`, which needs no engine; undefined where there is no such command. */
  readonly config: (question: DockerQuestion) => Promise<DockerAnswer | undefined>;
}

export interface DockerQuestion {
  /** URI of the folder that it is started in. */
  readonly folder: string;
  /** URIs of the files in their order; "-" stands for the text. */
  readonly files: readonly string[];
  readonly text: string;
  /** Undefined: the server's own. */
  readonly environment: Environment | undefined;
}

export interface DockerAnswer {
  readonly taken: boolean;
  /** What it says where it refuses. */
  readonly words: string;
}

export type Opinion = { readonly kind: "missing" } | { readonly kind: "taken" } | { readonly kind: "refused"; readonly words: string };

export interface SecondOpinion {
  /** Of a file that is open. */
  readonly ask: (uri: string) => Promise<void>;
  /** Of all that are open, as settings have changed. */
  readonly askAgain: () => Promise<void>;
  readonly close: (uri: string) => void;
  /** What was said about this very version of a file. */
  readonly of: (document: StackDocument) => Opinion | undefined;
}

export function secondOpinion(
  docker: Docker | undefined,
  workspace: () => Workspace,
  changed: () => void,
  log: (text: string) => void,
): SecondOpinion {
  const opinions = new WeakMap<StackDocument, Opinion>();
  const open = new Set<string>();
  async function ask(uri: string): Promise<void> {
    const now = workspace();
    const document = now.documents.get(uri);
    const view = document && viewOf(now, document);
    if (!docker || !document || !view || !now.settingsOf(uri).dockerCli || !isStack(view)) return;
    const files = projectOf(now, uri)
      .files.get(uri)
      ?.merged?.files.map((f) => (f.uri === uri ? "-" : f.uri)) ?? ["-"];
    const answer = await docker.config({ folder: folderOf(uri), files, text: documentText(document), environment: view.environment() });
    opinions.set(
      document,
      answer === undefined ? { kind: "missing" } : answer.taken ? { kind: "taken" } : { kind: "refused", words: answer.words },
    );
    changed();
    const report = answer && disagreement(now, document, answer);
    if (report) log(report);
  }
  return {
    of: (document) => opinions.get(document),
    ask: (uri) => {
      open.add(uri);
      return ask(uri);
    },
    askAgain: async () => {
      for (const uri of open) await ask(uri);
    },
    close: (uri) => void open.delete(uri),
  };
}

/** Nothing where the two agree, or can't be compared: variables whose values only one of them knows, rules that the user switched off. */
function disagreement(workspace: Workspace, document: StackDocument, { taken, words }: DockerAnswer): string | undefined {
  const settings = workspace.settingsOf(document.uri);
  const text = documentText(document);
  const isOpen = settings.environment === undefined && /\$[{A-Za-z_]/.test(text.replaceAll("$$", ""));
  const ours = checkDocument(workspace, document).filter(isConfigRefusal);
  if (isOpen || Object.keys(settings.rules).length > 0 || taken === (ours.length === 0)) return undefined;
  return [
    "docker and Traefik Swarm disagree about a file. Please report it, with the file or the part of it that matters:",
    `docker stack config: ${taken ? "takes it" : words}`,
    `Traefik Swarm: ${ours.length === 0 ? "takes it" : [...new Set(ours.map((d) => d.rule.id))].join(", ")}`,
    `file: ${document.uri.slice(document.uri.lastIndexOf("/") + 1)}`,
  ].join("\n");
}
