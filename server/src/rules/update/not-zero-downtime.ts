// What a routed service lacks to be updated without losing a request: one calm finding for each service.
import { SINGLE_WRITER_IMAGES } from "../../catalog/traefik/images.ts";
import { parseDuration } from "../../model/duration.ts";
import { imageName } from "../../model/image.ts";
import { isRoutingLabel, labelOf, parseBool } from "../../model/labels.ts";
import { deployText, hasVariable, publishedPorts, type Service } from "../../model/service.ts";
import { readTraefik } from "../../model/traefik.ts";
import { type Edit, put, replaceScalar, stepOf } from "../../syntax/edit.ts";
import { entryOf, textOf, valueAt } from "../../syntax/tree.ts";
import type { View } from "../../workspace/view.ts";
import { type Fix, inBlock, type Message, serviceRule } from "../rule.ts";

export const notZeroDowntime = serviceRule({
  id: "update/not-zero-downtime",
  severity: "info",
  sources: [
    "moby/swarmkit manager/orchestrator/update/updater.go updateTask; defaults: api/defaults/service.go",
    "traefik pkg/provider/docker/pswarm.go@v3.7.9: the list of tasks is polled, every 15 s by default",
    "own measurements: 143 rolling updates under load on a real swarm",
  ],
  texts: {
    en: {
      summary: "An update of this service loses requests",
      why: "Five things together make an update without loss: `order: start-first`, so that some task is always alive; a healthcheck, so that a task gets requests only when it answers; fresh backends, as Traefik's list of tasks is up to 15 seconds old and keeps the stopped one (`lbswarm` lets Swarm balance instead; or refresh every second with a throttle of 200 ms; or a drain that outlasts the refresh, with a longer `stop_grace_period`); a graceful stop; and `failure_action: rollback` for a version that does not come up.",
      missing: "Updates of `{service}` are not zero-downtime, {ready} of 5: {missing}.",
      order: "stop-first (Swarm's default) stops the old task before the new one runs",
      healthcheck: "no healthcheck in this file, so a task gets requests before it answers",
      backends: "Traefik's list of tasks is up to {seconds} s old (no lbswarm)",
      backendsDefault: "Traefik's list of tasks is up to 15 s old by default (no lbswarm)",
      stop: "the task is killed without time to finish",
      rollback: "a failing version is not rolled back",
      startFirst: "Start the new task before the old one stops (order: start-first)",
    },
    "zh-cn": {
      summary: "更新此服务会丢失请求",
      why: "不丢请求的更新需要五点同时具备：`order: start-first`，始终有任务存活；健康检查，任务能应答后才接收请求；新鲜的后端列表，因为 Traefik 的任务列表最多滞后 15 秒，会保留已停止的任务（`lbswarm` 改由 Swarm 负载均衡；或每秒刷新并把 throttle 设为 200 ms；或让应用在停止前持续服务超过刷新间隔，并加长 `stop_grace_period`）；优雅停止；以及为起不来的版本设置 `failure_action: rollback`。",
      missing: "更新 `{service}` 不是零停机的，5 项中具备 {ready} 项：{missing}。",
      order: "stop-first（Swarm 默认）会在新任务运行前停止旧任务",
      healthcheck: "文件中没有健康检查，任务尚不能应答就会收到请求",
      backends: "Traefik 的任务列表最多滞后 {seconds} 秒（没有 lbswarm）",
      backendsDefault: "Traefik 的任务列表默认最多滞后 15 秒（没有 lbswarm）",
      stop: "任务没有时间收尾就被终止",
      rollback: "失败的版本不会回滚",
      startFirst: "先启动新任务再停止旧任务（order: start-first）",
    },
  },
  bad: `services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
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
      update_config:
        order: start-first
        failure_action: rollback
      labels:
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.services.web.loadbalancer.server.port=8080
        - traefik.docker.lbswarm=true
`,
  *check(service, view) {
    if (view.target().mode !== "swarm" || !isRouted(service) || readTraefik(service)) return;
    const mode = deployText(service, "mode")?.value;
    if (mode?.endsWith("-job") || deployText(service, "replicas")?.value === "0") return;
    const missing = [order(service), healthcheck(service), backends(service, view), stop(service), rollback(service)].filter(
      (m) => m !== undefined,
    );
    if (missing.length === 0) return;
    const args = { service: service.name.value, ready: 5 - missing.length, missing };
    const fixes = missing.some((m) => m.key === "order") ? startFirst(service) : [];
    yield { span: service.name.span, message: { key: "missing", args }, fixes };
  },
});

