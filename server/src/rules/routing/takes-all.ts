// A TCP router without TLS for every name: it takes all plain connections of its entrypoints, HTTP included.
import { takesAll as takesAllNames } from "../../model/expression/priority.ts";
import { hasVariable, type Service } from "../../model/service.ts";
import { type Definition, namesIn, symbolsOf } from "../../model/symbols.ts";
import { readTraefik } from "../../model/traefik.ts";
import { type DefinitionFact, traefikId } from "../../workspace/graph.ts";
import { entryPointsOf } from "../../workspace/http-router.ts";
import type { TraefikFact } from "../../workspace/traefikFact.ts";
import type { View } from "../../workspace/view.ts";
import { addLabel } from "../fixes/add-label.ts";
import { routerRules } from "../fixes/rule-text.ts";
import { type Fix, inBlock, offer, serviceRule } from "../rule.ts";

export const takesAll = serviceRule({
  id: "routing/takes-all",
  severity: "warning",
  sources: [
    "traefik pkg/server/router/tcp/router.go@v3.7.9 ServeTCP: without TLS the TCP routers are asked before HTTP",
    "https://doc.traefik.io/traefik/routing/routers/#entrypoints_1",
  ],
  texts: {
    en: {
      summary: "A TCP router takes the connections meant for HTTP",
      why: 'Without TLS a connection tells no name, so the rule of a plain TCP router is `HostSNI("*")`: it takes every connection of its entrypoints that comes without TLS, before any HTTP router is asked. On an entrypoint that serves HTTP, that is an outage of all its plain routes. A TCP router that names no entrypoint is put on all of them.',
      all: "`{router}` names no entrypoint, so {traefik} puts it on all of them, where it takes every connection without TLS: nothing is left for HTTP.",
      shared:
        "`{router}` takes every connection without TLS on the entrypoint `{entrypoint}`: nothing is left for the HTTP router `{other}`.",
      redirection: "`{router}` takes every connection without TLS on the entrypoint `{entrypoint}`: nothing is left for its redirection.",
      name: "Put it on the entrypoint {entrypoint}",
    },
    "zh-cn": {
      summary: "TCP 路由器抢走 HTTP 的连接",
      why: '没有 TLS 的连接不带名称，所以明文 TCP 路由器的规则是 `HostSNI("*")`：它会先于所有 HTTP 路由器接走其入口点上所有不带 TLS 的连接。如果该入口点提供 HTTP，它的明文路由就会全部中断。没有写入口点的 TCP 路由器会放到所有入口点上。',
      all: "`{router}` 没有写入口点，{traefik} 会把它放到所有入口点上，接走那里所有不带 TLS 的连接：HTTP 什么也得不到。",
      shared: "`{router}` 会接走入口点 `{entrypoint}` 上所有不带 TLS 的连接：HTTP 路由器 `{other}` 什么也得不到。",
      redirection: "`{router}` 会接走入口点 `{entrypoint}` 上所有不带 TLS 的连接：该入口点的重定向什么也得不到。",
      name: "放到入口点 {entrypoint} 上",
    },
  },
  bad: `services:
  traefik:
    image: traefik:v3.3
    command:
      - --providers.swarm.exposedByDefault=false
      - --entrypoints.web.address=:80
      - --entrypoints.postgres.address=:5432
    volumes:
      - /var/run/docker.sock:/var/run/docker.sock:ro
    deploy:
      placement:
        constraints: [node.role == manager]
  db:
    image: postgres:17
    deploy:
      labels:
        - traefik.enable=true
        - traefik.tcp.routers.db.rule=HostSNI(\`*\`)
        - traefik.tcp.services.db.loadbalancer.server.port=5432
`,
  good: `services:
  traefik:
    image: traefik:v3.3
    command:
      - --providers.swarm.exposedByDefault=false
      - --entrypoints.web.address=:80
      - --entrypoints.postgres.address=:5432
    volumes:
      - /var/run/docker.sock:/var/run/docker.sock:ro
    deploy:
      placement:
        constraints: [node.role == manager]
  db:
    image: postgres:17
    deploy:
      labels:
        - traefik.enable=true
        - traefik.tcp.routers.db.rule=HostSNI(\`*\`)
        - traefik.tcp.routers.db.entrypoints=postgres
        - traefik.tcp.services.db.loadbalancer.server.port=5432
`,
  *check(service, view) {
    for (const rule of routerRules(service, view, true)) {
      if (rule.kind !== "tcp" || !rule.parsed.every(takesAllNames)) continue;
      const { definitions, open } = symbolsOf(rule.set);
      const router = definitions.find(
        (d) => d.protocol === "tcp" && d.kind === "routers" && d.name.value.toLowerCase() === rule.router.toLowerCase(),
      );
      const [traefik, ...others] = view.traefiks();
      if (open || !router || isEncrypted(router.options.keys()) || !traefik?.defines || others.length > 0) continue;
      const named = namesIn(router.options.get("entrypoints"));
      if (named.some((n) => hasVariable(n.value))) continue;
      const served = servedBy(traefik, view);
      const { span } = rule.text;
      const args = { router: rule.router, traefik: rule.traefik };
      if (named.length === 0) {
        // What is meant can't be told where there is but one; another default may be set.
        if (served.byDefault || (plainPoints(traefik).length < 2 && served.http.length === 0)) continue;
        yield { span, message: { key: "all", args }, fixes: () => fixes(service, router, traefik, served) };
      } else {
        const at = named.map((n) => n.value).find((n) => served.http.some((s) => s.entrypoint === n));
        if (at === undefined) continue;
        const other = served.http.find((s) => s.entrypoint === at)!.router;
        const key = other === undefined ? ("redirection" as const) : ("shared" as const);
        yield { span, message: { key, args: { ...args, entrypoint: at, other: other ?? "" } } };
      }
    }
  },
});

