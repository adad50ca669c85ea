// A network that exists on one node only, in a file for a swarm.
import { entryOf } from "../../syntax/tree.ts";
import { inBlock, networkRule } from "../rule.ts";

export const notSwarmScoped = networkRule({
  id: "network/not-swarm-scoped",
  severity: "error",
  sources: [
    "moby daemon/cluster/networks.go populateNetworkID: only networks scoped to the swarm can be used by services",
    "https://docs.docker.com/engine/network/drivers/overlay/",
  ],
  texts: {
    en: {
      summary: "Services of a swarm can't use a `bridge` network",
      why: "`driver: bridge` makes a network on one node. `docker stack deploy` creates it on the manager, and then every service that uses it fails: `The network ... cannot be used with services. Only networks scoped to the swarm can be used`. In a stack the default driver is `overlay`. The same goes for a network made by hand: `docker network create --driver overlay --attachable NAME`.",
      bridge: "Services of a swarm can't use network `{name}`: a `bridge` exists on one node only. Use `overlay`.",
      overlay: "Change the driver to overlay",
    },
    "zh-cn": {
      summary: "Swarm 的服务不能使用 `bridge` 网络",
      why: "`driver: bridge` 创建的是单个节点上的网络。`docker stack deploy` 会在 manager 上创建它，然后使用它的每个服务都会失败：`The network ... cannot be used with services. Only networks scoped to the swarm can be used`。stack 的默认驱动是 `overlay`。手工创建网络也一样：`docker network create --driver overlay --attachable NAME`。",
      bridge: "Swarm 的服务不能使用网络 `{name}`：`bridge` 只存在于单个节点。请使用 `overlay`。",
      overlay: "将驱动改为 overlay",
    },
  },
  bad: `services:
  web:
    image: ghcr.io/example/web:1.4
    networks: [backend]
    deploy:
      labels:
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.services.web.loadbalancer.server.port=8080
networks:
  backend:
    driver: bridge
`,
  good: `services:
  web:
    image: ghcr.io/example/web:1.4
    networks: [backend]
    deploy:
      labels:
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.services.web.loadbalancer.server.port=8080
networks:
  backend:
    driver: overlay
`,
  *check(network, view) {
    const { driver } = network;
    const target = view.target();
    if (driver?.value !== "bridge" || network.external || target.mode !== "swarm" || target.strength !== "own") return;
    if (!view.usesNetwork(network.key.value)) return;
    const edits = driver.opaque ? undefined : inBlock(network.block, [{ span: driver.span, text: "overlay" }]);
    // Options of the one driver mean nothing to the other.
    const kind = entryOf(network.entry.value, "driver_opts") ? ("choice" as const) : ("safe" as const);
    const fixes = edits ? [{ title: { key: "overlay" as const }, kind, edits }] : [];
    yield { span: driver.span, message: { key: "bridge", args: { name: network.key.value } }, fixes };
  },
});
