// What a routed service lacks to be updated without losing a request: one calm finding for each service.
import { SINGLE_WRITER_IMAGES } from "../../catalog/traefik/images.ts";
import { imageName } from "../../model/image.ts";
import { deployText, publishedPorts, type Service } from "../../model/service.ts";
import { type Edit, put, replaceScalar, stepOf } from "../../syntax/edit.ts";
import { entryOf, valueAt } from "../../syntax/tree.ts";
import { type Missing, readiness } from "../../workspace/readiness.ts";
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
      missing: "Updates of `{service}` lose requests. {ready} of 5 conditions are met; what is missing: {missing}.",
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
      missing: "更新 `{service}` 会丢失请求。5 个条件已满足 {ready} 个，还缺：{missing}。",
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
      rollback_config:
        order: start-first
      labels:
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.services.web.loadbalancer.server.port=8080
        - traefik.docker.lbswarm=true
`,
  *check(service, view) {
    const found = readiness(service, view);
    if (!found || found.missing.length === 0) return;
    const args = { service: service.name.value, ready: found.ready, missing: found.missing.map(part) };
    const fixes = found.missing.some((m) => m.part === "order") ? startFirst(service) : [];
    yield { span: service.name.span, message: { key: "missing", args }, fixes };
  },
});

type PartKey = "order" | "healthcheck" | "backends" | "backendsDefault" | "stop" | "rollback";

const part = ({ part: key, seconds, assumed }: Missing): Message<PartKey> =>
  key === "backends" ? (assumed ? { key: "backendsDefault" } : { key, args: { seconds: seconds ?? 0 } }) : { key };

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
