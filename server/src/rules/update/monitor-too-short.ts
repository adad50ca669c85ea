// An update that stops looking at a task before its healthcheck can call it unhealthy.
import { parseDuration, printDuration } from "../../model/duration.ts";
import { effective, type Setting } from "../../model/effective.ts";
import { handsome } from "../fixes/monitor.ts";
import { setAll } from "../fixes/settings.ts";
import { offer, serviceRule } from "../rule.ts";

export const monitorTooShort = serviceRule({
  id: "update/monitor-too-short",
  severity: "hint",
  sources: [
    "moby/swarmkit manager/orchestrator/update/updater.go: failures count within `monitor` after a task has become RUNNING",
    "moby daemon/health.go: unhealthy after `retries` failures in a row, one probe each `interval`",
    "moby/swarmkit api/defaults/service.go: monitor is 5 s by default",
  ],
  texts: {
    en: {
      summary: "The update looks away before a healthcheck can fail",
      why: "`failure_action` acts on tasks that fail within `monitor` (5 s by default) after they became RUNNING, which with a healthcheck is after its first good answer. Docker calls a task unhealthy only after `retries` failures in a row, one each `interval`. With a shorter `monitor` a version that starts well and turns bad counts as a success and is not rolled back.",
      short:
        "The update of `{service}` looks at a new task for {monitor}, but its healthcheck needs {interval} × {retries} = {needed}{assumed} to fail: a version that turns bad after its first good answer is not rolled back. Set `monitor` to {needed} or more.",
      assumed: " (defaults assumed)",
      set: "Look at new tasks for {value} (monitor: {value})",
    },
    "zh-cn": {
      summary: "健康检查还来不及失败，更新就不再观察",
      why: "`failure_action` 只处理在进入 RUNNING 之后 `monitor`（默认 5 秒）内失败的任务；有健康检查时，RUNNING 是在第一次成功应答之后。Docker 要在连续失败 `retries` 次（每隔 `interval` 一次）后才把任务判为不健康。如果 `monitor` 更短，启动正常、随后变坏的版本会被当作成功，不会回滚。",
      short:
        "更新 `{service}` 时只观察新任务 {monitor}，而健康检查判定失败需要 {interval} × {retries} = {needed}{assumed}：首次应答正常、随后变坏的版本不会回滚。请把 `monitor` 设为 {needed} 或更长。",
      assumed: "（按默认值计算）",
      set: "观察新任务 {value}（monitor: {value}）",
    },
  },
  bad: `services:
  web:
    image: ghcr.io/example/web:1.4
    healthcheck:
      test: wget -qO- http://localhost:8080/health
      interval: 10s
      timeout: 5s
      retries: 3
    deploy:
      update_config:
        failure_action: rollback
`,
  good: `services:
  web:
    image: ghcr.io/example/web:1.4
    healthcheck:
      test: wget -qO- http://localhost:8080/health
      interval: 10s
      timeout: 5s
      retries: 3
    deploy:
      update_config:
        failure_action: rollback
        monitor: 35s
`,
  *check(service, view) {
    const { mode, replicas, update, health } = effective(service);
    const { failureAction, monitor } = update;
    const { interval, retries, timeout } = health;
    if (!failureAction.text || failureAction.value !== "rollback" || health.kind !== "file" || view.target().mode !== "swarm") return;
    if ([mode, monitor, interval, retries].some((s) => s.from === "open") || [monitor, interval].some((s) => isNonsense(s))) return;
    if (mode.value.endsWith("-job") || replicas.value === 0) return;
    // 0 is the default, too.
    const [each, times, last] = [interval.value || 30_000, retries.value || 3, timeout.value || 30_000];
    const needed = each * times;
    if (monitor.value >= needed) return;
    const value = handsome(needed + last);
    // What the file leaves open, the image's own healthcheck may set.
    const assumed = interval.from === "default" || retries.from === "default" ? [{ key: "assumed" as const }] : [];
    const args = {
      monitor: printDuration(monitor.value),
      interval: printDuration(each),
      retries: times,
      needed: printDuration(needed),
      assumed,
    };
    yield {
      span: (monitor.text ?? failureAction.text).span,
      message: { key: "short", args: { service: service.name.value, ...args } },
      fixes: () =>
        timeout.from === "open"
          ? []
          : offer(
              { title: { key: "set", args: { value } }, kind: "choice" },
              setAll(service, [{ path: ["deploy", "update_config", "monitor"], value }], view),
            ),
    };
  },
});

/** Docker refuses it, and says so. */
const isNonsense = ({ text }: Setting<number>): boolean => text !== undefined && parseDuration(text.value) === undefined;
