// A name that is defined with an `@` in it: Traefik puts its own `@provider` behind it, and takes the first one for the provider wherever the name is used.
import { INTERNAL_SERVICES } from "../../model/build/references.ts";
import { hasVariable, type Service } from "../../model/service.ts";
import { type Definition, symbolsOf } from "../../model/symbols.ts";
import type { Text } from "../../syntax/text.ts";
import { readBy } from "../../workspace/reading.ts";
import { type Fix, inBlock, serviceRule } from "../rule.ts";

export const atInName = serviceRule({
  id: "routing/at-in-name",
  severity: "error",
  sources: [
    "traefik pkg/server/provider/provider.go@v2.9.10 and @v3.7.9: GetQualifiedName leaves a name with `@` as it is, MakeQualifiedName always adds one",
    'measured with v2.9.10 to v3.7.9: `the service "web@docker" does not exist` beside its own definition',
  ],
  texts: {
    en: {
      summary: "A name is defined with an `@` in it, so nothing finds it",
      why: "Traefik calls what labels define `NAME@docker` or `NAME@swarm`: it adds the provider by itself. A name that is written with an `@` gets a second one, and whoever asks for it is sent to what is behind the first: a service or middleware like that is never found, and the routers that use it are dead. The `@` belongs only where a name is used.",
      service: "Nothing finds the Traefik service `{name}`: names are defined without `@`. Routers that lead to it are dead.",
      middleware: "Nothing finds the middleware `{name}`: names are defined without `@`. Routers that use it are dead.",
      define: "Define it as {name}",
    },
    "zh-cn": {
      summary: "定义的名称中有 `@`，因此谁也找不到它",
      why: "Traefik 会自己加上 provider，把标签中的定义称为 `NAME@docker` 或 `NAME@swarm`。定义时就写了 `@` 的名称会再得到一个，而使用它的地方会去第一个 `@` 后面的 provider 那里寻找：这样的服务或中间件永远找不到，使用它的路由器都不起作用。`@` 只写在使用名称的地方。",
      service: "谁也找不到 Traefik 服务 `{name}`：定义名称时不写 `@`。指向它的路由器都不起作用。",
      middleware: "谁也找不到中间件 `{name}`：定义名称时不写 `@`。使用它的路由器都不起作用。",
      define: "定义为 {name}",
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
        - traefik.http.services.web@swarm.loadbalancer.server.port=8080
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
        - traefik.http.services.web.loadbalancer.server.port=8080
`,
  *check(service, view) {
    if (!readBy(service, view)) return;
    for (const definition of symbolsOf(service.deployLabels).definitions) {
      const { kind, name } = definition;
      // A router works under such a name, but for what its labels ask for.
      if (kind === "routers" || !name.value.includes("@") || hasVariable(name.value)) continue;
      // Traefik's own is found in its place.
      if (kind === "services" && INTERNAL_SERVICES.some((own) => name.value === `${own}@internal`)) continue;
      const message = { key: kind === "services" ? "service" : "middleware", args: { name: name.value } } as const;
      yield { span: name.span, message, fixes: () => rename(service, definition) };
    }
  },
});

/** In all keys of it. */
function rename(service: Service, { protocol, kind, name }: Definition): Fix<"define">[] {
  const bare = name.value.slice(0, name.value.indexOf("@"));
  const prefix = `traefik.${protocol}.${kind}.${name.value}.`.toLowerCase();
  const keys = (service.deployLabels?.labels ?? []).filter((l) => l.key.value.toLowerCase().startsWith(prefix));
  const parts = keys.map((l): Text => l.key.split(".")[3]!);
  if (bare === "" || parts.some((p) => p.opaque)) return [];
  const edits = inBlock(
    service.block,
    parts.map((p) => ({ span: p.span, text: bare })),
  )!;
  return [{ title: { key: "define", args: { name: bare } }, kind: "choice", edits }];
}
