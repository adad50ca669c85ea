// A network that exists on one node only, in a file for a swarm.
import { entryOf } from "../../syntax/tree.ts";
import { inBlock, networkRule, offer } from "../rule.ts";

/** Drivers of which every network that a stack makes is known to one node only. */
const LOCAL: readonly string[] = ["bridge", "macvlan", "ipvlan"];

export const notSwarmScoped = networkRule({
  id: "network/not-swarm-scoped",
  severity: "error",
  sources: [
    "moby daemon/cluster/networks.go populateNetworkID: only networks scoped to the swarm can be used by services",
    "https://docs.docker.com/engine/network/drivers/overlay/",
  ],
  texts: {
    en: {
      summary: "A network that services of a swarm can't use",
      why: "`driver: bridge` makes a network on one node. `docker stack deploy` creates it on the manager, and then every service that uses it fails: `The network ... cannot be used with services. Only networks scoped to the swarm can be used`. In a stack the default driver is `overlay`. The drivers `macvlan` and `ipvlan` make such networks too, unless somebody creates them with `--scope swarm`, which a stack can't say. A network made by hand must span the swarm, too: `docker network create --driver overlay --attachable NAME`.",
      bridge: "Services of a swarm can't use network `{name}`: a `bridge` exists on one node only. Use `overlay`.",
      local:
        "Services of a swarm can't use network `{name}`: from a stack, a `{driver}` exists on one node only. Create it with `docker network create --scope swarm`, and declare it `external: true`.",
      overlay: "Change the driver to overlay",
    },
    "zh-cn": {
      summary: "Swarm 的服务不能使用的网络",
      why: "`driver: bridge` 创建的是单个节点上的网络。`docker stack deploy` 会在 manager 上创建它，然后使用它的每个服务都会失败：`The network ... cannot be used with services. Only networks scoped to the swarm can be used`。stack 的默认驱动是 `overlay`。驱动 `macvlan` 和 `ipvlan` 也一样，除非用 `--scope swarm` 创建，而 stack 无法写出这一点。手工创建的网络同样要覆盖整个 Swarm：`docker network create --driver overlay --attachable NAME`。",
      bridge: "Swarm 的服务不能使用网络 `{name}`：`bridge` 只存在于单个节点。请使用 `overlay`。",
      local:
        "Swarm 的服务不能使用网络 `{name}`：由 stack 创建的 `{driver}` 只存在于单个节点。请用 `docker network create --scope swarm` 创建，并声明为 `external: true`。",
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
    if (!driver || !LOCAL.includes(driver.value) || network.external || target.mode !== "swarm" || target.strength !== "own") return;
    if (!view.usesNetwork(network.key.value)) return;
    const args = { name: network.key.value, driver: driver.value };
    if (driver.value !== "bridge") {
      yield { span: driver.span, message: { key: "local", args } };
      return;
    }
    // Options of the one driver mean nothing to the other.
    const kind = entryOf(network.entry.value, "driver_opts") ? ("choice" as const) : ("safe" as const);
    const fixes = () =>
      offer(
        { title: { key: "overlay" as const }, kind },
        driver.opaque ? undefined : inBlock(network.block, [{ span: driver.span, text: "overlay" }]),
      );
    yield { span: driver.span, message: { key: "bridge", args }, fixes };
  },
});
