// Rules in the syntax of v2 that v3 takes without a word, and by which it finds nothing: templates in braces, name and value of a query in one.
import { quoteMeta } from "../../model/expression/goRegExp.ts";
import { type Argument, type MatcherNode, matchersOf } from "../../model/expression/ruleTree.ts";
import type { Service } from "../../model/service.ts";
import { joined, type RouterRule, rewriteRule, routerRules } from "../fixes/rule-text.ts";
import { type Fix, inBlock, offer, serviceRule } from "../rule.ts";

export const v2RuleOnV3 = serviceRule({
  id: "routing/v2-rule-on-v3",
  severity: "warning",
  sources: [
    "https://doc.traefik.io/traefik/migrate/v2-to-v3-details/#router-rule-matchers",
    "traefik pkg/muxer/http/matcher.go@v3.7.9: Path and PathPrefix compare, HostRegexp compiles the whole value",
  ],
  texts: {
    en: {
      summary: "A rule of v2 that v3 takes and that matches nothing",
      why: "In v2 the values of `Path`, `PathPrefix` and `HostRegexp` are templates such as `/users/{id:[0-9]+}`, and `Query` takes `name=value`. v3 compares paths letter by letter, takes `HostRegexp` for a regular expression of Go, and wants name and value of `Query` apart. It refuses none of the old forms: the router is there, and no request ever matches. v3 has `PathRegexp` and `HostRegexp` for this; `ruleSyntax=v2` at the router keeps the old meaning for a while.",
      path: "`{name}` of v3 knows no templates: {traefik} takes `{value}` letter by letter, braces and all, and no request has such a path. `PathRegexp` takes a regular expression.",
      host: "`{name}` of v3 takes a regular expression and no template: for {traefik} the braces in `{value}` are characters of the host's name, so it does not find the hosts that are meant.",
      query: "`Query` of v3 takes name and value apart: {traefik} looks for a parameter whose whole name is `{value}`.",
      write: "Write {text}",
    },
    "zh-cn": {
      summary: "v2 的规则在 v3 中被接受，却什么也匹配不到",
      why: "在 v2 中，`Path`、`PathPrefix` 和 `HostRegexp` 的值是 `/users/{id:[0-9]+}` 这样的模板，`Query` 的写法是 `name=value`。v3 逐字比较路径，把 `HostRegexp` 当作 Go 的正则表达式，`Query` 的名称和值要分开写。旧写法都不会被拒绝：路由器存在，但没有请求能匹配。v3 用 `PathRegexp` 和 `HostRegexp` 来写；在路由器上写 `ruleSyntax=v2` 可以暂时保留旧的含义。",
      path: "v3 的 `{name}` 没有模板：{traefik} 逐字（连同花括号）比较 `{value}`，没有请求有这样的路径。正则表达式请用 `PathRegexp`。",
      host: "v3 的 `{name}` 接受正则表达式而不是模板：{traefik} 把 `{value}` 中的花括号当作主机名里的字符，因此找不到想要的主机。",
      query: "v3 的 `Query` 要把名称和值分开写：{traefik} 查找的是全名为 `{value}` 的参数。",
      write: "改为 {text}",
    },
  },
  bad: `services:
  traefik:
    image: traefik:v3.3
    command:
      - --providers.swarm.exposedByDefault=false
    volumes:
      - /var/run/docker.sock:/var/run/docker.sock:ro
    deploy:
      placement:
        constraints: [node.role == manager]
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        - traefik.enable=true
        - traefik.http.routers.web.rule=PathPrefix(\`/users/{id:[0-9]+}\`)
        - traefik.http.services.web.loadbalancer.server.port=8080
`,
  good: `services:
  traefik:
    image: traefik:v3.3
    command:
      - --providers.swarm.exposedByDefault=false
    volumes:
      - /var/run/docker.sock:/var/run/docker.sock:ro
    deploy:
      placement:
        constraints: [node.role == manager]
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        - traefik.enable=true
        - traefik.http.routers.web.rule=PathRegexp(\`^/users/[0-9]+\`)
        - traefik.http.services.web.loadbalancer.server.port=8080
`,
  *check(service, view) {
    for (const rule of routerRules(service, view, true)) {
      const { parsed, traefik } = rule;
      if (parsed.some(({ dialect, problems }) => dialect.syntax === "v2" || problems.length > 0)) continue;
      for (const matcher of matchersOf(parsed[0].tree)) {
        const found = ofV2(matcher);
        if (!found) continue;
        const args = { name: matcher.name, value: found.argument.value, traefik };
        yield { span: found.argument.span, message: { key: found.key, args }, fixes: () => fixes(service, rule, matcher) };
      }
    }
  },
});

