// All tasks of a routed service stopped at the same time, although there are several.
import { effective } from "../../model/effective.ts";
import { isRouted } from "../../workspace/readiness.ts";
import { setAll } from "../fixes/settings.ts";
import { offer, serviceRule } from "../rule.ts";

export const together = serviceRule({
  id: "update/together",
  severity: "warning",
  sources: [
    "moby/swarmkit manager/orchestrator/update/updater.go Run: parallelism 0 means as many workers as tasks",
    "moby/swarmkit api/defaults/service.go: the default is 1",
  ],
  texts: {
    en: {
      summary: "An update stops all replicas of the service together",
      why: "`parallelism` is the number of tasks that are updated at a time, and 0 means all of them. With stop-first, the default order, they are all stopped before a new one runs: several replicas do not help, and the service is away until the first new task answers, the time to pull its image included. With `parallelism: 1`, the default, the others go on answering.",
      all: "`parallelism: {parallelism}` stops {tasks} of `{service}` at once, before a new one runs: nobody answers meanwhile. Use `parallelism: 1`.",
      both: "both tasks",
      many: "all {replicas} tasks",
      one: "Update one task at a time (parallelism: 1)",
    },
    "zh-cn": {
      summary: "更新会同时停止服务的所有副本",
      why: "`parallelism` 是同时更新的任务数，0 表示全部。默认顺序是 stop-first，所有任务都会在新任务运行之前停止：多个副本也无济于事，在第一个新任务应答之前，包括拉取镜像的时间，服务都不可用。使用默认的 `parallelism: 1` 时，其余任务会继续应答。",
      all: "`parallelism: {parallelism}` 会在新任务运行之前同时停止 `{service}` 的{tasks}：期间没有任务应答。请使用 `parallelism: 1`。",
      both: "两个任务",
      many: "全部 {replicas} 个任务",
      one: "每次只更新一个任务（parallelism: 1）",
    },
  },
  bad: `services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      replicas: 3
      update_config:
        parallelism: 0
      labels:
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.services.web.loadbalancer.server.port=8080
`,
  good: `services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      replicas: 3
      update_config:
        parallelism: 1
      labels:
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.services.web.loadbalancer.server.port=8080
`,
  picture: {},
  // A single replica is away whatever stands here; how many nodes mode global has, the file does not say. Numbers that are open count as 1.
  *check(service, view) {
    const { mode, replicas, update } = effective(service);
    const { order, parallelism } = update;
    if (mode.value !== "replicated" || mode.from === "open" || replicas.value < 2) return;
    if (order.value !== "stop-first" || order.from === "open" || !parallelism.text) return;
    if (parallelism.value !== 0 && parallelism.value < replicas.value) return;
    if (view.target().mode !== "swarm" || !isRouted(service)) return;
    const tasks = replicas.value === 2 ? { key: "both" as const } : { key: "many" as const, args: { replicas: replicas.value } };
    yield {
      span: parallelism.text.span,
      message: { key: "all", args: { service: service.name.value, tasks: [tasks], parallelism: parallelism.value } },
      fixes: () =>
        offer(
          { title: { key: "one" }, kind: "choice" },
          setAll(service, [{ path: ["deploy", "update_config", "parallelism"], value: "1" }], view),
        ),
    };
  },
});
