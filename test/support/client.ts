// A language client for tests: over streams in this process, or over stdio with the built server. Waits for what the server publishes, never
// for time. Whatever becomes of a test, its server and folder end with it.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { PassThrough } from "node:stream";
import { after } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import {
  type CodeAction,
  createConnection,
  createProtocolConnection,
  type Diagnostic,
  type InitializeResult,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type Range,
  type RegistrationParams,
  StreamMessageReader,
  StreamMessageWriter,
  type TextEdit,
} from "vscode-languageserver/node";
import { disk } from "../../server/main/disk.ts";
import type { Docker } from "../../server/src/protocol/docker.ts";
import { greet } from "../../server/src/protocol/greet.ts";
import { serve } from "../../server/src/protocol/server.ts";

export type Mode = "in memory" | "over stdio";

export interface Client {
  readonly connection: ProtocolConnection;
  readonly folder: string;
  readonly initialized: InitializeResult;
  readonly uri: (file: string) => string;
  readonly open: (file: string, text: string) => Promise<Diagnostic[]>;
  /** Replaces a range, or all of the text; the diagnostics of the new version. */
  readonly change: (file: string, text: string, range?: Range) => Promise<Diagnostic[]>;
  /** Several changes at once, each of the text that the one before left. */
  readonly changes: (file: string, list: readonly { range: Range; text: string }[]) => Promise<Diagnostic[]>;
  readonly close: (file: string) => Promise<void>;
  /** The first publication of a file, from now on or pending, that the test accepts. */
  readonly published: (file: string, accept: (list: Diagnostic[]) => boolean) => Promise<Diagnostic[]>;
  readonly actions: (file: string, range: Range, only?: string[]) => Promise<CodeAction[]>;
  readonly stop: () => Promise<void>;
}

export interface Options {
  readonly mode: Mode;
  /** Files of the folder, by relative path. */
  readonly files?: Readonly<Record<string, string>>;
  readonly settings?: () => unknown;
  readonly initializationOptions?: unknown;
  readonly locale?: string;
  /** The client shows parts of an edit by their labels. */
  readonly annotations?: boolean;
  /** The client asks for the edit of an action that is picked. */
  readonly resolves?: boolean;
  /** What else the client can do in a workspace. */
  readonly workspace?: object;
  /** Told of what the server asks to be told of. */
  readonly registered?: (method: string, options: unknown) => void;
  /** A docker CLI for a server in memory. */
  readonly docker?: Docker;
  /** Options of Node for a server over stdio. */
  readonly node?: readonly string[];
}

