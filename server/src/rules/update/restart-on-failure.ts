// A routed service that stays away after an orderly end.
import { effective } from "../../model/effective.ts";
import { isRouted } from "../../workspace/readiness.ts";
import { setAll } from "../fixes/settings.ts";
import { offer, serviceRule } from "../rule.ts";

export const restartOnFailure = serviceRule({
  id: "update/restart-on-failure",
  severity: "hint",
  sources: [
    "moby/swarmkit manager/orchestrator/restart/restart.go shouldRestart: on-failure leaves a task that completed, none leaves every one",
    "docker/cli cli/compose/convert/service.go convertRestartPolicy: the key `restart` counts where there is no restart_policy",
  ],
  texts: {
    en: {
      summary: "A routed service that Swarm does not always start again",
      why: "Swarm starts a task again according to `deploy.restart_policy.condition`; without a policy, the service's `restart: on-failure` counts too. With `on-failure` a task that ends with exit code 0 is complete and not replaced, and a server ends so when it is stopped in order, for instance when Docker on its node is restarted. With `none` no task is ever replaced. A service that answers requests wants `any`, which is the default.",
      onFailure:
        "`{word}` does not replace a task of `{service}` that ends with exit code 0, as servers do when Docker on their node is restarted: it stays away until the next update. Use `any`.",
      none: "`{word}` never replaces a task of `{service}` that has ended, whatever the reason: it stays away until the next update. Use `any`.",
      any: "Replace tasks whatever they ended by (condition: any)",
    },
    "zh-cn": {
      summary: "有路由的服务，Swarm 却不一定重新启动",
      why: "Swarm 按 `deploy.restart_policy.condition` 重新启动任务；没有该策略时，服务的 `restart: on-failure` 也会生效。使用 `on-failure` 时，以退出码 0 结束的任务视为已完成，不会被替换，而服务器在正常停止时正是这样结束的，例如所在节点的 Docker 重启时。使用 `none` 时，任何任务都不会被替换。应答请求的服务应使用 `any`，这也是默认值。",
      onFailure:
        "`{word}` 不会替换 `{service}` 以退出码 0 结束的任务，而所在节点的 Docker 重启时服务器正是这样结束的：该任务会一直缺席，直到下一次更新。请使用 `any`。",
      none: "`{word}` 从不替换 `{service}` 已结束的任务，无论因何结束：该任务会一直缺席，直到下一次更新。请使用 `any`。",
      any: "无论任务因何结束都替换（condition: any）",
    },
  },
  bad: `services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      restart_policy:
        condition: on-failure
      labels:
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.services.web.loadbalancer.server.port=8080
`,
  good: `services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      restart_policy:
        condition: any
      labels:
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.services.web.loadbalancer.server.port=8080
`,
  *check(service, view) {
    const { restart, mode, replicas } = effective(service);
    const key = restart.value === "on-failure" ? "onFailure" : restart.value === "none" ? "none" : undefined;
    if (!key || !restart.text || view.target().mode !== "swarm" || !isRouted(service)) return;
    if (mode.value.endsWith("-job") || replicas.value === 0) return;
    // The key `restart` stays for those who start the file with Compose: with a policy Swarm does not look at it.
    yield {
      span: restart.text.span,
      message: { key, args: { service: service.name.value, word: restart.text.value } },
      fixes: () =>
        offer(
          { title: { key: "any" }, kind: "choice" },
          setAll(service, [{ path: ["deploy", "restart_policy", "condition"], value: "any" }], view),
        ),
    };
  },
});
