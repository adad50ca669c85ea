// The server in Node: over stdio (`--stdio`), or over IPC with a client that starts it so. Here is what answers `initialize`; the engine follows.
import { createConnection, ProposedFeatures, StreamMessageReader } from "vscode-languageserver/node";
import manifest from "../../package.json" with { type: "json" };
import { gate } from "../src/protocol/gate.ts";
import { greet } from "../src/protocol/greet.ts";
import { streamWriter } from "./writer.ts";

// A client that refuses what it was asked is no reason to end.
process.on("unhandledRejection", (error) => console.error(error));

const { messageStrategy, open } = gate();
const connection = process.argv.includes("--stdio") ? overStdio() : createConnection(ProposedFeatures.all, { messageStrategy });
void greet(connection, manifest.version).then(async (client) => {
  await new Promise(setImmediate); // the answer goes out first
  try {
    const { start } = await import("./engine.ts");
    start(connection, client);
    open();
  } catch (error) {
    console.error(error);
    process.exit(1); // half a server would never answer
  }
});

function overStdio() {
  // What is logged must not get between the messages.
  console.log = console.info = console.error;
  // Without its client a server has nothing left to do.
  for (const end of ["end", "close"]) process.stdin.on(end, () => process.exit());
  const streams = [new StreamMessageReader(process.stdin), streamWriter(process.stdout)] as const;
  return createConnection(ProposedFeatures.all, ...streams, { messageStrategy });
}
