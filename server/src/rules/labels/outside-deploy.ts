// Labels that stand where Traefik in swarm mode does not look.
import { isRoutingLabel, isTraefikLabel, type Label, labelOf, parseBool } from "../../model/labels.ts";
import type { Service } from "../../model/service.ts";
import { missedByConstraints } from "../../workspace/reading.ts";
import { moveLabels } from "../fixes/move-labels.ts";
import { type Fix, inBlock, serviceRule } from "../rule.ts";

export const outsideDeploy = serviceRule({
  id: "labels/outside-deploy",
  severity: "error",
  sources: [
    "traefik pkg/provider/docker/docker.go@v2.9.10 parseService, pswarm.go@v3.7.9 parseService: in swarm mode labels come from the service's own annotations",
    "https://doc.traefik.io/traefik/providers/swarm/#routing-configuration",
  ],
  texts: {
    en: {
      summary: "Traefik labels of a stack stand outside `deploy`",
      why: "On a swarm Traefik reads the labels of services, which `deploy.labels` sets. `labels` of the service end on its containers, where Traefik does not look: the routers, services and middlewares that they describe do not exist, and every request is answered with 404.",
      unread: "Traefik does not read `{label}` here: on a swarm it reads `deploy.labels` only. Move it there.",
      asked:
        "`{traefik}` leaves `{service}` out: its constraints ask for `{label}`, and on a swarm it reads `deploy.labels` only. Move it there.",
      later:
        "Traefik reads `{label}` here only as long as it runs without swarm mode, and only on its own node. With swarm mode it reads `deploy.labels`.",
      moveOne: "Move this label to deploy.labels",
      moveBoth: "Move both Traefik labels of {service} to deploy.labels",
      moveAll: "Move all {count} Traefik labels of {service} to deploy.labels",
      replaceOne: "Move this label to deploy.labels, replacing the one there",
      replaceBoth: "Move both Traefik labels of {service} to deploy.labels, replacing those there",
      replaceAll: "Move all {count} Traefik labels of {service} to deploy.labels, replacing those there",
    },
    "zh-cn": {
      summary: "stack 的 Traefik 标签写在了 `deploy` 之外",
      why: "在 Swarm 上，Traefik 读取的是服务自身的标签，即 `deploy.labels`。直接写在服务下的 `labels` 只会写到容器上，Traefik 不会去看：其中声明的路由器、服务和中间件都不存在，所有请求都会得到 404。",
      unread: "Traefik 不会读取这里的 `{label}`：在 Swarm 上它只读取 `deploy.labels`。请把它移过去。",
      asked:
        "`{traefik}` 不会接管 `{service}`：它的约束（constraints）要求 `{label}`，而在 Swarm 上它只读取 `deploy.labels`。请把它移过去。",
      later:
        "只有在 Traefik 未启用 swarm 模式、且容器与它在同一节点时，它才会读取这里的 `{label}`。启用 swarm 模式后它只读取 `deploy.labels`。",
      moveOne: "将此标签移到 deploy.labels",
      moveBoth: "将 {service} 的两个 Traefik 标签移到 deploy.labels",
      moveAll: "将 {service} 的全部 {count} 个 Traefik 标签移到 deploy.labels",
      replaceOne: "将此标签移到 deploy.labels，并替换那里的同名标签",
      replaceBoth: "将 {service} 的两个 Traefik 标签移到 deploy.labels，并替换那里的同名标签",
      replaceAll: "将 {service} 的全部 {count} 个 Traefik 标签移到 deploy.labels，并替换那里的同名标签",
    },
  },
  bad: `services:
  web:
    image: ghcr.io/example/web:1.4
    labels:
      - traefik.http.routers.web.rule=Host(\`web.example.com\`)
      - traefik.http.services.web.loadbalancer.server.port=8080
    deploy:
      update_config:
        failure_action: rollback
`,
  good: `services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      update_config:
        failure_action: rollback
      labels:
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.services.web.loadbalancer.server.port=8080
`,
  *check(service, view) {
    if (view.target().mode !== "swarm") return;
    const asked = missedByConstraints(service, view);
    const labels = service.containerLabels?.labels.filter((l) => isTraefikLabel(l) || asked?.labels.includes(l)) ?? [];
    if (labels.length === 0) return;
    // A Traefik that still reads containers serves these labels today: the error is at the Traefik, moving alone would lose them.
    const traefiks = view.traefiks();
    // Only a Traefik says that this is a stack, and nobody knows what that one reads.
    if (view.target().strength === "project" && traefiks.every((t) => t.mode === "unknown")) return;
    const later = traefiks.length > 0 && traefiks.every((t) => t.mode === "container");
    // Who is hidden already loses nothing, unless Traefik shows all that does not say no.
    const hidden = parseBool(labelOf(service.containerLabels, "traefik.enable")?.value?.value) === false && !labels.some(isRoutingLabel);
    if (hidden && (service.deployLabels?.labels.some(isTraefikLabel) || !traefiks.some((t) => t.exposedByDefault === true))) return;
    // Another tool may read those that are not Traefik's.
    const isSafe = !later && labels.every(isTraefikLabel);
    for (const label of labels) {
      const fixes = () => [
        ...fix(service, labels, isSafe, true),
        ...(labels.length > 1 && label.part ? fix(service, [label], !later && isTraefikLabel(label), false) : []),
      ];
      const args = { label: label.key.value, service: service.name.value, traefik: asked?.traefik.service ?? "" };
      const finding = { span: label.key.span, fixes };
      const message = { key: later ? ("later" as const) : asked?.labels.includes(label) ? ("asked" as const) : ("unread" as const), args };
      yield later || hidden ? { ...finding, message, severity: "warning" } : { ...finding, message };
    }
  },
});

type Title = `${"move" | "replace"}${"One" | "Both" | "All"}`;

function fix(service: Service, labels: readonly Label[], isSafe: boolean, mendsBlock: boolean): Fix<Title>[] {
  const move = moveLabels(service, labels);
  if (!move) return [];
  const key: Title = `${move.replaces ? "replace" : "move"}${labels.length === 1 ? "One" : labels.length === 2 ? "Both" : "All"}`;
  const title = { key, args: { count: labels.length, service: service.name.value } };
  return [{ title, kind: move.safe && isSafe ? "safe" : "choice", mendsBlock, edits: inBlock(service.block, move.edits)! }];
}
