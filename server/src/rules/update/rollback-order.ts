// A rollback that stops the bad task before the good one runs again, though the update itself starts first.
import { effective } from "../../model/effective.ts";
import { obstacles } from "../../model/obstacles.ts";
import { setAll } from "../fixes/settings.ts";
import { offer, serviceRule } from "../rule.ts";

export const rollbackOrder = serviceRule({
  id: "update/rollback-order",
  severity: "warning",
  sources: [
    "moby/swarmkit manager/orchestrator/update/updater.go rollbackUpdate: a rollback follows rollback_config, not update_config",
    "moby/swarmkit api/defaults/service.go: the order of a rollback is stop-first by default",
    "own measurements: rollbacks of versions that never became healthy lost no request in either order",
  ],
  texts: {
    en: {
      summary: "The rollback stops first, though the update starts first",
      why: "A rollback follows `rollback_config`, whose order is `stop-first` by default: each bad task is stopped before the old version runs again. Measured, that costs nothing where the bad version never became healthy, as nothing was replaced. It costs requests where it had become RUNNING: without a healthcheck, or when it fails later.",
      missing:
        "A rollback of `{service}` stops first: it follows `rollback_config`, not the update's order. That interrupts it if the bad version had become RUNNING (no healthcheck, or it fails later). Add `order: start-first` to `rollback_config`.",
      copy: "Roll back in the update's order (rollback_config.order: start-first)",
    },
    "zh-cn": {
      summary: "更新先启动，回滚却先停止",
      why: "回滚遵循 `rollback_config`，其顺序默认是 `stop-first`：先停止有问题的任务，旧版本才重新运行。实测：如果有问题的版本从未变为健康，则没有损失，因为什么都没有被替换。如果它已经进入 RUNNING（没有健康检查，或之后才失败），就会丢失请求。",
      missing:
        "`{service}` 回滚时会先停止任务：回滚遵循 `rollback_config`，而不是更新的顺序。如果有问题的版本已进入 RUNNING（没有健康检查，或之后才失败），服务就会中断。请在 `rollback_config` 中添加 `order: start-first`。",
      copy: "按更新的顺序回滚（rollback_config.order: start-first）",
    },
  },
  bad: `services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      update_config:
        order: start-first
        failure_action: rollback
`,
  good: `services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      update_config:
        order: start-first
        failure_action: rollback
      rollback_config:
        order: start-first
`,
  *check(service, view) {
    const { mode, replicas, update, rollback } = effective(service);
    const { order, failureAction } = update;
    if (!order.text || order.value !== "start-first" || failureAction.value !== "rollback" || rollback.order.text) return;
    if (view.target().mode !== "swarm" || mode.value.endsWith("-job") || replicas.value === 0) return;
    // Where two tasks do not get along, the update's own order is the mistake.
    if (obstacles(service).length > 0) return;
    yield {
      span: order.text.span,
      message: { key: "missing", args: { service: service.name.value } },
      fixes: () =>
        offer(
          { title: { key: "copy" }, kind: "safe" },
          setAll(service, [{ path: ["deploy", "rollback_config", "order"], value: "start-first" }], view),
        ),
    };
  },
});
