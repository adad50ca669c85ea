// All that the server works with. Loaded when `initialize` has been answered: before that nobody asks.
import type { Connection, InitializeParams } from "vscode-languageserver";
import { serve } from "../src/protocol/server.ts";
import { disk } from "./disk.ts";
import { docker } from "./docker.ts";

export function start(connection: Connection, client: InitializeParams): void {
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  serve(connection, { files: disk, turn, docker }, client);
}
