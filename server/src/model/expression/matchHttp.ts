// What the HTTP matchers of both syntaxes refuse, and which requests they take.
import { holds, type Network, parseAddress, parseNetwork } from "./address.ts";
import { changed, type RuleDialect } from "./dialect.ts";
import { type GoRegExp, goRegExp } from "./goRegExp.ts";
import { type Answer, canonicalHeader, type SeenRequest } from "./request.ts";
import type { ProblemCode } from "./ruleTree.ts";
import { readTemplate, type TemplateShape } from "./template.ts";

export interface Flaw {
  readonly code: ProblemCode;
  readonly args: readonly string[];
  /** Index of the argument. */
  readonly argument: number;
}

export type Compiled<T> = { readonly flaws: readonly Flaw[] } | { readonly takes: (subject: T) => Answer };

export type Values = readonly string[];

/** Variable names of the queries before in the same route. */
export type Variables = Set<string>;

type Compile = (values: Values, dialect: RuleDialect, variables: Variables) => Compiled<SeenRequest>;

export const isAscii = (text: string): boolean => /^[\x00-\x7f]*$/.test(text);

export const some = (answers: readonly Answer[]): Answer => answers.includes(true) || (answers.includes("unknown") ? "unknown" : false);

export const flawed = (flaws: readonly Flaw[]) => ({ flaws });

const asciiFlaws = (values: Values): Flaw[] =>
  values.flatMap((value, argument) => (isAscii(value) ? [] : [{ code: "non-ascii" as const, args: [value], argument }]));

const pathOf = (dialect: RuleDialect) => {
  const routing = changed(dialect.version, "reservedStayEncoded");
  return (request: SeenRequest) => (routing ? request.routingPath : request.path);
};

/** The host with or without the dot at its end, on either side. */
const sameHost = (asked: string, host: string): boolean =>
  asked !== "" &&
  (asked === host || (host.endsWith(".") && asked === host.slice(0, -1)) || (asked.endsWith(".") && asked.slice(0, -1) === host));

const host: Compile = (values, dialect) => {
  const flaws = asciiFlaws(values);
  if (flaws.length > 0) return flawed(flaws);
  const hosts = values.map((v) => v.toLowerCase());
  if (dialect.syntax === "v3") return { takes: oneHost(hosts[0]!, dialect) };
  return { takes: (r) => hosts.some((h) => sameHost(r.host, h)) };
};

function oneHost(value: string, dialect: RuleDialect): (request: SeenRequest) => Answer {
  if (value === "*" && changed(dialect.version, "anyHost")) return () => true;
  if (!value.startsWith("*.") || !changed(dialect.version, "wildcardHost")) return (r) => sameHost(r.host, value);
  const domain = withoutDot(value.slice(2));
  return (r) => {
    const asked = withoutDot(r.host);
    const dot = asked.indexOf(".");
    return asked !== "" && (dot < 0 ? "" : asked.slice(dot + 1)) === domain;
  };
}

const withoutDot = (host: string): string => host.replace(/\.$/, "");

const HOST_TEMPLATE: TemplateShape = { open: "[^.]+", before: "(?i)^", after: "$", parts: true };
const PATH_TEMPLATE: TemplateShape = { open: "[^/]+", before: "^", after: "$", parts: true };
const PREFIX_TEMPLATE: TemplateShape = { ...PATH_TEMPLATE, after: "" };

/** Several templates, any of which may match. */
const templates =
  (shape: TemplateShape, subject: (dialect: RuleDialect) => (request: SeenRequest) => string, flawsOf: (v: Values) => Flaw[]): Compile =>
  (values, dialect, variables) => {
    const flaws = flawsOf(values);
    const tests: ((request: SeenRequest) => Answer)[] = [];
    for (const [argument, value] of values.entries()) {
      const read = readTemplate(value, shape, dialect.regexp);
      if ("code" in read) flaws.push({ ...read, argument });
      else {
        const twice = read.names.find((name) => variables.has(name));
        if (twice !== undefined) flaws.push({ code: "variable-twice", args: [twice], argument });
        const { regexp } = read;
        const of = subject(dialect);
        tests.push((r) => (regexp ? regexp.test(of(r)) : "unknown"));
      }
    }
    if (flaws.length > 0) return flawed(flaws);
    return { takes: (r) => some(tests.map((t) => t(r))) };
  };

