// Traefik's reading of its own command line (paerser, flag/flagparser.go v0.2.0): `-x` or `--x`, `--x=v` or `--x v`; toggles never take the
// next word; the first word that belongs to no flag ends the reading, silently. Measured on v2.9.10 to v3.7.9.
import { OPTIONS, type OptionKind } from "../catalog/traefik/options.ts";
import type { Text } from "../syntax/text.ts";
import type { Argument } from "./command.ts";
import { hasVariable } from "./service.ts";

export interface Flag {
  /** The path in lower case: `providers.docker.swarmmode`. */
  readonly path: string;
  /** The path as written, without dashes. */
  readonly name: Text;
  /** Undefined for a bare toggle. */
  readonly value: Text | undefined;
  readonly argument: Argument;
  /** The word behind it, where that is its value. */
  readonly valueArgument: Argument | undefined;
}

export interface CommandLine {
  readonly flags: readonly Flag[];
  /** Words that belong to no flag, where reading ends. */
  readonly stray: readonly Argument[];
  /** What Traefik never reads, behind them. */
  readonly lost: readonly Argument[];
  /** A variable stands where a word would end the reading: what follows may or may not be read. */
  readonly open: boolean;
}

export function readFlags(all: readonly Argument[]): CommandLine {
  const words = all[0]?.text.value === "traefik" ? all.slice(1) : all;
  const flags: Flag[] = [];
  for (let i = 0; i < words.length; i++) {
    const argument = words[i]!;
    const { text } = argument;
    if (hasVariable(text.value) && !text.value.startsWith("-")) return { flags, stray: [], lost: [], open: true };
    // `---x` and `-=x` end the start with "bad flag syntax", which is another finding.
    if (/^(?:---|--?=)/.test(text.value)) return { flags, stray: [], lost: [], open: true };
    if (!text.value.startsWith("-") || text.value === "-" || text.value === "--") {
      return { flags, ...strayFrom(words, i), open: false };
    }
    const name = text.slice(text.value.startsWith("--") ? 2 : 1);
    const equals = name.value.indexOf("=");
    if (equals >= 0) {
      const path = name.slice(0, equals);
      flags.push({ path: path.value.toLowerCase(), name: path, value: name.slice(equals + 1), argument, valueArgument: undefined });
    } else if (flagKind(name.value) === "value" && i + 1 < words.length) {
      const next = words[i + 1]!;
      flags.push({ path: name.value.toLowerCase(), name, value: next.text, argument, valueArgument: next });
      i++;
    } else flags.push({ path: name.value.toLowerCase(), name, value: undefined, argument, valueArgument: undefined });
  }
  return { flags, stray: [], lost: [], open: false };
}

/** Words in a row that are no flags make one finding; what looks like a flag again is lost. */
function strayFrom(words: readonly Argument[], from: number): { stray: readonly Argument[]; lost: readonly Argument[] } {
  let to = from + 1;
  while (to < words.length && !words[to]!.text.value.startsWith("-")) to++;
  return { stray: words.slice(from, to), lost: words.slice(to) };
}

const KINDS = new Map(OPTIONS.map(([path, kind]) => [path.toLowerCase(), kind]));

/**
 * What a flag of that name takes. Below a user's name (`entrypoints.web.address`) every flag counts as a toggle: Traefik knows the types of
 * fixed names only. A name that it does not know takes the next word.
 */
export function flagKind(name: string): OptionKind {
  const path = name.toLowerCase();
  const known = KINDS.get(path);
  if (known) return known === "entry" ? "toggle" : known;
  return NAMED.some((prefix) => path.startsWith(prefix)) ? "toggle" : "value";
}

/** The parts before a user's name: `entrypoints.`, `certificatesresolvers.`, ... */
const NAMED = [...new Set([...KINDS.keys()].filter((p) => p.includes("<name>")).map((p) => p.slice(0, p.indexOf("<name>"))))];
