// Hosts that no request is for: with a port, a scheme or a path, several in one text, stars before the release that knows them.
import { changed, has, type RuleDialect } from "../../model/expression/dialect.ts";
import type { Argument, MatcherNode, ParsedRule, RuleNode } from "../../model/expression/ruleTree.ts";
import { hasVariable, type Service } from "../../model/service.ts";
import type { Span } from "../../syntax/text.ts";
import { asked, joined, type RouterRule, rewriteRule, routerRules } from "../fixes/rule-text.ts";
import { type Fix, inBlock, offer, serviceRule } from "../rule.ts";

export const neverMatches = serviceRule({
  id: "routing/never-matches",
  severity: "warning",
  sources: [
    "traefik pkg/muxer/http/matcher.go@v2.11.53 and @v3.7.9 host: the request's host without its port, compared as a whole",
    "https://doc.traefik.io/traefik/routing/routers/#host-and-hostregexp",
    "https://github.com/traefik/traefik/pull/12884",
  ],
  texts: {
    en: {
      summary: "A rule names a host that no request is for",
      why: "Traefik takes the port off the host of a request and compares the rest with the value of `Host` as a whole (`HostSNI`: with the name in the TLS handshake). A value with a port, a scheme, a path, a blank or a comma is taken without a word, and nothing ever equals it: requests get a 404. A star in front of a domain works from v3.7 on, in the v3 syntax.",
      never: "No request is for a host `{value}`: {why}",
      scheme: "hosts have no scheme.",
      port: "names are compared without a port. Ports belong to entrypoints.",
      path: "a host has no path. Paths belong in `PathPrefix`.",
      list: "it is compared as one name, not as a list.",
      blank: "the blanks count as part of the name.",
      wildcard: "{traefik} takes the star for a letter; in front of a domain it means something from v3.7 on.",
      star: "a star means nothing in this place.",
      expression: "`{name}` compares letter by letter. Expressions belong in `{name}Regexp`.",
      capitals: "{traefik} compares capital letters, and requests have names in small ones.",
      both: "No request is for `{first}` and `{value}` at once, so this part never matches. To match either, write `||`.",
      write: "Write {text}",
    },
    "zh-cn": {
      summary: "规则中的主机不会有任何请求",
      why: "Traefik 会去掉请求主机名中的端口，再与 `Host` 的值整体比较（`HostSNI` 则与 TLS 握手中的名称比较）。值里带端口、协议、路径、空格或逗号时不会报错，但永远不会相等：请求得到 404。域名前的星号从 v3.7 起在 v3 语法中有效。",
      never: "不会有主机为 `{value}` 的请求：{why}",
      scheme: "主机名不含协议。",
      port: "比较时不带端口，端口属于入口点。",
      path: "主机名不含路径，路径应写在 `PathPrefix` 中。",
      list: "它被当作一个名称比较，而不是列表。",
      blank: "空格会被当作名称的一部分。",
      wildcard: "{traefik} 把星号当作普通字符；写在域名前的星号从 v3.7 起才有意义。",
      star: "星号在这个位置没有意义。",
      expression: "`{name}` 逐字比较，正则表达式应写在 `{name}Regexp` 中。",
      capitals: "{traefik} 区分大小写，而请求的名称是小写的。",
      both: "不会有请求同时发往 `{first}` 和 `{value}`，所以这一部分永远不会匹配。二者取其一应写 `||`。",
      write: "改为 {text}",
    },
  },
  bad: `services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        - traefik.http.routers.web.rule=Host(\`https://web.example.com\`)
        - traefik.http.services.web.loadbalancer.server.port=8080
`,
  good: `services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.services.web.loadbalancer.server.port=8080
`,
  *check(service, view) {
    for (const rule of routerRules(service, view, true)) {
      const { parsed, traefik } = rule;
      if (parsed.some(({ problems }) => problems.length > 0)) continue;
      const [{ tree }] = parsed;
      for (const matcher of asked(tree).filter(isHost)) {
        for (const argument of matcher.arguments) {
          const why = whyNever(matcher, argument, parsed);
          if (!why) continue;
          const args = { value: argument.value, why: [{ key: why, args: { traefik, name: matcher.name } }] };
          yield { span: argument.span, message: { key: "never", args }, fixes: () => fixes(service, rule, matcher, argument, why) };
        }
      }
      for (const all of conjunctions(tree)) yield* contradictions(service, rule, all);
    }
  },
});

type Why = "scheme" | "port" | "path" | "list" | "blank" | "wildcard" | "star" | "expression" | "capitals";

const isHost = ({ name }: MatcherNode): boolean => name === "Host" || name === "HostHeader" || name === "HostSNI";

/** All releases must agree that may be the one. */
function whyNever({ name }: MatcherNode, { value }: Argument, parsed: readonly ParsedRule[]): Why | undefined {
  const [why, ...others] = parsed.map(({ dialect }) => reason(name, value, dialect));
  return others.every((other) => other === why) ? why : undefined;
}

