// The server in Node: over stdio (`--stdio`), or over IPC with VS Code's client.
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import manifest from "../../package.json" with { type: "json" };
import { serve } from "../src/protocol/server.ts";
import { disk } from "./disk.ts";

serve(createConnection(ProposedFeatures.all), { version: manifest.version, files: disk });
