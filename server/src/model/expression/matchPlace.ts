// Matchers that ask where a request goes: host and path.
import { asciiFlaws, type CompileHttp, type Flaw, flawed, some, type Values } from "./compiled.ts";
import { changed, type RuleDialect } from "./dialect.ts";
import type { Answer, SeenRequest } from "./request.ts";
import { readTemplate, type TemplateShape } from "./template.ts";

/** The path that rules of this release see. */
export const pathOf = (dialect: RuleDialect) => {
  const routing = changed(dialect.version, "reservedStayEncoded");
  return (request: SeenRequest) => (routing ? request.routingPath : request.path);
};

/** The host with or without the dot at its end, on either side. */
const sameHost = (asked: string, host: string): boolean =>
  asked !== "" &&
  (asked === host || (host.endsWith(".") && asked === host.slice(0, -1)) || (asked.endsWith(".") && asked.slice(0, -1) === host));

export const host: CompileHttp = (values, dialect) => {
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

export const HOST_TEMPLATE: TemplateShape = { open: "[^.]+", before: "(?i)^", after: "$", parts: true };
export const PATH_TEMPLATE: TemplateShape = { open: "[^/]+", before: "^", after: "$", parts: true };
export const PREFIX_TEMPLATE: TemplateShape = { ...PATH_TEMPLATE, after: "" };

/** Several templates, any of which may match. */
export const templates =
  (
    shape: TemplateShape,
    subject: (dialect: RuleDialect) => (request: SeenRequest) => string,
    flawsOf: (v: Values) => Flaw[],
  ): CompileHttp =>
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

export const slashFlaws = (values: Values): Flaw[] =>
  values.flatMap((value, argument) => (value.startsWith("/") ? [] : [{ code: "path-without-slash" as const, args: [value], argument }]));
