// Pushes diagnostics: for open files with their version after each change, for the others of the project when their list changes.
import type { Connection, Diagnostic } from "vscode-languageserver";
import { diagnostics } from "../features/diagnostics.ts";
import type { Language } from "../rules/rule.ts";
import type { Workspace } from "../workspace/workspace.ts";

export interface Publisher {
  /** @param version of an open file; it is published even when nothing changed, so that the client knows that it was judged */
  readonly publish: (workspace: Workspace, uri: string, version: number | undefined) => void;
  /** Files whose diagnostics point into other files. */
  readonly related: () => readonly string[];
  readonly clear: (uri: string) => void;
}

export function publisher(connection: Connection, language: () => Language): Publisher {
  const published = new Map<string, { readonly key: string; readonly related: boolean }>();
  const send = (uri: string, list: Diagnostic[], version: number | undefined) =>
    void connection.sendDiagnostics({ uri, diagnostics: list, ...(version === undefined ? {} : { version }) });
  return {
    publish: (workspace, uri, version) => {
      const document = workspace.documents.get(uri);
      const list = document ? diagnostics(workspace, document, language()) : [];
      const key = version === undefined ? JSON.stringify(list) : "";
      const before = published.get(uri);
      if (version === undefined && (before ? before.key === key : list.length === 0)) return;
      published.set(uri, { key, related: list.some((d) => d.relatedInformation !== undefined) });
      send(uri, list, version);
    },
    related: () => [...published].filter(([, p]) => p.related).map(([uri]) => uri),
    clear: (uri) => {
      if (published.delete(uri)) send(uri, [], undefined);
    },
  };
}
