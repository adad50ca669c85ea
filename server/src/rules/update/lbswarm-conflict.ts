// `lbswarm` leaves the balancing to Swarm: Traefik knows one address, the service's virtual IP. What needs that address to be another one, or
// several, goes wrong beside it.
import { effective } from "../../model/effective.ts";
import { type Label, type LabelSet, labelOf, parseBool } from "../../model/labels.ts";
import type { Service } from "../../model/service.ts";
import { replaceScalar } from "../../syntax/edit.ts";
import { entryOf } from "../../syntax/tree.ts";
import { reading } from "../../workspace/reading.ts";
import { knowsBoth } from "../../workspace/routing.ts";
import type { View } from "../../workspace/view.ts";
import { removeLabels } from "../fixes/remove-labels.ts";
import { type FileEdit, type Fix, inBlock, offer, serviceRule } from "../rule.ts";

export const lbswarmConflict = serviceRule({
  id: "update/lbswarm-conflict",
  severity: "warning",
  sources: [
    "traefik pkg/provider/docker/docker.go@v2.9.10 and pswarm.go@v3.7.9 listServices, parseService: with dnsrr there is no virtual IP to add",
    "https://doc.traefik.io/traefik/reference/routing-configuration/other-providers/swarm/",
  ],
  texts: {
    en: {
      summary: "lbswarm does not get along with dnsrr, sticky cookies or Traefik's health checks",
      why: "With `lbswarm` Traefik sends all requests to the service's virtual IP, and Swarm chooses the task. With `endpoint_mode: dnsrr` there is no virtual IP: Traefik's log promises to balance by itself, but the service is not added at all, so its routes are gone (404). Sticky cookies and health checks by Traefik want one server for each task; there is only one server, so a cookie can't name a task and a check can't take one out.",
      dnsrr:
        "Traefik does not add `{service}`: `lbswarm` wants a virtual IP, and `endpoint_mode: dnsrr` gives none. All its routes answer 404, whatever the log says about a fallback. Remove one of the two.",
      sticky:
        "Sticky cookies do nothing for `{service}`: with `lbswarm` Swarm chooses the task, and Traefik knows only one server. Remove one of the two.",
      healthCheck:
        "Traefik's health check can't take a task of `{service}` out: with `lbswarm` it knows only one server, the virtual IP. Remove one of the two; Swarm follows the `healthcheck` of the service.",
      lbswarm: "lbswarm is switched on here",
      removeLbswarm: "Let Traefik balance the tasks (remove lbswarm)",
      useVip: "Give the service a virtual IP (endpoint_mode: vip)",
      removeSticky: "Do without sticky cookies (remove their labels)",
      removeHealthCheck: "Do without Traefik's health check (remove its labels)",
    },
    "zh-cn": {
      summary: "lbswarm 与 dnsrr、粘性 Cookie 或 Traefik 的健康检查冲突",
      why: "使用 `lbswarm` 时，Traefik 把所有请求发往服务的虚拟 IP，由 Swarm 选择任务。`endpoint_mode: dnsrr` 没有虚拟 IP：Traefik 的日志声称会自行负载均衡，但服务根本不会被添加，路由全部消失（404）。粘性 Cookie 和 Traefik 的健康检查需要每个任务对应一个后端；而这里只有一个后端，Cookie 无法指向某个任务，检查也无法摘除某个任务。",
      dnsrr:
        "Traefik 不会添加 `{service}`：`lbswarm` 需要虚拟 IP，而 `endpoint_mode: dnsrr` 没有。无论日志如何声称会回退，它的所有路由都会返回 404。请去掉其中之一。",
      sticky: "粘性 Cookie 对 `{service}` 不起作用：使用 `lbswarm` 时由 Swarm 选择任务，Traefik 只知道一个后端。请去掉其中之一。",
      healthCheck:
        "Traefik 的健康检查无法摘除 `{service}` 的任务：使用 `lbswarm` 时它只知道一个后端，即虚拟 IP。请去掉其中之一；Swarm 遵循服务的 `healthcheck`。",
      lbswarm: "lbswarm 在此启用",
      removeLbswarm: "由 Traefik 对任务做负载均衡（删除 lbswarm）",
      useVip: "为服务分配虚拟 IP（endpoint_mode: vip）",
      removeSticky: "不使用粘性 Cookie（删除其标签）",
      removeHealthCheck: "不使用 Traefik 的健康检查（删除其标签）",
    },
  },
  bad: `services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      endpoint_mode: dnsrr
      labels:
        - traefik.docker.lbswarm=true
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.services.web.loadbalancer.server.port=8080
`,
  good: `services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        - traefik.docker.lbswarm=true
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.services.web.loadbalancer.server.port=8080
`,
  *check(service, view) {
    const set = service.deployLabels;
    const label = set && lbswarm(service, view);
    if (!set || !label) return;
    const related = [{ uri: view.uri(), block: service.block, span: label.key.span, message: { key: "lbswarm" as const } }];
    const args = { service: service.name.value };
    const choices = (key: Title, edits: FileEdit[] | undefined): Fix<Title>[] => [
      ...choice(key, edits),
      ...choice("removeLbswarm", remove(service, set, allOf(set, label))),
    ];
    const { endpointMode } = effective(service);
    if (endpointMode.text?.value === "dnsrr") {
      const fixes = () => choices("useVip", useVip(service));
      yield { span: endpointMode.text.span, severity: "error", message: { key: "dnsrr", args }, fixes, related };
    }
    const sticky = stickyLabels(set);
    if (sticky[0]) {
      const fixes = () => choices("removeSticky", remove(service, set, sticky));
      yield { span: sticky[0].key.span, message: { key: "sticky", args }, fixes, related };
    }
    const checks = set.labels.filter((l) => HEALTH_CHECK.test(l.key.value));
    if (checks[0]) {
      const fixes = () => choices("removeHealthCheck", remove(service, set, checks));
      yield { span: checks[0].key.span, message: { key: "healthCheck", args }, fixes, related };
    }
  },
});

