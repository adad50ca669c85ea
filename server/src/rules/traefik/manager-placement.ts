// A Traefik that asks a worker's socket for Swarm's services.
import { constraintsOf, type Service } from "../../model/service.ts";
import { mode, readTraefik, usesLocalSocket } from "../../model/traefik.ts";
import { addItem, type Edit, put, stepOf } from "../../syntax/edit.ts";
import { entryOf, valueAt } from "../../syntax/tree.ts";
import { inBlock, offer, serviceRule } from "../rule.ts";

export const managerPlacement = serviceRule({
  id: "traefik/manager-placement",
  severity: "warning",
  sources: [
    "traefik pkg/provider/docker/docker.go@v2.9.10 listServices; the Docker API answers /services and /tasks on managers only",
    "https://doc.traefik.io/traefik/providers/swarm/#docker-api-access",
  ],
  texts: {
    en: {
      summary: "Traefik reads Swarm's services from the local socket, but may start on a worker",
      why: "Only managers answer questions about services, tasks and networks. A Traefik that starts on a worker logs `Failed to list services for docker swarm mode` and has no routes: it answers 404. On a swarm of one node this makes no difference.",
      global:
        "`mode: global` starts Traefik on workers too, whose Docker socket does not list services: those answer 404. Add the constraint `node.role == manager`.",
      none: "Nothing keeps Traefik off the workers, whose Docker socket does not list services: there it answers 404. Add the constraint `node.role == manager`.",
      other:
        "Traefik works on managers only, as it reads services from the local socket. Its constraints do not say `node.role == manager`: make sure that they mean one.",
      add: "Add the constraint node.role == manager",
    },
    "zh-cn": {
      summary: "Traefik 通过本机 socket 读取 Swarm 服务，却可能启动在 worker 节点上",
      why: "只有 manager 节点才能回答关于服务、任务和网络的查询。启动在 worker 节点上的 Traefik 会记录 `Failed to list services for docker swarm mode`，没有任何路由，只返回 404。单节点的 Swarm 不受影响。",
      global:
        "`mode: global` 会把 Traefik 也启动在 worker 节点上，而那里的 Docker socket 不列出服务：只会返回 404。请添加约束 `node.role == manager`。",
      none: "没有任何约束阻止 Traefik 启动在 worker 节点上，而那里的 Docker socket 不列出服务：只会返回 404。请添加约束 `node.role == manager`。",
      other:
        "Traefik 通过本机 socket 读取服务，只能在 manager 节点上工作。现有约束没有写明 `node.role == manager`：请确认它们指向的是 manager 节点。",
      add: "添加约束 node.role == manager",
    },
  },
  bad: `services:
  proxy:
    image: traefik:v3.1
    command: --providers.swarm=true
    volumes:
      - /var/run/docker.sock:/var/run/docker.sock:ro
    deploy:
      replicas: 1
`,
  good: `services:
  proxy:
    image: traefik:v3.1
    command: --providers.swarm=true
    volumes:
      - /var/run/docker.sock:/var/run/docker.sock:ro
    deploy:
      replicas: 1
      placement:
        constraints:
          - node.role == manager
`,
  *check(service, view) {
    const instance = readTraefik(service);
    if (!instance || mode(instance) !== "swarm" || !usesLocalSocket(instance)) return;
    if (view.target().mode !== "swarm") return;
    const constraints = constraintsOf(service);
    if (constraints.some((c) => /^\s*node\.role\s*(?:==\s*manager|!=\s*worker)\s*$/.test(c.value))) return;
    const placed = entryOf(service.deploy?.value, "placement");
    const span = (placed ?? service.deploy)?.key.span ?? service.name.span;
    const add = (kind: "safe" | "choice") => offer({ title: { key: "add" as const }, kind }, inBlock(service.block, constrain(service)));
    if (constraints.length > 0) {
      yield { span, severity: "hint", message: { key: "other" }, fixes: () => add("choice") };
      return;
    }
    const mode_ = valueAt(service.deploy?.value, "mode");
    const global = mode_?.kind === "scalar" && mode_.text.value === "global";
    yield { span: global ? mode_.span : span, message: { key: global ? "global" : "none" }, fixes: () => add("safe") };
  },
});

const CONSTRAINT = "node.role == manager";

function constrain(service: Service): Edit[] | undefined {
  const { block, entry, deploy } = service;
  const step = stepOf(block, entry);
  const there = entryOf(deploy?.value, "placement");
  const list = entryOf(there?.value, "constraints");
  if (list?.value.kind === "sequence" && list.value.items.length > 0) return addItem(block, list.value, CONSTRAINT);
  const leaf = { key: "constraints", items: [CONSTRAINT] };
  return deploy ? put(block, deploy, ["placement"], leaf, step) : put(block, entry, ["deploy", "placement"], leaf, step);
}
