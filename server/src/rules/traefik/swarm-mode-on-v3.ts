// An option of v2 that keeps v3 from starting.
import { isOfficialTraefik } from "../../model/image.ts";
import { readTraefik, type TraefikInstance } from "../../model/traefik.ts";
import { dockerToSwarm, removeFlag } from "../fixes/flags.ts";
import { type Fix, inBlock, offer, serviceRule } from "../rule.ts";

export const swarmModeOnV3 = serviceRule({
  id: "traefik/swarm-mode-on-v3",
  severity: "error",
  sources: [
    "traefik pkg/cli/deprecation.go@v3.0.4 and @v3.7.9: providers.docker.swarmMode is refused in any form, true or false; measured on both",
    "https://doc.traefik.io/traefik/migrate/v2-to-v3-details/#docker--docker-swarm",
  ],
  texts: {
    en: {
      summary: "Traefik v3 does not start with `providers.docker.swarmMode`",
      why: "v3 has a provider of its own for Swarm, `providers.swarm`. It refuses to start as long as `providers.docker.swarmMode` is there, whatever its value. The other options of `providers.docker` that were meant for the swarm (network, exposedByDefault, ...) must move with it, or they are lost.",
      refused:
        "Traefik {version} exits at start because of `{flag}`: v3 has the provider `providers.swarm` instead. Move the docker provider's options there.",
      latest:
        "`{image}` is Traefik v3 today, which exits at start because of `{flag}`: v3 has the provider `providers.swarm` instead. Pin v2, or move the docker provider's options there.",
      migrate: "Move the options of providers.docker to providers.swarm",
      remove: "Remove the option (Traefik goes on reading containers)",
      drop: "Remove the option",
    },
    "zh-cn": {
      summary: "带有 `providers.docker.swarmMode` 时 Traefik v3 无法启动",
      why: "v3 为 Swarm 提供了单独的 provider：`providers.swarm`。只要还有 `providers.docker.swarmMode`，无论取值如何，v3 都拒绝启动。`providers.docker` 下为 Swarm 准备的其他选项（network、exposedByDefault 等）必须一同移过去，否则会丢失。",
      refused: "由于 `{flag}`，Traefik {version} 启动时会直接退出：v3 改用 `providers.swarm`。请把 docker provider 的选项移过去。",
      latest:
        "`{image}` 现在是 Traefik v3，会因为 `{flag}` 在启动时退出：v3 改用 `providers.swarm`。请固定 v2 版本，或把 docker provider 的选项移过去。",
      migrate: "将 providers.docker 的选项移到 providers.swarm",
      remove: "删除该选项（Traefik 继续读取容器）",
      drop: "删除该选项",
    },
  },
  bad: `services:
  proxy:
    image: traefik:v3.1
    command:
      - --providers.docker
      - --providers.docker.swarmMode=true
      - --providers.docker.exposedByDefault=false
    deploy:
      placement:
        constraints: [node.role == manager]
`,
  good: `services:
  proxy:
    image: traefik:v3.1
    command:
      - --providers.swarm
      - --providers.swarm.exposedByDefault=false
    deploy:
      placement:
        constraints: [node.role == manager]
`,
  *check(service, view) {
    const instance = readTraefik(service);
    const flag = instance?.swarmMode?.flag;
    if (!instance || !flag || instance.source !== "flags") return;
    const version = view.ownTraefik(service.name.value)?.version;
    if (version && version.major < 3) return;
    // No tag and `latest` of the official image move: the newest is meant. A code name, digest, variable or own build says nothing.
    if (!version && !(isOfficialTraefik(service.image!.value) && /^[^:@]*(?::latest)?$/.test(service.image!.value))) return;
    const args = { flag: flag.argument.text.value, version: version?.text ?? "", image: service.image!.value };
    // Beside a swarm provider, or with the docker provider off, nobody knows what the other options are for.
    const apart = instance.swarm.flags.length > 0 || !instance.docker.enabled;
    const fixes = () =>
      apart
        ? removal(instance, "drop")
        : instance.swarmMode!.on === false
          ? removal(instance, "remove")
          : migration(instance, version !== undefined);
    if (version) yield { span: flag.argument.span, message: { key: "refused", args }, fixes };
    else yield { span: flag.argument.span, severity: "warning", message: { key: "latest", args }, fixes };
  },
});

function removal(instance: TraefikInstance, key: "remove" | "drop"): Fix<"remove" | "drop">[] {
  return offer({ title: { key }, kind: "choice" }, inBlock(instance.service.block, removeFlag(instance.service, instance.swarmMode!.flag)));
}

function migration(instance: TraefikInstance, sure: boolean): Fix<"migrate">[] {
  return offer(
    { title: { key: "migrate" }, kind: sure ? "safe" : "choice", mendsBlock: true },
    inBlock(instance.service.block, dockerToSwarm(instance)),
  );
}
