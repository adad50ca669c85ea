// Requests and connections as Traefik's rules see them.
import { utf8Bytes, utf8Text } from "./utf8.ts";

export interface HttpRequest {
  readonly method: string;
  /** The Host header, port and all. */
  readonly host: string;
  /** Path and query as sent. */
  readonly target: string;
  readonly headers: readonly (readonly [string, string])[];
  /** IP address of the peer. */
  readonly client: string;
}

export interface TcpConnection {
  /** "" without TLS. */
  readonly sni: string;
  readonly alpn: readonly string[];
  readonly client: string;
}

/** "unknown" where no answer is sure. */
export type Answer = boolean | "unknown";

export type HttpTest = { readonly protocol: "http"; readonly takes: (request: SeenRequest) => Answer };
export type TcpTest = { readonly protocol: "tcp"; readonly takes: (connection: TcpConnection) => Answer };

export interface SeenRequest {
  readonly method: string;
  /** Without port; brackets go only together with a port. */
  readonly hostOrRaw: string;
  /** Without port and brackets, small letters. */
  readonly host: string;
  /** Decoded. */
  readonly path: string;
  /** Decoded but for reserved characters. */
  readonly routingPath: string;
  readonly query: ReadonlyMap<string, readonly string[]>;
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly client: string;
}

const seen = new WeakMap<HttpRequest, SeenRequest>();

export function seenRequest(request: HttpRequest): SeenRequest {
  let result = seen.get(request);
  if (!result) {
    result = look(request);
    seen.set(request, result);
  }
  return result;
}

function look(request: HttpRequest): SeenRequest {
  const mark = request.target.indexOf("?");
  const rawPath = mark < 0 ? request.target : request.target.slice(0, mark);
  const rawQuery = mark < 0 ? "" : request.target.slice(mark + 1);
  const headers = new Map<string, string[]>();
  for (const [name, value] of request.headers) {
    const key = canonicalHeader(name);
    if (key === "Host") continue; // Go keeps it apart
    headers.set(key, [...(headers.get(key) ?? []), value]);
  }
  const path = percentDecoded(rawPath) ?? rawPath;
  return {
    method: request.method,
    hostOrRaw: withoutPort(request.host),
    host: withoutPort(request.host)
      .replace(/^\[(.*)\]$/, "$1")
      .trim()
      .toLowerCase(),
    path,
    routingPath: routingPath(rawPath, path),
    query: queryOf(rawQuery),
    headers,
    client: request.client,
  };
}

/** `Example.com:80` and `[::1]:80` without the port; other text stays. */
function withoutPort(host: string): string {
  const bracketed = /^\[([^\][]*)\]:[^:\][]*$/.exec(host);
  if (bracketed) return bracketed[1]!;
  return /^[^:\][]*:[^:\][]*$/.test(host) ? host.slice(0, host.indexOf(":")) : host;
}

/** X-Env of x-env; names with characters that headers do not have stay as they are. */
export function canonicalHeader(name: string): string {
  if (!/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name)) return name;
  return name.toLowerCase().replace(/(^|-)([a-z])/g, (_, before: string, letter: string) => before + letter.toUpperCase());
}

/** Undefined where a `%` has no two hexadecimal digits behind it. */
export function percentDecoded(text: string, plus = false): string | undefined {
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) return undefined;
  const spaced = plus ? text.replaceAll("+", " ") : text;
  if (!spaced.includes("%")) return spaced;
  const bytes: number[] = [];
  for (const [part] of spaced.matchAll(/%..|[^%]+/gs)) {
    if (part.startsWith("%")) bytes.push(Number.parseInt(part.slice(1), 16));
    else bytes.push(...utf8Bytes(part));
  }
  return utf8Text(bytes).value;
}

/** What Go writes of a path without asking how it was sent: all but these is escaped. */
const KEPT = /^[A-Za-z0-9\-_.~$&+,/:;=@]$/;
/** What may stand in a sent path for Go to take it as it is. */
const AS_SENT = /^(?:[A-Za-z0-9\-_.~!$&'()*+,/;=:@[\]]|%[0-9A-Fa-f]{2})*$/;
const RESERVED = "%(?:3A|2F|3F|23|5B|5D|40|21|24|26|27|28|29|2A|2B|2C|3B|3D|25)";
/** Linear: each turn takes one escape, and nothing follows. */
const RUNS = new RegExp(`(?:${RESERVED})+|(?:(?!${RESERVED})%[0-9A-F]{2})+`, "gi");

function routingPath(rawPath: string, path: string): string {
  const escaped = path === "*" || AS_SENT.test(rawPath) ? rawPath : Array.from(path, escapedChar).join("");
  // Linear: one escape.
  return escaped.replace(RUNS, (run) => (new RegExp(`^${RESERVED}`, "i").test(run) ? run.toUpperCase() : (percentDecoded(run) ?? run)));
}

function escapedChar(c: string): string {
  if (KEPT.test(c)) return c;
  return utf8Bytes(c)
    .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`)
    .join("");
}

function queryOf(rawQuery: string): Map<string, string[]> {
  const query = new Map<string, string[]>();
  for (const pair of rawQuery.split("&")) {
    if (pair === "" || pair.includes(";")) continue;
    const equals = pair.indexOf("=");
    const key = percentDecoded(equals < 0 ? pair : pair.slice(0, equals), true);
    const value = percentDecoded(equals < 0 ? "" : pair.slice(equals + 1), true);
    if (key === undefined || value === undefined) continue;
    query.set(key, [...(query.get(key) ?? []), value]);
  }
  return query;
}
