// The labels that Traefik decodes, as a tree of blocks, and since when. Sources: the structs of Traefik's dynamic configuration, v2.0.0 to
// v3.7.9 (`pkg/config/dynamic`, `pkg/tls`, `pkg/types`, `pkg/provider/docker`). A table, hence its length.

/**
 * A line is `Block: field kind @versions; ...`. Kinds: `s` text, `b` bool, `i` int, `d` duration, `l` list of texts, `ms` map of texts, `mi` map of ints,
 * `any` map of anything, `{B}` block, `?{B}` block that may stand alone as a toggle, `m{B}` map of blocks, `l{B}` list of blocks, `1{B}` list that is
 * written as one block. A dash before the kind: accepted and ignored, with its valid sub-keys. Versions: `from-to`, joined by `+`, the end excluded.
 */
const TABLE = `
Provider: enable b; docker {Docker}; swarm {Swarm} @3.2.2
Docker: network s; lbswarm b; allowNonRunning b @3.6
Swarm: network s; lbswarm b
Root: http {Http}; tcp {Tcp}; udp {Udp} @2.2; tls {Tls}
Http: routers m{Router}; services m{Service}; middlewares m{Middleware}; models m{Model} @2.2; serversTransports -m{ServersTransport} @2.4
Router: entryPoints l; middlewares l; service s; rule s; priority i; tls ?{RouterTls}; ruleSyntax s @3; observability {Observability} @3.3; defaultRule -b @2.11; deniedEncodedPathCharacters -{EncodedPath} @2.11.32-3+3.6.4; parentRefs -l @3.5
RouterTls: options s; certResolver s; domains l{Domain}; resolvedOptions -s @2.11.44-3+3.6.15
Domain: main s; sans l
Observability: accessLogs b; tracing b; metrics b; traceVerbosity s @3.5; metadata -{Empty} @3.7
EncodedPath: allowEncodedSlash b; allowEncodedBackSlash b; allowEncodedNullCharacter b; allowEncodedSemicolon b; allowEncodedPercent b; allowEncodedQuestionMark b; allowEncodedHash b
Empty:
Model: middlewares l; tls ?{RouterTls}; observability {Observability} @3.3; defaultRuleSyntax -s @3; deniedEncodedPathCharacters -{EncodedPath} @2.11.32-3+3.6.4
Service: loadBalancer {LoadBalancer}; middlewares l @3.7; weighted -{Weighted}; mirroring -{Mirroring}; failover -{Failover} @2.8; highestRandomWeight -{Hrw} @3.6
LoadBalancer: sticky ?{Sticky}; servers 1{Server}; strategy s @3.4; healthCheck {HealthCheck}; passiveHealthCheck {PassiveHealthCheck} @3.6; passHostHeader b; responseForwarding {ResponseForwarding}; serversTransport s @2.4; nginxUpstreamHashBy -s @3.7
Sticky: cookie {Cookie} @2-2.2.1; cookie ?{Cookie} @2.2.1
Cookie: name s; secure b; httpOnly b; sameSite s @2.1.9; maxAge i @3; path s @3.3; domain s @3.4; expires -i @3.7
Server: url -s @2-3.4; url s @3.4; scheme s; port s; weight i @3; preservePath -b @3.3-3.4; preservePath b @3.4; fenced -b @3.3
HealthCheck: scheme s; mode s @3; path s; method s @2.9.1; status i @3; port i; interval s @2-3; interval d @3; unhealthyInterval d @3.5; timeout s @2-3; timeout d @3; hostname s; followRedirects b @2.2; headers ms
PassiveHealthCheck: failureWindow d; maxFailedAttempts i
ResponseForwarding: flushInterval s @2-3; flushInterval d @3
Weighted: services l{WeightedService}; sticky {Sticky} @2.1; healthCheck ?{Empty} @2.5
WeightedService: name s; weight i; headers -ms @3.6; status -i @3; grpcStatus -{GrpcStatus} @3.1
GrpcStatus: code i; msg s
Mirroring: service s; mirrorBody b @3.2; maxBodySize i @2.2; mirrors l{Mirror}; healthCheck ?{Empty} @2.5
Mirror: name s; percent i
Failover: service s; fallback s; healthCheck ?{Empty}; errors {FailoverErrors} @3.7
FailoverErrors: maxRequestBodyBytes i; status l
Hrw: services l{HrwService}; healthCheck ?{Empty}
HrwService: name s; weight i
ServersTransport: serverName s; insecureSkipVerify b; rootCAs l; certificates l{Certificate}; maxIdleConnsPerHost i; forwardingTimeouts {Timeouts}; disableHTTP2 b @2.5; peerCertURI s @2.5; spiffe ?{Spiffe} @3; cipherSuites l @3.6; minVersion s @3.6; maxVersion s @3.6
Timeouts: dialTimeout d; responseHeaderTimeout d; idleConnTimeout d; readIdleTimeout d @2.6; pingTimeout d @2.6
Spiffe: ids l; trustDomain s
Certificate: certFile s; keyFile s
Middleware: addPrefix {AddPrefix}; stripPrefix {StripPrefix}; stripPrefixRegex {StripPrefixRegex}; replacePath {ReplacePath}; replacePathRegex {ReplacePathRegex}; chain {Chain}; ipWhiteList {IpList}; ipAllowList {IpAllowList} @2.11; headers {Headers}; encodedCharacters {EncodedPath} @3.7; errors {Errors}; rateLimit {RateLimit}; redirectRegex {RedirectRegex}; redirectScheme {RedirectScheme}; basicAuth {Auth}; digestAuth {Auth}; forwardAuth {ForwardAuth}; inFlightReq {InFlightReq}; buffering {Buffering}; circuitBreaker {CircuitBreaker}; compress ?{Compress}; passTLSClientCert {PassTls}; retry {Retry}; contentType {ContentType} @2.1.3-3; contentType ?{ContentType} @3; grpcWeb {GrpcWeb} @3; plugin any @2.3; requestHeaderModifier -{HeaderModifier} @3; responseHeaderModifier -{HeaderModifier} @3.1; requestRedirect -{RequestRedirect} @3.1; urlRewrite -{UrlRewrite} @3.1; appRoot -{Empty} @3.7; authTLSPassCertificateToUpstream -{Empty} @3.7; rewriteTarget -{Empty} @3.7; snippet -{Empty} @3.7; upstreamVHost -{Empty} @3.7
AddPrefix: prefix s
StripPrefix: prefixes l; forceSlash b @2.0.5
StripPrefixRegex: regex l
ReplacePath: path s
ReplacePathRegex: regex s; replacement s
Chain: middlewares l
IpList: sourceRange l; ipStrategy ?{IpStrategy}
IpAllowList: sourceRange l; ipStrategy ?{IpStrategy}; rejectStatusCode i @3
IpStrategy: depth i; excludedIPs l; ipv6Subnet i @3.2
Headers: customRequestHeaders ms; customResponseHeaders ms; accessControlAllowCredentials b; accessControlAllowHeaders l; accessControlAllowMethods l; accessControlAllowOrigin s @2-2.5; accessControlAllowOriginList l @2.2; accessControlAllowOriginListRegex l @2.4; accessControlExposeHeaders l; accessControlMaxAge i; addVaryHeader b; allowedHosts l; hostsProxyHeaders l; sslRedirect b; sslTemporaryRedirect b; sslHost s; sslProxyHeaders ms; sslForceHost b; stsSeconds i; stsIncludeSubdomains b; stsPreload b; forceSTSHeader b; frameDeny b; customFrameOptionsValue s; contentTypeNosniff b; browserXssFilter b; customBrowserXSSValue s; contentSecurityPolicy s; contentSecurityPolicyReportOnly s @3.1; publicKey s; referrerPolicy s; featurePolicy s; permissionsPolicy s @2.5; isDevelopment b
Errors: status l; service s; query s; statusRewrites mi @3.4; errorRequestHeaders l @2.11.44-3+3.6.15; nginxHeaders -s @3.7
RateLimit: average i; period d @2.2; burst i; sourceCriterion {SourceCriterion}; redis {Redis} @3.4
SourceCriterion: ipStrategy {IpStrategy}; requestHeaderName s; requestHost b
Redis: endpoints l; username s; password s; db i; poolSize i; minIdleConns i; maxActiveConns i; readTimeout d; writeTimeout d; dialTimeout d; tls {RedisTls}
RedisTls: ca s; cert s; key s; insecureSkipVerify b
RedirectRegex: regex s; replacement s; permanent b; statusCode -i @3.7
RedirectScheme: scheme s; port s; permanent b; forcePermanentRedirect -b @3.7
Auth: users l; usersFile s; realm s; removeHeader b; headerField s
ForwardAuth: address s; tls {ClientTls}; trustForwardHeader b; authResponseHeaders l; authResponseHeadersRegex s @2.4; authRequestHeaders l @2.4; addAuthCookiesToResponse l @3; headerField s @3.2; forwardBody b @3.3; maxBodySize i @3.3; preserveLocationHeader b @3.3; preserveRequestMethod b @3.4; maxResponseBodySize i @2.11.38-3+3.6.9; authSigninURL s @3.7
ClientTls: ca s; caOptional b; cert s; key s; insecureSkipVerify b
InFlightReq: amount i; sourceCriterion {SourceCriterion}
Buffering: maxRequestBodyBytes i; memRequestBodyBytes i; maxResponseBodyBytes i; memResponseBodyBytes i; retryExpression s; disableRequestBuffer -b @3.7; disableResponseBuffer -b @3.7
CircuitBreaker: expression s; checkPeriod d @2.8; fallbackDuration d @2.8; recoveryDuration d @2.8; responseCode i @3
Compress: excludedContentTypes l @2.1; includedContentTypes l @3; minResponseBodyBytes i @2.6; encodings l @3.2; defaultEncoding s @3.0.2
PassTls: pem b; info {TlsInfo}
TlsInfo: notAfter b; notBefore b; sans b; serialNumber b @2.2; subject {TlsSubject}; issuer {TlsIssuer}
TlsSubject: country b; province b; locality b; organization b; organizationalUnit b @2.6; commonName b; serialNumber b; domainComponent b
TlsIssuer: country b; province b; locality b; organization b; commonName b; serialNumber b; domainComponent b
Retry: attempts i; initialInterval d @2.4; timeout d @3.7; maxRequestBodyBytes i @3.7; status l @3.7; disableRetryOnNetworkError b @3.7; retryNonIdempotentMethod b @3.7
ContentType: autoDetect b
GrpcWeb: allowOrigins l
HeaderModifier: set ms; add ms; remove l
RequestRedirect: scheme s; hostname s; port s; path s; pathPrefix s; statusCode i
UrlRewrite: hostname s; path s; pathPrefix s
Tcp: routers m{TcpRouter}; services m{TcpService}; middlewares m{TcpMiddleware} @2.5; models -m{TcpModel} @3; serversTransports -m{TcpServersTransport} @3
TcpRouter: entryPoints l; middlewares l @2.5; service s; rule s; ruleSyntax s @3; priority i @2.7; tls ?{TcpRouterTls}
TcpRouterTls: passthrough b; options s; certResolver s; domains l{Domain}; resolvedOptions -s @2.11.44-3+3.6.15
TcpService: loadBalancer {TcpLoadBalancer}; weighted -{TcpWeighted}
TcpLoadBalancer: proxyProtocol ?{ProxyProtocol} @2.4; servers 1{TcpServer}; serversTransport s @3; terminationDelay i; healthCheck ?{TcpHealthCheck} @3.6
TcpServer: address -s; port s; tls b @3
ProxyProtocol: version i
TcpHealthCheck: port i; send s; expect s; interval d; unhealthyInterval d; timeout d
TcpWeighted: services l{TcpWeightedService}; healthCheck ?{Empty} @3.6
TcpWeightedService: name s; weight i
TcpMiddleware: inFlightConn {InFlightConn} @2.6; ipWhiteList {TcpIpList}; ipAllowList {TcpIpList} @2.11
InFlightConn: amount i
TcpIpList: sourceRange l
TcpModel: defaultRuleSyntax -s
TcpServersTransport: dialKeepAlive d; dialTimeout d; proxyProtocol ?{ProxyProtocol} @3.5; terminationDelay d; tls ?{TcpClientTls}
TcpClientTls: serverName s; insecureSkipVerify b; rootCAs l; certificates l{Certificate}; peerCertURI s; spiffe ?{Spiffe}
Udp: routers m{UdpRouter}; services m{UdpService}
UdpRouter: entryPoints l; service s
UdpService: loadBalancer {UdpLoadBalancer}; weighted -{UdpWeighted}
UdpLoadBalancer: servers 1{UdpServer}
UdpServer: address -s; port s
UdpWeighted: services l{TcpWeightedService}
Tls: stores m{Store}
Store: defaultCertificate -{Certificate}; defaultGeneratedCert {GeneratedCert} @2.8
GeneratedCert: resolver s; domain {Domain}
`;