const slashFlaws = (values: Values): Flaw[] =>
  values.flatMap((value, argument) => (value.startsWith("/") ? [] : [{ code: "path-without-slash" as const, args: [value], argument }]));

const regexpOr = (
  value: string,
  argument: number,
  dialect: RuleDialect,
  takes: (test: GoRegExp) => (request: SeenRequest) => Answer,
): Compiled<SeenRequest> => {
  const result = goRegExp(value, dialect.regexp);
  if ("refused" in result) return flawed([{ code: "bad-regexp", args: [value, result.refused], argument }]);
  return { takes: "ok" in result ? takes(result.ok) : () => "unknown" };
};

export function clientNetworks(values: Values): { readonly flaws: readonly Flaw[] } | { readonly takes: (client: string) => Answer } {
  const networks = values.map(parseNetwork);
  const flaws = values.flatMap((value, argument) =>
    networks[argument] ? [] : [{ code: "bad-address" as const, args: [value], argument }],
  );
  if (flaws.length > 0) return flawed(flaws);
  return {
    takes: (client) => {
      const address = parseAddress(client);
      return address !== undefined && networks.some((n) => holds(n as Network, address));
    },
  };
}

const clientIp: Compile = (values) => {
  const networks = clientNetworks(values);
  return "flaws" in networks ? networks : { takes: (r) => networks.takes(r.client) };
};

const method: Compile = (values) => {
  const methods = values.map((v) => v.toUpperCase());
  return { takes: (r) => methods.includes(r.method) };
};

/** Names and values in turn; of one name the last counts. */
const pairs = (values: Values): Map<string, string> => {
  const map = new Map<string, string>();
  for (let i = 0; i + 1 < values.length; i += 2) map.set(values[i]!, values[i + 1]!);
  return map;
};

const headerValues = (request: SeenRequest, name: string): readonly string[] => request.headers.get(canonicalHeader(name)) ?? [];

const headers: Compile = (values) => {
  const wanted = [...pairs(values)];
  return { takes: (r) => wanted.every(([name, value]) => headerValues(r, name).includes(value)) };
};

const headersRegexp: Compile = (values, dialect) => {
  const flaws: Flaw[] = [];
  const wanted = new Map<string, GoRegExp | undefined>();
  for (let i = 0; i + 1 < values.length; i += 2) {
    const result = goRegExp(values[i + 1]!, dialect.regexp);
    if ("refused" in result) flaws.push({ code: "bad-regexp", args: [values[i + 1]!, result.refused], argument: i + 1 });
    wanted.set(values[i]!, "ok" in result ? result.ok : undefined);
  }
  if (flaws.length > 0) return flawed(flaws);
  const tests = [...wanted];
  const answer = (r: SeenRequest, name: string, regexp: GoRegExp | undefined): Answer => {
    const found = headerValues(r, name);
    if (found.length === 0) return false;
    return regexp ? found.some((v) => regexp.test(v)) : "unknown";
  };
  return {
    takes: (r) => {
      const answers = tests.map(([name, regexp]) => answer(r, name, regexp));
      return answers.includes(false) ? false : !answers.includes("unknown") || "unknown";
    },
  };
};

const QUERY_TEMPLATE: TemplateShape = { open: ".*", before: "^", after: "$", parts: true };

