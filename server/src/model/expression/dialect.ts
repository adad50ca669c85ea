// Which rules a release reads: its matchers, and what changed in them.
import {
  CHANGES,
  MATCHERS,
  type Matcher,
  type Protocol,
  type Release,
  type RuleSyntax,
  spellings,
} from "../../catalog/traefik/matchers.ts";
import { atLeast, type Version } from "../image.ts";
import type { RegexpDialect } from "./regexpParse.ts";

export type RuleVersion = Pick<Version, "major" | "minor" | "patch">;

export interface RuleDialect {
  readonly kind: Protocol;
  readonly version: RuleVersion;
  readonly syntax: RuleSyntax;
  /** v2 itself: parts of a rule share a route, which shows where variables are named twice. */
  readonly sharedRoutes: boolean;
  readonly matchers: readonly Matcher[];
  readonly regexp: RegexpDialect;
}

export interface RuleOptions {
  readonly kind: Protocol;
  readonly version: RuleVersion;
  /** What ruleSyntax says; v3 where it says nothing. Before v3 there is but one. */
  readonly syntax?: RuleSyntax;
}

/** Before v3 there is one syntax, whatever a label says. */
export const spokenSyntax = ({ version, syntax = "v3" }: RuleOptions): RuleSyntax => (version.major < 3 ? "v2" : syntax);

export function dialectOf(options: RuleOptions): RuleDialect {
  const { kind, version } = options;
  const old = version.major < 3;
  const spoken = spokenSyntax(options);
  return {
    kind,
    version,
    syntax: spoken,
    sharedRoutes: old && kind === "http",
    matchers: MATCHERS[kind][spoken].filter((m) => !old || has(version, m.since)),
    regexp: { shortNames: shortNames(version) },
  };
}

export const has = (version: RuleVersion, [major, minor, patch]: Release): boolean => atLeast(version, major, minor, patch);

/** Whether the release has a change that came into several lines. */
export function changed(version: RuleVersion, change: keyof typeof CHANGES): boolean {
  const releases: readonly Release[] = CHANGES[change];
  const line = releases.find((r) => r[0] === version.major);
  return line ? has(version, line) : releases.every((r) => r[0] < version.major);
}

/** Built with Go 1.22 or later: all of v3, v2.11 at some point. */
function shortNames(version: RuleVersion): boolean | undefined {
  if (version.major >= 3) return true;
  if (!has(version, [2, 11, 0])) return false;
  return has(version, [2, 11, 3]) ? true : undefined;
}

/** The matcher that a word calls, in one of its legal spellings. */
export const matcherOf = (dialect: RuleDialect, word: string): Matcher | undefined => dialect.matchers.find((m) => spelled(m).has(word));

const SPELLED = new WeakMap<Matcher, ReadonlySet<string>>();

function spelled(matcher: Matcher): ReadonlySet<string> {
  let words = SPELLED.get(matcher);
  if (!words) {
    words = new Set(spellings(matcher.name));
    SPELLED.set(matcher, words);
  }
  return words;
}
