// A service and its Traefik that have no network in common.
import type { RealName } from "../../model/network.ts";
import { entryOf } from "../../syntax/tree.ts";
import { attachedTo, isLocal } from "../../workspace/reach.ts";
import { attach, meetings } from "../fixes/attach.ts";
import { type Fix, serviceRule } from "../rule.ts";

export const notShared = serviceRule({
  id: "network/not-shared",
  severity: "error",
  sources: [
    "traefik pkg/provider/docker/config.go@v2.9.10 and @v3.7.9 getIPAddress: the address of a task on one of its networks",
    "https://doc.traefik.io/traefik/providers/swarm/#network",
  ],
  texts: {
    en: {
      summary: "The service shares no network with its Traefik",
      why: "Traefik sends requests to the address that a task has on an overlay network, and reaches it only if it is on that network itself. Nothing checks this: the router is there, and every request hangs for 30 s and ends in 504. Networks are the same by their real names: what `name:` says, an external network's key, or `<stack>_<key>`.",
      apart:
        "Traefik can't reach `{service}`: they share no network. `{service}` is on {own}, Traefik (`{traefik}`) on {its}. Every request hangs and ends in 504.",
      traefik: "This Traefik is on other networks.",
      attach: "Attach {service} to {name}, where its Traefik is",
    },
    "zh-cn": {
      summary: "服务与其 Traefik 没有共同的网络",
      why: "Traefik 把请求发往任务在某个 overlay 网络上的地址，只有自己也在这个网络上才能访问到。没有任何检查：路由器存在，但每个请求都会挂起 30 秒，然后以 504 告终。网络是否相同看真实名称：`name:` 的值、外部网络的键名，或 `<stack>_<键名>`。",
      apart:
        "Traefik 无法访问 `{service}`：它们没有共同的网络。`{service}` 在 {own}，Traefik（`{traefik}`）在 {its}。每个请求都会挂起并以 504 告终。",
      traefik: "这个 Traefik 在其他网络上。",
      attach: "将 {service} 接入其 Traefik 所在的 {name}",
    },
  },
  bad: `services:
  proxy:
    image: traefik:v3.3
    command: --providers.swarm
    networks: [public]
    deploy:
      placement:
        constraints: [node.role == manager]
  web:
    image: ghcr.io/example/web:1.4
    networks: [backend]
    deploy:
      labels:
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.services.web.loadbalancer.server.port=8080
networks:
  public:
    external: true
  backend:
`,
  good: `services:
  proxy:
    image: traefik:v3.3
    command: --providers.swarm
    networks: [public]
    deploy:
      placement:
        constraints: [node.role == manager]
  web:
    image: ghcr.io/example/web:1.4
    networks: [backend, public]
    deploy:
      labels:
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.services.web.loadbalancer.server.port=8080
        - traefik.swarm.network=public
networks:
  public:
    external: true
  backend:
`,
  *check(service, view) {
    const attached = attachedTo(service, view)?.filter((n) => !isLocal(n.real)) ?? [];
    const traefiks = view.traefiks();
    if (traefiks.length === 0 || attached.length === 0 || attached.some((n) => n.shared !== false) || !view.isComplete()) return;
    const fixes = meetings(view).flatMap((meeting): Fix<"attach">[] => {
      const edits = attach(service, meeting, view);
      const args = { service: service.name.value, name: meeting.name ?? meeting.key };
      return edits ? [{ title: { key: "attach", args }, kind: "choice", edits }] : [];
    });
    const related = traefiks.flatMap((t) => {
      const placed = view.traefikService(t);
      return placed
        ? [{ uri: placed.uri, block: placed.service.block, span: placed.service.name.span, message: { key: "traefik" as const } }]
        : [];
    });
    const own = attached.map(({ real }) => shown(real));
    const its = [...new Set(traefiks.flatMap((t) => t.networks.map(shown)))];
    const args = { service: service.name.value, own, its, traefik: traefiks.map((t) => t.service).join(", ") };
    const span = entryOf(service.entry.value, "networks")?.key.span ?? service.name.span;
    yield { span, message: { key: "apart", args }, fixes, related };
  },
});

const shown = (real: RealName): string =>
  `\`${real.kind === "known" ? real.name : real.kind === "prefixed" ? `<stack>_${real.key}` : "?"}\``;
