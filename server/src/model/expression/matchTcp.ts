// What the TCP matchers of both syntaxes refuse, and which connections they take.

import { type Compiled, clientNetworks, type Flaw, flawed, isAscii, some, type Values } from "./compiled.ts";
import { changed, has, type RuleDialect } from "./dialect.ts";
import { goRegExp } from "./goRegExp.ts";
import type { Answer, TcpConnection } from "./request.ts";
import { readTemplate, type TemplateShape } from "./template.ts";

type Compile = (values: Values, dialect: RuleDialect) => Compiled<TcpConnection>;

const canonical = (sni: string): string => sni.trim().toLowerCase();

const hostSni: Compile = (values, dialect) => {
  const word = changed(dialect.version, "underscoreInSni") ? "0-9A-Za-z_" : "0-9A-Za-z";
  const wildcard = dialect.syntax === "v3" && changed(dialect.version, "wildcardHost");
  // Between v2.0 and v2.8 the check came and went; only what is no ASCII was never of use. Linear: one loop.
  const legal = has(dialect.version, [2, 9, 1]) ? new RegExp(`^${wildcard ? "(?:\\*\\.)?" : ""}[${word}.:-]+$`) : /^[\x00-\x7f]+$/;
  const flaws = values.flatMap((value, argument): Flaw[] =>
    value === "*" || legal.test(value) ? [] : [{ code: isAscii(value) ? "bad-host" : "non-ascii", args: [value], argument }],
  );
  if (flaws.length > 0) return flawed(flaws);
  if (dialect.syntax === "v3") return { takes: oneSni(values[0]!, dialect, wildcard) };
  const hosts = values.map((v) => v.toLowerCase());
  return {
    takes: ({ sni }) => {
      if (hosts[0] === "*") return true;
      const asked = canonical(sni);
      return asked !== "" && hosts.some((h) => h === "*" || h === asked || (h.endsWith(".") && h.slice(0, -1) === asked));
    },
  };
};

function oneSni(value: string, dialect: RuleDialect, wildcard: boolean): (connection: TcpConnection) => Answer {
  if (value === "*") return () => true;
  const lower = value.toLowerCase();
  // v3 compared capitals as written up to v3.3.7 at least and no longer in v3.7; what lies between was not measured.
  const exact = !has(dialect.version, [3, 3, 8]);
  const open = !exact && !wildcard && lower !== value;
  const host = (exact ? value : lower).replace(/\.$/, "");
  return ({ sni }) => {
    const asked = canonical(sni);
    if (asked === "") return false;
    const takes =
      wildcard && host.startsWith("*.") ? asked.indexOf(".") > 0 && asked.slice(asked.indexOf(".")) === host.slice(1) : asked === host;
    return open && asked === host ? "unknown" : takes;
  };
}

const SNI_TEMPLATE: TemplateShape = { open: "[^.]+", before: "(?i)^", after: "$", parts: false };

const hostSniTemplates: Compile = (values, dialect) => {
  const read = values.map((v) => readTemplate(v, SNI_TEMPLATE, dialect.regexp));
  const flaws = read.flatMap((r, argument): Flaw[] => ("code" in r ? [{ ...r, argument }] : []));
  if (flaws.length > 0) return flawed(flaws);
  return { takes: ({ sni }) => some(read.map((r) => ("regexp" in r && r.regexp ? r.regexp.test(canonical(sni)) : "unknown"))) };
};

const hostSniRegexp: Compile = ([value = ""], dialect) => {
  if (!isAscii(value)) return flawed([{ code: "non-ascii", args: [value], argument: 0 }]);
  const result = goRegExp(value, dialect.regexp);
  if ("refused" in result) return flawed([{ code: "bad-regexp", args: [value, result.refused], argument: 0 }]);
  return { takes: ({ sni }) => ("ok" in result ? result.ok.test(canonical(sni)) : "unknown") };
};

const clientIp: Compile = (values) => {
  const networks = clientNetworks(values);
  return "flaws" in networks ? networks : { takes: (c) => networks.takes(c.client) };
};

/** The protocol by which certificates are obtained is Traefik's own. */
const RESERVED = "acme-tls/1";

const alpn: Compile = (values) => {
  const flaws = values.flatMap((value, argument): Flaw[] =>
    value === RESERVED ? [{ code: "reserved-protocol", args: [value], argument }] : [],
  );
  return flaws.length > 0 ? flawed(flaws) : { takes: (c) => c.alpn.some((p) => values.includes(p)) };
};

export function tcpMatcher(dialect: RuleDialect, name: string): Compile {
  if (name === "HostSNI") return hostSni;
  if (name === "ClientIP") return clientIp;
  if (name === "ALPN") return alpn;
  return dialect.syntax === "v2" ? hostSniTemplates : hostSniRegexp;
}