const isEncrypted = (options: Iterable<string>): boolean => [...options].some((o) => o === "tls" || o.startsWith("tls."));

/** Where connections without TLS are HTTP's, if they are anybody's: on the others each HTTP router has TLS. */
const plainPoints = ({ defines }: TraefikFact): string[] => defines!.points.filter((p) => !p.tls).map((p) => p.name);

interface Served {
  /** Plain HTTP: routers that name the entrypoint, or have no other, or its redirection. */
  readonly http: readonly { readonly entrypoint: string; readonly router: string | undefined }[];
  /** Some entrypoints are those of routers that name none. */
  readonly byDefault: boolean;
}

function servedBy(traefik: TraefikFact, view: View): Served {
  const service = view.traefikService(traefik)?.service;
  const flags = (service && readTraefik(service)?.commandLine.flags) ?? [];
  const redirected = flags.flatMap(({ name }) => /^entrypoints\.([^.]+)\.http\.redirections\./i.exec(name.value)?.[1] ?? []);
  const routers = view
    .symbolNames({ protocol: "http", kind: "routers" })
    .flatMap((name) => view.definitions({ protocol: "http", kind: "routers", name }))
    .filter((d) => d.read !== false && d.traefik === traefikId(traefik) && !isEncrypted(d.options.map(([key]) => key)));
  const plain = plainPoints(traefik);
  const http = [
    ...routers.flatMap((d) => entrypointsOf(d, traefik).map((entrypoint) => ({ entrypoint, router: d.name }))),
    ...redirected.map((entrypoint) => ({ entrypoint, router: undefined })),
  ];
  return {
    http: http.filter(({ entrypoint }) => plain.includes(entrypoint)),
    byDefault: flags.some(({ path }) => /^entrypoints\.[^.]+\.asdefault$/.test(path)),
  };
}

/** On which of several is one that names none, nobody can say. */
function entrypointsOf(router: DefinitionFact, { defines }: TraefikFact): readonly string[] {
  const named = entryPointsOf(router);
  return named.length > 0 || defines!.entryPoints.length > 1 ? named : defines!.entryPoints;
}

/** Entrypoints that are the web's by their names, or by what is on them, are none for it. */
function fixes(service: Service, router: Definition, traefik: TraefikFact, { http }: Served): Fix<"name">[] {
  const free = traefik.defines!.entryPoints.filter((e) => !/^(?:web|http|traefik)/.test(e) && !http.some((s) => s.entrypoint === e));
  return free.flatMap((entrypoint): Fix<"name">[] => {
    const key = `traefik.tcp.routers.${router.name.value}.entrypoints`;
    return offer(
      { title: { key: "name", args: { entrypoint } }, kind: "choice" },
      inBlock(service.block, addLabel(service, key, entrypoint)),
    );
  });
}
