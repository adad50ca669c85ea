// The server in Node: over stdio (`--stdio`), or over IPC with VS Code's client.
import { createConnection, ProposedFeatures, StreamMessageReader } from "vscode-languageserver/node";
import manifest from "../../package.json" with { type: "json" };
import { serve } from "../src/protocol/server.ts";
import { disk } from "./disk.ts";
import { docker } from "./docker.ts";
import { streamWriter } from "./writer.ts";

// A client that refuses what it was asked is no reason to end.
process.on("unhandledRejection", (error) => console.error(error));

serve(process.argv.includes("--stdio") ? overStdio() : createConnection(ProposedFeatures.all), {
  version: manifest.version,
  files: disk,
  turn: () => new Promise((resolve) => setImmediate(resolve)),
  docker,
});

function overStdio() {
  // What is logged must not get between the messages.
  console.log = console.info = console.error;
  // Without its client a server has nothing left to do.
  for (const end of ["end", "close"]) process.stdin.on(end, () => process.exit());
  return createConnection(ProposedFeatures.all, new StreamMessageReader(process.stdin), streamWriter(process.stdout));
}
