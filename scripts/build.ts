// Bundles the extension, the language server and the command line into dist/: `npm run build -- [--sourcemap] [--watch]`. Of each, the file
// with its name holds what is needed to start; what is imported by `import()` follows in files of its own, which the first one loads.
// Source maps are for tests and coverage only; the published package has none.
import { mkdirSync, readdirSync, rmSync, writeFileSync, writeSync } from "node:fs";
import path from "node:path";
import { type BuildFailure, type BuildOptions, type BuildResult, build, context, type Plugin, transform } from "esbuild";
import { compiledAtOnce } from "./build/eager.ts";
import { nodeModules, oneTypes, ownSources, REQUIRE, root, shortManifest } from "./build/plugins.ts";
import { files, noTexts } from "./build/texts.ts";

const dist = path.join(root, "dist");

const bundles: Readonly<Record<string, string>> = {
  client: "client/src/desktop.ts",
  server: "server/main/node.ts",
  cli: "server/main/cli.ts",
};

const texts = noTexts();

/** SOURCEMAP=1 is for the build that `vsce` makes. */
const flags = new Set([...process.argv.slice(2), ...(process.env.SOURCEMAP ? ["--sourcemap"] : [])]);
for (const flag of flags) if (flag !== "--sourcemap" && flag !== "--watch") throw new Error(`Unknown option ${flag}`);

if (flags.has("--watch")) await watch();
else await buildOnce();

async function buildOnce(): Promise<void> {
  const results = await Promise.allSettled(
    Object.entries(bundles).map(async ([name, entry]) => write(name, await build(options(name, entry)))),
  );
  for (const result of results) {
    if (result.status === "fulfilled") say(result.value);
    else {
      process.exitCode = 1;
      if (!(result.reason as Partial<BuildFailure>).errors) console.error(result.reason); // esbuild has printed its own
    }
  }
}

/** Prints the lines that the tasks of VS Code wait for, see .vscode/tasks.json. */
async function watch(): Promise<void> {
  for (const [name, entry] of Object.entries(bundles)) {
    const announce: Plugin = {
      name: "announce",
      setup: ({ onStart, onEnd }) => {
        onStart(() => say("build started"));
        onEnd(async (result) => {
          if (result.errors.length === 0) await write(name, result as Built);
          say("build finished");
        });
      },
    };
    const common = options(name, entry);
    const watched = await context({ ...common, plugins: [...common.plugins, announce] });
    await watched.watch();
  }
}

type Options = BuildOptions & { readonly write: false; readonly plugins: Plugin[] };
type Built = BuildResult<Options>;

/**
 * esbuild parts a bundle in ES modules only, so they are made first. Of a package in ES modules what is not used can be left out: where one has
 * that form, it is preferred.
 */
function options(name: string, entry: string): Options {
  return {
    absWorkingDir: root,
    entryPoints: { [name]: entry },
    outdir: "dist",
    outExtension: { ".js": ".cjs" },
    chunkNames: `${name}-[name]-[hash]`,
    bundle: true,
    splitting: true,
    platform: "node",
    format: "esm",
    target: "node20",
    mainFields: ["module", "main"],
    external: ["vscode"],
    plugins: [ownSources(texts), shortManifest, nodeModules, oneTypes],
    minify: true,
    sourcemap: flags.has("--sourcemap") ? "inline" : false,
    sourcesContent: false,
    legalComments: "none",
    write: false,
    logLevel: "warning",
  };
}

/** Makes CommonJS of the parts, which is what `require` and VS Code take, and Node loads fastest. */
async function write(name: string, { outputFiles }: Built): Promise<string> {
  mkdirSync(dist, { recursive: true });
  const written = new Map<string, string>();
  for (const { path: file, text } of outputFiles) {
    const { code, map } = await transform(text, {
      format: "cjs",
      platform: "node",
      target: "node20",
      supported: { "dynamic-import": false },
      define: { [REQUIRE]: "require" },
      minify: true,
      sourcefile: path.basename(file),
      sourcemap: flags.has("--sourcemap"),
      sourcesContent: false,
      // Without `--` Node takes `--env-file` for its own, wherever it stands, and does what a NODE_OPTIONS in that file says.
      ...(path.basename(file) === "cli.cjs" ? { banner: "#!/usr/bin/env -S node --" } : {}),
    });
    // A map tells the places of the code as it is.
    written.set(path.basename(file), map ? `${code}//# sourceMappingURL=${path.basename(file)}.map\n` : compiledAtOnce(code));
    if (map) written.set(`${path.basename(file)}.map`, map);
  }
  if (name !== "client") for (const [file, text] of files(texts)) written.set(file, text);
  for (const [file, text] of written) writeFileSync(path.join(dist, file), text);
  const ours = new RegExp(`^${name}(?:-.*)?\\.cjs(?:\\.map)?$`);
  for (const file of readdirSync(dist)) if (ours.test(file) && !written.has(file)) rmSync(path.join(dist, file));
  return [...written].map(([file, text]) => `${file.padEnd(32)} ${(Buffer.byteLength(text) / 1024).toFixed(1).padStart(7)} KB`).join("\n");
}

function say(line: string): void {
  writeSync(1, `${line}\n`);
}
