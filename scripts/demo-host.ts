// Serves VS Code with the packaged extension to a browser: `demo-host.ts FOLDER [--port N] [--no-wait]`. Part of `npm run demo`.
import { once } from "node:events";
import { rmSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { startServer } from "../test/host/server.ts";
import { packagedExtension } from "../test/host/vsix.ts";
import { workbenchAddress } from "../test/host/window.ts";

const options = { port: { type: "string", default: "0" }, "no-wait": { type: "boolean", default: false } } as const;
const { values, positionals } = parseArgs({ options, allowPositionals: true });
const folder = path.resolve(positionals[0] ?? ".");

const server = await startServer({ vsix: [packagedExtension()], port: Number(values.port) });
const address = workbenchAddress(server.port, { workspace: folder, openFile: path.join(folder, "shop", "proxy.yml") });
const answer = await fetch(address);
if (!answer.ok) throw new Error(`${address} answers ${answer.status}`);
console.log(`\nOpen ${address}`);
if (!values["no-wait"]) {
  console.log("Ctrl+C ends it.");
  const interrupted = Promise.race(["SIGINT", "SIGTERM"].map((signal) => once(process, signal)));
  await Promise.race([interrupted, server.ended]);
}
await server.stop();
rmSync(path.dirname(folder), { recursive: true, force: true });