export type ScalarKind = "string" | "bool" | "int" | "duration";
export type FieldKind = ScalarKind | "list" | "block" | "toggle" | "map" | "blocks" | "single" | "any";

export interface LabelField {
  /** As Traefik's documentation spells it. */
  readonly name: string;
  readonly kind: FieldKind;
  /** The block below: of a block itself, or of a map's or list's entries. */
  readonly block: LabelBlock | undefined;
  /** What a map of plain values holds. */
  readonly entry: ScalarKind | undefined;
  /** Accepted and ignored. */
  readonly ignored: boolean;
  /** Half-open ranges of versions; empty for all. */
  readonly ranges: readonly (readonly [from: number, to: number])[];
}

export interface LabelBlock {
  readonly name: string;
  readonly fields: readonly LabelField[];
  /** By the lower-case name as it stands in a label; several where the kind changed. */
  readonly byName: ReadonlyMap<string, readonly LabelField[]>;
}

/** A version as one number that sorts; what the text leaves open is the newest. */
export function versionNumber(version: { readonly major: number; readonly minor: number; readonly patch: number }): number {
  return (version.major * 1000 + Math.min(version.minor, 999)) * 1000 + Math.min(version.patch, 999);
}

/** The field of that name, in any case; undefined where this version does not have it. */
export function fieldOf(block: LabelBlock, lowerName: string, version: number): LabelField | undefined {
  return block.byName.get(lowerName)?.find((field) => isIn(field, version));
}

