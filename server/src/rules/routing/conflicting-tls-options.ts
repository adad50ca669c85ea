// TLS options that Traefik does not use, since another router of the same host has other ones: they are chosen by host, before any rule is read.
import { hasVariable, type Service } from "../../model/service.ts";
import { type DefinitionFact, hostsIn, optionOf } from "../../workspace/graph.ts";
import { httpRouters, placeOf, readRouter, sharedEntryPoints } from "../../workspace/http-router.ts";
import { isAlternative, readBy } from "../../workspace/reading.ts";
import type { TraefikDefinitions } from "../../workspace/traefikFact.ts";
import type { PlacedService, View } from "../../workspace/view.ts";
import { addLabel, setLabel } from "../fixes/add-label.ts";
import { type Fix, inBlock, offer, serviceRule } from "../rule.ts";

export const conflictingTlsOptions = serviceRule({
  id: "routing/conflicting-tls-options",
  severity: "warning",
  sources: [
    "traefik pkg/server/router/tcp/manager.go buildEntryPointHandler: different options for one host, and the default ones are used",
    "measured with v2.9.10 and v3.0.4 (a warning), v2.11.53 and v3.7.9 (an error)",
  ],
  texts: {
    en: {
      summary: "Two routers of one host have different TLS options",
      why: "Traefik chooses the TLS options by the host that a client asks for, before it knows which router gets the request. Where routers of one host name different ones on an entrypoint, or one of them names none, it uses the default options for all of them: a stricter setting is lost.",
      lost: "Traefik does not use the TLS options `{options}` for `{host}`: `{other}` (`{service}`) has the same host and {theirs}, so both get the default ones.",
      others: "the options `{name}`",
      none: "no options",
      here: "`{other}` has the same host",
      share: "Give {other} the TLS options {options}, too",
    },
    "zh-cn": {
      summary: "同一主机的两个路由器使用不同的 TLS 选项",
      why: "Traefik 按客户端请求的主机选择 TLS 选项，这时还不知道哪个路由器会得到请求。如果同一入口点上同一主机的路由器使用不同的选项，或者其中一个没有写，所有这些路由器都会使用默认选项：更严格的设置就失效了。",
      lost: "对于 `{host}`，Traefik 不会使用 TLS 选项 `{options}`：`{other}`（`{service}`）的主机相同，{theirs}，所以两者都使用默认选项。",
      others: "选项却是 `{name}`",
      none: "却没有写选项",
      here: "`{other}` 的主机相同",
      share: "也让 {other} 使用 TLS 选项 {options}",
    },
  },
  bad: `services:
  traefik:
    image: traefik:v3.1
    command: --providers.swarm=true --providers.file.directory=/etc/traefik/dynamic --entrypoints.websecure.address=:443
    deploy:
      placement:
        constraints: [node.role == manager]
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        - traefik.http.routers.web.rule=Host(\`example.com\`)
        - traefik.http.routers.web.tls.options=strict@file
        - traefik.http.services.web.loadbalancer.server.port=8080
  api:
    image: ghcr.io/example/api:1.4
    deploy:
      labels:
        - traefik.http.routers.api.rule=Host(\`example.com\`) && PathPrefix(\`/api\`)
        - traefik.http.routers.api.tls=true
        - traefik.http.services.api.loadbalancer.server.port=8080
`,
  good: `services:
  traefik:
    image: traefik:v3.1
    command: --providers.swarm=true --providers.file.directory=/etc/traefik/dynamic --entrypoints.websecure.address=:443
    deploy:
      placement:
        constraints: [node.role == manager]
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        - traefik.http.routers.web.rule=Host(\`example.com\`)
        - traefik.http.routers.web.tls.options=strict@file
        - traefik.http.services.web.loadbalancer.server.port=8080
  api:
    image: ghcr.io/example/api:1.4
    deploy:
      labels:
        - traefik.http.routers.api.rule=Host(\`example.com\`) && PathPrefix(\`/api\`)
        - traefik.http.routers.api.tls.options=strict@file
        - traefik.http.services.api.loadbalancer.server.port=8080
`,
  *check(service, view) {
    const [defined, ...more] = readBy(service, view) ?? [];
    if (!defined || more.length > 0) return;
    for (const { definition, fact } of httpRouters(service, view)) {
      const at = definition.options.get("tls.options");
      const options = optionsOf(fact);
      if (!at || options === undefined || options === DEFAULT || fact.read !== true) continue;
      const found = rivalOf(service, fact, options, defined, view);
      if (!found) continue;
      const { host, other } = found;
      const theirs = optionsOf(other)!;
      const args = { options, host, other: other.name, service: other.service };
      const says = theirs === DEFAULT ? ({ key: "none" } as const) : ({ key: "others", args: { name: theirs } } as const);
      const placed = view.placedService(other);
      const place = placeOf(other, view);
      yield {
        span: at.span,
        message: { key: "lost", args: { ...args, theirs: [says] } },
        related: place ? [{ ...place, message: { key: "here", args: { other: other.name } } }] : [],
        fixes: () => (placed ? share(placed, other, options) : []),
      };
    }
  },
});

const DEFAULT = "default";

/** As Traefik calls them; undefined where a variable decides, or labels are asked for them, which is another finding. */
function optionsOf(fact: DefinitionFact): string | undefined {
  const written = optionOf(fact, "tls.options") || DEFAULT;
  return hasVariable(written) || (written !== DEFAULT && !/@(?!docker$|swarm$)/.test(written)) ? undefined : written;
}

interface Rival {
  readonly host: string;
  readonly other: DefinitionFact;
}

function rivalOf(service: Service, fact: DefinitionFact, options: string, defined: TraefikDefinitions, view: View): Rival | undefined {
  const version = view.traefiks()[0]?.version;
  const own = version && readRouter(fact, version);
  if (!own?.tls || !version) return undefined;
  for (const host of hostsIn(own.rule.text.value)) {
    const other = view.routersOf(host).find((d) => {
      if (d.name === fact.name || d.scope !== "deploy" || d.read !== true || d.traefik !== fact.traefik) return false;
      const theirs = optionsOf(d);
      const router = readRouter(d, version);
      return (
        theirs !== undefined &&
        theirs !== options &&
        router?.tls &&
        sharedEntryPoints(own, router, defined) &&
        !isAlternative(service, d, view)
      );
    });
    if (other) return { host, other };
  }
  return undefined;
}

function share({ uri, service }: PlacedService, { name }: DefinitionFact, options: string): Fix<"share">[] {
  const key = `traefik.http.routers.${name}.tls.options`;
  const there = service.deployLabels?.labels.findLast((l) => l.key.value.toLowerCase() === key.toLowerCase());
  return offer(
    { title: { key: "share", args: { other: name, options } }, kind: "choice" },
    inBlock(service.block, there ? setLabel(service, there, options) : addLabel(service, key, options), uri),
  );
}