export async function connect(options: Options): Promise<Client> {
  const folder = mkdtempSync(path.join(tmpdir(), "traefik-swarm-lsp-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [file, text] of Object.entries(options.files ?? {})) writeFileSync(path.join(folder, file), text);
  const { connection, end } = options.mode === "in memory" ? inMemory(options.docker) : overStdio(options.node);
  const errors: string[] = [];
  const latest = new Map<string, PublishDiagnosticsParams>();
  const waiting = new Set<() => void>();
  connection.onNotification("textDocument/publishDiagnostics", (params: PublishDiagnosticsParams) => {
    latest.set(params.uri, params);
    for (const check of [...waiting]) check();
  });
  connection.onNotification("window/logMessage", ({ type, message }: { type: number; message: string }) => {
    if (type === 1) errors.push(message);
  });
  connection.onRequest("workspace/configuration", ({ items }: { items: unknown[] }) => items.map(() => options.settings?.() ?? null));
  connection.onRequest("client/registerCapability", ({ registrations }: RegistrationParams) => {
    for (const { method, registerOptions } of registrations) options.registered?.(method, registerOptions);
    return null;
  });
  connection.onRequest("window/workDoneProgress/create", () => null);
  connection.listen();
  const uri = (file: string) => pathToFileURL(path.join(folder, file)).href;
  const when = (file: string, accept: (p: PublishDiagnosticsParams) => boolean) =>
    new Promise<Diagnostic[]>((resolve) => {
      const check = () => {
        const params = latest.get(uri(file));
        if (!params || !accept(params)) return;
        waiting.delete(check);
        resolve(params.diagnostics);
      };
      waiting.add(check);
      check();
    });
  const initialized: InitializeResult = await connection.sendRequest("initialize", {
    // A server watches over its client's process with a timer, which would keep this one alive.
    processId: options.mode === "in memory" ? null : process.pid,
    rootUri: pathToFileURL(folder).href,
    workspaceFolders: [{ uri: pathToFileURL(folder).href, name: "test" }],
    locale: options.locale ?? "en",
    capabilities: {
      workspace: {
        configuration: true,
        didChangeConfiguration: { dynamicRegistration: true },
        ...options.workspace,
        ...(options.annotations ? { workspaceEdit: { documentChanges: true, changeAnnotationSupport: {} } } : {}),
      },
      window: { workDoneProgress: true },
      ...(options.resolves ? { textDocument: { codeAction: { dataSupport: true, resolveSupport: { properties: ["edit"] } } } } : {}),
    },
    initializationOptions: options.initializationOptions,
  });
  await connection.sendNotification("initialized", {});
  const versions = new Map<string, number>();
  const next = (file: string) => {
    versions.set(file, (versions.get(file) ?? 0) + 1);
    return versions.get(file)!;
  };
  return {
    connection,
    folder,
    initialized,
    uri,
    open: async (file, text) => {
      const version = next(file);
      await connection.sendNotification("textDocument/didOpen", { textDocument: { uri: uri(file), languageId: "yaml", version, text } });
      return when(file, (p) => p.version === version);
    },
    change: async (file, text, range) => {
      const version = next(file);
      const contentChanges = [range ? { range, text } : { text }];
      await connection.sendNotification("textDocument/didChange", { textDocument: { uri: uri(file), version }, contentChanges });
      return when(file, (p) => p.version === version);
    },
    changes: async (file, contentChanges) => {
      const version = next(file);
      await connection.sendNotification("textDocument/didChange", { textDocument: { uri: uri(file), version }, contentChanges });
      return when(file, (p) => p.version === version);
    },
    close: (file) => connection.sendNotification("textDocument/didClose", { textDocument: { uri: uri(file) } }),
    published: (file, accept) => when(file, (p) => accept(p.diagnostics)),
    actions: async (file, range, only) =>
      (await connection.sendRequest<CodeAction[] | null>("textDocument/codeAction", {
        textDocument: { uri: uri(file) },
        range,
        context: { diagnostics: [], ...(only ? { only } : {}) },
      })) ?? [],
    stop: async () => {
      await connection.sendRequest("shutdown");
      await end(() => connection.sendNotification("exit"));
      connection.dispose();
      if (errors.length > 0) throw new Error(`the server logged: ${errors.join("; ")}`);
    },
  };
}

type Ended = { readonly connection: ProtocolConnection; readonly end: (exit: () => Promise<void>) => Promise<void> };

function inMemory(docker: Docker | undefined): Ended {
  const up = new PassThrough();
  const down = new PassThrough();
  const server = createConnection(up, down);
  void greet(server, "test").then((client) => serve(server, { files: disk, strict: true, ...(docker ? { docker } : {}) }, client));
  // `exit`, or the end of a stream, would end this process.
  const end = async () => undefined;
  return { connection: createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up)), end };
}

function overStdio(node: readonly string[] = []): Ended {
  const server = fileURLToPath(new URL("../../dist/server.cjs", import.meta.url));
  const child = spawn(process.execPath, [...node, server, "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
  after(() => child.kill("SIGKILL")); // nothing where it has ended
  const connection = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  const end = (exit: () => Promise<void>) =>
    new Promise<void>((resolve, reject) => {
      child.once("exit", (code) => (code === 0 ? resolve() : reject(new Error(`the server ended with ${code}`))));
      void exit();
    });
  return { connection, end };
}

/** The text after edits that do not overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const starts = [0, ...[...text.matchAll(/\r\n|\n|\r/g)].map((m) => m.index + m[0].length)];
  const at = (p: { line: number; character: number }) => (starts[p.line] ?? text.length) + p.character;
  return [...edits]
    .map((e) => ({ start: at(e.range.start), end: at(e.range.end), newText: e.newText }))
    .sort((a, b) => b.start - a.start || b.end - a.end)
    .reduce((t, e) => t.slice(0, e.start) + e.newText + t.slice(e.end), text);
}
