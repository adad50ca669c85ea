// The command line's words as options, or what is wrong with them. Node's own strictness is not used: its messages are English only.
import { parseArgs } from "node:util";
import { byDistance } from "../../src/rules/fixes/nearest.ts";
import { LANGUAGES, type Language } from "../../src/rules/rule.ts";
import { DEFAULTS, type Settings } from "../../src/workspace/settings.ts";
import { isStackName, type StackName } from "../../src/workspace/stacks.ts";
import { isLanguage, localeLanguage, type Told } from "./texts.ts";

export const FORMATS = ["text", "json", "sarif", "github"] as const;
export const LIMITS = ["error", "warning", "info", "never"] as const;
const TARGETS = ["auto", "swarm", "compose"] as const;
const COMMANDS = ["lint", "fix", "readiness"] as const;

type Command = (typeof COMMANDS)[number];

export interface Options {
  readonly command: Command | "help" | "version";
  readonly language: Language;
  readonly format: (typeof FORMATS)[number];
  readonly failOn: (typeof LIMITS)[number];
  readonly dryRun: boolean;
  /** Ids of rules; none: all. */
  readonly rules: readonly string[];
  readonly settings: Settings;
  /** Files whose variables are set, and no others; none: nobody tells. */
  readonly envFiles: readonly string[];
  /** The paths are files that are deployed together, in their order. */
  readonly merge: boolean;
  readonly paths: readonly string[];
}

interface Known {
  readonly type: "string" | "boolean";
  readonly short?: string;
  readonly multiple?: boolean;
  /** The only commands that have it. */
  readonly of?: readonly Command[];
  readonly values?: readonly string[];
  /** The fewer values of a command. */
  readonly fewer?: Readonly<Partial<Record<string, readonly string[]>>>;
}

const KNOWN: Readonly<Record<string, Known>> = {
  // What is not ready is no finding at a place, which the other formats want.
  format: { type: "string", of: ["lint", "readiness"], values: FORMATS, fewer: { readiness: ["text", "json"] } },
  "fail-on": { type: "string", of: ["lint"], values: LIMITS },
  "dry-run": { type: "boolean", of: ["fix"] },
  rule: { type: "string", of: ["fix"], multiple: true },
  target: { type: "string", values: TARGETS },
  traefik: { type: "string" },
  stack: { type: "string", multiple: true },
  "env-file": { type: "string", multiple: true },
  merge: { type: "boolean" },
  lang: { type: "string", values: LANGUAGES },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean", short: "v" },
};

export type Environment = Readonly<Record<string, string | undefined>>;

/** The options; with `wrong` they must not be used, but for the language to say it in. */
export function readOptions(args: readonly string[], env: Environment): Options & { readonly wrong?: Told } {
  const { tokens } = parseArgs({ args: [...args], options: { ...KNOWN }, strict: false, allowPositionals: true, tokens: true });
  const given = tokens.filter((t) => t.kind === "option");
  const words = tokens.filter((t) => t.kind === "positional").map((t) => t.value);
  const last = (name: string) => given.findLast((t) => t.name === name)?.value;
  const has = (name: string) => given.some((t) => t.name === name);
  const [command = "", ...paths] = words;
  const format = (last("format") ?? "text") as Options["format"];
  const wrong = given.map((t) => wrongOption(t, command)).find((w) => w) ?? wrongWords(command, paths);
  const asked = has("help") ? "help" : has("version") ? "version" : undefined;
  return {
    command: asked ?? (command as Command),
    language: languageOf(last("lang"), format, env),
    format,
    failOn: (last("fail-on") ?? "error") as Options["failOn"],
    dryRun: has("dry-run"),
    rules: given.filter((t) => t.name === "rule").map((t) => t.value ?? ""),
    settings: {
      ...DEFAULTS,
      target: (last("target") ?? "auto") as Settings["target"],
      traefikVersion: last("traefik") ?? "",
      stacks: given.flatMap((t) => (t.name === "stack" ? (readStack(t.value ?? "") ?? []) : [])),
    },
    envFiles: given.flatMap((t) => (t.name === "env-file" ? [t.value ?? ""] : [])),
    merge: has("merge"),
    paths,
    ...(wrong && !asked ? { wrong } : {}),
  };
}

function languageOf(given: string | undefined, format: string, env: Environment): Language {
  if (given !== undefined && isLanguage(given)) return given;
  return format === "text" ? localeLanguage(env) : "en";
}

interface Given {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

function wrongOption({ name, rawName, value, inlineValue }: Given, command: string): Told | undefined {
  const known = Object.hasOwn(KNOWN, name) ? KNOWN[name]! : undefined;
  if (!known) return { key: "unknownOption", args: { given: rawName, nearest: `--${byDistance(name, Object.keys(KNOWN))[0]}` } };
  const option = `--${name}`;
  if (known.of && isCommand(command) && !known.of.includes(command))
    return { key: "otherCommand", args: { given: option, command: known.of.join("|") } };
  if (known.type === "boolean") return value === undefined ? undefined : { key: "needlessValue", args: { option, given: value } };
  const allowed = known.fewer?.[command] ?? known.values;
  const values = allowed?.join(", ") ?? EXAMPLES[name] ?? "2.11, v3.1.4";
  if (value === undefined || value === "" || (value.startsWith("-") && !inlineValue)) return { key: "noValue", args: { option, values } };
  if (allowed && !allowed.includes(value)) return { key: "badValue", args: { option, given: value, values } };
  if (name === "traefik" && !/^v?[23](\.\d+){0,2}$/.test(value)) return { key: "badVersion", args: { option, given: value } };
  if (name === "stack" && !readStack(value)) return { key: "badStack", args: { option, given: value } };
  return undefined;
}

const EXAMPLES: Readonly<Record<string, string>> = { rule: "labels/outside-deploy", stack: "shop=shop/stack.yml", "env-file": "prod.env" };

/** `NAME=FILE` */
function readStack(given: string): StackName | undefined {
  const [, name = "", files = ""] = /^([^=]*)=(.+)$/s.exec(given) ?? [];
  return isStackName(name) ? { name, files } : undefined;
}

const isCommand = (given: string): given is Command => (COMMANDS as readonly string[]).includes(given);

function wrongWords(command: string, paths: readonly string[]): Told | undefined {
  if (command === "") return { key: "noCommand" };
  if (!isCommand(command)) return { key: "unknownCommand", args: { given: command } };
  if (paths.length === 0) return { key: "noPaths", args: { command } };
  return paths.includes("-") ? { key: "noStdin" } : undefined;
}
