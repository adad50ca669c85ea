// start-first in mode global: an order that Swarm keeps only as long as nothing else happens to the node.
import { effective } from "../../model/effective.ts";
import { obstacles, startFirst } from "../../model/obstacles.ts";
import { deployText, type Service } from "../../model/service.ts";
import { isRouted } from "../../workspace/readiness.ts";
import type { View } from "../../workspace/view.ts";
import { type Setting, setAll } from "../fixes/settings.ts";
import { type Fix, serviceRule } from "../rule.ts";

export const globalStartFirst = serviceRule({
  id: "update/global-start-first",
  severity: "hint",
  sources: [
    "moby/swarmkit manager/orchestrator/global/global.go reconcileOneNode: outdated tasks are shut down as soon as an updated one exists",
    "own measurements: in 2 of 6 updates the old task was stopped 1.2 and 5.6 s before the new one ran",
  ],
  texts: {
    en: {
      summary: "In mode global, start-first is not always kept",
      why: "Updates of a global service follow `order: start-first`. But when the node's record changes meanwhile, for instance because another stack creates an overlay network there, Swarm looks at the node's tasks outside the update and stops the old one as soon as a new one exists, running or not. Mode replicated knows no such path. Where each node needs a task of its own, global stays right: then expect a gap now and then.",
      notKept:
        "`start-first` is no promise in mode global: when the node changes during an update, the old task of `{service}` may stop before the new one runs. Mode replicated keeps the order.",
      order: "The order that is not always kept",
      replicate: "Use mode replicated, with a number of replicas of your own",
    },
    "zh-cn": {
      summary: "在 global 模式下，start-first 的顺序并不总能保持",
      why: "global 服务的更新会遵循 `order: start-first`。但如果节点记录在此期间发生变化，例如另一个 stack 在该节点创建了 overlay 网络，Swarm 就会在更新流程之外检查该节点的任务，只要新任务已存在，无论是否在运行，都会停止旧任务。replicated 模式没有这条路径。如果每个节点都需要自己的任务，global 仍是正确的选择：只是偶尔会有中断。",
      notKept:
        "在 global 模式下，`start-first` 并无保证：更新期间节点一有变化，`{service}` 的旧任务就可能在新任务运行之前停止。replicated 模式会保持顺序。",
      order: "并不总能保持的顺序",
      replicate: "改用 replicated 模式，副本数自行设定",
    },
  },
  bad: `services:
  web:
    image: ghcr.io/example/web:1.4
    healthcheck:
      test: wget -qO- http://localhost:8080/health
    deploy:
      mode: global
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
      replicas: 2
      update_config:
        order: start-first
      labels:
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.services.web.loadbalancer.server.port=8080
`,
  *check(service, view) {
    const order = startFirst(service);
    const { mode } = effective(service);
    if (!order || !mode.text || mode.value !== "global" || view.target().mode !== "swarm" || !isRouted(service)) return;
    // Where start-first hangs or harms, it has to go anyway.
    if (obstacles(service).length > 0) return;
    yield {
      span: mode.text.span,
      message: { key: "notKept", args: { service: service.name.value } },
      fixes: () => replicate(service, view),
      related: [{ uri: view.uri(), block: service.block, span: order.span, message: { key: "order" } }],
    };
  },
});

/** How many, only the user knows: the number is a stop. Swarm spreads them over the nodes by itself. */
function replicate(service: Service, view: View): Fix<"replicate">[] {
  // A limit made for one task on each node would be too tight, and ports of the node may collide.
  if (deployText(service, "placement", "max_replicas_per_node")) return [];
  const settings: Setting[] = [
    { path: ["deploy", "mode"], value: "replicated" },
    { path: ["deploy", "replicas"], value: "${1:2}" },
  ];
  const edits = setAll(service, settings, view);
  return edits ? [{ title: { key: "replicate" }, kind: "choice", edits, snippet: true }] : [];
}
