// Labels of both providers on one service: Traefik takes that for a mistake and skips the service.
import { reading } from "../../workspace/reading.ts";
import { mixes } from "../../workspace/routing.ts";
import { changePrefix, providerLabels } from "../fixes/label-prefix.ts";
import { inBlock, offer, serviceRule } from "../rule.ts";

export const dockerAndSwarm = serviceRule({
  id: "labels/docker-and-swarm",
  severity: "error",
  sources: [
    "traefik pkg/provider/docker/shared_labels.go@v3.7.9: `both Docker and Swarm labels are defined`",
    "https://doc.traefik.io/traefik/reference/routing-configuration/other-providers/swarm/",
  ],
  texts: {
    en: {
      summary: "`traefik.docker.*` and `traefik.swarm.*` on one service",
      why: "From v3.2.2 on Traefik's swarm provider reads `traefik.swarm.*`, and still `traefik.docker.*`, but not both on one service: it logs `both Docker and Swarm labels are defined` and skips the service with all its routers. Keep `traefik.swarm.*`.",
      both: "Traefik skips `{service}` with all its routes: `{docker}` and `{swarm}` do not go together. Keep `traefik.swarm.*` only.",
      other: "the other label",
      keep: "Keep traefik.swarm.* only",
      keepOver: "Keep traefik.swarm.* only, with the values there",
    },
    "zh-cn": {
      summary: "同一服务上同时有 `traefik.docker.*` 和 `traefik.swarm.*`",
      why: "从 v3.2.2 起，Traefik 的 swarm provider 读取 `traefik.swarm.*`，也仍然读取 `traefik.docker.*`，但同一服务上不能两者都有：它会记录 `both Docker and Swarm labels are defined`，并跳过该服务及其全部路由器。请只保留 `traefik.swarm.*`。",
      both: "Traefik 会跳过 `{service}` 及其全部路由：`{docker}` 和 `{swarm}` 不能同时使用。请只保留 `traefik.swarm.*`。",
      other: "另一个标签",
      keep: "只保留 traefik.swarm.*",
      keepOver: "只保留 traefik.swarm.* 及其现有的值",
    },
  },
  bad: `services:
  traefik:
    image: traefik:v3.3
    command:
      - --providers.swarm.network=public
    networks: [public]
    volumes:
      - /var/run/docker.sock:/var/run/docker.sock:ro
    deploy:
      placement:
        constraints: [node.role == manager]
  web:
    image: ghcr.io/example/web:1.4
    networks: [public]
    deploy:
      labels:
        - traefik.docker.network=public
        - traefik.swarm.lbswarm=true
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.services.web.loadbalancer.server.port=8080
networks:
  public:
    external: true
`,
  good: `services:
  traefik:
    image: traefik:v3.3
    command:
      - --providers.swarm.network=public
    networks: [public]
    volumes:
      - /var/run/docker.sock:/var/run/docker.sock:ro
    deploy:
      placement:
        constraints: [node.role == manager]
  web:
    image: ghcr.io/example/web:1.4
    networks: [public]
    deploy:
      labels:
        - traefik.swarm.network=public
        - traefik.swarm.lbswarm=true
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.services.web.loadbalancer.server.port=8080
networks:
  public:
    external: true
`,
  *check(service, view) {
    const docker = providerLabels(service, "docker")[0];
    const swarm = providerLabels(service, "swarm")[0];
    if (!docker || !swarm || !mixes(service, view)) return;
    const read = reading(service, view);
    if (read?.set.scope !== "deploy" || read.taken === "no") return;
    const change = changePrefix(service, "docker", "swarm");
    const kept = { title: { key: "keep" }, kind: "safe" } as const;
    const keptOver = { title: { key: "keepOver" }, kind: "choice" } as const;
    const fixes = () => offer(change?.conflict ? keptOver : kept, inBlock(service.block, change?.edits));
    const args = { service: service.name.value, docker: docker.key.value, swarm: swarm.key.value };
    // The one that came later made it wrong.
    const [first, later] = docker.key.span.start < swarm.key.span.start ? [docker, swarm] : [swarm, docker];
    const related = [{ uri: view.uri(), block: service.block, span: first.key.span, message: { key: "other" as const } }];
    yield { span: later.key.span, message: { key: "both", args }, fixes, related };
  },
});