/** The first version that has a block's field, as `3.2.2`; undefined where none has it, or all have. */
export function sinceOf(block: string, lowerName: string): string | undefined {
  const from = BLOCKS.get(block)
    ?.byName.get(lowerName)
    ?.flatMap((f) => f.ranges.map(([first]) => first));
  return from && from.length > 0 ? versionText(Math.min(...from)) : undefined;
}

/** The first version behind this one in which a field counts that is ignored now. */
export function countsFrom(block: string, lowerName: string, version: number): string | undefined {
  const fields = BLOCKS.get(block)?.byName.get(lowerName) ?? [];
  const from = fields.flatMap((f) => (f.ignored ? [] : f.ranges.map(([first]) => first))).filter((first) => first > version);
  return from.length > 0 ? versionText(Math.min(...from)) : undefined;
}

function versionText(number: number): string {
  const [major, minor, patch] = [Math.floor(number / 1_000_000), Math.floor(number / 1_000) % 1_000, number % 1_000];
  return patch > 0 ? `${major}.${minor}.${patch}` : `${major}.${minor}`;
}
/** The segment that stands for a field in a label. */
export const segmentOf = (field: LabelField): string => (field.kind === "single" ? "server" : field.name);

/** What may stand at some place of a key in this version, without what is ignored: for completion, and to find what somebody meant. */
export const segmentsIn = (block: LabelBlock, version: number): readonly string[] =>
  block.fields.filter((f) => !f.ignored && isIn(f, version)).map(segmentOf);

