// A new version that crashes, where nothing holds the old task until the new one works, and nothing brings the old version back.
import { type Effective, effective } from "../../model/effective.ts";
import { obstacles } from "../../model/obstacles.ts";
import type { Service } from "../../model/service.ts";
import { readiness } from "../../workspace/readiness.ts";
import type { View } from "../../workspace/view.ts";
import { type Setting, setAll } from "../fixes/settings.ts";
import { type Fix, offer, serviceRule } from "../rule.ts";

export const crashIsOutage = serviceRule({
  id: "update/crash-is-outage",
  severity: "warning",
  sources: [
    "moby daemon/cluster/executor/container/controller.go Start: without a healthcheck a task is running as soon as its process is",
    "moby/swarmkit manager/orchestrator/update/updater.go updateTask; api/defaults/service.go: failure_action is pause by default",
    "own measurements: rolling updates to a version that crashes, with failure_action pause and rollback",
  ],
  texts: {
    en: {
      summary: "A version that crashes takes the service down until somebody acts",
      why: "`start-first` stops the old task when the new one is running. Without a healthcheck that is the moment its process has started, so a version that crashes right after has already replaced the one that worked; with `failure_action: pause`, the default, the update then stops and waits for somebody. Measured: an outage until a manual rollback; with `failure_action: rollback` 9 to 12 seconds, for a crash within `monitor` (5 seconds by default; a later one counts as a success). With a healthcheck the old task stays until the new one has answered.",
      crash:
        "A version that crashes takes {what} down until somebody acts: {check}, so start-first stops the old task as soon as the new process has started, and then `failure_action` is pause{default}. A healthcheck prevents the outage; `failure_action: rollback` ends it after about ten seconds if the crash comes within `monitor`.",
      all: "`{service}`",
      batch: "the first batch of `{service}`'s tasks",
      none: "there is no healthcheck in this file (unless the image brings one)",
      off: "the healthcheck is switched off",
      byDefault: " by default",
      rollback: "Roll back a version that fails (failure_action: rollback)",
    },
    "zh-cn": {
      summary: "崩溃的新版本会让服务中断，直到有人处理",
      why: "`start-first` 在新任务运行后停止旧任务。没有健康检查时，进程一启动就算运行，随后崩溃的版本已经替换了正常的版本；而默认的 `failure_action: pause` 会让更新停下来等人处理。实测：中断持续到手动回滚；使用 `failure_action: rollback` 时为 9 到 12 秒，前提是在 `monitor`（默认 5 秒）之内崩溃，更晚的崩溃会被当作成功。有健康检查时，旧任务会保留到新任务能够应答。",
      crash:
        "崩溃的版本会让{what}中断，直到有人处理：{check}，因此新进程一启动，start-first 就会停止旧任务，而 `failure_action` {default}是 pause。健康检查可以避免中断；如果在 `monitor` 之内崩溃，`failure_action: rollback` 会在约十秒后结束中断。",
      all: "服务 `{service}` ",
      batch: "服务 `{service}` 的第一批任务",
      none: "文件中没有健康检查（除非镜像自带）",
      off: "健康检查已关闭",
      byDefault: "默认",
      rollback: "版本失败时回滚（failure_action: rollback）",
    },
  },
  bad: `services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      update_config:
        order: start-first
      labels:
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.services.web.loadbalancer.server.port=8080
`,
  good: `services:
  web:
    image: ghcr.io/example/web:1.4
    healthcheck:
      test: wget -qO- http://localhost:8080/health
    deploy:
      update_config:
        order: start-first
        failure_action: rollback
      rollback_config:
        order: start-first
      labels:
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.services.web.loadbalancer.server.port=8080
`,
  picture: { version: "crashes" },
  *check(service, view) {
    const found = effective(service);
    const { order, failureAction } = found.update;
    const { kind } = found.health;
    if (!order.text || order.value !== "start-first" || (kind !== "none" && kind !== "off")) return;
    if (failureAction.value !== "pause" || failureAction.from === "open" || !readiness(service, view)) return;
    const whole = isOneBatch(found);
    yield {
      span: order.text.span,
      // The other tasks go on serving the old version: the update stops with the first one that fails.
      ...(whole ? {} : { severity: "hint" as const }),
      message: {
        key: "crash",
        args: {
          what: [{ key: whole ? "all" : "batch", args: { service: service.name.value } }],
          check: [{ key: kind }],
          default: failureAction.from === "default" ? [{ key: "byDefault" }] : [],
        },
      },
      fixes: () => rollBack(service, found, view),
    };
  },
});

/** All tasks are replaced together, as far as the file tells how many there are. */
function isOneBatch({ mode, replicas, update: { parallelism } }: Effective): boolean {
  if ([mode, replicas, parallelism].some((s) => s.from === "open") || mode.value !== "replicated") return false;
  return parallelism.value === 0 || replicas.value <= parallelism.value;
}

/** A rollback stops first unless it is told otherwise; the order is not copied to where two tasks don't get along. */
function rollBack(service: Service, { rollback }: Effective, view: View): Fix<"rollback">[] {
  const settings: Setting[] = [{ path: ["deploy", "update_config", "failure_action"], value: "rollback" }];
  if (!rollback.order.text && obstacles(service).length === 0) {
    settings.push({ path: ["deploy", "rollback_config", "order"], value: "start-first" });
  }
  return offer({ title: { key: "rollback" }, kind: "choice" }, setAll(service, settings, view));
}
