// The names of the commands, so that they are there before what they do is loaded: those a user finds in the command palette and the status
// bar item, and those the server's code actions and links run.
import { commands, Disposable } from "vscode";
import { APPLY_SNIPPET_EDIT, SHOW_DOCUMENTATION, SHOW_READINESS } from "../../server/src/protocol/messages.ts";

export const SHOW_TIMELINE = "traefikSwarm.showTimeline";

const NAMES = [
  "traefikSwarm.restart",
  "traefikSwarm.showOutput",
  "traefikSwarm.showStatus",
  "traefikSwarm.overrideTarget",
  SHOW_READINESS,
  SHOW_TIMELINE,
  APPLY_SNIPPET_EDIT,
  SHOW_DOCUMENTATION,
] as const;

/** What each does. */
export type Commands = Readonly<Record<(typeof NAMES)[number], (...args: never[]) => unknown>>;

export function registerCommands(loaded: Promise<Commands>): Disposable {
  return Disposable.from(...NAMES.map((name) => commands.registerCommand(name, async (...args: never[]) => (await loaded)[name](...args))));
}
