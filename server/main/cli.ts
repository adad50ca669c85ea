// The command line `traefik-swarm lint`, `fix` and `readiness`: connects the process with what is in cli/. Exit codes: 0 fine, 1 findings or
// services that are not ready, 2 wrong usage, unreadable input or a bug.
import manifest from "../../package.json" with { type: "json" };
import { fix } from "./cli/fix.ts";
import { lint } from "./cli/lint.ts";
import { readOptions } from "./cli/options.ts";
import { paintWith, wantsColours } from "./cli/paint.ts";
import { readiness } from "./cli/readiness.ts";
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

const COMMANDS = { lint, fix, readiness };

// `lint | head` closes the pipe early; nobody is left to tell.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

process.exitCode = run(process.argv.slice(2));

function run(args: readonly string[]): number {
  const options = readOptions(args, process.env);
  const { command, language, wrong } = options;
  try {
    if (command === "help") shell.out(tell(language, "help"));
    else if (command === "version") shell.out(`${shell.tool.version}\n`);
    else if (wrong) complain(shell, language, wrong);
    else return COMMANDS[command](options, shell);
    return wrong ? 2 : 0;
  } catch (error) {
    shell.err(`${error instanceof Error ? error.stack : error}\n`);
    complain(shell, language, { key: "bug", args: { url: shell.tool.bugs } });
    return 2;
  }
}
