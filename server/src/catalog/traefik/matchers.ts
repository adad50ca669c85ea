// The matchers of Traefik's rules: names, argument counts and since when. Sources: traefik/traefik pkg/rules (v2.0 to v2.8), pkg/muxer/http and
// pkg/muxer/tcp (v2.9.1 to v3.7.9), the migration notes of v3, and measured verdicts of v2.9.10, v2.11.53, v3.0.4, v3.3.7 and v3.7.9.

export type Protocol = "http" | "tcp";

/** Two sets of matchers that never mix: v3 knows the old one where a router says ruleSyntax=v2. */
export type RuleSyntax = "v2" | "v3";

/** Major, minor, patch. */
export type Release = readonly [number, number, number];

/** "many": one or more. "pairs": names and values in turn, two or more. */
export type ArgumentCount = readonly number[] | "many" | "pairs";

export interface Matcher {
  readonly name: string;
  readonly count: ArgumentCount;
  readonly since: Release;
  /** What does the same in the other syntax, where it has another name. */
  readonly elsewhere?: string;
}

const V2: Release = [2, 0, 0];
const V3: Release = [3, 0, 0];

const HTTP_V2: readonly Matcher[] = [
  { name: "Host", count: "many", since: V2 },
  { name: "HostHeader", count: "many", since: [2, 2, 2], elsewhere: "Host" },
  { name: "HostRegexp", count: "many", since: V2 },
  { name: "Path", count: "many", since: V2 },
  { name: "PathPrefix", count: "many", since: V2 },
  { name: "Method", count: "many", since: V2 },
  { name: "Headers", count: "pairs", since: V2, elsewhere: "Header" },
  { name: "HeadersRegexp", count: "pairs", since: V2, elsewhere: "HeaderRegexp" },
  { name: "Query", count: "many", since: V2 },
  { name: "ClientIP", count: "many", since: [2, 5, 0] },
];

const HTTP_V3: readonly Matcher[] = [
  { name: "Host", count: [1], since: V3 },
  { name: "HostRegexp", count: [1], since: V3 },
  { name: "Path", count: [1], since: V3 },
  { name: "PathPrefix", count: [1], since: V3 },
  { name: "PathRegexp", count: [1], since: V3, elsewhere: "Path" },
  { name: "Method", count: [1], since: V3 },
  { name: "Header", count: [2], since: V3, elsewhere: "Headers" },
  { name: "HeaderRegexp", count: [2], since: V3, elsewhere: "HeadersRegexp" },
  { name: "Query", count: [1, 2], since: V3 },
  { name: "QueryRegexp", count: [1, 2], since: V3, elsewhere: "Query" },
  { name: "ClientIP", count: [1], since: V3 },
];

const TCP_V2: readonly Matcher[] = [
  { name: "HostSNI", count: "many", since: V2 },
  { name: "HostSNIRegexp", count: "many", since: [2, 7, 0] },
  { name: "ClientIP", count: "many", since: [2, 7, 0] },
  { name: "ALPN", count: "many", since: [2, 9, 1] },
];

const TCP_V3: readonly Matcher[] = [
  { name: "HostSNI", count: [1], since: V3 },
  { name: "HostSNIRegexp", count: [1], since: V3 },
  { name: "ClientIP", count: [1], since: V3 },
  { name: "ALPN", count: [1], since: V3 },
];

export const MATCHERS: Readonly<Record<Protocol, Readonly<Record<RuleSyntax, readonly Matcher[]>>>> = {
  http: { v2: HTTP_V2, v3: HTTP_V3 },
  tcp: { v2: TCP_V2, v3: TCP_V3 },
};

/** `!` in rules; before v2.7 TCP rules know nothing but HostSNI and `||`. */
export const OPERATORS_SINCE: Readonly<Record<Protocol, Readonly<Record<"!" | "&&" | "||", Release>>>> = {
  http: { "!": [2, 5, 0], "&&": V2, "||": V2 },
  tcp: { "!": [2, 7, 0], "&&": [2, 7, 0], "||": V2 },
};

/** The spellings that all releases take: as documented, all small, all capitals, and only the first letter a capital. No other mix. */
export function spellings(name: string): readonly string[] {
  const lower = name.toLowerCase();
  return [...new Set([name, lower, name.toUpperCase(), lower.charAt(0).toUpperCase() + lower.slice(1)])];
}

/** Changes in what matchers take and do, by the first release of each major line that has them. */
export const CHANGES = {
  /**
   * Reserved characters stay encoded in the path that rules see (pull request 11790). v2.11.25 and later have the entrypoint do that, before
   * rules are asked (11768); asked alone, as here, their rules see them decoded.
   */
  reservedStayEncoded: [[3, 4, 1]],
  /** HostSNI takes `_` (pull request 11557). */
  underscoreInSni: [
    [2, 11, 22],
    [3, 3, 5],
  ],
  /** `*.example.com` in Host and HostSNI, in v3's syntax (pull request 12884). */
  wildcardHost: [[3, 7, 0]],
  /** Host(`*`) takes every host. */
  anyHost: [[3, 7, 7]],
} as const satisfies Readonly<Record<string, readonly Release[]>>;
