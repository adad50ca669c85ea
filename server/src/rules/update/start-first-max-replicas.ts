// start-first with a limit of tasks on one node: the old task counts until it has ended.
import { effective } from "../../model/effective.ts";
import { obstacles, startFirst } from "../../model/obstacles.ts";
import { hasVariable } from "../../model/service.ts";
import { stopFirst } from "../fixes/stop-first.ts";
import { serviceRule } from "../rule.ts";

export const startFirstMaxReplicas = serviceRule({
  id: "update/start-first-max-replicas",
  severity: "warning",
  sources: [
    "moby/swarmkit manager/scheduler/filter.go MaxReplicasFilter: active tasks of the service on the node, old ones included",
    "https://github.com/moby/moby/issues/40797",
    "own measurement: the update stays `updating`, the task pending with `max replicas per node limit exceed`",
  ],
  texts: {
    en: {
      summary: "start-first needs a place that max_replicas_per_node may refuse",
      why: "With `order: start-first` the old and the new task run side by side for a while, and `max_replicas_per_node` counts both. If no node has a free place below the limit, the new task stays pending with `max replicas per node limit exceed`, and the update waits for ever. It works as long as some node has room, and stops working when that node goes. In mode global the new task has no other node to go to. `order: stop-first` gives the place free first.",
      global:
        "Every update of `{service}` hangs: `max_replicas_per_node: {limit}` counts the old task too, and in mode global the new one has no other node. Use `order: stop-first`.",
      replicated:
        "An update of `{service}` hangs unless some node has a free place: `max_replicas_per_node: {limit}` counts the old task until the new one runs. Use `order: stop-first`.",
      limit: "The limit, which counts the old task too",
      stopFirst: "Stop the old task first, one at a time (order: stop-first)",
    },
    "zh-cn": {
      summary: "start-first 需要的位置可能被 max_replicas_per_node 拒绝",
      why: "使用 `order: start-first` 时，新旧任务会并存一段时间，`max_replicas_per_node` 会把两者都计算在内。如果没有节点低于上限，新任务会一直处于 pending，提示 `max replicas per node limit exceed`，更新会一直等待。只要有节点留有余量就能更新，那个节点一离开就不行了。在 global 模式下，新任务没有别的节点可去。`order: stop-first` 会先腾出位置。",
      global:
        "`{service}` 的每次更新都会卡住：`max_replicas_per_node: {limit}` 把旧任务也计算在内，而 global 模式下新任务没有别的节点可去。请使用 `order: stop-first`。",
      replicated:
        "除非某个节点还有空位，否则 `{service}` 的更新会卡住：在新任务运行之前，`max_replicas_per_node: {limit}` 一直把旧任务计算在内。请使用 `order: stop-first`。",
      limit: "此上限也计算旧任务",
      stopFirst: "先停止旧任务，每次一个（order: stop-first）",
    },
  },
  bad: `services:
  web:
    image: ghcr.io/example/web:1.4
    healthcheck:
      test: wget -qO- http://localhost:8080/health
    deploy:
      replicas: 2
      placement:
        max_replicas_per_node: 1
      update_config:
        order: start-first
`,
  good: `services:
  web:
    image: ghcr.io/example/web:1.4
    healthcheck:
      test: wget -qO- http://localhost:8080/health
    deploy:
      replicas: 2
      placement:
        max_replicas_per_node: 1
      update_config:
        order: stop-first
`,
  picture: { only: "bad", version: "unplaced" },
  *check(service, view) {
    const order = startFirst(service);
    const limit = obstacles(service).find((o) => o.kind === "max-replicas")?.at;
    if (!order || !limit || hasVariable(limit.value) || view.target().mode !== "swarm") return;
    const global = effective(service).mode.value === "global";
    yield {
      span: order.span,
      severity: global ? "error" : "warning",
      message: { key: global ? "global" : "replicated", args: { service: service.name.value, limit: limit.value } },
      fixes: () => stopFirst(service, "stopFirst", view),
      related: [{ uri: view.uri(), block: service.block, span: limit.span, message: { key: "limit" } }],
    };
  },
});
