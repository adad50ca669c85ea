// A routed service on no network that Traefik knows: it is left out without a word.
import { isLocal, networksOf } from "../../workspace/reach.ts";
import { meetings, replaceNetwork } from "../fixes/attach.ts";
import { type Fix, offer, serviceRule } from "../rule.ts";

export const noSwarmNetwork = serviceRule({
  id: "network/no-swarm-network",
  severity: "error",
  sources: [
    "traefik pkg/provider/docker/docker.go@v2.9.10 listTasks and pswarm.go@v3.7.9: tasks without a network scoped to the swarm are left out",
    "measured with v2.9.10 to v3.7.9",
  ],
  texts: {
    en: {
      summary: "Traefik does not see a service that is on no network of the swarm",
      why: "Traefik in swarm mode looks at networks that span the swarm only. `host`, `bridge` and `none` belong to one node: a service that is on no other one gets no route at all, and no message says so.",
      unseen:
        "Traefik leaves `{service}` out without a word: it is on {own} only, and Traefik sees networks of the swarm only. Every request gets 404.",
      use: "Attach {service} to {name}, where its Traefik is, instead",
    },
    "zh-cn": {
      summary: "Traefik 看不到不在任何 Swarm 网络上的服务",
      why: "swarm 模式下的 Traefik 只看覆盖整个 Swarm 的网络。`host`、`bridge` 和 `none` 属于单个节点：只在这些网络上的服务根本不会有路由，也没有任何提示。",
      unseen: "Traefik 会悄悄略过 `{service}`：它只在 {own} 上，而 Traefik 只看 Swarm 的网络。所有请求都会得到 404。",
      use: "改为将 {service} 接入其 Traefik 所在的 {name}",
    },
  },
  bad: `services:
  web:
    image: ghcr.io/example/web:1.4
    networks: [outside]
    deploy:
      labels:
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.services.web.loadbalancer.server.port=8080
networks:
  outside:
    name: host
    external: true
`,
  good: `services:
  web:
    image: ghcr.io/example/web:1.4
    networks: [public]
    deploy:
      labels:
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.services.web.loadbalancer.server.port=8080
networks:
  public:
    external: true
`,
  *check(service, view) {
    // Wherever its routers lead: without a network Traefik does not look at it.
    const attached = networksOf(service, view) ?? [];
    if (attached.length === 0 || !attached.every((n) => isLocal(n.real)) || !view.isComplete()) return;
    const fixes = () =>
      meetings(view).flatMap((meeting): Fix<"use">[] => {
        const args = { service: service.name.value, name: meeting.name ?? meeting.key };
        return offer({ title: { key: "use", args }, kind: "choice" }, replaceNetwork(service, meeting, view));
      });
    const own = attached.map(({ real }) => (real.kind === "known" ? `\`${real.name}\`` : ""));
    const span = service.networks?.[0]?.key.span ?? service.name.span;
    yield { span, message: { key: "unseen", args: { service: service.name.value, own } }, fixes };
  },
});
