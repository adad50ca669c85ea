// A prefix without a slash at its end that is cut off: neighbours that begin alike are taken and cut too.
import { hasVariable } from "../../model/service.ts";
import { middlewaresOf, qualified, symbolsOf } from "../../model/symbols.ts";
import { optionOf } from "../../workspace/graph.ts";
import type { View } from "../../workspace/view.ts";
import { asked, type RouterRule, routerRules } from "../fixes/rule-text.ts";
import { serviceRule } from "../rule.ts";

export const siblingPrefix = serviceRule({
  id: "routing/sibling-prefix",
  severity: "hint",
  sources: [
    "traefik pkg/middlewares/stripprefix/strip_prefix.go@v2.11.53 and @v3.7.9: strings.HasPrefix, and a slash before what is left",
    "https://doc.traefik.io/traefik/middlewares/http/stripprefix/",
  ],
  texts: {
    en: {
      summary: "A prefix that is stripped also takes paths that only begin alike",
      why: '`PathPrefix("/api")` compares letters, not parts of a path: `/apiary` begins with `/api` too. With `stripPrefix` the app gets `/ary` of it, a path that nobody asked for. `PathPrefix("/api/") || Path("/api")` takes `/api` and what is below, and nothing else.',
      taken:
        "`{value}-old` begins with `{value}` too: `{router}` takes it, and `{middleware}` makes `/-old` of it. With a slash at the end (and `Path` for `{value}` itself) only what is below is taken.",
    },
    "zh-cn": {
      summary: "要去掉的前缀也会匹配仅仅开头相同的路径",
      why: '`PathPrefix("/api")` 比较的是字符，而不是路径的各段：`/apiary` 也以 `/api` 开头。加上 `stripPrefix`，应用得到的是 `/ary`，一个没有人请求的路径。`PathPrefix("/api/") || Path("/api")` 只匹配 `/api` 及其下的路径。',
      taken:
        "`{value}-old` 也以 `{value}` 开头：`{router}` 会接走它，`{middleware}` 把它变成 `/-old`。在末尾加斜杠（并用 `Path` 匹配 `{value}` 本身），就只匹配其下的路径。",
    },
  },
  bad: `services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        - traefik.http.routers.web.rule=PathPrefix(\`/api\`)
        - traefik.http.routers.web.middlewares=cut
        - traefik.http.middlewares.cut.stripprefix.prefixes=/api
        - traefik.http.services.web.loadbalancer.server.port=8080
`,
  good: `services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        - traefik.http.routers.web.rule=PathPrefix(\`/api/\`) || Path(\`/api\`)
        - traefik.http.routers.web.middlewares=cut
        - traefik.http.middlewares.cut.stripprefix.prefixes=/api
        - traefik.http.services.web.loadbalancer.server.port=8080
`,
  *check(service, view) {
    for (const rule of routerRules(service, view, true)) {
      if (rule.kind !== "http" || rule.parsed.some(({ problems }) => problems.length > 0)) continue;
      const prefixes = asked(rule.parsed[0].tree)
        .filter((m) => m.name === "PathPrefix")
        .flatMap((m) => m.arguments)
        .filter(({ value }) => /^\/.*[^/]$/.test(value) && !hasVariable(value) && !/[{}]/.test(value));
      if (prefixes.length === 0) continue;
      const cuts = cutBy(rule, view);
      for (const { value, span } of prefixes) {
        const middleware = cuts.find((c) => c.prefixes.includes(value))?.name;
        if (middleware !== undefined) yield { span, message: { key: "taken", args: { value, router: rule.router, middleware } } };
      }
    }
  },
});

/** What the router's middlewares cut off, as far as labels define them. */
function cutBy({ set, router }: RouterRule, view: View): { readonly name: string; readonly prefixes: readonly string[] }[] {
  const definition = symbolsOf(set).definitions.find(
    (d) => d.protocol === "http" && d.kind === "routers" && d.name.value.toLowerCase() === router.toLowerCase(),
  );
  if (!definition) return [];
  return middlewaresOf(definition).flatMap((middleware) => {
    const { name, provider } = qualified(middleware);
    if (hasVariable(name.value) || (provider && !/^(?:docker|swarm)$/.test(provider.value))) return [];
    const found = view.definitions({ protocol: "http", kind: "middlewares", name: name.value }).filter((d) => d.read !== false);
    // Several are one where they say the same.
    if (new Set(found.map(({ options }) => JSON.stringify(options))).size !== 1) return [];
    const list = optionOf(found[0]!, "stripprefix.prefixes") ?? "";
    return [{ name: name.value, prefixes: list.split(",").map((p) => p.trim()) }];
  });
}
