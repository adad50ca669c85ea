// What the files of a project that are no stacks tell about those that are: names and companions of stacks from scripts that deploy them, and
// variables from `.env` files, which Docker does not read by itself.

import { type DeployCall, deploysIn } from "./deploys.ts";
import { parseDotenv } from "./dotenv.ts";
import { folderOf } from "./project.ts";

export interface Scripts {
  readonly deploys: readonly DeployCall[];
  /** The names of a folder's `.env`, by the folder's URI. */
  readonly dotenv: ReadonlyMap<string, readonly string[]>;
}

export const NO_SCRIPTS: Scripts = { deploys: [], dotenv: new Map() };

export interface ScriptText {
  readonly uri: string;
  readonly text: string;
}

/**
 * @param folder the one that was searched, as a URI without a slash at its end
 * @param exists whether a stack file of that URI is known
 */
export function readScripts(folder: string, texts: readonly ScriptText[], exists: (uri: string) => boolean): Scripts {
  const isDotenv = ({ uri }: ScriptText) => uri.endsWith("/.env");
  const scripts = texts.filter((t) => !isDotenv(t));
  // Whoever loads the file has its variables set; compose reads it, and what it prints has no variables.
  const isLoaded = scripts.some(({ text }) => /\bstack[ \t]+(?:deploy|config)\b/.test(text) && text.split("\n").some(fillsIn));
  const dotenv = isLoaded
    ? []
    : texts.filter(isDotenv).map(({ uri, text }) => [folderOf(uri), Object.keys(parseDotenv(text).variables)] as const);
  return { deploys: scripts.flatMap(({ uri, text }) => deploysIn(uri, folder, text, exists)), dotenv: new Map(dotenv) };
}

const fillsIn = (line: string): boolean => /\.env\b/.test(line) || (/\bcompose\b/.test(line) && /\bconfig\b/.test(line));

export const joinScripts = (all: readonly Scripts[]): Scripts => ({
  deploys: all.flatMap((s) => s.deploys),
  dotenv: new Map(all.flatMap((s) => [...s.dotenv])),
});
