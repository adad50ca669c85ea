// One name for two different things: Traefik keeps neither. Equal definitions are merged, and so are the servers of services.
import { hasVariable, type Service } from "../../model/service.ts";
import { type Definition, type SymbolKind, symbolsOf } from "../../model/symbols.ts";
import { type DefinitionFact, optionOf } from "../../workspace/graph.ts";
import { isAlternative } from "../../workspace/reading.ts";
import type { View } from "../../workspace/view.ts";
import { type Fix, inBlock, type Related, serviceRule } from "../rule.ts";

export const definedTwice = serviceRule({
  id: "routing/defined-twice",
  severity: "error",
  sources: [
    "traefik pkg/provider/configuration.go Merge: `Router defined multiple times with different configurations`, and deletes it",
    "https://github.com/traefik/traefik/issues/6168",
  ],
  texts: {
    en: {
      summary: "Two services define the same name in different ways",
      why: "Names of routers, middlewares and services count for all stacks of a Traefik. Where two Swarm services define the same name with different options, Traefik keeps none of them and logs `defined multiple times with different configurations`: requests get 404. Equal definitions are fine. Services may differ in their servers: these are put together, and requests go to all of them by turns.",
      router:
        "`{service}` and `{other}` both define the router `{name}`, with different `{option}`: Traefik drops it for both, requests get 404.",
      middleware:
        "`{service}` and `{other}` both define the middleware `{name}`, with different `{option}`: Traefik drops it, and every router that uses it is dead.",
      backend:
        "`{service}` and `{other}` both define the Traefik service `{name}`, with different `{option}`: Traefik drops it, and every router that uses it is dead.",
      mixed:
        "Requests for the Traefik service `{name}` go to `{service}` (port {port}) and to `{other}` (port {otherPort}) by turns: both define it, and Traefik puts their tasks together. Give each a name of its own.",
      here: "`{name}` is defined here, too",
      rename: "Rename the router of this service to {name}",
    },
    "zh-cn": {
      summary: "两个服务以不同的内容定义了同一个名称",
      why: "路由器、中间件和服务的名称对同一个 Traefik 的所有 stack 都有效。如果两个 Swarm 服务用不同的选项定义同一个名称，Traefik 会全部丢弃，并记录 `defined multiple times with different configurations`：请求得到 404。内容相同则没有问题。服务的后端地址可以不同：它们会被合并，请求轮流发往其中每一个。",
      router: "`{service}` 和 `{other}` 都定义了路由器 `{name}`，但 `{option}` 不同：Traefik 会把两者都丢弃，请求得到 404。",
      middleware: "`{service}` 和 `{other}` 都定义了中间件 `{name}`，但 `{option}` 不同：Traefik 会丢弃它，使用它的路由器都不起作用。",
      backend: "`{service}` 和 `{other}` 都定义了 Traefik 服务 `{name}`，但 `{option}` 不同：Traefik 会丢弃它，使用它的路由器都不起作用。",
      mixed:
        "对 Traefik 服务 `{name}` 的请求会轮流发往 `{service}`（端口 {port}）和 `{other}`（端口 {otherPort}）：两者都定义了它，Traefik 会把它们的任务合并。请分别命名。",
      here: "`{name}` 在这里也有定义",
      rename: "将此服务的路由器改名为 {name}",
    },
  },
  bad: `services:
  traefik:
    image: traefik:v3.1
    command: --providers.swarm=true
    deploy:
      placement:
        constraints: [node.role == manager]
  shop:
    image: ghcr.io/example/shop:1.4
    deploy:
      labels:
        - traefik.http.routers.web.rule=Host(\`shop.example.com\`)
        - traefik.http.services.shop.loadbalancer.server.port=8080
  blog:
    image: ghcr.io/example/blog:2.0
    deploy:
      labels:
        - traefik.http.routers.web.rule=Host(\`blog.example.com\`)
        - traefik.http.services.blog.loadbalancer.server.port=8080
`,
  good: `services:
  traefik:
    image: traefik:v3.1
    command: --providers.swarm=true
    deploy:
      placement:
        constraints: [node.role == manager]
  shop:
    image: ghcr.io/example/shop:1.4
    deploy:
      labels:
        - traefik.http.routers.shop.rule=Host(\`shop.example.com\`)
        - traefik.http.services.shop.loadbalancer.server.port=8080
  blog:
    image: ghcr.io/example/blog:2.0
    deploy:
      labels:
        - traefik.http.routers.blog.rule=Host(\`blog.example.com\`)
        - traefik.http.services.blog.loadbalancer.server.port=8080
`,
  *check(service, view) {
    for (const definition of symbolsOf(service.deployLabels).definitions) {
      const name = definition.name.value;
      const { protocol, kind } = definition;
      const all = hasVariable(name) ? [] : view.definitions({ protocol, kind, name });
      const own = all.find((d) => isSame(d, service, view));
      if (own?.read !== true || own.traefik === undefined) continue;
      const others = all
        .filter((d) => !isSame(d, service, view) && d.scope === "deploy" && d.read === true && d.traefik === own.traefik)
        .flatMap((d) => {
          const option = differenceOf(own, d);
          const ports = option === undefined ? portsOf(own, d) : undefined;
          const placed = (option === undefined && !ports) || isAlternative(service, d, view) ? undefined : view.placedService(d);
          return placed ? [{ fact: d, option, ports, placed }] : [];
        })
        .sort((a, b) => Number(a.option === undefined) - Number(b.option === undefined));
      const first = others[0];
      if (!first) continue;
      const related = others.slice(0, 5).flatMap(({ placed }): Related<"here">[] => {
        const there = symbolsOf(placed.service.deployLabels).definitions.find(
          (d) => d.kind === kind && d.protocol === protocol && d.name.value === name,
        );
        return there
          ? [{ uri: placed.uri, block: placed.service.block, span: there.name.span, message: { key: "here", args: { name } } }]
          : [];
      });
      const args = { service: service.name.value, other: first.fact.service, name };
      const [port = "", otherPort = ""] = first.ports ?? [];
      yield {
        span: definition.name.span,
        message:
          first.option === undefined
            ? { key: "mixed", args: { ...args, port, otherPort } }
            : { key: KEYS[kind], args: { ...args, option: first.option } },
        ...(first.option === undefined ? { severity: "warning" } : {}),
        related,
        fixes: () => (kind === "routers" ? rename(service, definition, view) : []),
      };
    }
  },
});

