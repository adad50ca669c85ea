// The language server: takes what the client says, keeps one workspace, and answers from it. Every request sees the newest text, as changes
// are applied when they arrive.
import {
  CodeLensRefreshRequest,
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  type InitializeParams,
  type WorkspaceFoldersChangeEvent,
} from "vscode-languageserver";
import { codeActions, resolved } from "../features/code-actions.ts";
import { codeLenses } from "../features/code-lens.ts";
import { completion } from "../features/completion.ts";
import type { ActionContext, ClientCommands } from "../features/fix-action.ts";
import { hover } from "../features/hover.ts";
import { inlayHints } from "../features/inlay-hints.ts";
import { status } from "../features/status.ts";
import { languageOf, text } from "../features/texts.ts";
import { quoted } from "../rules/quote.ts";
import type { StackDocument } from "../syntax/document.ts";
import { projectOf, type Workspace } from "../workspace/workspace.ts";
import { configuration } from "./configuration.ts";
import { type Docker, type Opinion, secondOpinion } from "./docker.ts";
import { clientFiles, type Files, NO_FILES } from "./files.ts";
import { guard } from "./guard.ts";
import { limitReporter } from "./limits.ts";
import {
  APPLY_SNIPPET_EDIT,
  type InitializationOptions,
  READINESS,
  ROUTED_SERVICES,
  type ServiceParams,
  SHOW_DOCUMENTATION,
  SHOW_READINESS,
  STATUS,
  STATUS_CHANGED,
  TIMELINE,
  type TimelineParams,
} from "./messages.ts";
import { publisher } from "./publisher.ts";
import { store } from "./store.ts";
import { readinessOf, routedServicesOf, timelineOf } from "./updates.ts";

/** What the place where the server runs gives it. */
export interface Host {
  /** Undefined where only the client can read files. */
  readonly files?: Files;
  /** Lets waiting messages in before work goes on. */
  readonly turn?: () => Promise<void>;
  /** Undefined where no process can be started. */
  readonly docker?: Docker;
  /** Tests want an exception to end the request. */
  readonly strict?: boolean;
}

