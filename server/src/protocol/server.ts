// The language server: takes what the client says, keeps one workspace, and answers from it. Every request sees the newest text, as changes
// are applied when they arrive.
import {
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  type InitializeParams,
  type InitializeResult,
  TextDocumentSyncKind,
  type WorkspaceFoldersChangeEvent,
} from "vscode-languageserver";
import { type ClientCommands, codeActions, FIX_ALL_KIND } from "../features/code-actions.ts";
import { completion } from "../features/completion.ts";
import { status } from "../features/status.ts";
import { languageOf, text } from "../features/texts.ts";
import type { Language } from "../rules/rule.ts";
import { projectOf } from "../workspace/workspace.ts";
import { configuration } from "./configuration.ts";
import { clientFiles, type Files, NO_FILES } from "./files.ts";
import { guard } from "./guard.ts";
import {
  APPLY_SNIPPET_EDIT,
  type InitializationOptions,
  SHOW_DOCUMENTATION,
  STATUS,
  STATUS_CHANGED,
  type Status,
  type StatusParams,
} from "./messages.ts";
import { publisher } from "./publisher.ts";
import { store } from "./store.ts";

/** What the place where the server runs gives it. */
export interface Host {
  readonly version: string;
  /** Undefined where only the client can read files. */
  readonly files?: Files;
  /** Tests want an exception to end the request. */
  readonly strict?: boolean;
}

export function serve(connection: Connection, host: Host): void {
  let language: Language = "en";
  let client: ClientCommands = { applySnippetEdit: "", showDocumentation: "" };
  let folders: readonly string[] = [];
  let can = { configuration: false, watch: false, progress: false, folders: false };
  let files: Files = host.files ?? NO_FILES;
  let settings = configuration(connection, false);
  const safely = guard(connection, host.strict === true);
  const out = publisher(connection, () => language);
  const documents = store(
    out,
    () => files,
    () => void connection.sendNotification(STATUS_CHANGED),
  );

  connection.onInitialize((params: InitializeParams): InitializeResult => {
    const options = (params.initializationOptions ?? {}) as InitializationOptions;
    language = languageOf(params.locale);
    client = {
      applySnippetEdit: options.snippetEdits ? APPLY_SNIPPET_EDIT : "",
      showDocumentation: options.showDocumentation ? SHOW_DOCUMENTATION : "",
    };
    folders = params.workspaceFolders?.map((f) => f.uri) ?? (params.rootUri ? [params.rootUri] : []);
    const { workspace, window } = params.capabilities;
    can = {
      configuration: workspace?.configuration === true,
      // Our own client watches by itself.
      watch: workspace?.didChangeWatchedFiles?.dynamicRegistration === true && options.files !== "client",
      progress: window?.workDoneProgress === true,
      folders: workspace?.workspaceFolders === true,
    };
    if (options.files === "client") files = clientFiles(connection);
    settings = configuration(connection, can.configuration);
    return {
      serverInfo: { name: "traefik-swarm", version: host.version },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
        codeActionProvider: { codeActionKinds: ["quickfix", FIX_ALL_KIND] },
        completionProvider: {},
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
    };
  });

  connection.onInitialized(
    safely("initialized", async () => {
      if (can.configuration) void connection.client.register(DidChangeConfigurationNotification.type, { section: "traefikSwarm" });
      if (can.watch) {
        const watchers = [{ globPattern: "**/*.{yml,yaml}" }];
        void connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
      }
      if (can.folders) connection.workspace.onDidChangeWorkspaceFolders(foldersChanged);
      await reload();
    }),
  );

  const foldersChanged = safely("didChangeWorkspaceFolders", async ({ added, removed }: WorkspaceFoldersChangeEvent) => {
    const gone = new Set(removed.map((f) => f.uri));
    folders = [...folders.filter((f) => !gone.has(f)), ...added.map((f) => f.uri)];
    await reload();
  });

  async function reload(): Promise<void> {
    await settings.load(folders);
    documents.configure(settings.settingsOf());
    const progress = can.progress && folders.length > 0 ? await connection.window.createWorkDoneProgress() : undefined;
    progress?.begin(text(language, "scanning"), 0);
    try {
      await documents.scan(folders, (done, all) => progress?.report(Math.round((100 * done) / Math.max(1, all)), `${done}/${all}`));
    } finally {
      progress?.done();
    }
  }

  connection.onDidChangeConfiguration(
    safely("didChangeConfiguration", async ({ settings: given }) => {
      settings.changed(given);
      await settings.load(folders);
      documents.configure(settings.settingsOf());
    }),
  );

  connection.onDidOpenTextDocument(safely("didOpen", ({ textDocument: t }) => documents.open(t.uri, t.version, t.text)));
  connection.onDidChangeTextDocument(
    safely("didChange", ({ textDocument, contentChanges }) => documents.change(textDocument.uri, textDocument.version, contentChanges)),
  );
  connection.onDidCloseTextDocument(safely("didClose", ({ textDocument }) => documents.close(textDocument.uri)));
  connection.onDidChangeWatchedFiles(
    safely("didChangeWatchedFiles", async ({ changes }) => {
      if (changes.some((c) => c.uri.endsWith("/.traefik-swarm.yml"))) return documents.scan(folders, () => undefined);
      for (const { uri, type } of changes) {
        if (type === FileChangeType.Deleted) documents.remove(uri);
        else await documents.reread(uri);
      }
    }),
  );

  connection.onCodeAction(
    safely("codeAction", ({ textDocument, range, context }) => {
      const document = documents.workspace().documents.get(textDocument.uri);
      return document && codeActions(documents.workspace(), document, range, { language, client, only: context.only ?? [] });
    }),
  );
  connection.onCompletion(
    safely("completion", ({ textDocument, position }) => {
      const workspace = documents.workspace();
      const document = workspace.documents.get(textDocument.uri);
      if (!document || !workspace.settingsOf(textDocument.uri).enable) return [];
      return completion(document, position, projectOf(workspace, textDocument.uri).files.get(textDocument.uri)?.target.mode, language);
    }),
  );
  connection.onRequest(
    STATUS,
    safely("status", ({ uri }: StatusParams): Status | null => {
      const document = documents.workspace().documents.get(uri);
      return (document && status(documents.workspace(), document, language)) ?? null;
    }),
  );
  connection.listen();
}
