// The servers that people use today, and dclint, brought by npm into a folder of their own when somebody measures: they are no part of the
// project. TRAEFIK_SWARM_BENCH names another folder.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Spec } from "./client.ts";

const VERSIONS = {
  "yaml-language-server": "2.0.0",
  "@microsoft/compose-language-service": "1.0.0",
  dclint: "3.1.0",
};
const SCHEMA = "https://raw.githubusercontent.com/compose-spec/compose-spec/main/schema/compose-spec.json";

export const root = path.resolve(import.meta.dirname, "../..");

export const bench = process.env.TRAEFIK_SWARM_BENCH ?? path.join(tmpdir(), "traefik-swarm-bench");

export const own: Spec = {
  name: "traefik-swarm",
  command: [process.execPath, path.join(root, "dist/server.cjs"), "--stdio"],
  initializationOptions: { diagnosticsInParts: true },
  inParts: true,
};

/** yaml-language-server waits 200 ms before it starts, compose-language-service a second: neither is counted. */
export async function peers(): Promise<readonly Spec[]> {
  install();
  const yaml = path.join(bench, "yaml.mjs");
  const settings = path.join(bench, "node_modules/yaml-language-server/out/src/yamlSettings.js");
  const server = path.join(bench, "node_modules/yaml-language-server/out/src/server.js");
  writeFileSync(
    yaml,
    `import { SettingsState } from ${JSON.stringify(pathToFileURL(settings).href)};
Object.defineProperty(SettingsState.prototype, "validationDelayMs", { get: () => 0, set() {} });
await import(${JSON.stringify(pathToFileURL(server).href)});
`,
  );
  const compose = path.join(bench, "node_modules/@microsoft/compose-language-service/dist/cjs/server.js");
  return [
    {
      name: "yaml-language-server",
      command: [process.execPath, yaml, "--stdio"],
      settings: {
        yaml: { validate: true, schemaStore: { enable: false }, schemas: { [await schema()]: ["*.yml", "*.yaml"] } },
      },
    },
    {
      name: "compose-language-service",
      command: [process.execPath, compose, "--stdio"],
      language: "dockercompose",
      initializationOptions: { diagnosticDelay: 0 },
    },
  ];
}

export function dclint(): string {
  install();
  return path.join(bench, "node_modules/.bin/dclint");
}

function install(): void {
  mkdirSync(bench, { recursive: true });
  if (Object.keys(VERSIONS).every((name) => existsSync(path.join(bench, "node_modules", name)))) return;
  writeFileSync(path.join(bench, "package.json"), JSON.stringify({ name: "bench", private: true, dependencies: VERSIONS }));
  execFileSync("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error"], { cwd: bench, stdio: "inherit" });
}

/** The compose schema as yaml-language-server is set up with it in VS Code, once it was fetched. */
async function schema(): Promise<string> {
  const file = path.join(bench, "compose-spec.json");
  if (!existsSync(file)) {
    const answer = await fetch(SCHEMA);
    if (!answer.ok) throw new Error(`${SCHEMA}: ${answer.status}. Put it into ${file} by hand.`);
    writeFileSync(file, await answer.text());
  }
  return pathToFileURL(file).href;
}
