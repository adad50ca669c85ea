// A label set without the port that Traefik needs on a swarm: the whole set is dropped.
import { WELL_KNOWN_PORTS } from "../../catalog/traefik/images.ts";
import { atLeast, imageName } from "../../model/image.ts";
import { isTraefikLabel, type Label } from "../../model/labels.ts";
import { exposedPorts, hasVariable, publishedPorts, type Service } from "../../model/service.ts";
import type { Span, Text } from "../../syntax/text.ts";
import { type Judged, judgements } from "../../workspace/judgement.ts";
import { reading, releases } from "../../workspace/reading.ts";
import type { View } from "../../workspace/view.ts";
import { addLabel } from "../fixes/add-label.ts";
import { distance } from "../fixes/nearest.ts";
import { type Fix, inBlock, serviceRule } from "../rule.ts";

export const missingPort = serviceRule({
  id: "routing/missing-port",
  severity: "error",
  sources: [
    "traefik pkg/provider/docker/config.go@v2.9.10 addServer, @v3.7.9 build: `port is missing`, and the rest of the label set is skipped",
    "https://doc.traefik.io/traefik/providers/swarm/#port-detection",
    "https://github.com/traefik/traefik/issues/5732",
  ],
  texts: {
    en: {
      summary: "A routed service names no port",
      why: "On a swarm Traefik does not look at EXPOSE, `expose` or `ports`: the label `traefik.http.services.<name>.loadbalancer.server.port` must say it. Without it Traefik drops the whole label set of the service, with its routers and middlewares; the same goes for a set that holds middlewares only, or routers to `api@internal` (any number will do there). Traefik logs `port is missing` at each poll.",
      service:
        "Traefik drops all labels of `{service}`: its service `{name}` has no `loadbalancer.server.port`, and on a swarm Traefik does not look at EXPOSE or `ports`.",
      none: "Traefik drops all labels of `{service}`: on a swarm they must name a port. Add `traefik.{protocol}.services.{name}.loadbalancer.server.port=<port>`.",
      addPort: "Add the port label with {port}",
      addPlaceholder: "Add the port label",
    },
    "zh-cn": {
      summary: "有路由的服务没有写端口",
      why: "在 Swarm 上 Traefik 不看 EXPOSE、`expose` 或 `ports`：端口必须由标签 `traefik.http.services.<name>.loadbalancer.server.port` 给出。没有它，Traefik 会丢弃该服务的整组标签，包括其中的路由器和中间件；只含中间件、或路由器指向 `api@internal` 的标签组也一样（那里写任意数字即可）。每次轮询 Traefik 都会记录 `port is missing`。",
      service:
        "Traefik 会丢弃 `{service}` 的全部标签：其中的服务 `{name}` 没有 `loadbalancer.server.port`，而在 Swarm 上 Traefik 不看 EXPOSE 或 `ports`。",
      none: "Traefik 会丢弃 `{service}` 的全部标签：在 Swarm 上必须写明端口。请添加 `traefik.{protocol}.services.{name}.loadbalancer.server.port=<port>`。",
      addPort: "添加端口标签，值为 {port}",
      addPlaceholder: "添加端口标签",
    },
  },
  bad: `services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
`,
  good: `services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.services.web.loadbalancer.server.port=8080
`,
  *check(service, view) {
    const labels = service.deployLabels?.labels ?? [];
    if (labels.length === 0 || !view.isComplete() || !isRead(service, view)) return;
    const urlCounts = releases(view)?.some((v) => atLeast(v, 3, 4)) ?? true;
    const misspelt = judgements(service, view).flatMap((j) => (isPort(j) ? j.labels : []));
    for (const missing of portless(service, labels, urlCounts, misspelt)) {
      const args = { service: service.name.value, name: missing.name, protocol: missing.protocol };
      const message = { key: missing.declared ? ("service" as const) : ("none" as const), args };
      yield { span: missing.at, message, fixes: () => fixes(service, missing) };
    }
  },
});

/** A port under a name that Traefik does not know, which is another finding: with that one mended there is a port. */
function isPort({ problem, labels }: Judged): boolean {
  const words = labels.map((l) => l.key.value.slice(l.key.value.lastIndexOf(".") + 1).toLowerCase());
  return problem.code === "unknown-field" && words.some((word) => word.includes("port") || distance(word, "port") < 2);
}

/** Whether Traefik reads this label set, as far as the files tell. */
function isRead(service: Service, view: View): boolean {
  const read = reading(service, view);
  if (read?.set.scope !== "deploy") return false;
  // Where there is no Traefik, routers and services are written to be read.
  if (read.taken !== "likely") return read.taken === "yes";
  return !view.hasTraefik() && read.set.labels.some((l) => /^traefik\.\w+\.(?:routers|services)\./i.test(l.key.value));
}

const PROTOCOLS = ["http", "tcp", "udp"] as const;
type Protocol = (typeof PROTOCOLS)[number];

interface Missing {
  readonly protocol: Protocol;
  /** The Traefik service that lacks it, or the name that it may have. */
  readonly name: string;
  readonly declared: boolean;
  readonly at: Span;
}

