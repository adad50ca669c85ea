// start-first with a port of the node itself: the new task waits for the port that the old one holds.
import { effective } from "../../model/effective.ts";
import { obstacles, startFirst } from "../../model/obstacles.ts";
import { stopFirst } from "../fixes/stop-first.ts";
import { serviceRule } from "../rule.ts";

export const startFirstHostPort = serviceRule({
  id: "update/start-first-host-port",
  severity: "warning",
  sources: [
    "moby/swarmkit manager/scheduler/filter.go HostPortFilter; orchestrator/update/updater.go updateTask waits without a limit",
    "https://github.com/moby/moby/issues/36934",
    "own measurement: the update stays `updating`, the task pending with `host-mode port already in use on 1 node`",
  ],
  texts: {
    en: {
      summary: "start-first waits for a port that the old task holds",
      why: "A port in host mode belongs to one task on a node. With `order: start-first` the old task keeps it until the new one runs, so the new one needs another node where the port is free. In mode global it must be the same node, and on a swarm without a spare node there is none: the update waits for ever, with `host-mode port already in use`. The old version goes on answering, so nobody notices. `order: stop-first` frees the port first.",
      global:
        "Every update of `{service}` hangs: in mode global the new task starts on the same node, where the old one still holds {ports} in host mode. Use `order: stop-first`.",
      replicated:
        "An update of `{service}` hangs unless another node has {ports} free: in host mode the old task holds it until the new one runs. Use `order: stop-first`.",
      port: "A port of the node: one task at a time can hold it",
      stopFirst: "Stop the old task first, one at a time (order: stop-first)",
    },
    "zh-cn": {
      summary: "start-first 在等待旧任务占用的端口",
      why: "host 模式的端口在一个节点上只属于一个任务。使用 `order: start-first` 时，旧任务在新任务运行之前一直占用它，新任务因此需要另一个端口空闲的节点。在 global 模式下只能是同一个节点，而没有空余节点的 Swarm 也找不到这样的节点：更新会一直等待，提示 `host-mode port already in use`。旧版本仍在应答，所以没人察觉。`order: stop-first` 会先释放端口。",
      global:
        "`{service}` 的每次更新都会卡住：global 模式下新任务只能在同一节点启动，而旧任务仍以 host 模式占用那里的端口 {ports}。请使用 `order: stop-first`。",
      replicated:
        "除非另一个节点的端口 {ports} 空闲，否则 `{service}` 的更新会卡住：在 host 模式下，旧任务在新任务运行之前一直占用它。请使用 `order: stop-first`。",
      port: "节点自身的端口：同一时间只能由一个任务占用",
      stopFirst: "先停止旧任务，每次一个（order: stop-first）",
    },
  },
  bad: `services:
  proxy:
    image: ghcr.io/example/edge:2.1
    healthcheck:
      test: wget -qO- http://localhost/ping
    ports:
      - target: 80
        published: 80
        mode: host
    deploy:
      mode: global
      update_config:
        order: start-first
`,
  good: `services:
  proxy:
    image: ghcr.io/example/edge:2.1
    healthcheck:
      test: wget -qO- http://localhost/ping
    ports:
      - target: 80
        published: 80
        mode: host
    deploy:
      mode: global
      update_config:
        order: stop-first
`,
  picture: { only: "bad", version: "unplaced" },
  // The order is marked, and not the ports: it is one word for all of them, and the one that can go.
  *check(service, view) {
    const order = startFirst(service);
    const ports = obstacles(service).filter((o) => o.kind === "host-port");
    if (!order || ports.length === 0 || view.target().mode !== "swarm") return;
    const global = effective(service).mode.value === "global";
    const args = { service: service.name.value, ports: [...new Set(ports.map((p) => `\`${p.published}\``))] };
    yield {
      span: order.span,
      severity: global ? "error" : "warning",
      message: { key: global ? "global" : "replicated", args },
      fixes: () => stopFirst(service, "stopFirst", view),
      related: ports.map(({ at }) => ({ uri: view.uri(), block: service.block, span: at.span, message: { key: "port" } })),
    };
  },
});
