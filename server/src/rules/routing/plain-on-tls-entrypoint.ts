// A router without TLS where browsers speak TLS, and one with TLS where they do not: Traefik keeps the two apart on every entrypoint.
import { hasVariable, type Service } from "../../model/service.ts";
import { type Definition, namesIn } from "../../model/symbols.ts";
import type { EntryPointFact } from "../../workspace/entrypoints.ts";
import { type DefinitionFact, hostsIn, optionOf } from "../../workspace/graph.ts";
import { entryPointsOf, httpRouters, tlsOf } from "../../workspace/http-router.ts";
import { readBy } from "../../workspace/reading.ts";
import type { TraefikDefinitions } from "../../workspace/traefikFact.ts";
import type { View } from "../../workspace/view.ts";
import { addLabel, setLabel } from "../fixes/add-label.ts";
import { type Finding, type Fix, inBlock, offer, serviceRule } from "../rule.ts";

export const plainOnTlsEntrypoint = serviceRule({
  id: "routing/plain-on-tls-entrypoint",
  severity: "warning",
  sources: [
    "traefik pkg/server/router/router.go BuildHandlers: routers with TLS and without it have handlers of their own on each entrypoint",
    "measured with v2.9.10 to v3.7.9: https to a router without TLS is answered with 404, and so is http to one with TLS",
  ],
  texts: {
    en: {
      summary: "A router without TLS on an entrypoint for HTTPS",
      why: "On every entrypoint a router with TLS gets only what comes by TLS, and one without TLS only what comes without. Which kind it is, its own labels say (`tls=true`, `tls.certresolver`, ...), or flags of the entrypoint (`--entrypoints.websecure.http.tls=true`). So a router without TLS on :443 never answers HTTPS, and one with TLS on :80 never answers plain HTTP: 404, without a word in the log.",
      plain:
        "`{router}` never answers https:// on `{entrypoint}` ({address}): neither its labels nor the flags of `{traefik}` turn TLS on. Browsers get 404.",
      encrypted:
        "`{router}` never answers http:// on `{entrypoint}` ({address}): its labels turn TLS on, and then it gets no plain request. Browsers get 404.",
      add: "Add {label} to {router}",
      set: "Write {label} for {router}",
      use: "Put {router} on the entrypoint {entrypoint}",
    },
    "zh-cn": {
      summary: "路由器没有 TLS，却放在 HTTPS 的入口点上",
      why: "在每个入口点上，有 TLS 的路由器只得到经 TLS 的请求，没有 TLS 的只得到明文请求。由路由器自己的标签（`tls=true`、`tls.certresolver` 等）或入口点的选项（`--entrypoints.websecure.http.tls=true`）决定。所以 :443 上没有 TLS 的路由器从不回应 HTTPS，:80 上有 TLS 的路由器从不回应明文 HTTP：404，日志里没有任何提示。",
      plain: "`{router}` 在 `{entrypoint}`（{address}）上从不回应 https://：它的标签和 `{traefik}` 的选项都没有启用 TLS。浏览器得到 404。",
      encrypted: "`{router}` 在 `{entrypoint}`（{address}）上从不回应 http://：它的标签启用了 TLS，因此得不到明文请求。浏览器得到 404。",
      add: "为 {router} 添加 {label}",
      set: "将 {router} 的标签改为 {label}",
      use: "把 {router} 放到入口点 {entrypoint} 上",
    },
  },
  bad: `services:
  traefik:
    image: traefik:v3.1
    command:
      - --providers.swarm=true
      - --entrypoints.web.address=:80
      - --entrypoints.websecure.address=:443
    deploy:
      placement:
        constraints: [node.role == manager]
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.routers.web.entrypoints=websecure
        - traefik.http.services.web.loadbalancer.server.port=8080
`,
  good: `services:
  traefik:
    image: traefik:v3.1
    command:
      - --providers.swarm=true
      - --entrypoints.web.address=:80
      - --entrypoints.websecure.address=:443
    deploy:
      placement:
        constraints: [node.role == manager]
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.routers.web.entrypoints=websecure
        - traefik.http.routers.web.tls=true
        - traefik.http.services.web.loadbalancer.server.port=8080
`,
  *check(service, view) {
    const [defined, ...more] = readBy(service, view) ?? [];
    if (!defined || more.length > 0) return;
    const routers = httpRouters(service, view);
    // A name with a variable may be any of the others'.
    if (routers.some(({ fact }) => hasVariable(fact.name))) return;
    for (const { definition, fact } of routers) {
      const tls = tlsOf(fact);
      const points = pointsOf(fact, defined);
      if (tls === undefined || !points || isElsewhere(fact)) continue;
      const lost = points.filter((p) => (tls ? isPlain(p) : isForTls(p)));
      const [first] = lost;
      // With TLS on one of both it is there for HTTPS; plain HTTP may be sent there by another router.
      if (!first || (tls && lost.length < points.length) || (!named(fact) && lost.length < points.length)) continue;
      if (!tls && isServed(fact, first, view)) continue;
      yield about(service, view, defined, { definition, first, tls });
    }
  },
});