/** Traefik looks at each protocol apart; a declared service needs a port of its own, a set without services one for the automatic service. */
function portless(service: Service, labels: readonly Label[], urlCounts: boolean, misspelt: readonly Label[]): Missing[] {
  // An item that is a variable, or a key with one below the protocol, may be anything.
  if (labels.some((l) => l.value === undefined && hasVariable(l.key.value))) return [];
  const bare = withoutRoutes(service, labels);
  if (bare) return [bare];
  return PROTOCOLS.flatMap((protocol): Missing[] => {
    const own = labels.filter((l) => l.key.value.toLowerCase().startsWith(`traefik.${protocol}.`));
    const first = own[0];
    if (!first) return [];
    // Middlewares alone make Traefik look at HTTP only.
    if (protocol !== "http" && !own.some((l) => /^traefik\.\w+\.(?:routers|services)\./i.test(l.key.value))) return [];
    const services = new Map<string, Declared>();
    for (const label of own) readDeclaration(label, services, urlCounts, misspelt.includes(label));
    // Of several services one with a variable for a name may be any of the others.
    if (services.size > 1 && [...services.values()].some((s) => hasVariable(s.name.value))) return [];
    if (services.size > 0) {
      return [...services.values()]
        .filter((s) => !s.hasPort && !s.other)
        .map((s) => ({ protocol, name: s.name.value, declared: true, at: s.name.span }));
    }
    if (own.some((l) => /^traefik\.\w+\.[^.]*\$/.test(l.key.value))) return [];
    const router = own.find((l) => /^traefik\.\w+\.routers\.[^.]+\./i.test(l.key.value)) ?? first;
    const named = /^traefik\.\w+\.routers\.([^.]+)\./i.exec(router.key.value)?.[1];
    return [{ protocol, name: named && !named.includes("$") ? named : service.name.value, declared: false, at: router.key.span }];
  });
}

/** Labels that only ask to be taken, or that define nothing which needs a port: Traefik makes an HTTP service for them all the same. */
function withoutRoutes(service: Service, labels: readonly Label[]): Missing | undefined {
  const own = labels.filter((l) => /^traefik\./i.test(l.key.value));
  const plain = own.every((l) => /^traefik\.(?:enable$|docker\b|swarm\b|tls\b|tcp\.middlewares\.)/i.test(l.key.value));
  const first = own.find((l) => l.key.value.toLowerCase() === "traefik.enable") ?? own[0];
  // Labels outside of deploy are another finding.
  const elsewhere = service.containerLabels?.labels.some(isTraefikLabel) ?? false;
  return first && plain && !elsewhere ? { protocol: "http", name: service.name.value, declared: false, at: first.key.span } : undefined;
}

interface Declared {
  readonly name: Text;
  /** Or it may have one. */
  hasPort: boolean;
  /** Weighted, mirroring, failover: such a service has no port, and labels can't define it, which is another finding. */
  other: boolean;
}

function readDeclaration(label: Label, services: Map<string, Declared>, urlCounts: boolean, isMisspelt: boolean): void {
  const parts = label.key.split(".");
  if (parts[2]?.value.toLowerCase() !== "services" || parts.length < 5) return;
  const name = parts[3]!;
  const found = services.get(name.value.toLowerCase()) ?? { name, hasPort: false, other: false };
  const rest = parts
    .slice(4)
    .map((p) => p.value.toLowerCase())
    .join(".");
  if (isMisspelt || hasVariable(rest)) found.hasPort = true;
  else if (rest === "loadbalancer.server.port") found.hasPort ||= (label.value?.value ?? "") !== "";
  else if (rest === "loadbalancer.server.url" && urlCounts) found.hasPort = true;
  else if (/^(?:weighted|mirroring|failover|highestrandomweight)(?:\.|$)/.test(rest)) found.other = true;
  services.set(name.value.toLowerCase(), found);
}

type Title = "addPort" | "addPlaceholder";

function fixes(service: Service, missing: Missing): Fix<Title>[] {
  const { protocol, name } = missing;
  const key = `traefik.${protocol}.services.${name}.loadbalancer.server.port`;
  const write = (title: Title, port: string, snippet: boolean): Fix<Title>[] => {
    const edits = inBlock(service.block, addLabel(service, snippet ? key.replaceAll(/[\\$}]/g, "\\$&") : key, port));
    return edits ? [{ title: { key: title, args: { port } }, kind: "choice", edits, snippet }] : [];
  };
  const ports = knownPorts(service);
  return ports.length > 0 ? ports.flatMap((p) => write("addPort", p, false)) : write("addPlaceholder", "${1:8080}", true);
}

/** What the file or everybody knows of the container's port, the likeliest first. */
function knownPorts(service: Service): string[] {
  const image = service.image && imageName(service.image.value);
  const known = image && WELL_KNOWN_PORTS[image.name];
  const ports = [...exposedPorts(service), ...publishedPorts(service).map((p) => p.target), ...(known ? [String(known)] : [])];
  const all = [...new Set(ports)].filter((p) => /^\d+$/.test(p));
  // A Traefik publishes its entrypoints; what its own labels route is the API.
  return image?.name === "traefik" ? ["8080"] : all.slice(0, 3);
}