function reason(name: string, value: string, dialect: RuleDialect): Why | undefined {
  // Whatever a variable holds, it comes behind that.
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(value)) return "scheme";
  if (hasVariable(value)) return undefined;
  if (/^[^:/,;|\s]+:\d+$/.test(value)) return "port";
  const plain = value.replace(/\{[^}]*(\}|$)|\([^)]*(\)|$)/g, (part, brace, bracket) => (brace || bracket ? "" : part));
  if (/[,;|]|\S\s+\S/.test(plain)) return "list";
  if (/[{}()^$+]/.test(value)) return "expression";
  if (/\s/.test(value)) return "blank";
  if (value.includes("/")) return "path";
  if (value === "*") return name !== "HostSNI" && !(dialect.syntax === "v3" && changed(dialect.version, "anyHost")) ? "star" : undefined;
  if (/^\*\.[^*]*$/.test(value)) return dialect.syntax === "v3" && changed(dialect.version, "wildcardHost") ? undefined : "wildcard";
  if (value.includes("*")) return "star";
  const exact = name === "HostSNI" && dialect.syntax === "v3" && !has(dialect.version, [3, 3, 8]);
  return exact && value !== value.toLowerCase() ? "capitals" : undefined;
}

/** What may be a host, with variables. */
const PLAIN = /^(?:[\w.-]|\$\{[^}]*\})+$/;

function fixes(service: Service, rule: RouterRule, matcher: MatcherNode, argument: Argument, why: Why): Fix<"write">[] {
  if (argument.escaped || argument.quote === "") return [];
  const { value, quote } = argument;
  const single = matcher.arguments.length === 1;
  const write = (kind: "safe" | "choice", at: Span, text: string, shown = text): Fix<"write">[] => {
    return offer({ title: { key: "write", args: { text: shown } }, kind }, inBlock(service.block, rewriteRule(service, rule, at, text)));
  };
  const quoted = (name: string, text: string) => `${name}(${quote}${text}${quote})`;
  const bare = (text: string) => (PLAIN.test(text) ? write("safe", argument.text.span, text, `${quote}${text}${quote}`) : []);
  const parts = (texts: readonly string[], operator: "&&" | "||") =>
    single ? write("choice", matcher.span, joined(rule, matcher, texts, operator), texts.join(` ${operator} `)) : [];
  if (why === "capitals") return bare(value.toLowerCase());
  if (why === "list") {
    const names = value.split(/[,;|\s]+/).filter((n) => n !== "");
    return names.every((n) => PLAIN.test(n))
      ? parts(
          [...new Set(names)].map((n) => quoted(matcher.name, n)),
          "||",
        )
      : [];
  }
  const v3 = rule.parsed.every(({ dialect }) => dialect.syntax === "v3");
  const v2 = rule.parsed.every(({ dialect }) => dialect.syntax === "v2");
  if (why === "expression") {
    const fits = /\{[A-Za-z_][\w-]*[:}]/.test(value) ? v2 : v3;
    return single && fits ? write("choice", matcher.written.span, `${matcher.name}Regexp`) : [];
  }
  if (why === "wildcard") {
    const domain = value.slice(2);
    if (!PLAIN.test(domain)) return [];
    if (v3) return parts([quoted("HostRegexp", `^[^.]+[.]${domain.replaceAll(".", "[.]")}$`)], "||");
    return v2 ? parts([quoted("HostRegexp", `{subdomain:[^.]+}.${domain}`)], "||") : [];
  }
  if (why === "star") return [];
  const [, host = "", path = ""] = /^([^/:\s]+)(?::\d+)?(\/\S*)?$/.exec(value.trim().replace(/^[a-z][a-z0-9+.-]*:\/\//i, "")) ?? [];
  if (!PLAIN.test(host)) return [];
  if (path === "" || path === "/") return bare(host);
  return matcher.name === "HostSNI" || hasVariable(value) ? [] : parts([quoted(matcher.name, host), quoted("PathPrefix", path)], "&&");
}

type All = RuleNode & { readonly kind: "all" };

function conjunctions(node: RuleNode): All[] {
  if (node.kind !== "all" && node.kind !== "any") return [];
  return [...(node.kind === "all" ? [node] : []), ...node.parts.flatMap(conjunctions)];
}

/** Host(`a`) && Host(`b`) */
function* contradictions(service: Service, rule: RouterRule, all: All) {
  const hosts = all.parts.filter((p): p is MatcherNode => p.kind === "matcher" && isHost(p));
  const isPlain = (m: MatcherNode) => m.arguments.every((a) => /^[\w.-]+$/.test(a.value));
  const [first, ...others] = hosts;
  if (!first || !hosts.every(isPlain)) return;
  const names = (m: MatcherNode) => m.arguments.map((a) => a.value.toLowerCase().replace(/\.$/, ""));
  const second = others.find((m) => !names(m).some((n) => names(first).includes(n)));
  if (!second) return;
  const args = { first: first.arguments[0]!.value, value: second.arguments[0]!.value };
  const { source } = service.block;
  const parts = hosts.map((m) => source.slice(m.span.start, m.span.end));
  const own = hosts.length === all.parts.length && rule.parsed[0].text.value === source.slice(rule.text.span.start, rule.text.span.end);
  const edits = own ? inBlock(service.block, rewriteRule(service, rule, all.span, joined(rule, all, parts, "||"))) : undefined;
  const fix = edits && { title: { key: "write" as const, args: { text: parts.join(" || ") } }, kind: "choice" as const, edits };
  yield { span: second.span, message: { key: "both" as const, args }, fixes: () => (fix ? [fix] : []) };
}
