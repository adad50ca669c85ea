// A language client that does nothing but take times: it writes and reads frames by itself, and the clock is stopped before JSON is read.
import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

export interface Spec {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly language?: string;
  readonly settings?: unknown;
  readonly initializationOptions?: unknown;
  /** What it publishes without a version is a part of what it has to say. */
  readonly inParts?: boolean;
}

/** Milliseconds to the first diagnostics, and to all of them. */
export interface Times {
  readonly first: number;
  readonly all: number;
}

export interface Published {
  readonly uri: string;
  readonly version?: number;
  readonly diagnostics: readonly { readonly message: string; readonly code?: unknown; readonly severity?: number }[];
  /** When its last byte came. */
  readonly at: number;
}

export interface Change {
  readonly range: { readonly start: Position; readonly end: Position };
  readonly text: string;
}
type Position = { readonly line: number; readonly character: number };

export class Session {
  readonly spec: Spec;
  readonly started = performance.now();
  /** Of all files. */
  readonly published: Published[] = [];
  progress = 0;
  private readonly child: ChildProcess;
  private readonly answers = new Map<number, (at: number) => void>();
  private readonly waiting = new Set<(p: Published) => void>();
  private readonly versions = new Map<string, number>();
  private chunks: Buffer[] = [];
  private size = 0;
  private need = -1;
  private ids = 0;

  constructor(spec: Spec) {
    this.spec = spec;
    const [command, ...args] = spec.command;
    this.child = spawn(command, args, { stdio: ["pipe", "pipe", "ignore"] });
    this.child.stdin!.on("error", () => {}); // what is written to one that was stopped
    this.child.stdout!.on("data", (chunk: Buffer) => this.take(chunk, performance.now()));
  }

  /** Milliseconds from the start of the process to the answer. */
  async initialize(folder: string): Promise<number> {
    const uri = pathToFileURL(folder).href;
    const at = await this.request("initialize", {
      processId: process.pid,
      rootUri: uri,
      workspaceFolders: [{ uri, name: "bench" }],
      initializationOptions: this.spec.initializationOptions,
      capabilities: {
        window: { workDoneProgress: true },
        workspace: { configuration: true, workspaceFolders: true, didChangeConfiguration: { dynamicRegistration: true } },
        textDocument: {
          publishDiagnostics: { relatedInformation: true, versionSupport: true, codeDescriptionSupport: true, dataSupport: true },
        },
      },
    });
    this.notify("initialized", {});
    if (this.spec.settings) this.notify("workspace/didChangeConfiguration", { settings: this.spec.settings });
    return at - this.started;
  }

  async open(uri: string, text: string): Promise<Times> {
    this.versions.set(uri, 1);
    return this.timed(uri, "textDocument/didOpen", { textDocument: { uri, languageId: this.spec.language ?? "yaml", version: 1, text } });
  }

  async change(uri: string, change: Change): Promise<Times> {
    const version = this.versions.get(uri)! + 1;
    this.versions.set(uri, version);
    return this.timed(uri, "textDocument/didChange", { textDocument: { uri, version }, contentChanges: [change] });
  }

  /** The next publication that is accepted, or the last one if that is. */
  async until(accept: (p: Published) => boolean): Promise<Published> {
    const known = this.published.findLast(accept);
    return known ?? this.next(accept);
  }

  last(uri: string): Published | undefined {
    return this.published.findLast((p) => p.uri === uri);
  }

  /** Peak of resident memory in MB, with all child processes (Linux). */
  memory(): number {
    let kb = 0;
    for (const pid of tree(this.child.pid!)) {
      try {
        kb += Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0);
      } catch {
        // ended meanwhile
      }
    }
    return kb / 1024;
  }

  stop(): void {
    this.child.kill("SIGKILL");
  }

  private async timed(uri: string, method: string, params: unknown): Promise<Times> {
    const version = this.versions.get(uri)!;
    const isNew = (p: Published) => p.uri === uri && (p.version === undefined || p.version >= version);
    const first = this.next(isNew);
    const all = this.next((p) => isNew(p) && !(this.spec.inParts && p.version === undefined));
    const start = performance.now();
    this.notify(method, params);
    return { first: (await first).at - start, all: (await all).at - start };
  }

  private next(accept: (p: Published) => boolean): Promise<Published> {
    return new Promise((resolve) => {
      const check = (p: Published) => {
        if (!accept(p)) return;
        this.waiting.delete(check);
        resolve(p);
      };
      this.waiting.add(check);
    });
  }

  private request(method: string, params: unknown): Promise<number> {
    const id = ++this.ids;
    return new Promise((resolve) => {
      this.answers.set(id, resolve);
      this.write({ jsonrpc: "2.0", id, method, params });
    });
  }

  notify(method: string, params: unknown): void {
    this.write({ jsonrpc: "2.0", method, params });
  }

  private write(message: unknown): void {
    const json = JSON.stringify(message);
    this.child.stdin!.write(`Content-Length: ${Buffer.byteLength(json)}\r\n\r\n${json}`);
  }

  private take(chunk: Buffer, at: number): void {
    this.chunks.push(chunk);
    this.size += chunk.length;
    for (;;) {
      if (this.need >= 0 && this.size < this.need) return;
      let all = this.chunks.length === 1 ? this.chunks[0]! : Buffer.concat(this.chunks);
      if (this.need < 0) {
        const head = all.indexOf("\r\n\r\n");
        this.chunks = [all];
        if (head < 0) return;
        this.need = Number(/content-length:\s*(\d+)/i.exec(all.toString("latin1", 0, head))![1]);
        all = all.subarray(head + 4);
        this.chunks = [all];
        this.size = all.length;
        continue;
      }
      const body = all.toString("utf8", 0, this.need);
      this.chunks = [all.subarray(this.need)];
      this.size -= this.need;
      this.need = -1;
      this.handle(JSON.parse(body), at);
    }
  }

  private handle(message: { id?: number; method?: string; params?: Record<string, unknown> }, at: number): void {
    const { id, method, params } = message;
    if (method !== undefined && id !== undefined) {
      const items = (params?.items as { section?: string }[] | undefined)?.map(({ section }) => sectionOf(this.spec.settings, section));
      this.write({ jsonrpc: "2.0", id, result: method === "workspace/configuration" ? items : null });
    } else if (method === "textDocument/publishDiagnostics") {
      const published = { ...params, at } as unknown as Published;
      this.published.push(published);
      for (const check of [...this.waiting]) check(published);
    } else if (method === "$/progress") this.progress++;
    else if (id !== undefined) this.answers.get(id)?.(at);
  }
}

function sectionOf(settings: unknown, section: string | undefined): unknown {
  return section === undefined ? settings : ((settings as Record<string, unknown> | undefined)?.[section] ?? null);
}

function tree(pid: number): number[] {
  const all = [pid];
  for (const at of all) {
    try {
      for (const thread of readdirSync(`/proc/${at}/task`)) {
        const children = readFileSync(`/proc/${at}/task/${thread}/children`, "utf8").trim();
        if (children) all.push(...children.split(" ").map(Number));
      }
    } catch {
      // ended meanwhile
    }
  }
  return all;
}

export function quantile(values: readonly number[], q = 0.5): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))]!;
}