const named = (fact: DefinitionFact): boolean => entryPointsOf(fact).length > 0;

/** Undefined where a name is a variable or not known. */
function pointsOf(fact: DefinitionFact, { points }: TraefikDefinitions): readonly EntryPointFact[] | undefined {
  if (!named(fact)) {
    const defaults = points.filter((p) => p.asDefault);
    return defaults.length > 0 ? defaults : points.filter((p) => p.name !== "traefik");
  }
  const found = entryPointsOf(fact).map((name) => points.find((p) => p.name === name));
  return found.every((p) => p !== undefined) ? found : undefined;
}

/** Labels that turn TLS off although others below it are there are another finding. */
const isElsewhere = ({ options }: DefinitionFact): boolean =>
  options.some(([key]) => key === "tls") && options.some(([key]) => key.startsWith("tls."));

const isForTls = ({ name, port, tls }: EntryPointFact): boolean =>
  !tls && (port === 443 || (port !== undefined && port !== 80 && /^(?:web-?secure|https)$/i.test(name)));

const isPlain = ({ port, tls, redirects }: EntryPointFact): boolean => port === 80 && !tls && !redirects;

/** Another router with TLS answers for one of its hosts there. */
function isServed(fact: DefinitionFact, { name }: EntryPointFact, view: View): boolean {
  return [...hostsIn(optionOf(fact, "rule") ?? ""), ""]
    .flatMap((host) => view.routersOf(host))
    .some(
      (r) => r !== fact && r.read !== false && r.scope === "deploy" && tlsOf(r) !== false && (!named(r) || entryPointsOf(r).includes(name)),
    );
}

interface Wrong {
  readonly definition: Definition;
  readonly first: EntryPointFact;
  readonly tls: boolean;
}

type Title = "add" | "set" | "use";

function about(service: Service, view: View, defined: TraefikDefinitions, wrong: Wrong): Finding<"plain" | "encrypted" | Title> {
  const { definition, first, tls } = wrong;
  const at = namesIn(definition.options.get("entrypoints")).find((n) => n.value === first.name) ?? definition.name;
  const router = definition.name.value;
  const args = { router, entrypoint: first.name, address: `:${first.port}`, traefik: view.traefiks()[0]!.service };
  const fixes = () => (tls ? move(service, definition, defined) : encrypt(service, definition, defined));
  return { span: at.span, message: { key: tls ? "encrypted" : "plain", args }, fixes };
}

function encrypt(service: Service, { name, options }: Definition, { resolvers }: TraefikDefinitions): Fix<Title>[] {
  const router = name.value;
  const key = `traefik.http.routers.${router}.tls`;
  const off = options.has("tls") && service.deployLabels!.labels.findLast((l) => l.key.value.toLowerCase() === key.toLowerCase());
  const write = (option: string, value: string): Fix<Title>[] => {
    const label = `tls${option}=${value}`;
    return offer(
      { title: { key: off ? "set" : "add", args: { label, router } }, kind: "choice" },
      inBlock(service.block, off ? setLabel(service, off, value) : addLabel(service, `${key}${option}`, value)),
    );
  };
  return [...write("", "true"), ...(off ? [] : resolvers.slice(0, 3).flatMap((r) => write(".certresolver", r)))];
}

/** To an entrypoint for TLS, where the list is one name. */
function move(service: Service, { name, options }: Definition, { points }: TraefikDefinitions): Fix<Title>[] {
  const list = options.get("entrypoints");
  const [only, ...others] = namesIn(list);
  if (!only || others.length > 0 || only.opaque) return [];
  return points.filter(isForTlsToo).map((point): Fix<Title> => {
    const edits = inBlock(service.block, [{ span: only.span, text: point.name }])!;
    return { title: { key: "use", args: { router: name.value, entrypoint: point.name } }, kind: "choice", edits };
  });
}

const isForTlsToo = (point: EntryPointFact): boolean => point.tls || isForTls(point);