type Part = Message<"order" | "healthcheck" | "backends" | "backendsDefault" | "stop" | "rollback">;

const isRouted = (service: Service): boolean =>
  [service.deployLabels, service.containerLabels].some(
    (set) => set?.labels.some(isRoutingLabel) && parseBool(labelOf(set, "traefik.enable")?.value?.value) !== false,
  );

const unknown = (text: string | undefined): boolean => text !== undefined && hasVariable(text);

function order(service: Service): Part | undefined {
  const text = deployText(service, "update_config", "order")?.value;
  return text === "start-first" || unknown(text) ? undefined : { key: "order" };
}

function healthcheck(service: Service): Part | undefined {
  const check = valueAt(service.entry.value, "healthcheck");
  const test = valueAt(check, "test");
  const first = test?.kind === "sequence" ? textOf(test.items[0]?.value)?.value : textOf(test)?.value;
  const off = parseBool(textOf(valueAt(check, "disable"))?.value) === true;
  return first === undefined || first === "NONE" || off ? { key: "healthcheck" } : undefined;
}

/** Any of the three ways counts; whether an app really drains for so long, its author knows. */
function backends(service: Service, view: View): Part | undefined {
  const lbswarm = ["traefik.swarm.lbswarm", "traefik.docker.lbswarm"].map((k) => labelOf(service.deployLabels, k)?.value?.value);
  if (lbswarm.some((l) => parseBool(l) === true || unknown(l))) return undefined;
  const traefiks = view.traefiks();
  if (traefiks.some((t) => t.mode === "unknown" || t.refresh === undefined || t.throttle === undefined)) {
    return traefiks.some((t) => t.mode === "unknown") ? { key: "backendsDefault" } : undefined;
  }
  // A Traefik that reads containers follows Docker's events.
  if (traefiks.length > 0 && traefiks.every((t) => t.mode === "container" || (t.refresh! <= 1_000 && t.throttle! <= 200))) return undefined;
  const refresh = Math.max(15_000 * Number(traefiks.length === 0), ...traefiks.map((t) => t.refresh!));
  const grace = textOf(valueAt(service.entry.value, "stop_grace_period"))?.value;
  if (unknown(grace) || (grace !== undefined && (parseDuration(grace) ?? 0) > refresh + 1_000)) return undefined;
  return traefiks.length === 0 ? { key: "backendsDefault" } : { key: "backends", args: { seconds: Math.round(refresh / 1000) } };
}

function stop(service: Service): Part | undefined {
  const grace = textOf(valueAt(service.entry.value, "stop_grace_period"))?.value;
  const signal = textOf(valueAt(service.entry.value, "stop_signal"))?.value;
  // Swarm passes whole seconds on: less than one is none.
  const none = grace !== undefined && !unknown(grace) && (parseDuration(grace) ?? 10_000) < 1_000;
  return none || /^(?:SIG)?KILL$|^9$/i.test(signal ?? "") ? { key: "stop" } : undefined;
}

function rollback(service: Service): Part | undefined {
  const action = deployText(service, "update_config", "failure_action")?.value;
  return action === "rollback" || unknown(action) ? undefined : { key: "rollback" };
}

/** Not where a second task beside the first one hangs the update or writes to the same data. */
function startFirst(service: Service): Fix<"startFirst">[] {
  const image = service.image && imageName(service.image.value);
  const writer = image !== undefined && SINGLE_WRITER_IMAGES.includes(image.name);
  const limited = deployText(service, "placement", "max_replicas_per_node") !== undefined;
  if (writer || limited || publishedPorts(service).some((p) => p.hostMode) || deployText(service, "mode")?.value === "global") return [];
  const edits = inBlock(service.block, setOrder(service));
  return edits ? [{ title: { key: "startFirst" }, kind: "choice", edits }] : [];
}

function setOrder(service: Service): Edit[] | undefined {
  const { block, entry, deploy } = service;
  const step = stepOf(block, entry);
  const there = entryOf(valueAt(deploy?.value, "update_config"), "order");
  if (there) return there.key.opaque ? undefined : replaceScalar(block, there, "start-first");
  const leaf = { key: "order", value: "start-first" };
  return deploy ? put(block, deploy, ["update_config"], leaf, step) : put(block, entry, ["deploy", "update_config"], leaf, step);
}
