// What client and server say to each other beyond the Language Server Protocol. Types and method names only, so that the client can
// import this file without the server.

/** `initializationOptions` of the client. Other editors may leave all of it out. */
export interface InitializationOptions {
  /** "client": read and list files by the requests below (virtual workspaces, vscode.dev). Default: the server's host reads the disk. */
  readonly files?: "client";
  /** The client runs `traefikSwarm.applySnippetEdit`: edits may hold tab stops. */
  readonly snippetEdits?: boolean;
  /** The client runs `traefikSwarm.showDocumentation`. */
  readonly showDocumentation?: boolean;
}

/** Server to client: all `*.yml` and `*.yaml` below a folder, and the folders that start a project of their own. */
export const LIST_FILES = "traefikSwarm/listFiles";
export interface ListFilesParams {
  readonly folder: string;
}
export interface ListFilesResult {
  /** URIs of YAML files, `node_modules` and other excluded folders left out. */
  readonly files: string[];
  /** URIs of folders below `folder` that hold `.git` or `.traefik-swarm.yml`. */
  readonly projectRoots: string[];
}

/** Server to client: a file's text, or null where it can't be read. */
export const READ_FILE = "traefikSwarm/readFile";
export interface ReadFileParams {
  readonly uri: string;
}
export interface ReadFileResult {
  readonly text: string | null;
}

/** Client to server: what the server makes of a file; null where it is no stack. All texts come translated. */
export const STATUS = "traefikSwarm/status";
export interface StatusParams {
  readonly uri: string;
}
export interface Status {
  /** "Swarm stack · Traefik v2.9 · 3 problems" */
  readonly title: string;
  readonly mode: "swarm" | "compose" | "unknown";
  /** Why it was judged so, one line each; `uri` and `line` (0-based) where there is something to look at. */
  readonly evidence: { readonly text: string; readonly uri?: string; readonly line?: number }[];
  readonly problems: { readonly error: number; readonly warning: number; readonly info: number; readonly hint: number };
}

/** Server to client, no params: something that `STATUS` tells may have changed. */
export const STATUS_CHANGED = "traefikSwarm/statusChanged";

/** Client command: arguments `(uri: string, edits: SnippetEdit[])`; edits may hold tab stops in VS Code's snippet syntax. */
export const APPLY_SNIPPET_EDIT = "traefikSwarm.applySnippetEdit";
export interface SnippetEdit {
  readonly range: { readonly start: { line: number; character: number }; readonly end: { line: number; character: number } };
  readonly snippet: string;
}

/** Client command: argument `(ruleId: string)`; opens the rule's page `server/docs/rules/<id>.md` (or `<id>.zh-cn.md`). */
export const SHOW_DOCUMENTATION = "traefikSwarm.showDocumentation";
