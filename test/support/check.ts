// The one way in which tests ask the engine: files in, findings and what their fixes make of the files out. Everything is in plain strings
// and offsets of whole files, so that a change of the engine's API changes this file and no test.
import { applyChanges, changesOf, fixAll as fixAllSafe } from "../../server/src/features/fix.ts";
import { offered } from "../../server/src/features/offered.ts";
import { checkDocument, type Diagnosis } from "../../server/src/rules/check.ts";
import type { Fix, Language } from "../../server/src/rules/rule.ts";
import { say } from "../../server/src/rules/text.ts";
import { type Change, documentText, openDocument, reviseDocument, type StackDocument } from "../../server/src/syntax/document.ts";
import { readScripts } from "../../server/src/workspace/scripts.ts";
import { readSettings, type Severity } from "../../server/src/workspace/settings.ts";
import { stacksIn, uriIn } from "../../server/src/workspace/stacks.ts";
import { emptyWorkspace, type Workspace, withDocuments, withScripts } from "../../server/src/workspace/workspace.ts";

/** Path inside the project to text. A file `.traefik-swarm.yml` makes its folder a project of its own. */
export type Files = Readonly<Record<string, string>>;

export interface Place {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

export interface Found extends Place {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly messages: Readonly<Record<Language, string>>;
  readonly fixes: readonly FoundFix[];
  readonly related: readonly Place[];
}

export interface FoundFix {
  readonly title: string;
  readonly titles: Readonly<Record<Language, string>>;
  readonly kind: "safe" | "choice";
  readonly changes: Readonly<Record<string, readonly Change[]>>;
  /** All files after it. */
  readonly after: Files;
}

const ROOT = "file:///project/";
const MARK = ".traefik-swarm.yml";

/** The findings of all files, file by file, in the order of the text. */
export function check(files: Files, settings: unknown = {}): Found[] {
  const workspace = workspaceOf(files, settings);
  return [...workspace.documents.values()].flatMap((document) => {
    const place = (uri: string, block: Diagnosis["block"], span: { start: number; end: number }): Place => {
      const owner = workspace.documents.get(uri)!;
      const start = owner.starts[owner.blocks.indexOf(block)]!;
      return { file: uri.slice(ROOT.length), start: start + span.start, end: start + span.end };
    };
    return checkDocument(workspace, document).map((diagnosis): Found => {
      const { rule, severity, block, finding } = diagnosis;
      const texts = (message: Parameters<typeof say>[1]) => ({ en: say(rule, message, "en"), "zh-cn": say(rule, message, "zh-cn") });
      return {
        ...place(document.uri, block, finding.span),
        rule: rule.id,
        severity,
        message: texts(finding.message).en,
        messages: texts(finding.message),
        related: (finding.related ?? []).map((r) => place(r.uri, r.block, r.span)),
        fixes: offered(diagnosis).map((fix) => {
          const changes = changesBy(workspace, document.uri, fix);
          const titles = texts(fix.title);
          const after = Object.entries(changes).map(([f, list]) => [f, applied(workspace, f, list)]);
          return { title: titles.en, titles, kind: fix.kind, changes, after: { ...files, ...Object.fromEntries(after) } };
        }),
      };
    });
  });
}

/** Where a finding is, without its texts and fixes. */
export type Brief = Pick<Found, "file" | "start" | "end" | "rule" | "severity"> & { readonly message: () => string };

/** For projects that differ little from each other: what stays the same is not read again. */
export function checker(): (files: Files, settings?: unknown) => Brief[] {
  const kept = new Map<string, { readonly text: string; readonly document: StackDocument }>();
  const open = (uri: string, text: string) => {
    const before = kept.get(uri);
    if (before?.text === text) return before.document;
    const document = before ? reviseDocument(before.document, 1, text) : openDocument(uri, 1, text);
    kept.set(uri, { text, document });
    return document;
  };
  return (files, settings = {}) => {
    const workspace = workspaceOf(files, settings, open);
    return [...workspace.documents.values()].flatMap((document) =>
      checkDocument(workspace, document).map(({ rule, severity, index, finding }) => ({
        file: document.uri.slice(ROOT.length),
        start: document.starts[index]! + finding.span.start,
        end: document.starts[index]! + finding.span.end,
        rule: rule.id,
        severity,
        message: () => say(rule, finding.message, "en"),
      })),
    );
  };
}

/** Files after all safe fixes, as "fix all" and the command line apply them. */
export function fixAll(files: Files, settings: unknown = {}): Files {
  const workspace = workspaceOf(files, settings);
  const fixed = fixAllSafe(workspace, [...workspace.documents.keys()]);
  const texts = [...fixed.documents].map(([uri, document]) => [uri.slice(ROOT.length), documentText(document)]);
  return { ...files, ...Object.fromEntries(texts) };
}

/** What keeps files from being read in full, as texts. */
export const problemsOf = (files: Files): string[] =>
  Object.entries(files).flatMap(([file, text]) =>
    !isYaml(file)
      ? []
      : openDocument(file, 0, text).blocks.flatMap((b) => [
          ...b.problems.map((p) => `${file}: ${p.code}`),
          ...b.unresolved.map((u) => `${file}: *${u.name}`),
        ]),
  );

function workspaceOf(
  files: Files,
  given: unknown,
  open = (uri: string, text: string): StackDocument => openDocument(uri, 1, text),
): Workspace {
  const paths = Object.keys(files);
  const roots = paths.filter((p) => p.endsWith(`/${MARK}`)).map((p) => ROOT + p.slice(0, -MARK.length - 1));
  const read = readSettings(given);
  const mergedFiles = read.mergedFiles.map((list) => list.map((file) => uriIn(ROOT, file)));
  const settings = { ...read, traefik: read.traefik && ROOT + read.traefik, stacks: stacksIn(ROOT, read.stacks), mergedFiles };
  const stacks = paths.filter((p) => isYaml(p) && p !== MARK && !p.endsWith(`/${MARK}`));
  const others = paths.filter((p) => !isYaml(p)).map((p) => ({ uri: ROOT + p, text: files[p]! }));
  const workspace = withDocuments(
    emptyWorkspace([ROOT.slice(0, -1), ...roots], () => settings),
    stacks.map((p) => open(ROOT + p, files[p]!)),
  );
  return withScripts(
    workspace,
    readScripts(ROOT.slice(0, -1), others, (uri) => workspace.documents.has(uri)),
  );
}

const isYaml = (path: string): boolean => /\.ya?ml$/.test(path);

function changesBy(workspace: Workspace, uri: string, fix: Fix): Record<string, Change[]> {
  const edits = fix.snippet ? fix.edits.map((e) => ({ ...e, text: withoutStops(e.text) })) : fix.edits;
  return Object.fromEntries([...changesOf(workspace, uri, edits)].map(([file, changes]) => [file.slice(ROOT.length), changes]));
}

/** What an editor makes of a snippet whose stops are left as they are. */
const withoutStops = (snippet: string): string =>
  snippet.replace(/\\([\\$}])|\$\{\d+:([^}]*)\}|\$\{?(\w+)\}?/g, (_, escaped?: string, stop?: string) => escaped ?? stop ?? "");

const applied = (workspace: Workspace, file: string, changes: readonly Change[]): string =>
  documentText(applyChanges(workspace.documents.get(ROOT + file)!, changes));