const HOSTS: readonly string[] = ["HostRegexp", "HostSNIRegexp"];
const PATHS: readonly string[] = ["Path", "PathPrefix"];

/** `{id}`, `{id:[0-9]+}`; not `${VAR}`, `[a-z]{2}`, `\p{Greek}`. */
const TEMPLATE = /(?<!\$|\\[pPx])\{[A-Za-z_][\w-]*(?::|\})/;

function ofV2({ name, arguments: all }: MatcherNode): { readonly key: "path" | "host" | "query"; readonly argument: Argument } | undefined {
  const argument = all[0];
  if (!argument) return undefined;
  if (name === "Query")
    return /^[^=]+=/.test(argument.value) && !/^\$\{[^}]*=/.test(argument.value) ? { key: "query", argument } : undefined;
  const key = HOSTS.includes(name) ? "host" : PATHS.includes(name) ? "path" : undefined;
  if (!key || !TEMPLATE.test(argument.value)) return undefined;
  // What is a regular expression otherwise may do without the braces.
  return key === "host" && /[|?*(]/.test(argument.value.replace(/\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}/g, "")) ? undefined : { key, argument };
}

function fixes(service: Service, rule: RouterRule, matcher: MatcherNode): Fix<"write">[] {
  const parts = rewritten(matcher);
  if (!parts || parts.some((p) => p.includes("``"))) return [];
  const text = joined(rule, matcher, parts, "&&");
  return offer(
    { title: { key: "write", args: { text: parts.join(" && ") } }, kind: "choice" },
    inBlock(service.block, rewriteRule(service, rule, matcher.span, text)),
  );
}

function rewritten({ name, arguments: all }: MatcherNode): string[] | undefined {
  if (all.some((a) => a.value.includes("`"))) return undefined;
  if (name === "Query") {
    const pairs = all.map((a) => /^([^={}]+)=([^{}]+)$/.exec(a.value));
    return pairs.every((p) => p !== null) ? pairs.map(([, key, value]) => `Query(\`${key}\`, \`${value}\`)`) : undefined;
  }
  const host = HOSTS.includes(name);
  const pattern = patternOf(all[0]!.value, host ? "[^.]+" : "[^/]+");
  if (pattern === undefined) return undefined;
  return [`${host ? name : "PathRegexp"}(\`^${pattern}${name === "PathPrefix" ? "" : "$"}\`)`];
}

/** The regular expression of a template. Variables stay as they are. */
function patternOf(template: string, open: string): string | undefined {
  let pattern = "";
  let at = 0;
  while (at < template.length) {
    const variable = /^\$\{[^}]*\}/.exec(template.slice(at))?.[0];
    if (variable) {
      pattern += variable;
      at += variable.length;
    } else if (template[at] === "{") {
      const end = closing(template, at);
      const inner = template.slice(at + 1, end);
      const expression = inner.includes(":") ? inner.slice(inner.indexOf(":") + 1) : open;
      if (end < 0 || expression === "") return undefined;
      pattern += expression.includes("|") ? `(?:${expression})` : expression;
      at = end + 1;
    } else pattern += quoteMeta(template[at++]!);
  }
  return pattern;
}

function closing(template: string, from: number): number {
  let level = 0;
  for (let i = from; i < template.length; i++) {
    if (template[i] === "{") level++;
    else if (template[i] === "}" && --level === 0) return i;
  }
  return -1;
}
