// Matchers that ask what a request brings: method, headers, query, and who sends it.
import { type CompileHttp, clientNetworks, every, type Flaw, flawed, type Values } from "./compiled.ts";
import { type GoRegExp, goRegExp } from "./goRegExp.ts";
import { type Answer, canonicalHeader, type SeenRequest } from "./request.ts";
import { readTemplate, type TemplateShape } from "./template.ts";

export const clientIp: CompileHttp = (values) => {
  const networks = clientNetworks(values);
  return "flaws" in networks ? networks : { takes: (r) => networks.takes(r.client) };
};

export const method: CompileHttp = (values) => {
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

export const headers: CompileHttp = (values) => {
  const wanted = [...pairs(values)];
  return { takes: (r) => wanted.every(([name, value]) => headerValues(r, name).includes(value)) };
};

export const headersRegexp: CompileHttp = (values, dialect) => {
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
  return { takes: (r) => every(tests.map(([name, regexp]) => answer(r, name, regexp))) };
};

const QUERY_TEMPLATE: TemplateShape = { open: ".*", before: "^", after: "$", parts: true };

export const queryV2: CompileHttp = (values, dialect, variables) => {
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
  return { takes: (r) => every(tests.map((t) => t(r))) };
};

/** `key=value` of the first such pair, "" without one. */
function firstQuery(request: SeenRequest, key: string): string {
  const value = request.query.get(key)?.[0];
  return value === undefined ? "" : `${key}=${value}`;
}

export const queryV3: CompileHttp = ([key, value = ""]) => ({ takes: (r) => r.query.get(key!)?.includes(value) ?? false });
