// Several Traefik services in one label set, and a router that names none of them.
import { hasVariable, type Service } from "../../model/service.ts";
import { type Definition, PROTOCOLS, symbolsOf } from "../../model/symbols.ts";
import { isLeftOut } from "../../workspace/reading.ts";
import { addLabel } from "../fixes/add-label.ts";
import { type Fix, inBlock, offer, serviceRule } from "../rule.ts";

export const ambiguousService = serviceRule({
  id: "routing/ambiguous-service",
  severity: "error",
  sources: [
    "traefik pkg/provider/configuration.go BuildRouterConfiguration: `cannot be linked automatically with multiple Services` (v2.11.7, v3.1.1), `too many services` before",
    "https://github.com/traefik/traefik/issues/4807",
  ],
  texts: {
    en: {
      summary: "A router does not say which of several services it leads to",
      why: "A router without `.service` gets the only Traefik service of its label set. Where the set defines several, Traefik drops the router: 404.",
      ambiguous:
        "Traefik drops the router `{router}`: the labels of `{service}` define {count} services ({names}), and the router names none of them.",
      unused:
        "Traefik drops the router `{router}`: `{name}` is a second Traefik service in the labels of `{service}`, and the router does not say which it leads to. Give it a `.service`, or take `{name}` out.",
      router: "this router",
      set: "Lead {router} to the service {name}",
    },
    "zh-cn": {
      summary: "路由器没有说明指向多个服务中的哪一个",
      why: "没有 `.service` 的路由器会得到同一组标签中唯一的 Traefik 服务。如果这组标签定义了多个服务，Traefik 会丢弃该路由器：404。",
      ambiguous: "Traefik 会丢弃路由器 `{router}`：`{service}` 的标签定义了 {count} 个服务（{names}），而它没有指定任何一个。",
      unused:
        "Traefik 会丢弃路由器 `{router}`：`{name}` 是 `{service}` 的标签中的第二个 Traefik 服务，而该路由器没有说明指向哪一个。请为它写上 `.service`，或去掉 `{name}`。",
      router: "就是这个路由器",
      set: "让 {router} 指向服务 {name}",
    },
  },
  bad: `services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.services.web.loadbalancer.server.port=8080
        - traefik.http.services.admin.loadbalancer.server.port=9090
`,
  good: `services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.routers.web.service=web
        - traefik.http.services.web.loadbalancer.server.port=8080
        - traefik.http.services.admin.loadbalancer.server.port=9090
`,
  *check(service, view) {
    if (!view.isComplete() || isLeftOut(service, view)) return;
    const { definitions } = symbolsOf(service.deployLabels);
    for (const protocol of PROTOCOLS) {
      const own = definitions.filter((d) => d.protocol === protocol);
      const services = own.filter((d) => d.kind === "services");
      // Of two names with variables both may be one; what has no load balancer makes Traefik drop the set, which is another finding.
      if (services.length < 2 || !services.every(isPlain)) continue;
      const names = services.map((s) => s.name.value);
      const routers = own.filter((d) => d.kind === "routers" && !hasService(d, own));
      const extra = routers.length === 1 ? unused(services, own) : undefined;
      for (const router of routers) {
        const args = {
          router: router.name.value,
          service: service.name.value,
          count: names.length,
          names: names.map((n) => `\`${n}\``),
        };
        const fixes = () => [...names].sort((a, b) => rank(a, router) - rank(b, router)).flatMap((n) => lead(service, router, n));
        if (extra) {
          const related = [{ uri: view.uri(), block: service.block, span: router.name.span, message: { key: "router" as const } }];
          yield { span: extra.name.span, message: { key: "unused", args: { ...args, name: extra.name.value } }, fixes, related };
        } else yield { span: router.name.span, message: { key: "ambiguous", args }, fixes };
      }
    }
  },
});

/** The one service that no router leads to, where all would be clear without it. */
function unused(services: readonly Definition[], own: readonly Definition[]): Definition | undefined {
  // Of several routers, one may be meant for it.
  const [router, ...others] = own.filter((d) => d.kind === "routers");
  const left = services.filter((s) => s.name.value !== router?.name.value);
  return others.length === 0 && services.length === 2 && left.length === 1 ? left[0] : undefined;
}

/** A service that is called as the router comes first. */
const rank = (name: string, router: Definition): number => (name === router.name.value ? 0 : 1);

const isPlain = ({ name, options }: Definition): boolean =>
  !hasVariable(name.value) && [...options.keys()].some((k) => k.startsWith("loadbalancer."));

/** A name with a variable may be any router. */
const hasService = (router: Definition, all: readonly Definition[]): boolean =>
  hasVariable(router.name.value) ||
  all.some((d) => d.kind === "routers" && d.options.has("service") && (d === router || hasVariable(d.name.value)));

function lead(service: Service, { protocol, name }: Definition, to: string): Fix<"set">[] {
  return offer(
    { title: { key: "set", args: { router: name.value, name: to } }, kind: "choice" },
    inBlock(service.block, addLabel(service, `traefik.${protocol}.routers.${name.value}.service`, to)),
  );
}