/** A block by its name, which problems give. */
export const blockNamed = (name: string): LabelBlock | undefined => BLOCKS.get(name);

const isIn = ({ ranges }: LabelField, version: number): boolean =>
  ranges.length === 0 || ranges.some(([from, to]) => version >= from && version < to);

const KINDS: Readonly<Record<string, FieldKind>> = {
  s: "string",
  b: "bool",
  i: "int",
  d: "duration",
  l: "list",
  ms: "map",
  mi: "map",
  any: "any",
  "{": "block",
  "?{": "toggle",
  "m{": "map",
  "l{": "blocks",
  "1{": "single",
};

const BLOCKS = readTable();
export const PROVIDER_LABELS: LabelBlock = BLOCKS.get("Provider")!;
export const DYNAMIC_LABELS: LabelBlock = BLOCKS.get("Root")!;

function readTable(): ReadonlyMap<string, LabelBlock> {
  const lines = TABLE.trim()
    .split("\n")
    .map((line) => /^(\w+): ?(.*)$/.exec(line)!);
  const blocks = new Map(
    lines.map(([, name]) => [name!, { name: name!, fields: [] as LabelField[], byName: new Map<string, LabelField[]>() }]),
  );
  for (const [, name, rest] of lines) {
    const block = blocks.get(name!)!;
    for (const text of rest!.split("; ").filter((t) => t !== "")) {
      const [field, kind, versions] = text.split(" ") as [string, string, string?];
      // Bounded: a line of the table above.
      const [, dash, short, below] = /^(-?)(\??\w*\{?)(?:(\w+)\})?$/.exec(kind)!;
      const entry = short === "ms" ? "string" : short === "mi" ? "int" : undefined;
      const ranges = versions === undefined ? [] : versions.slice(1).split("+").map(readRange);
      const made = {
        name: field,
        kind: KINDS[short!]!,
        block: below ? blocks.get(below)! : undefined,
        entry,
        ignored: dash === "-",
        ranges,
      } as const;
      block.fields.push(made);
      const key = segmentOf(made).toLowerCase();
      block.byName.set(key, [...(block.byName.get(key) ?? []), made]);
    }
  }
  return blocks;
}

function readRange(text: string): readonly [number, number] {
  const [from, to] = text.split("-").map((v) => {
    const [major, minor, patch] = v.split(".").map(Number);
    return versionNumber({ major: major!, minor: minor ?? 0, patch: patch ?? 0 });
  });
  return [from!, to ?? Number.POSITIVE_INFINITY];
}
