// What the builder is told, and what it says.
import type { DecodeCode, PlainLabel, Problem } from "../decode/problem.ts";
import type { Block } from "../decode/settings.ts";
import type { Version } from "../image.ts";
import type { Blame } from "./blame.ts";

export type Protocol = "http" | "tcp" | "udp";
export type Kind = "router" | "service" | "middleware" | "tls-options" | "transport";

export interface LabelInput {
  readonly labels: readonly PlainLabel[];
  /** As Swarm names it, with the stack. */
  readonly serviceName: string;
  readonly version: Version;
  /** Options of the provider that reads Swarm's services; Traefik's defaults for what is left out. */
  readonly provider?: {
    readonly exposedByDefault?: boolean;
    readonly network?: string;
    readonly constraints?: string;
    readonly defaultRule?: string;
  };
  /** Real names of the attached networks that span the swarm; undefined where they are unknown: then nothing is said about networks. */
  readonly networks?: readonly string[];
  /** "none": the service has no endpoint settings at all, which a stack never makes. */
  readonly endpointMode?: "vip" | "dnsrr" | "none";
  /** False where no task runs: `replicas: 0`. */
  readonly runs?: boolean;
  /** Names of the entrypoints; undefined where they are unknown: then nothing is said about them. */
  readonly entryPoints?: { readonly tcp: readonly string[]; readonly udp: readonly string[] };
  /** Whether another set of labels or another provider defines the name, which is given with its provider, `auth@file`; undefined: it can't be told. */
  readonly exists?: (protocol: Protocol, kind: Kind, name: string) => boolean | undefined;
  /** Whether Traefik's container has the file; without it nothing is said about files. */
  readonly fileExists?: (path: string) => boolean | undefined;
  /** Whether Traefik takes the rule; without it all rules are taken. */
  readonly acceptsRule?: (rule: string, context: RuleContext) => boolean;
}

export interface RuleContext {
  readonly protocol: "http" | "tcp";
  readonly version: Version;
  /** The router's `ruleSyntax`, "" where there is none. */
  readonly syntax: string;
  /** Whether the router has TLS: a TCP router with a host needs it. */
  readonly tls: boolean;
}

export type BuildCode =
  /** Not exposed by default and not enabled, while other labels want a route. */
  | "not-enabled"
  /** The provider's constraints can't be read: no service is taken. */
  | "invalid-constraints"
  /** `traefik.docker.*` and `traefik.swarm.*` in one set. */
  | "docker-and-swarm"
  /** `traefik.docker.*` where `traefik.swarm.*` is the name now: works, with a warning at each poll. */
  | "deprecated-prefix"
  /** A label that begins like Traefik's and that this version does not look at; `reason` is v1, swarm-prefix, tls, udp or unknown. */
  | "unread-label"
  /** lbswarm with endpoint mode dnsrr: there is no address, so no route. */
  | "lbswarm-dnsrr"
  /** No network that spans the swarm. */
  | "no-network"
  /** The named network is none of the service's: any is taken. */
  | "network-not-found"
  /** Several networks and none named: any is taken, another one at each poll. */
  | "random-network"
  /** An HTTP, TCP or UDP service without a port. */
  | "missing-port"
  /** A service without a loadbalancer below it. */
  | "no-load-balancer"
  /** `server.url` beside `server.port` or `server.scheme`. */
  | "url-and-port"
  /** A port that is no number from 1 to 65535, and that Traefik takes. */
  | "odd-port"
  /** A scheme that Traefik can't speak: each request ends in 500. */
  | "odd-scheme"
  /** A time of v2's health check that is none: Traefik logs it and takes its default, `fallback`. */
  | "odd-health-time"
  /** A TCP router without a rule. */
  | "empty-rule"
  /** The provider's default rule is empty for this service. */
  | "undefined-rule"
  /** The provider's default rule fails. */
  | "default-rule-error"
  /** A router in the labels without a rule: it gets the provider's default rule. */
  | "default-rule"
  /** A router without a service, in a set with several. */
  | "ambiguous-service"
  /** Several services and no router: Traefik makes none. */
  | "no-router"
  | "invalid-rule"
  /** An entrypoint that does not exist; `left` says whether another one of the router does. */
  | "unknown-entrypoint"
  | "unknown-middleware"
  | "unknown-service"
  | "unknown-tls-options"
  | "unknown-transport"
  /** Above 2^63 - 1001. */
  | "priority-too-high"
  /** The address of a server can't be parsed. */
  | "invalid-server-url"
  | "invalid-strategy"
  /** A v2 `flushInterval` or a `proxyProtocol.version` that is none. */
  | "invalid-service-option"
  /** A middleware without a type. */
  | "empty-middleware"
  /** A middleware with several types. */
  | "mixed-middleware"
  /** A chain that comes back to itself. */
  | "middleware-loop"
  /** Content that Traefik can't build the middleware from; `option` and `reason` say what. */
  | "invalid-middleware"
  /** Content that Traefik takes and that does not do what it is there for; `option` and `reason` say what. */
  | "odd-middleware"
  /** The same name with another content in another service's labels; for all of them it counts as not there. */
  | "defined-twice";

export type LabelProblem = Problem<DecodeCode | BuildCode>;

export interface Router {
  readonly protocol: Protocol;
  readonly name: string;
  readonly block: Block;
  /** "" for UDP. */
  readonly rule: string;
  readonly defaultRule: boolean;
  readonly service: string;
}

export interface Service {
  readonly protocol: Protocol;
  readonly name: string;
  readonly block: Block;
}

export interface Middleware {
  readonly protocol: "http" | "tcp";
  readonly name: string;
  readonly block: Block;
}

/** What one set of labels adds to Traefik. */
export interface Built {
  readonly routers: readonly Router[];
  readonly services: readonly Service[];
  readonly middlewares: readonly Middleware[];
  readonly stores: readonly { readonly name: string; readonly block: Block }[];
}

export interface Judgement {
  /** Something is added. It does not mean that a request is answered. */
  readonly served: boolean;
  /** Why not; undefined where it is served, or left out on purpose. */
  readonly dropped: { readonly code: DecodeCode | BuildCode; readonly labels: readonly number[] } | undefined;
  readonly problems: readonly LabelProblem[];
  readonly built: Built;
}

export const NOTHING: Built = { routers: [], services: [], middlewares: [], stores: [] };

/** The name that Traefik gives the provider of Swarm's services. */
export const providerName = (version: Version): string => (version.major >= 3 ? "swarm" : "docker");

export function problem(
  code: BuildCode,
  effect: Problem["effect"],
  blame: Blame,
  args: Readonly<Record<string, string>> = {},
): LabelProblem {
  return { code, effect, ...blame, args };
}