type Title = "useVip" | "removeSticky" | "removeHealthCheck" | "removeLbswarm";

const STICKY = /^traefik\.http\.services\.([^.]+)\.loadbalancer\.sticky(\.cookie(\..+)?)?$/i;
const HEALTH_CHECK = /^traefik\.http\.services\.[^.]+\.loadbalancer\.healthcheck\./i;

/**
 * The label that switches it on. None for a service that Traefik does not read, or does not read from Swarm, nor where both prefixes are used:
 * such a service is skipped as a whole.
 */
function lbswarm(service: Service, view: View): Label | undefined {
  const read = reading(service, view);
  if (read?.set.scope !== "deploy" || read.taken === "no") return undefined;
  const { set, readers } = read;
  const uses = (prefix: string) => set.labels.some((l) => l.key.value.toLowerCase().startsWith(prefix));
  if (uses("traefik.docker.") && uses("traefik.swarm.")) return undefined;
  // The newer prefix is read from v3.2.2 on.
  const isOld = readers.some(({ version }) => version !== undefined && !knowsBoth(version));
  const label = (isOld ? undefined : labelOf(set, "traefik.swarm.lbswarm")) ?? labelOf(set, "traefik.docker.lbswarm");
  return parseBool(label?.value?.value) === true ? label : undefined;
}

/** Of a service whose toggles do not switch it off: any text but none and `true` does, and a variable may. */
function stickyLabels(set: LabelSet): Label[] {
  const all = set.labels.flatMap((label) => {
    const [match, name, cookie, option] = STICKY.exec(label.key.value) ?? [];
    return match ? [{ label, name: name!.toLowerCase(), cookie: cookie !== undefined, toggle: option === undefined }] : [];
  });
  const isOff = (name: string) => all.some((l) => l.name === name && l.toggle && !/^(?:true)?$/i.test(l.label.value?.value ?? ""));
  const on = new Set(all.filter((l) => l.cookie && !isOff(l.name)).map((l) => l.name));
  return all.filter((l) => on.has(l.name)).map((l) => l.label);
}

/** Of equal keys one alone would count again. */
const allOf = (set: LabelSet, label: Label): Label[] =>
  set.labels.filter((l) => l.key.value.toLowerCase() === label.key.value.toLowerCase());

const remove = (service: Service, set: LabelSet, labels: readonly Label[]): FileEdit[] | undefined =>
  inBlock(service.block, removeLabels(service, set, labels));

function useVip(service: Service): FileEdit[] | undefined {
  const entry = entryOf(service.deploy?.value, "endpoint_mode");
  return entry && inBlock(service.block, replaceScalar(service.block, entry, "vip"));
}

const choice = (key: Title, edits: FileEdit[] | undefined): Fix<Title>[] => offer<Title>({ title: { key }, kind: "choice" }, edits);
