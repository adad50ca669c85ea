// An option of v2 that keeps v3 from starting.
import type { Flag } from "../../model/flags.ts";
import { readTraefik, type TraefikInstance } from "../../model/traefik.ts";
import type { Edit } from "../../syntax/edit.ts";
import { removeArgument, renameFlag } from "../fixes/flags.ts";
import { type Fix, inBlock, serviceRule } from "../rule.ts";

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
    },
    "zh-cn": {
      summary: "带有 `providers.docker.swarmMode` 时 Traefik v3 无法启动",
      why: "v3 为 Swarm 提供了单独的 provider:`providers.swarm`。只要还有 `providers.docker.swarmMode`，无论取值如何，v3 都拒绝启动。`providers.docker` 下为 Swarm 准备的其他选项（network、exposedByDefault 等）必须一同移过去，否则会丢失。",
      refused: "由于 `{flag}`，Traefik {version} 启动时会直接退出:v3 改用 `providers.swarm`。请把 docker provider 的选项移过去。",
      latest:
        "`{image}` 现在是 Traefik v3，会因为 `{flag}` 在启动时退出:v3 改用 `providers.swarm`。请固定 v2 版本，或把 docker provider 的选项移过去。",
      migrate: "将 providers.docker 的选项移到 providers.swarm",
      remove: "删除该选项（Traefik 继续读取容器）",
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
    // No tag and `latest` move: the newest is meant. A code name, digest or variable says nothing.
    if (!version && !/^[^:@$]*(?::latest)?$/.test(service.image!.value)) return;
    const args = { flag: flag.argument.text.value, version: version?.text ?? "", image: service.image!.value };
    const fixes = instance.swarmMode!.on === false ? removal(instance, flag) : migration(instance, version !== undefined);
    if (version) yield { span: flag.argument.span, message: { key: "refused", args }, fixes };
    else yield { span: flag.argument.span, severity: "warning", message: { key: "latest", args }, fixes };
  },
});

function removal(instance: TraefikInstance, flag: Flag): Fix<"remove">[] {
  const edits = inBlock(instance.service.block, removeArgument(instance.service, flag.argument));
  return edits ? [{ title: { key: "remove" }, kind: "choice", edits }] : [];
}

/**
 * All options of the docker provider go along; the toggle stays one, whether it was written apart or implied by `swarmMode`. What the swarm
 * provider is told already stays.
 */
function migration(instance: TraefikInstance, sure: boolean): Fix<"migrate">[] {
  const { service, docker, swarm } = instance;
  const there = new Map(swarm.flags.map((f) => [f.path, f.value?.value]));
  let safe = sure;
  const parts = docker.flags.map((flag): Edit[] | undefined => {
    const path = flag.path === SWARM_MODE ? "providers.swarm" : toSwarm(flag);
    const known = path.toLowerCase();
    const twice = there.has(known);
    if (twice && flag.path !== SWARM_MODE && there.get(known) !== flag.value?.value) safe = false;
    const toggled = flag.path === SWARM_MODE && docker.flags.some((f) => f.path === "providers.docker");
    if (twice || toggled) return removeFlag(instance, flag);
    there.set(known, flag.value?.value);
    return renameFlag(flag, path);
  });
  if (parts.some((p) => p === undefined)) return [];
  const edits = inBlock(
    service.block,
    parts.flatMap((p) => p!),
  )!;
  return [{ title: { key: "migrate" }, kind: safe ? "safe" : "choice", edits, whole: true }];
}

const SWARM_MODE = "providers.docker.swarmmode";

/** Not where its value is a word of its own. */
function removeFlag({ service }: TraefikInstance, flag: Flag): Edit[] | undefined {
  const { span } = flag.argument;
  return flag.value && flag.value.span.end > span.end ? undefined : removeArgument(service, flag.argument);
}

const toSwarm = (flag: Flag): string =>
  flag.path === "providers.docker.swarmmoderefreshseconds"
    ? "providers.swarm.refreshSeconds"
    : flag.name.value.replace(/^(providers\.)docker/i, "$1swarm");
