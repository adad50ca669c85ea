// The HTTP matchers of both syntaxes by their names.
import { asciiFlaws, type CompileHttp, flawed, regexpOr } from "./compiled.ts";
import type { RuleDialect } from "./dialect.ts";
import { clientIp, headers, headersRegexp, method, queryV2, queryV3 } from "./matchContent.ts";
import { HOST_TEMPLATE, host, PATH_TEMPLATE, PREFIX_TEMPLATE, pathOf, slashFlaws, templates } from "./matchPlace.ts";

const V2: Readonly<Record<string, CompileHttp>> = {
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

const V3: Readonly<Record<string, CompileHttp>> = {
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

export const httpMatcher = (dialect: RuleDialect, name: string): CompileHttp => (dialect.syntax === "v2" ? V2 : V3)[name]!;