/** Answers all that comes after `initialize`, in which the client has said what it is. */
export function serve(connection: Connection, host: Host, initialize: InitializeParams): void {
  const options = (initialize.initializationOptions ?? {}) as InitializationOptions;
  const language = languageOf(initialize.locale);
  const codeAction = initialize.capabilities.textDocument?.codeAction;
  const client: ClientCommands = {
    applySnippetEdit: options.snippetEdits ? APPLY_SNIPPET_EDIT : "",
    showDocumentation: options.showDocumentation ? SHOW_DOCUMENTATION : "",
    showReadiness: options.showReadiness ? SHOW_READINESS : "",
    annotations:
      initialize.capabilities.workspace?.workspaceEdit?.documentChanges === true &&
      initialize.capabilities.workspace.workspaceEdit.changeAnnotationSupport !== undefined,
    // A client without it need not keep what an action is to be worked out from.
    resolves: codeAction?.dataSupport === true && codeAction.resolveSupport?.properties?.includes("edit") === true,
  };
  let folders: readonly string[] = initialize.workspaceFolders?.map((f) => f.uri) ?? (initialize.rootUri ? [initialize.rootUri] : []);
  const { workspace, window } = initialize.capabilities;
  const can = {
    configuration: workspace?.configuration === true,
    // Our own client watches by itself.
    watch: workspace?.didChangeWatchedFiles?.dynamicRegistration === true && options.files !== "client",
    progress: window?.workDoneProgress === true,
    folders: workspace?.workspaceFolders === true,
    refreshLenses: workspace?.codeLens?.refreshSupport === true,
    refreshHints: workspace?.inlayHint?.refreshSupport === true,
  };
  const files: Files = options.files === "client" ? clientFiles(connection) : (host.files ?? NO_FILES);
  const settings = configuration(connection, can.configuration);
  const safely = guard(connection, host.strict === true);
  const out = publisher(connection, () => language, options.diagnosticsInParts === true);
  const documents = store(
    { ...out, publish: safely("publishDiagnostics", out.publish), publishPart: safely("publishDiagnostics", out.publishPart) },
    () => files,
    limitReporter(connection, () => language),
    (wide) => {
      void connection.sendNotification(STATUS_CHANGED);
      // Of a file that changes by itself the client asks anew without being told.
      if (wide && can.refreshLenses) void connection.sendRequest(CodeLensRefreshRequest.type).catch(() => undefined);
      if (wide && can.refreshHints) void connection.languages.inlayHint.refresh().catch(() => undefined);
    },
    host.turn ?? (() => Promise.resolve()),
  );

  const second = secondOpinion(
    host.docker,
    () => documents.workspace(),
    () => void connection.sendNotification(STATUS_CHANGED),
    (report) => connection.console.warn(report),
  );

  connection.onInitialized(
    safely("initialized", async () => {
      // A client may say that it takes them, and refuse.
      const refused = () => undefined;
      if (can.configuration)
        void connection.client.register(DidChangeConfigurationNotification.type, { section: "traefikSwarm" }).catch(refused);
      if (can.watch) {
        const watchers = [{ globPattern: "**/*.{yml,yaml}" }];
        void connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }).catch(refused);
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
    await second.askAgain();
  }

  connection.onDidChangeConfiguration(
    safely("didChangeConfiguration", async ({ settings: given }) => {
      settings.changed(given);
      await settings.load(folders);
      documents.configure(settings.settingsOf());
      await second.askAgain();
    }),
  );

  connection.onDidOpenTextDocument(
    safely("didOpen", ({ textDocument: t }) => {
      documents.open(t.uri, t.version, t.text);
      return second.ask(t.uri);
    }),
  );
  connection.onDidSaveTextDocument(safely("didSave", ({ textDocument }) => second.ask(textDocument.uri)));
  connection.onDidChangeTextDocument(
    safely("didChange", ({ textDocument, contentChanges }) => documents.change(textDocument.uri, textDocument.version, contentChanges)),
  );
  connection.onDidCloseTextDocument(
    safely("didClose", ({ textDocument }) => {
      second.close(textDocument.uri);
      return documents.close(textDocument.uri);
    }),
  );
  connection.onDidChangeWatchedFiles(
    safely("didChangeWatchedFiles", async ({ changes }) => {
      if (changes.some((c) => c.uri.endsWith("/.traefik-swarm.yml"))) return documents.scan(folders, () => undefined);
      for (const { uri, type } of changes) {
        if (type === FileChangeType.Deleted) documents.remove(uri);
        else await documents.reread(uri);
      }
    }),
  );

  const opinionText = (opinion: Opinion): string =>
    opinion.kind === "refused"
      ? text(language, "dockerRefuses", { words: quoted(opinion.words) })
      : text(language, opinion.kind === "taken" ? "dockerTakes" : "noDocker");

  const context = (only: readonly string[] = []): ActionContext => ({ language, client, only });

  /** Answers a request about a file; null where there is no such file. */
  function about<Params extends object, Answer>(
    what: string,
    answer: (workspace: Workspace, document: StackDocument, params: Params) => Answer,
  ): (params: Params) => Answer | null {
    const guarded = safely(what, (params: Params) => {
      const uri = "uri" in params ? params.uri : (params as { textDocument?: { uri: string } }).textDocument?.uri;
      const document = documents.workspace().documents.get(String(uri));
      return document ? answer(documents.workspace(), document, params) : null;
    });
    return (params) => guarded(params) ?? null;
  }

  connection.onCodeAction(about("codeAction", (w, d, { range, context: { only } }) => codeActions(w, d, range, context(only))));
  connection.onCodeActionResolve((action) => safely("codeAction/resolve", resolved)(documents.workspace(), action) ?? action);
  connection.onCodeLens(about("codeLens", (w, d) => codeLenses(w, d, language, client.showReadiness)));
  connection.onHover(about("hover", (w, d, { position }) => hover(w, d, position, language)));
  connection.languages.inlayHint.on(about("inlayHint", (w, d, { range }) => inlayHints(w, d, range, language)));
  connection.onRequest(
    ROUTED_SERVICES,
    about("routedServices", (w, d) => routedServicesOf(w, d, context())),
  );
  connection.onRequest(
    READINESS,
    about("readiness", (w, d, { service }: ServiceParams) => readinessOf(w, d, service, context())),
  );
  connection.onRequest(
    TIMELINE,
    about("timeline", (w, d, params: TimelineParams) => timelineOf(w, d, params, context())),
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
    about("status", (w, d) => {
      const found = status(w, d, language);
      const opinion = second.of(d);
      return found ? { ...found, evidence: [...found.evidence, ...(opinion ? [{ text: opinionText(opinion) }] : [])] } : null;
    }),
  );
}
