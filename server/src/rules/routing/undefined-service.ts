// A router that leads to a Traefik service which no label set of the project defines.

import { INTERNAL_SERVICES } from "../../model/build/references.ts";
import { hasVariable } from "../../model/service.ts";
import { type Definition, qualified, symbolsOf } from "../../model/symbols.ts";
import type { Text } from "../../syntax/text.ts";
import { isNowhere, isOwn, readBy } from "../../workspace/reading.ts";
import { useName } from "../fixes/use-name.ts";
import { inBlock, offer, serviceRule } from "../rule.ts";

export const undefinedService = serviceRule({
  id: "routing/undefined-service",
  severity: "warning",
  sources: [
    'traefik pkg/server/service/service.go: `the service "x@docker" does not exist`, and the router is switched off',
    "https://doc.traefik.io/traefik/routing/routers/#service",
  ],
  texts: {
    en: {
      summary: "A router or the middleware `errors` leads to a Traefik service that is defined nowhere",
      why: 'A router whose service does not exist is switched off: 404. Traefik logs `the service "x@swarm" does not exist`. A name without `@` means a service in labels (`traefik.http.services.NAME...`), not the name of a Docker service; those of a service with `traefik.enable=false` or without tasks do not count. Traefik\'s own API is called `api@internal`.',
      router: "The router `{user}` is dead",
      errors: "Every router that uses the middleware `{user}` is dead",
      none: "{what}, unless another stack defines the Traefik service `{name}`: no label of this project does.{hint}",
      off: "{what}: the Traefik service `{name}` is defined on `{owner}` only, whose labels Traefik does not read.",
      provider: "{what}: `{traefik}` has no provider `{provider}`, so there is no `{name}`.",
      internal: "{what}: Traefik has no service `{name}` of its own. It has {known}.",
      nearest: " Did you mean `{nearest}`?",
      use: "Use the service {name}",
    },
    "zh-cn": {
      summary: "路由器或 `errors` 中间件指向没有定义的 Traefik 服务",
      why: '服务不存在的路由器会被停用：404。Traefik 会记录 `the service "x@swarm" does not exist`。不带 `@` 的名称指标签中的服务（`traefik.http.services.NAME...`），而不是 Docker 服务的名称；`traefik.enable=false` 或没有任务的服务，其中的定义无效。Traefik 自己的 API 叫 `api@internal`。',
      router: "路由器 `{user}` 不起作用",
      errors: "使用中间件 `{user}` 的路由器都不起作用",
      none: "{what}，除非别的 stack 定义了 Traefik 服务 `{name}`：此项目中没有标签定义它。{hint}",
      off: "{what}：Traefik 服务 `{name}` 只在 `{owner}` 上定义，而 Traefik 不读取它的标签。",
      provider: "{what}：`{traefik}` 没有 provider `{provider}`，也就没有 `{name}`。",
      internal: "{what}：Traefik 自身没有服务 `{name}`。它有 {known}。",
      nearest: "是否想写 `{nearest}`？",
      use: "使用服务 {name}",
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
        - traefik.http.routers.web.service=frontent
        - traefik.http.services.frontend.loadbalancer.server.port=8080
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
        - traefik.http.routers.web.service=frontend
        - traefik.http.services.frontend.loadbalancer.server.port=8080
`,
  *check(service, view) {
    const defined = readBy(service, view);
    if (!defined) return;
    for (const user of symbolsOf(service.deployLabels).definitions) {
      const at = referenceOf(user)?.trim();
      if (!at || at.value === "" || hasVariable(at.value)) continue;
      const { name, provider } = qualified(at);
      const { protocol } = user;
      const what = [{ key: user.kind === "routers" ? ("router" as const) : ("errors" as const), args: { user: user.name.value } }];
      const of = { protocol, kind: "services" as const, name: name.value };
      if (isNowhere(provider, defined)) {
        const args = { what, traefik: view.traefiks()[0]!.service, provider: provider!.value, name: at.value };
        yield { span: at.span, message: { key: "provider", args }, severity: "error" };
      } else if (provider?.value === "internal" && !INTERNAL_SERVICES.includes(name.value)) {
        const { slip, fixes } = useName(service, name, INTERNAL);
        const known = (slip ? [slip] : INTERNAL).map((n) => `\`${n}@internal\``);
        const args = { what, name: at.value, known };
        yield { span: at.span, message: { key: "internal", args }, severity: "error", fixes };
      }
      if (!isOwn(provider, defined) || view.mayBeDefined(of)) continue;
      const args = { what, name: name.value };
      const owner = view.definitions(of)[0]?.service;
      if (owner !== undefined) {
        yield { span: at.span, message: { key: "off", args: { ...args, owner } } };
        continue;
      }
      const { slip, fixes } = useName(service, name, view.symbolNames({ protocol, kind: "services" }));
      // The dashboard's own service, without the suffix that it needs.
      const internal = protocol === "http" && !provider && INTERNAL.includes(name.value) ? `${name.value}@internal` : undefined;
      const nearest = internal ?? slip;
      const hint = nearest ? [{ key: "nearest" as const, args: { nearest } }] : [];
      const suffixed = () =>
        at.opaque
          ? []
          : offer(
              { title: { key: "use" as const, args: { name: internal! } }, kind: "choice" },
              inBlock(service.block, [{ span: at.span, text: internal! }]),
            );
      const message = { key: "none" as const, args: { ...args, hint } };
      yield { span: at.span, message, severity: nearest ? "error" : "warning", fixes: internal ? suffixed : fixes };
    }
  },
});

/** Routers lead to a service; the middleware `errors` gets its pages from one. */
const referenceOf = ({ kind, options }: Definition): Text | undefined =>
  kind === "routers" ? options.get("service") : kind === "middlewares" ? options.get("errors.service") : undefined;

/** Those that people route to. */
const INTERNAL: readonly string[] = ["api", "dashboard", "ping", "prometheus", "noop"];