const queryV2: Compile = (values, dialect, variables) => {
  const parts = values.flatMap((v) => (v.includes("=") ? [v.slice(0, v.indexOf("=")), v.slice(v.indexOf("=") + 1)] : [v]));
  if (parts.length % 2 !== 0)
    return flawed([{ code: "argument-count", args: ["Query", String(parts.length), "pairs"], argument: values.length - 1 }]);
  const tests: ((request: SeenRequest) => Answer)[] = [];
  for (let i = 0; i < parts.length; i += 2) {
    const text = `${parts[i]}=${parts[i + 1]}`;
    const value = text.slice(text.indexOf("=") + 1);
    const read = readTemplate(text, value === "" ? { ...QUERY_TEMPLATE, after: ".*$" } : QUERY_TEMPLATE, dialect.regexp);
    const argument = Math.min(i, values.length - 1);
    if ("code" in read) return flawed([{ ...read, argument }]);
    const twice = read.names.find((name) => variables.has(name));
    if (twice !== undefined) return flawed([{ code: "variable-twice", args: [twice], argument }]);
    for (const name of read.names) variables.add(name);
    const key = text.slice(0, text.indexOf("="));
    tests.push((r) => (read.regexp ? read.regexp.test(firstQuery(r, key)) : "unknown"));
  }
  return {
    takes: (r) => {
      const answers = tests.map((t) => t(r));
      return answers.includes(false) ? false : !answers.includes("unknown") || "unknown";
    },
  };
};

/** `key=value` of the first such pair, "" without one. */
function firstQuery(request: SeenRequest, key: string): string {
  const value = request.query.get(key)?.[0];
  return value === undefined ? "" : `${key}=${value}`;
}

const queryV3: Compile = ([key, value = ""]) => ({ takes: (r) => r.query.get(key!)?.includes(value) ?? false });

const V2: Readonly<Record<string, Compile>> = {
  Host: host,
  HostHeader: host,
  HostRegexp: templates(HOST_TEMPLATE, () => (r) => r.hostOrRaw, asciiFlaws),
  Path: templates(PATH_TEMPLATE, pathOf, slashFlaws),
  PathPrefix: templates(PREFIX_TEMPLATE, pathOf, slashFlaws),
  Method: method,
  Headers: headers,
  HeadersRegexp: headersRegexp,
  Query: queryV2,
  ClientIP: clientIp,
};

const V3: Readonly<Record<string, Compile>> = {
  Host: host,
  HostRegexp: (values, dialect) => {
    const flaws = asciiFlaws(values);
    // It also asks the name that a CNAME leads to, which is empty unless the static options want it.
    return flaws.length > 0 ? flawed(flaws) : regexpOr(values[0]!, 0, dialect, (re) => (r) => re.test(r.host) || re.test(""));
  },
  Path: (values, dialect) => {
    const flaws = slashFlaws(values);
    const path = pathOf(dialect);
    return flaws.length > 0 ? flawed(flaws) : { takes: (r) => path(r) === values[0] };
  },
  PathPrefix: (values, dialect) => {
    const flaws = slashFlaws(values);
    const path = pathOf(dialect);
    return flaws.length > 0 ? flawed(flaws) : { takes: (r) => path(r).startsWith(values[0]!) };
  },
  PathRegexp: (values, dialect) => {
    const path = pathOf(dialect);
    return regexpOr(values[0]!, 0, dialect, (re) => (r) => re.test(path(r)));
  },
  Method: method,
  Header: headers,
  HeaderRegexp: headersRegexp,
  Query: queryV3,
  QueryRegexp: (values, dialect, variables) =>
    values.length === 1
      ? queryV3(values, dialect, variables)
      : regexpOr(values[1]!, 1, dialect, (re) => (r) => r.query.get(values[0]!)?.some((v) => re.test(v)) ?? false),
  ClientIP: clientIp,
};

export const httpMatcher = (dialect: RuleDialect, name: string): Compile => (dialect.syntax === "v2" ? V2 : V3)[name]!;
