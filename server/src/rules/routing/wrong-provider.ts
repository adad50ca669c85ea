// A name with the suffix of the other provider: `@docker` where v3's Swarm provider reads the labels, `@swarm` where v2 does.
import { hasVariable, type Service } from "../../model/service.ts";
import { type Definition, middlewaresOf, qualified, type SymbolKind, symbolsOf } from "../../model/symbols.ts";
import type { Text } from "../../syntax/text.ts";
import { isLeftOut, ownProvider, readBy, readers } from "../../workspace/reading.ts";
import type { View } from "../../workspace/view.ts";
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
      capitals: "`{user}` is dead: `{name}` does not exist. Providers are written in small letters: `@{suffix}`.",
      version: "Traefik {version} in `{service}`",
      unknown: "The Traefik in `{service}`",
      given: "Traefik {version}",
      use: "Write {name}",
    },
    "zh-cn": {
      summary: "名称的后缀是不读取这些标签的 provider",
      why: "`@` 后面是定义该名称的 provider。在 v2 中，Swarm 服务的标签属于 `docker`；在 v3 中属于 `swarm`，而 `@docker` 指容器。不写后缀时，任何版本都指标签自己的 provider。",
      wrong: "`{user}` 不起作用：`{name}` 不存在。{traefik}用 provider `{own}` 读取 Swarm 的标签。",
      capitals: "`{user}` 不起作用：`{name}` 不存在。provider 的名称用小写字母：`@{suffix}`。",
      version: "`{service}` 中的 Traefik {version} ",
      unknown: "`{service}` 中的 Traefik ",
      given: "所指定的 Traefik {version} ",
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
    const told = providers(service, view);
    if (!told) return;
    const { own, others, traefik } = told;
    for (const definition of symbolsOf(service.deployLabels).definitions) {
      for (const { at, kind } of referencesOf(definition)) {
        const { name, provider } = qualified(at);
        const meant = provider && !hasVariable(at.value) ? meantBy(provider.value) : undefined;
        if (!provider || meant === undefined || provider.value === own || others.includes(provider.value)) continue;
        const isCapital = meant !== provider.value;
        if (!isCapital && !LABELS.includes(meant)) continue;
        const suffix = LABELS.includes(meant) ? own : meant;
        const right = `${name.value}@${suffix}`;
        const sure = suffix !== own || view.mayBeDefined({ protocol: definition.protocol, kind, name: name.value });
        const edits = at.opaque ? undefined : inBlock(service.block, [{ span: provider.span, text: suffix }]);
        // One that is not in the project may read containers too.
        if (!isCapital && !told.sure && own === "swarm" && !sure) continue;
        const args = { user: definition.name.value, name: at.value, own, suffix, traefik: [traefik] };
        const fixes = () =>
          edits ? [{ title: { key: "use" as const, args: { name: right } }, kind: sure ? "safe" : "choice", edits } as const] : [];
        const finding = { span: at.span, message: { key: isCapital ? ("capitals" as const) : ("wrong" as const), args }, fixes };
        yield told.sure || isCapital ? finding : { ...finding, severity: "warning" };
      }
    }
  },
});

/** The providers that read labels of services or containers. */
const LABELS: readonly string[] = ["docker", "swarm"];

/** Whatever the capitals. Other names may be providers that are not looked at here. */
const meantBy = (provider: string): string | undefined => [...LABELS, "file", "internal"].find((p) => p === provider.toLowerCase());

interface Told {
  /** The provider that reads Swarm's labels. */
  readonly own: string;
  /** All that read labels of services or containers. */
  readonly others: readonly string[];
  readonly traefik: Message<"version" | "unknown" | "given">;
  /** No other provider of the name can be there. */
  readonly sure: boolean;
}

function providers(service: Service, view: View): Told | undefined {
  const [first] = readers(view);
  if (!first?.traefik) {
    const { version } = first ?? {};
    if (!version || isLeftOut(service, view)) return undefined;
    const traefik = { key: "given" as const, args: { version: version.text } };
    return { own: version.major === 2 ? "docker" : "swarm", others: [], traefik, sure: version.major === 2 };
  }
  const defined = readBy(service, view);
  const own = defined && ownProvider(defined[0]!);
  if (!own || defined.some((d) => ownProvider(d) !== own)) return undefined;
  // The docker provider in v3 has no swarm mode; that Traefik does not start.
  if (own === "docker" && !view.traefiks().every((t) => t.version?.major === 2)) return undefined;
  const { service: name } = first.traefik;
  return {
    own,
    others: defined.flatMap((d) => d.providers),
    traefik: first.version
      ? { key: "version", args: { version: first.version.text, service: name } }
      : { key: "unknown", args: { service: name } },
    sure: true,
  };
}

function referencesOf(definition: Definition): { readonly at: Text; readonly kind: SymbolKind }[] {
  const service = definition.kind === "routers" ? definition.options.get("service")?.trim() : undefined;
  return [
    ...middlewaresOf(definition).map((at) => ({ at, kind: "middlewares" as const })),
    ...(service ? [{ at: service, kind: "services" as const }] : []),
  ];
}
