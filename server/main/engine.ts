// All that the server works with. Loaded when `initialize` has been answered: before that nobody asks.
import { setFlagsFromString } from "node:v8";
import type { Connection, InitializeParams } from "vscode-languageserver";
import { serve } from "../src/protocol/server.ts";
import { disk } from "./disk.ts";
import { docker } from "./docker.ts";

// The memory of young objects is not to grow: most live as long as their file, so all that it would save is a part of a collection's time,
// and a file of a thousand services would take 100 MB more.
setFlagsFromString("--semi-space-growth-factor=1");

export function start(connection: Connection, client: InitializeParams): void {
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  serve(connection, { files: disk, turn, docker }, client);
}
