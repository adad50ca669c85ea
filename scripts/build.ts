// Bundles the extension, the language server and the command line into dist/, one file each: `npm run build -- [--sourcemap] [--watch]`.
// Source maps are for tests and coverage only; the published package has none.
import { readFileSync, writeSync } from "node:fs";
import path from "node:path";
import { type BuildOptions, build, context, type Metafile, type Plugin } from "esbuild";

const root = path.resolve(import.meta.dirname, "..");

/** Rules hold their examples for the documentation and the tests: nobody who runs them asks for these. */
const withoutExamples: Plugin = {
  name: "without examples",
  setup: ({ onLoad }) =>
    onLoad({ filter: /[\\/]src[\\/]rules[\\/]\w+[\\/][\w-]+\.ts$/ }, ({ path: file }) => ({
      contents: readFileSync(file, "utf8").replace(/^ {2}(bad|good): `(?:[^`\\]|\\.)*`,$/gm, '  $1: "",'),
      loader: "ts",
    })),
};

const bundles: Record<string, string> = {
  "dist/client.cjs": "client/src/desktop.ts",
  "dist/server.cjs": "server/main/node.ts",
  "dist/cli.cjs": "server/main/cli.ts",
};

const flags = new Set(process.argv.slice(2));
for (const flag of flags) if (flag !== "--sourcemap" && flag !== "--watch") throw new Error(`Unknown option ${flag}`);

if (flags.has("--watch")) await watch();
else await buildOnce();

async function buildOnce(): Promise<void> {
  const results = await Promise.allSettled(Object.entries(bundles).map(([output, entry]) => build(options(output, entry))));
  for (const result of results) {
    if (result.status === "fulfilled") report(result.value.metafile);
    else process.exitCode = 1; // esbuild has printed why
  }
}

/** Prints the lines that the tasks of VS Code wait for, see .vscode/tasks.json. */
async function watch(): Promise<void> {
  const announce = {
    name: "announce",
    setup: (run: { onStart(f: () => void): void; onEnd(f: () => void): void }) => {
      run.onStart(() => say("build started"));
      run.onEnd(() => say("build finished"));
    },
  };
  for (const [output, entry] of Object.entries(bundles)) {
    const watched = await context({ ...options(output, entry), plugins: [withoutExamples, announce] });
    await watched.watch();
  }
}

/** The yaml and language server packages have an ES module form of which the unused parts can be left out: it is preferred. */
function options(output: string, entry: string): BuildOptions & { metafile: true } {
  return {
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: output,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    mainFields: ["module", "main"],
    external: ["vscode"],
    plugins: [withoutExamples],
    minify: true,
    sourcemap: flags.has("--sourcemap"),
    sourcesContent: false,
    legalComments: "none",
    // Without `--` Node takes `--env-file` for its own, wherever it stands, and does what a NODE_OPTIONS in that file says.
    ...(output === "dist/cli.cjs" ? { banner: { js: "#!/usr/bin/env -S node --" } } : {}),
    metafile: true,
    logLevel: "warning",
  };
}

function report(metafile: Metafile): void {
  for (const [file, { bytes }] of Object.entries(metafile.outputs)) {
    if (!file.endsWith(".map")) say(`${path.basename(file).padEnd(12)} ${(bytes / 1024).toFixed(1).padStart(7)} KB`);
  }
}

function say(line: string): void {
  writeSync(1, `${line}\n`);
}
