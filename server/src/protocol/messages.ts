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
  /** The client runs `traefikSwarm.showReadiness`. */
  readonly showReadiness?: boolean;
  /**
   * The client takes a file's diagnostics in parts: what is known while it is judged comes without a version, all of it with one. Others may
   * take the first for all there is.
   */
  readonly diagnosticsInParts?: boolean;
}

/** Server to client: all `*.yml` and `*.yaml` below a folder, and the folders that start a project of their own. */
export const LIST_FILES = "traefikSwarm/listFiles";
export interface ListFilesParams {
  readonly folder: string;
}
export interface ListFilesResult {
  /** URIs of YAML files, `node_modules` and other excluded folders left out. */
  readonly files: string[];
  /** URIs of scripts that may deploy stacks. */
  readonly scripts?: string[];
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
  /** What it is for; where one has a label, the user is shown all of them before they are made. */
  readonly label?: string;
}

/** Client command: argument `(ruleId: string)`; opens the rule's page `server/docs/rules/<id>.md` (or `<id>.zh-cn.md`). */
export const SHOW_DOCUMENTATION = "traefikSwarm.showDocumentation";

/** Client command: arguments `(uri: string, service: string)`; the list of what a service has and lacks to be updated without loss. */
export const SHOW_READINESS = "traefikSwarm.showReadiness";

/** Names a service of a file. */
export interface ServiceParams {
  readonly uri: string;
  readonly service: string;
}

/** Client to server: names of the file's routed services, with the lines (0-based, `to` included) that they stand on. */
export const ROUTED_SERVICES = "traefikSwarm/routedServices";
export interface RoutedServicesParams {
  readonly uri: string;
}
export interface RoutedService {
  readonly service: string;
  /** "3 of 5 - no healthcheck" */
  readonly summary: string;
  readonly from: number;
  readonly to: number;
}

/** Client to server: what a service has and lacks (`ServiceParams`); null where it is not routed, or gone. All texts come translated. */
export const READINESS = "traefikSwarm/readiness";
export interface ReadinessResult {
  /** "web: 3 of 5 for zero downtime" */
  readonly title: string;
  readonly items: readonly ReadinessItem[];
  /** Sentences: what an update costs, in which way, and what is left. */
  readonly prediction: readonly string[];
  readonly assumptions: readonly string[];
  /** "Make zero-downtime" and its alternatives. */
  readonly assist: readonly Action[];
  /** Why there is none; "" where there is, or nothing is missing. */
  readonly refused: string;
}
export interface ReadinessItem {
  readonly what: string;
  readonly why: string;
  readonly met: boolean;
  /** The rule that explains it. */
  readonly rule: string;
  readonly actions: readonly Action[];
}
/** What a code action does: an LSP `WorkspaceEdit`, or a command of the client. */
export interface Action {
  readonly title: string;
  readonly edit?: object;
  readonly command?: { readonly title: string; readonly command: string; readonly arguments?: readonly unknown[] };
}

/** Client to server: the course of an update as pictures; null where the service is not routed, or gone. */
export const TIMELINE = "traefikSwarm/timeline";
export interface TimelineParams extends ServiceParams {
  /** In place of the settings `traefikSwarm.assume.*`; the same names and units. */
  readonly assume?: TimelineAssumptions;
  /** Which moment between two polls of Traefik the update begins at. */
  readonly moment?: "best" | "mean" | "worst";
}
export interface TimelineAssumptions {
  readonly bootSeconds: number;
  readonly atStop: "auto" | "exit" | "finish" | "serve";
  readonly serveSeconds: number;
}
export interface TimelineResult {
  readonly title: string;
  /** Today's course; with "Make zero-downtime" the one after it as well. */
  readonly panels: readonly TimelinePanel[];
  /** What the pictures assume. */
  readonly assume: TimelineAssumptions;
  readonly moment: "best" | "mean" | "worst";
  readonly assumptions: readonly string[];
  /** As in `ReadinessResult`. */
  readonly assist: readonly Action[];
  readonly refused: string;
}
export interface TimelinePanel {
  readonly heading: string;
  /** An SVG element; colours are VS Code's theme variables. */
  readonly svg: string;
  readonly summary: readonly string[];
  /** The picture in words: the first row is the head. */
  readonly table: readonly (readonly string[])[];
}
