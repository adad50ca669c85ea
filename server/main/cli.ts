// The command line `traefik-swarm lint`, `fix` and `readiness`: connects the process with what is in cli/. Exit codes: 0 fine, 1 findings or
// services that are not ready, 2 wrong usage, unreadable input or a bug.
import { parentPort } from "node:worker_threads";
import manifest from "../../package.json" with { type: "json" };
import { readOptions } from "./cli/options.ts";
import { paintWith, wantsColours } from "./cli/paint.ts";
import { ownShare, type Share } from "./cli/share.ts";
import { complain, type Shell } from "./cli/shell.ts";
import { tell } from "./cli/texts.ts";

const colours = wantsColours(process.stdout.isTTY ?? false, process.env);
const shell: Shell = {
  cwd: process.cwd(),
  env: process.env,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  paint: paintWith(colours),
  width: process.stdout.columns || 160,
  tool: { version: manifest.version, homepage: manifest.homepage, bugs: manifest.bugs.url },
};

/** What they work with is loaded when one is called: help comes at once. */
const COMMANDS = {
  lint: async () => (await import("./cli/lint.ts")).lint,
  fix: async () => (await import("./cli/fix.ts")).fix,
  readiness: async () => (await import("./cli/readiness.ts")).readiness,
};

// `lint | head` closes the pipe early; nobody is left to tell.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

const share = ownShare();
if (share) void work(share);
else
  void run(process.argv.slice(2)).then((code) => {
    process.exitCode = code;
  });

/** One of several threads that judge the files of one `lint`. */
async function work(of: Share): Promise<void> {
  const { lintShare } = await import("./cli/lint.ts");
  parentPort!.postMessage(lintShare(readOptions(process.argv.slice(2), process.env), process.cwd(), of));
}

async function run(args: readonly string[]): Promise<number> {
  const options = readOptions(args, process.env);
  const { command, language, wrong } = options;
  try {
    if (command === "help") shell.out(tell(language, "help"));
    else if (command === "version") shell.out(`${shell.tool.version}\n`);
    else if (wrong) complain(shell, language, wrong);
    else return (await COMMANDS[command]())(options, shell);
    return wrong ? 2 : 0;
  } catch (error) {
    shell.err(`${error instanceof Error ? error.stack : error}\n`);
    complain(shell, language, { key: "bug", args: { url: shell.tool.bugs } });
    return 2;
  }
}
