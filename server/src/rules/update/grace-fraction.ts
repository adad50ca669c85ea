// A time to stop of less than a second, which is none.
import { parseDuration } from "../../model/duration.ts";
import { effective } from "../../model/effective.ts";
import { setAll } from "../fixes/settings.ts";
import { offer, serviceRule } from "../rule.ts";

export const graceFraction = serviceRule({
  id: "update/grace-fraction",
  severity: "warning",
  sources: [
    "moby daemon/cluster/executor/container/adapter.go shutdown: the time goes to the engine in whole seconds, the rest is cut off",
  ],
  texts: {
    en: {
      summary: "A stop_grace_period of less than a second counts as 0",
      why: "After the stop signal a task has `stop_grace_period` to end before it is killed. Swarm hands it to the engine in whole seconds and cuts the rest off, so `500ms` becomes 0: the kill follows the signal at once, and requests that are being answered are cut. The shortest time that counts is `1s`. Whoever wants no time at all writes `0s`.",
      none: "Swarm counts whole seconds, so `{grace}` is 0: `{service}` is killed right after its stop signal, in the middle of its work. Write `1s` at least.",
      second: "Write 1s, the shortest time that counts",
    },
    "zh-cn": {
      summary: "不足一秒的 stop_grace_period 按 0 计算",
      why: "任务收到停止信号后，有 `stop_grace_period` 的时间自行结束，之后会被强制终止。Swarm 以整秒把它传给 Docker 引擎，零头会被舍去，因此 `500ms` 变成 0：信号之后立即强制终止，正在应答的请求被切断。有效的最短时间是 `1s`。如果确实不需要任何时间，请写 `0s`。",
      none: "Swarm 只计整秒，`{grace}` 就是 0：`{service}` 收到停止信号后立即被强制终止，手头的工作被切断。请至少写 `1s`。",
      second: "改为 1s，即有效的最短时间",
    },
  },
  bad: `services:
  web:
    image: ghcr.io/example/web:1.4
    stop_grace_period: 500ms
    deploy:
      update_config:
        delay: 5s
`,
  good: `services:
  web:
    image: ghcr.io/example/web:1.4
    stop_grace_period: 1s
    deploy:
      update_config:
        delay: 5s
`,
  // 1500ms loses its half second too, but leaves time to stop. A bare number is no duration for Docker, which says so itself; a variable is none.
  *check(service, view) {
    const { grace } = effective(service);
    if (!grace.text || view.target().mode !== "swarm") return;
    const written = parseDuration(grace.text.value) ?? 0;
    if (written <= 0 || written >= 1_000) return;
    yield {
      span: grace.text.span,
      message: { key: "none", args: { service: service.name.value, grace: grace.text.value } },
      fixes: () => offer({ title: { key: "second" }, kind: "safe" }, setAll(service, [{ path: ["stop_grace_period"], value: "1s" }], view)),
    };
  },
});
