// Settings from the client: one set for each workspace folder, as the sections of the Language Server Protocol are scoped.
import type { Connection } from "vscode-languageserver";
import { DEFAULTS, readSettings, type Settings } from "../workspace/settings.ts";
import { stacksIn, uriIn } from "../workspace/stacks.ts";

const SECTION = "traefikSwarm";

export interface Configuration {
  /** Asks the client; without that ability what `changed` brought stays. */
  readonly load: (folders: readonly string[]) => Promise<void>;
  /** What `workspace/didChangeConfiguration` carries. */
  readonly changed: (settings: unknown) => void;
  /** A fresh function after each change, so that it can stand for the settings as a value. */
  readonly settingsOf: () => (uri: string) => Settings;
}

export function configuration(connection: Connection, canAsk: boolean): Configuration {
  let byFolder = new Map<string, Settings>();
  let fallback = DEFAULTS;
  const build = () => (uri: string) => {
    const folders = [...byFolder.keys()].filter((f) => uri.startsWith(f.endsWith("/") ? f : `${f}/`)).sort((a, b) => b.length - a.length);
    return folders.length > 0 ? byFolder.get(folders[0]!)! : fallback;
  };
  let current = build();
  const resolved = (value: unknown, folder: string): Settings => {
    const read = readSettings(value);
    const mergedFiles = read.mergedFiles.map((list) => list.map((file) => uriIn(folder, file)));
    const settings = { ...read, stacks: stacksIn(folder, read.stacks), mergedFiles };
    const { traefik } = settings;
    // A path is meant from the workspace folder.
    return traefik === "" || /^[\w-]+:\/\//.test(traefik)
      ? settings
      : { ...settings, traefik: `${folder.replace(/\/$/, "")}/${encodeURI(traefik.replace(/^\.?\//, ""))}` };
  };
  return {
    load: async (folders) => {
      if (!canAsk) return;
      const items = [{ section: SECTION }, ...folders.map((scopeUri) => ({ scopeUri, section: SECTION }))];
      const answers = (await connection.workspace.getConfiguration(items)) as unknown[];
      fallback = readSettings(answers[0]);
      byFolder = new Map(folders.map((f, i) => [f, resolved(answers[i + 1], f)]));
      current = build();
    },
    changed: (settings) => {
      const own = (settings as Record<string, unknown> | null | undefined)?.[SECTION];
      if (own === undefined) return;
      fallback = readSettings(own);
      current = build();
    },
    settingsOf: () => current,
  };
}