const KEYS = { routers: "router", middlewares: "middleware", services: "backend" } as const satisfies Record<SymbolKind, string>;

const isSame = (fact: DefinitionFact, service: Service, view: View): boolean =>
  fact.uri === view.uri() && fact.service === service.name.value && fact.scope === "deploy";

/** The ports of one service that is put together of two: whoever uses it expects one app, and one app has one port. */
function portsOf(a: DefinitionFact, b: DefinitionFact): readonly string[] | undefined {
  const ports = a.kind === "services" ? [a, b].map((d) => optionOf(d, "loadbalancer.server.port")?.trim() ?? "") : [];
  return new Set(ports).size > 1 && ports.every((p) => /^\d+$/.test(p)) ? ports : undefined;
}

/** An option that certainly differs. Where services put their servers together, addresses do not count. */
function differenceOf(a: DefinitionFact, b: DefinitionFact): string | undefined {
  const [left, right] = [optionsOf(a), optionsOf(b)];
  if (!left || !right) return undefined;
  const keys = [...new Set([...left.keys(), ...right.keys()])].sort();
  return keys.find((key) => {
    const [x, y] = [left.get(key), right.get(key)];
    return x !== y && !hasVariable(x ?? "") && !hasVariable(y ?? "");
  });
}

/** Undefined where Traefik puts something in that is not told: a default rule, the service of a router. */
function optionsOf(fact: DefinitionFact): Map<string, string> | undefined {
  const options = new Map(fact.options.filter(([key]) => !/^loadbalancer\.server\./.test(key)).map(([key, value]) => [key, plain(value)]));
  if (fact.options.some(([key]) => hasVariable(key))) return undefined;
  if (fact.kind !== "routers") return options;
  const service = options.get("service") || (fact.services.length === 1 ? fact.services[0]! : undefined);
  if (service === undefined || (fact.protocol !== "udp" && !options.get("rule"))) return undefined;
  return options.set("service", service);
}

/** Traefik trims lists; booleans have many spellings. */
const plain = (value: string): string =>
  /^(?:1|t|true)$/i.test(value)
    ? "true"
    : /^(?:0|f|false)$/i.test(value)
      ? "false"
      : value
          .split(",")
          .map((v) => v.trim())
          .join(",");

/** In all keys of this label set. */
function rename(service: Service, { name, protocol, kind }: Definition, view: View): Fix<"rename">[] {
  const taken = new Set(view.symbolNames({ protocol, kind }));
  const free = [service.name.value, `${name.value}-${service.name.value}`].find((n) => !taken.has(n) && /^[\w-]+$/.test(n));
  const parts = (service.deployLabels?.labels ?? [])
    .map((l) => l.key.split("."))
    .filter(
      (p) =>
        p.length > 4 &&
        p
          .slice(1, 4)
          .map((t) => t.value.toLowerCase())
          .join(" ") === `${protocol} ${kind} ${name.value.toLowerCase()}`,
    )
    .map((p) => p[3]!);
  if (free === undefined || parts.some((p) => p.opaque)) return [];
  const edits = inBlock(
    service.block,
    parts.map((p) => ({ span: p.span, text: free })),
  )!;
  return [{ title: { key: "rename", args: { name: free } }, kind: "choice", edits }];
}
