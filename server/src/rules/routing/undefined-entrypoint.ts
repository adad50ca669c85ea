// A router on an entrypoint that its Traefik does not have.
import { hasVariable } from "../../model/service.ts";
import { namesIn, type Protocol, symbolsOf } from "../../model/symbols.ts";
import { readBy } from "../../workspace/reading.ts";
import { useName } from "../fixes/use-name.ts";
import { type Message, serviceRule } from "../rule.ts";

export const undefinedEntrypoint = serviceRule({
  id: "routing/undefined-entrypoint",
  severity: "error",
  sources: [
    'traefik pkg/server/router/router.go: `entryPoint "x" doesn\'t exist`, and `no valid entryPoint for this router`',
    "https://doc.traefik.io/traefik/routing/routers/#entrypoints",
  ],
  texts: {
    en: {
      summary: "A router names an entrypoint that its Traefik does not have",
      why: "Entrypoints are defined by the Traefik itself (`--entrypoints.NAME.address=:80`). Names are compared with their capitals, and UDP routers need an entrypoint for UDP (`:53/udp`). A router none of whose entrypoints exists is switched off: 404. If another one of its list exists, the router works there only.",
      dead: "The router `{router}` is dead: {who} no entrypoint `{name}`.{hint}",
      part: "The router `{router}` is not reached on `{name}`: {who} no such entrypoint.{hint}",
      one: "`{traefik}` has",
      several: "{traefiks} have",
      comma: "A comma too many: Traefik looks for an entrypoint without a name for the router `{router}`, and there is none.",
      onlyComma: "The router `{router}` is dead: its list of entrypoints holds a comma and no name.",
      known: " It has {known}.",
      knownAll: " They have {known}.",
      udp: " For UDP it has {known}.",
      noUdp: " It has none for UDP; `--entrypoints.NAME.address=:PORT/udp` makes one.",
      use: "Use the entrypoint {name}",
    },
    "zh-cn": {
      summary: "路由器使用了 Traefik 没有的入口点",
      why: "入口点由 Traefik 自己定义（`--entrypoints.NAME.address=:80`）。名称区分大小写，UDP 路由器需要 UDP 入口点（`:53/udp`）。如果路由器的入口点都不存在，它会被停用：404。如果列表中还有存在的入口点，路由器只在那里工作。",
      dead: "路由器 `{router}` 不起作用：{who}入口点 `{name}`。{hint}",
      part: "在 `{name}` 上访问不到路由器 `{router}`：{who}这个入口点。{hint}",
      one: "`{traefik}` 没有",
      several: "{traefiks} 都没有",
      comma: "多了一个逗号：Traefik 会为路由器 `{router}` 寻找没有名称的入口点，而它并不存在。",
      onlyComma: "路由器 `{router}` 不起作用：它的入口点列表只有逗号，没有名称。",
      known: "它有 {known}。",
      knownAll: "它们有 {known}。",
      udp: "它的 UDP 入口点有 {known}。",
      noUdp: "它没有 UDP 入口点；用 `--entrypoints.NAME.address=:PORT/udp` 创建。",
      use: "使用入口点 {name}",
    },
  },
  bad: `services:
  traefik:
    image: traefik:v3.1
    command:
      - --providers.swarm=true
      - --entrypoints.web.address=:80
    deploy:
      placement:
        constraints: [node.role == manager]
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.routers.web.entrypoints=http
        - traefik.http.services.web.loadbalancer.server.port=8080
`,
  good: `services:
  traefik:
    image: traefik:v3.1
    command:
      - --providers.swarm=true
      - --entrypoints.web.address=:80
    deploy:
      placement:
        constraints: [node.role == manager]
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.routers.web.entrypoints=web
        - traefik.http.services.web.loadbalancer.server.port=8080
`,
  *check(service, view) {
    const defined = readBy(service, view);
    if (!defined) return;
    const traefiks = [...new Set(view.traefiks().map((t) => `\`${t.service}\``))];
    const who: Message<"one" | "several"> =
      traefiks.length > 1 ? { key: "several", args: { traefiks } } : { key: "one", args: { traefik: view.traefiks()[0]!.service } };
    for (const router of symbolsOf(service.deployLabels).definitions.filter((d) => d.kind === "routers")) {
      const known = [...new Set(defined.flatMap((d) => (router.protocol === "udp" ? d.udpEntryPoints : d.entryPoints)))];
      const list = router.options.get("entrypoints");
      const names = namesIn(list);
      if (names.some((n) => hasVariable(n.value))) continue;
      if (list && list.value.trim() !== "" && list.split(",").some((n) => n.value.trim() === "")) {
        const args = { router: router.name.value };
        if (names.length === 0) yield { span: list.span, message: { key: "onlyComma", args } };
        else yield { span: list.span, message: { key: "comma", args }, severity: "warning" };
      }
      const missing = names.filter((n) => !isDefined(n.value, known, router.protocol));
      for (const at of missing) {
        const { fixes } = useName(
          service,
          at,
          known.filter((k) => !names.some((n) => n.value === k)),
        );
        const has = hint(router.protocol, known, traefiks.length > 1);
        const args = { router: router.name.value, who: [who], name: at.value, hint: [has] };
        const dead = missing.length === names.length;
        yield { span: at.span, message: { key: dead ? "dead" : "part", args }, severity: dead ? "error" : "warning", fixes };
      }
    }
  },
});

/** Traefik makes `traefik` by itself where its API, metrics or ping want it. */
const isDefined = (name: string, known: readonly string[], protocol: Protocol): boolean =>
  known.includes(name) || (name === "traefik" && protocol !== "udp");

function hint(protocol: Protocol, known: readonly string[], several: boolean): Message<"known" | "knownAll" | "udp" | "noUdp"> {
  if (protocol === "udp" && known.length === 0) return { key: "noUdp" };
  return { key: protocol === "udp" ? "udp" : several ? "knownAll" : "known", args: { known: known.map((k) => `\`${k}\``) } };
}
