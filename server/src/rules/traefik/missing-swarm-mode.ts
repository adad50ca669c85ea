// A Traefik of a stack that reads containers instead of Swarm's services.
import { mode, readTraefik, type TraefikInstance } from "../../model/traefik.ts";
import type { View } from "../../workspace/view.ts";
import { swarmModeOn } from "../fixes/swarm-mode.ts";
import { type Fix, serviceRule } from "../rule.ts";

export const missingSwarmMode = serviceRule({
  id: "traefik/missing-swarm-mode",
  severity: "error",
  sources: [
    "traefik pkg/provider/docker/docker.go@v2.9.10 Provide: without swarmMode containers of one node are listed; pdocker.go@v3.7.9 the same",
    "https://doc.traefik.io/traefik/v2.11/providers/docker/#swarmmode",
    "https://doc.traefik.io/traefik/providers/swarm/",
  ],
  texts: {
    en: {
      summary: "Traefik runs in a stack without swarm mode",
      why: "The docker provider alone lists the containers of the one node whose socket Traefik has, and reads their container labels. Services on other nodes stay unknown, labels under `deploy` are not read, and each task of a rolling update is a new container with labels of its own. v2 needs `providers.docker.swarmMode=true`, v3 the provider `providers.swarm`.",
      missing:
        "{traefik} is in a stack, but `{flag}` makes it read the containers of one node, not the services of the swarm: `deploy.labels` are not read. Add `{option}`.",
      unknown:
        "Traefik is in a stack, but `{flag}` makes it read the containers of one node, not the services of the swarm: `deploy.labels` are not read. Add `providers.docker.swarmMode=true` (v2) or use `providers.swarm` (v3).",
      turnOn: "Turn on swarm mode",
      turnOnV2: "Turn on swarm mode (Traefik v2)",
      useSwarm: "Use the swarm provider instead of the docker provider",
      useSwarmV3: "Use the swarm provider instead of the docker provider (Traefik v3)",
      turnOnAndMoveOne: "Turn on swarm mode and move the labels of one service to deploy.labels",
      useSwarmAndMoveOne: "Use the swarm provider and move the labels of one service to deploy.labels",
      turnOnAndMove: "Turn on swarm mode and move the labels of {count} services to deploy.labels",
      useSwarmAndMove: "Use the swarm provider and move the labels of {count} services to deploy.labels",
      moved: "these labels must move to `deploy.labels` with it",
    },
    "zh-cn": {
      summary: "stack 中的 Traefik 没有启用 swarm 模式",
      why: "只有 docker provider 时，Traefik 只列出其 socket 所在节点上的容器，并读取容器标签。它看不到其他节点上的服务，不读取 `deploy` 下的标签；滚动更新时每个任务都是一个带有自己标签的新容器。v2 需要 `providers.docker.swarmMode=true`，v3 需要 `providers.swarm`。",
      missing:
        "{traefik} 位于 stack 中，但 `{flag}` 使它读取单个节点的容器，而不是 Swarm 的服务：`deploy.labels` 不会被读取。请添加 `{option}`。",
      unknown:
        "Traefik 位于 stack 中，但 `{flag}` 使它读取单个节点的容器，而不是 Swarm 的服务：`deploy.labels` 不会被读取。请添加 `providers.docker.swarmMode=true`（v2）或使用 `providers.swarm`（v3）。",
      turnOn: "启用 swarm 模式",
      turnOnV2: "启用 swarm 模式（Traefik v2）",
      useSwarm: "用 swarm provider 代替 docker provider",
      useSwarmV3: "用 swarm provider 代替 docker provider（Traefik v3）",
      turnOnAndMoveOne: "启用 swarm 模式，并将一个服务的标签移到 deploy.labels",
      useSwarmAndMoveOne: "使用 swarm provider，并将一个服务的标签移到 deploy.labels",
      turnOnAndMove: "启用 swarm 模式，并将 {count} 个服务的标签移到 deploy.labels",
      useSwarmAndMove: "使用 swarm provider，并将 {count} 个服务的标签移到 deploy.labels",
      moved: "这些标签必须一同移到 `deploy.labels`",
    },
  },
  bad: `services:
  proxy:
    image: traefik:v2.11
    command:
      - --providers.docker
      - --entrypoints.web.address=:80
    volumes:
      - /var/run/docker.sock:/var/run/docker.sock:ro
    deploy:
      placement:
        constraints: [node.role == manager]
`,
  good: `services:
  proxy:
    image: traefik:v2.11
    command:
      - --providers.docker
      - --providers.docker.swarmMode=true
      - --entrypoints.web.address=:80
    volumes:
      - /var/run/docker.sock:/var/run/docker.sock:ro
    deploy:
      placement:
        constraints: [node.role == manager]
`,
  *check(service, view) {
    const instance = readTraefik(service);
    if (!instance || mode(instance) !== "container") return;
    const target = view.target();
    if (target.mode !== "swarm" || target.strength !== "own") return;
    const flag = instance.docker.flags[0]!;
    const version = view.ownTraefik(service.name.value)?.version;
    const related = labelled(view, instance).map(({ uri, service: s }) => ({
      uri,
      block: s.block,
      span: s.containerLabels!.entry.key.span,
      message: { key: "moved" as const },
    }));
    const args = { flag: flag.argument.text.value };
    if (!version) {
      const fixes = () =>
        [...fixesFor(instance, view, 3, "V3"), ...fixesFor(instance, view, 2, "V2")].map((f) => ({
          ...f,
          kind: "choice" as const,
        }));
      yield { span: flag.argument.span, severity: "warning", message: { key: "unknown", args }, fixes, related };
      return;
    }
    const option = version.major === 2 ? "providers.docker.swarmMode=true" : "providers.swarm=true";
    const message = { key: "missing" as const, args: { ...args, option, traefik: `Traefik ${version.text}` } };
    yield { span: flag.argument.span, message, fixes: () => fixesFor(instance, view, version.major, ""), related };
  },
});

function labelled(view: View, instance: TraefikInstance) {
  const fact = view.ownTraefik(instance.service.name.value);
  return fact ? view.servicesWithContainerLabels(fact) : [];
}

type Title = "turnOn" | "turnOnV2" | "useSwarm" | "useSwarmV3" | `${"turnOn" | "useSwarm"}AndMove${"" | "One"}`;

/** Safe when all labels that count are under `deploy` already; else one step that moves them too. */
function fixesFor(instance: TraefikInstance, view: View, major: number, suffix: "" | "V2" | "V3"): Fix<Title>[] {
  const found = swarmModeOn(instance, view.ownTraefik(instance.service.name.value), view, major);
  if (!found) return [];
  const { moved: count, edits } = found;
  const base = major === 2 ? "turnOn" : "useSwarm";
  if (count === 0) return [{ title: { key: `${base}${suffix}` as Title }, kind: "safe", edits }];
  return [{ title: { key: `${base}AndMove${count === 1 ? "One" : ""}` as Title, args: { count } }, kind: "choice", edits }];
}
