// Pushes diagnostics: for open files with their version after each change, for the others of the project when their list changes.
import { type Connection, PublishDiagnosticsNotification, type PublishDiagnosticsParams } from "vscode-languageserver";
import { type Shown, shown } from "../features/shown.ts";
import type { Language } from "../rules/rule.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { raw } from "./raw.ts";

export interface Publisher {
  /** @param version of an open file; it is published even when nothing changed, so that the client knows that it was judged */
  readonly publish: (workspace: Workspace, uri: string, version: number | undefined) => void;
  /** Files whose diagnostics point into other files. */
  readonly related: () => readonly string[];
  readonly clear: (uri: string) => void;
}

const NOTHING: Shown = { json: "[]", count: 0, related: false };

export function publisher(connection: Connection, language: () => Language): Publisher {
  const published = new Map<string, { readonly json: string; readonly related: boolean }>();
  const send = (uri: string, json: string, version: number | undefined) => {
    const rest = version === undefined ? "" : `,"version":${version}`;
    const params = raw(`{"uri":${JSON.stringify(uri)},"diagnostics":${json}${rest}}`);
    void connection.sendNotification(PublishDiagnosticsNotification.method, params as unknown as PublishDiagnosticsParams);
  };
  return {
    publish: (workspace, uri, version) => {
      const document = workspace.documents.get(uri);
      const { json, count, related } = document ? shown(workspace, document, language()) : NOTHING;
      const before = published.get(uri);
      if (version === undefined && (before ? before.json === json : count === 0)) return;
      published.set(uri, { json: version === undefined ? json : "", related });
      send(uri, json, version);
    },
    related: () => [...published].filter(([, p]) => p.related).map(([uri]) => uri),
    clear: (uri) => {
      if (published.delete(uri)) send(uri, NOTHING.json, undefined);
    },
  };
}
