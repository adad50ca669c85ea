// Pushes diagnostics: for open files with their version after each change, for the others of the project when their list changes.
import { type Connection, PublishDiagnosticsNotification, type PublishDiagnosticsParams } from "vscode-languageserver";
import { asciiJson, isCurrent, type Shown, shown, shownSoFar } from "../features/shown.ts";
import { judgeUntil } from "../rules/judge.ts";
import type { Language } from "../rules/rule.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { raw } from "./raw.ts";

export interface Publisher {
  /**
   * @param version of an open file; it is published even when nothing changed, so that the client knows that it was judged
   * @param isOver asked before each block; where it is, nothing is published, and the answer is false; undefined where it failed
   */
  readonly publish: (workspace: Workspace, uri: string, version: number | undefined, isOver: () => boolean) => boolean | undefined;
  /** What is known of an open file that is not judged through, to a client that takes parts. They have no version. */
  readonly publishPart: (workspace: Workspace, uri: string) => void;
  /** Files whose diagnostics point into other files. */
  readonly related: () => readonly string[];
  readonly clear: (uri: string) => void;
}

const NOTHING = "[]";

/** @param inParts whether the client takes parts */
export function publisher(connection: Connection, language: () => Language, inParts: boolean): Publisher {
  /** `json`: what was sent last. */
  const published = new Map<string, { readonly shown: Shown | undefined; readonly open: boolean; readonly json: string }>();
  const send = (uri: string, json: string, version: number | undefined) => {
    const rest = version === undefined ? "" : `,"version":${version}`;
    const params = raw(`{"uri":${asciiJson(uri)},"diagnostics":${json}${rest}}`);
    void connection.sendNotification(PublishDiagnosticsNotification.method, params as unknown as PublishDiagnosticsParams);
  };
  return {
    publish: (workspace, uri, version, isOver) => {
      const document = workspace.documents.get(uri);
      const before = published.get(uri);
      if (version === undefined && before?.shown && !before.open && isCurrent(before.shown, workspace, language())) return true;
      if (document && !judgeUntil(workspace, document, isOver)) return false;
      const now = document && shown(workspace, document, language(), before?.shown);
      const json = now?.json ?? NOTHING;
      const isOpen = version !== undefined;
      published.set(uri, { shown: now, open: isOpen, json });
      // What was open before may be shown with findings of a text that was never saved.
      const known = before?.open ? undefined : (before?.json ?? NOTHING);
      if (isOpen || known !== json) send(uri, json, version);
      return true;
    },
    publishPart: (workspace, uri) => {
      const document = workspace.documents.get(uri);
      if (!document || !inParts) return;
      const before = published.get(uri);
      const json = shownSoFar(workspace, document, language());
      if (json === (before?.json ?? NOTHING)) return;
      published.set(uri, { shown: before?.shown, open: true, json });
      send(uri, json, undefined);
    },
    related: () => [...published].filter(([, p]) => p.shown?.related).map(([uri]) => uri),
    clear: (uri) => {
      if (published.delete(uri)) send(uri, NOTHING, undefined);
    },
  };
}
