// A middleware that no label set of the project defines, or only one that Traefik does not read.
import { hasVariable, type Service } from "../../model/service.ts";
import { type Definition, middlewaresOf, namesIn, qualified, symbolsOf } from "../../model/symbols.ts";
import { readTraefik } from "../../model/traefik.ts";
import type { Text } from "../../syntax/text.ts";
import { isNowhere, isOwn, readBy } from "../../workspace/reading.ts";
import type { View } from "../../workspace/view.ts";
import { useName } from "../fixes/use-name.ts";
import { type Finding, serviceRule } from "../rule.ts";

export const undefinedMiddleware = serviceRule({
  id: "routing/undefined-middleware",
  severity: "warning",
  sources: [
    'traefik pkg/server/middleware/middlewares.go: `middleware "x@docker" does not exist`, and the router is switched off',
    "https://doc.traefik.io/traefik/middlewares/overview/",
  ],
  texts: {
    en: {
      summary: "A router uses a middleware that is defined nowhere",
      why: 'A router with one unknown middleware is switched off as a whole: 404. Traefik logs `middleware "x@swarm" does not exist`. A name without `@` means a middleware in the labels of a Swarm service; those of a service with `traefik.enable=false` or without tasks do not count. One that is defined in a file is called `name@file`.',
      none: "`{user}` is dead unless another stack defines the middleware `{name}`: no service of this project does.{hint}",
      point:
        "Every router on the entrypoint `{point}` is dead unless another stack defines the middleware `{name}`: no service of this project does.{hint}",
      nowhere: "Every router on the entrypoint `{point}` is dead: `{traefik}` has no provider `{provider}`, so there is no `{name}`.",
      off: "`{user}` is dead: the middleware `{name}` is defined on `{owner}` only, whose labels Traefik does not read.",
      provider: "`{user}` is dead: `{traefik}` has no provider `{provider}`, so there is no `{name}`.",
      nearest: " Did you mean `{nearest}`?",
      file: " If it is defined in a file, it is called `{name}@file`.",
      use: "Use the middleware {name}",
    },
    "zh-cn": {
      summary: "路由器使用了没有定义的中间件",
      why: '只要有一个中间件不存在，整个路由器就会被停用：404。Traefik 会记录 `middleware "x@swarm" does not exist`。不带 `@` 的名称指 Swarm 服务标签中的中间件；`traefik.enable=false` 或没有任务的服务，其中的定义无效。在文件中定义的要写成 `name@file`。',
      none: "除非别的 stack 定义了中间件 `{name}`，否则 `{user}` 不起作用：此项目中没有服务定义它。{hint}",
      point: "除非别的 stack 定义了中间件 `{name}`，否则入口点 `{point}` 上的所有路由器都不起作用：此项目中没有服务定义它。{hint}",
      nowhere: "入口点 `{point}` 上的所有路由器都不起作用：`{traefik}` 没有 provider `{provider}`，也就没有 `{name}`。",
      off: "`{user}` 不起作用：中间件 `{name}` 只在 `{owner}` 上定义，而 Traefik 不读取它的标签。",
      provider: "`{user}` 不起作用：`{traefik}` 没有 provider `{provider}`，也就没有 `{name}`。",
      nearest: "是否想写 `{nearest}`？",
      file: "如果它在文件中定义，名称应为 `{name}@file`。",
      use: "使用中间件 {name}",
    },
  },
  bad: `services:
  traefik:
    image: traefik:v3.1
    command: --providers.swarm=true
    deploy:
      placement:
        constraints: [node.role == manager]
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.routers.web.middlewares=compres
        - traefik.http.middlewares.compress.compress=true
        - traefik.http.services.web.loadbalancer.server.port=8080
`,
  good: `services:
  traefik:
    image: traefik:v3.1
    command: --providers.swarm=true
    deploy:
      placement:
        constraints: [node.role == manager]
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.routers.web.middlewares=compress
        - traefik.http.middlewares.compress.compress=true
        - traefik.http.services.web.loadbalancer.server.port=8080
`,
  *check(service, view) {
    yield* ofEntryPoints(service, view);
    const defined = readBy(service, view);
    if (!defined) return;
    for (const definition of symbolsOf(service.deployLabels).definitions) {
      const used = middlewaresOf(definition);
      let known: readonly string[] | undefined;
      for (const at of used) {
        const { name, provider } = qualified(at);
        if (hasVariable(at.value)) continue;
        if (isNowhere(provider, defined)) {
          const args = { user: definition.name.value, traefik: view.traefiks()[0]!.service, provider: provider!.value, name: at.value };
          yield { span: at.span, message: { key: "provider", args }, severity: "error" };
        }
        if (!isOwn(provider, defined)) continue;
        const { protocol } = definition;
        const of = { protocol, kind: "middlewares" as const, name: name.value };
        if (view.mayBeDefined(of)) continue;
        const user = definition.name.value;
        const owner = view.definitions(of)[0]?.service;
        if (owner !== undefined) {
          yield { span: at.span, message: { key: "off", args: { user, name: name.value, owner } } };
          continue;
        }
        known ??= othersThan(definition, used, view);
        const { slip, fixes } = useName(service, name, known);
        const hint = slip
          ? [{ key: "nearest" as const, args: { nearest: slip } }]
          : defined.some((d) => d.others) && !provider
            ? [{ key: "file" as const, args: { name: name.value } }]
            : [];
        const message = { key: "none" as const, args: { user, name: name.value, hint } };
        yield { span: at.span, message, severity: slip ? "error" : "warning", fixes };
      }
    }
  },
});

/** Middlewares of the project that it does not use yet and could name. */
function othersThan(definition: Definition, used: readonly Text[], view: View): readonly string[] {
  const taken = new Set(used.map((u) => qualified(u).name.value));
  const all = view.symbolNames({ protocol: definition.protocol, kind: "middlewares" });
  return all.filter((n) => !taken.has(n) && n !== definition.name.value && isListable(n));
}

/** The entrypoint puts them before each of its routers. Without a provider they are looked for with that of the router. */
function* ofEntryPoints(service: Service, view: View): Iterable<Finding<"point" | "nowhere" | "nearest" | "use">> {
  const instance = readTraefik(service);
  const fact = instance && view.ownTraefik(service.name.value);
  if (!fact?.defines || fact.mode !== "swarm") return;
  for (const flag of instance!.commandLine.flags) {
    const point = /^entrypoints\.([^.]+)\.http\.middlewares$/.exec(flag.path)?.[1];
    for (const at of point === undefined ? [] : namesIn(flag.value)) {
      const { name, provider } = qualified(at);
      if (!provider || hasVariable(at.value)) continue;
      if (isNowhere(provider, [fact.defines])) {
        const args = { point: point!, traefik: service.name.value, provider: provider.value, name: at.value };
        yield { span: at.span, message: { key: "nowhere", args }, severity: "error" };
      }
      const of = { protocol: "http", kind: "middlewares", name: name.value } as const;
      if (!isOwn(provider, [fact.defines]) || view.mayBeDefined(of)) continue;
      const { slip, fixes } = useName(service, name, view.symbolNames({ protocol: "http", kind: "middlewares" }).filter(isListable));
      const hint = slip ? [{ key: "nearest" as const, args: { nearest: slip } }] : [];
      yield {
        span: at.span,
        message: { key: "point", args: { point: point!, name: name.value, hint } },
        severity: slip ? "error" : "warning",
        fixes,
      };
    }
  }
}

/** A list would part it. */
const isListable = (name: string): boolean => !name.includes(",");
