// What the files of a workspace tell each other, to compare two workspaces.
import type { Workspace } from "../../server/src/workspace/workspace.ts";

/** By URI, without the object that stands for their outline. */
export const facts = (workspace: Workspace): unknown[] => [...workspace.facts].map(([uri, { outline: _, ...rest }]) => [uri, rest]);
