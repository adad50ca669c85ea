// A name with the suffix of the other provider: `@docker` where v3's Swarm provider reads the labels, `@swarm` where v2 does.
import { hasVariable } from "../../model/service.ts";
import { type Definition, middlewaresOf, qualified, type SymbolKind, symbolsOf } from "../../model/symbols.ts";
import type { Text } from "../../syntax/text.ts";
import { ownProvider, readBy } from "../../workspace/reading.ts";
import { inBlock, type Message, serviceRule } from "../rule.ts";

export const wrongProvider = serviceRule({
  id: "routing/wrong-provider",
  severity: "error",
  sources: [
    "traefik pkg/provider/docker/pswarm.go@v3.0.0 Provide: the provider's name is `swarm`; docker.go@v2.11 Provide: `docker` in both modes",
    "https://doc.traefik.io/traefik/migrate/v2-to-v3-details/#docker-docker-swarm",
  ],
  texts: {
    en: {
      summary: "A name carries the suffix of a provider that does not read these labels",
      why: "What stands behind `@` is the provider that defines the name. In v2 labels of Swarm services belong to `docker`; in v3 they belong to `swarm`, and `@docker` asks for containers. Without a suffix the provider of the label itself is meant, in every version.",
      wrong: "`{user}` is dead: `{name}` does not exist. {traefik} reads Swarm's labels with the provider `{own}`.",
      version: "Traefik {version} in `{service}`",
      unknown: "The Traefik in `{service}`",
      use: "Write {name}",
    },
    "zh-cn": {
      summary: "名称的后缀指向不读取这些标签的提供者",
      why: "`@` 后面是定义该名称的提供者。在 v2 中，Swarm 服务的标签属于 `docker`；在 v3 中属于 `swarm`，而 `@docker` 指容器。不写后缀时，任何版本都指标签自己的提供者。",
      wrong: "`{user}` 不起作用：`{name}` 不存在。{traefik}用提供者 `{own}` 读取 Swarm 的标签。",
      version: "`{service}` 中的 Traefik {version} ",
      unknown: "`{service}` 中的 Traefik ",
      use: "改为 {name}",
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
        - traefik.http.routers.web.middlewares=compress@docker
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
        - traefik.http.routers.web.middlewares=compress@swarm
        - traefik.http.middlewares.compress.compress=true
        - traefik.http.services.web.loadbalancer.server.port=8080
`,
  *check(service, view) {
    const defined = readBy(service, view);
    const first = view.traefiks()[0];
    if (!defined || !first) return;
    const own = ownProvider(defined[0]!);
    if (defined.some((d) => ownProvider(d) !== own)) return;
    // The docker provider in v3 has no swarm mode; that Traefik does not start.
    if (own === "docker" && !view.traefiks().every((t) => t.version?.major === 2)) return;
    for (const definition of symbolsOf(service.deployLabels).definitions) {
      for (const { at, kind } of referencesOf(definition)) {
        const { name, provider } = qualified(at);
        if (!provider || hasVariable(at.value) || !["docker", "swarm"].includes(provider.value)) continue;
        if (provider.value === own || defined.some((d) => d.providers.includes(provider.value))) continue;
        const right = `${name.value}@${own}`;
        const sure = view.mayBeDefined({ protocol: definition.protocol, kind, name: name.value });
        const edits = at.opaque ? undefined : inBlock(service.block, [{ span: provider.span, text: own }]);
        const traefik: Message<"version" | "unknown"> = first.version
          ? { key: "version", args: { version: first.version.text, service: first.service } }
          : { key: "unknown", args: { service: first.service } };
        const args = { user: definition.name.value, name: at.value, own, traefik: [traefik] };
        const fixes = edits
          ? [{ title: { key: "use" as const, args: { name: right } }, kind: sure ? "safe" : "choice", edits } as const]
          : [];
        yield { span: at.span, message: { key: "wrong", args }, fixes };
      }
    }
  },
});

function referencesOf(definition: Definition): { readonly at: Text; readonly kind: SymbolKind }[] {
  const service = definition.kind === "routers" ? definition.options.get("service")?.trim() : undefined;
  return [
    ...middlewaresOf(definition).map((at) => ({ at, kind: "middlewares" as const })),
    ...(service ? [{ at: service, kind: "services" as const }] : []),
  ];
}
