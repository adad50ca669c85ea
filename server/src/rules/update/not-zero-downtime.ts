// What a routed service lacks to be updated without losing a request: one calm finding for each service. Long because it has the texts of all
// that is offered, in both languages.
import type { Obstacle } from "../../model/obstacles.ts";
import type { Service } from "../../model/service.ts";
import { type Missing, type Part, type Readiness, readiness } from "../../workspace/readiness.ts";
import { type Forecast, forecast } from "../../workspace/update.ts";
import type { View } from "../../workspace/view.ts";
import { type Left, type Plan, type StepKey, type Written, zeroDowntime } from "../fixes/zero-downtime.ts";
import { type Fix, type Message, serviceRule } from "../rule.ts";

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
      loses:
        "Updates of `{service}` lose requests: for about {mean} s none is answered, at worst for {worst} s. {ready} of 5 conditions met; not met: {missing}.",
      losesUpTo:
        "Updates of `{service}` lose requests: for up to {worst} s none is answered. {ready} of 5 conditions met; not met: {missing}.",
      losesBoth:
        "Updates of `{service}` lose requests: about {share} % of those that come meanwhile; at worst none is answered for {worst} s. {ready} of 5 conditions met; not met: {missing}.",
      unrouted: "Traefik routes nothing to `{service}`. {ready} of 5 conditions met; not met: {missing}.",
      losesFor:
        "Updates of `{service}` lose requests: for about {worst} s none is answered. {ready} of 5 conditions met; not met: {missing}.",
      losesSome:
        "Updates of `{service}` lose requests: about {share} % of those that come meanwhile. {ready} of 5 conditions met; not met: {missing}.",
      cuts: "Updates of `{service}` cut requests that are in flight. {ready} of 5 conditions met; not met: {missing}.",
      hangs: "Updates of `{service}` hang. {ready} of 5 conditions met; not met: {missing}.",
      down: "An update takes `{service}` down until somebody acts. {ready} of 5 conditions met; not met: {missing}.",
      fragile: "Updates of `{service}` lose nothing while the new version is good. {ready} of 5 conditions met; not met: {missing}.",
      order: "stop-first stops the old task before the new one runs",
      orderDefault: "stop-first (Swarm's default) stops the old task before the new one runs",
      healthcheck: "no healthcheck in this file, so a task gets requests before it answers",
      backends: "Traefik's list of tasks is up to {seconds} s old (no lbswarm)",
      backendsDefault: "Traefik's list of tasks is up to 15 s old by default (no lbswarm)",
      checkOff: "the healthcheck is switched off, so a task gets requests before it answers",
      checkBroken: "the healthcheck never runs as it is written, so no new task ever gets ready",
      dnsrr: "with `endpoint_mode: dnsrr` Traefik drops a service that has lbswarm",
      prefixes: "Traefik skips a service that has labels of both `traefik.docker` and `traefik.swarm`",
      events: "a Traefik that reads containers hears of a stop when the task has gone",
      stop: "the task is killed without time to finish",
      rollback: "a failing version is not rolled back",
      writer: "stop-first stays, as `{image}` must not run twice",
      hostPort: "stop-first stays, as only one task can hold port {port} of the node",
      limit: "stop-first stays, as `max_replicas_per_node: {limit}` may leave no place for a second task",
      writesTwice: "start-first may run `{image}` twice on the same data",
      hostPortHangs: "start-first waits for port {port} of the node, which the old task holds",
      limitHangs: "start-first waits for a place, as `max_replicas_per_node: {limit}` counts the old task too",
      all: "Make `{service}` zero-downtime",
      allWith: "Make `{service}` zero-downtime ({notes})",
      most: "Write what can be written for `{service}` (not included: {left})",
      noteGuess: "adapt the healthcheck's command",
      noteDrain: "with a drain: the app must serve on for {seconds} s after the stop signal",
      noteList: "with a fresh list: Traefik looks every second",
      leftOff: "the healthcheck, which is switched off",
      leftBroken: "the healthcheck, which never runs as it is written",
      leftTools: "a healthcheck, as the image has no shell for one",
      leftUdp: "a healthcheck, as nothing here speaks TCP",
      leftGlobal: "`mode: global`, in which Swarm replaces tasks outside of updates too",
      leftTraefik: "fresh backends, for which Traefik's own configuration has to change",
      leftPrefixes: "a route, as labels of both `traefik.docker` and `traefik.swarm` make Traefik skip the service",
      leftDnsrr: "lbswarm and `endpoint_mode: dnsrr`, which exclude each other",
      leftOutside: "`lbswarm`, as the labels have to move to `deploy.labels` first",
      leftPlace: "`{setting}`, which is in flow style or comes from an anchor",
      leftVersion: "`{setting}`, which the file's `version` does not know",
      startFirst: "Start the new task before the old one stops (order: start-first)",
      swarmBalances: "Let Swarm balance ({label})",
      drain: "Keep the old task for Traefik's refresh (stop_grace_period; the app must serve on for {seconds} s after the stop signal)",
      freshList: "Let Traefik look every second (flags of {traefiks})",
      rollBack: "Roll back a failing version ({settings})",
      rollBackFirst: "Start the old version again before the bad one stops (rollback_config.order: start-first)",
      addCheck: "Add a healthcheck{also}",
      guessCheck: "Add a healthcheck (adapt its command){also}",
      also: ", with {settings}",
      giveTime: "Give the app time to stop",
      together: "Several at once: {parts}",
    },
    "zh-cn": {
      summary: "更新此服务会丢失请求",
      why: "不丢请求的更新需要五点同时具备：`order: start-first`，始终有任务存活；健康检查，任务能应答后才接收请求；及时的后端列表，因为 Traefik 的任务列表最多滞后 15 秒，会保留已停止的任务（`lbswarm` 改由 Swarm 负载均衡；或每秒刷新并把 throttle 设为 200 ms；或让应用在停止前持续服务超过刷新间隔，并加长 `stop_grace_period`）；优雅停止；以及为起不来的版本设置 `failure_action: rollback`。",
      loses: "更新 `{service}` 会丢失请求：约 {mean} 秒没有任何应答，最坏 {worst} 秒。5 个条件已满足 {ready} 个；未满足：{missing}。",
      losesUpTo: "更新 `{service}` 会丢失请求：最多 {worst} 秒没有任何应答。5 个条件已满足 {ready} 个；未满足：{missing}。",
      losesBoth:
        "更新 `{service}` 会丢失请求：期间约 {share}% 的请求失败，最坏 {worst} 秒没有任何应答。5 个条件已满足 {ready} 个；未满足：{missing}。",
      unrouted: "Traefik 不向 `{service}` 转发任何请求。5 个条件已满足 {ready} 个；未满足：{missing}。",
      losesFor: "更新 `{service}` 会丢失请求：约 {worst} 秒没有任何应答。5 个条件已满足 {ready} 个；未满足：{missing}。",
      losesSome: "更新 `{service}` 会丢失请求：期间约 {share}% 的请求失败。5 个条件已满足 {ready} 个；未满足：{missing}。",
      cuts: "更新 `{service}` 会切断处理中的请求。5 个条件已满足 {ready} 个；未满足：{missing}。",
      hangs: "更新 `{service}` 会卡住。5 个条件已满足 {ready} 个；未满足：{missing}。",
      down: "更新会使 `{service}` 中断，直到有人处理。5 个条件已满足 {ready} 个；未满足：{missing}。",
      fragile: "新版本没有问题时，更新 `{service}` 不会丢失请求。5 个条件已满足 {ready} 个；未满足：{missing}。",
      order: "stop-first 会在新任务运行前停止旧任务",
      orderDefault: "stop-first（Swarm 默认）会在新任务运行前停止旧任务",
      healthcheck: "文件中没有健康检查，任务尚不能应答就会收到请求",
      backends: "Traefik 的任务列表最多滞后 {seconds} 秒（没有 lbswarm）",
      backendsDefault: "Traefik 的任务列表默认最多滞后 15 秒（没有 lbswarm）",
      checkOff: "健康检查已关闭，任务尚不能应答就会收到请求",
      checkBroken: "健康检查的写法使其从不执行，新任务永远不会就绪",
      dnsrr: "`endpoint_mode: dnsrr` 时 Traefik 会丢弃带 lbswarm 的服务",
      prefixes: "同时带有 `traefik.docker` 和 `traefik.swarm` 标签的服务会被 Traefik 跳过",
      events: "读取容器的 Traefik 在任务消失后才知道它已停止",
      stop: "任务没有时间收尾就被终止",
      rollback: "失败的版本不会回滚",
      writer: "`{image}` 不能同时运行两份，因此保留 stop-first",
      hostPort: "节点的端口 {port} 只能由一个任务占用，因此保留 stop-first",
      limit: "`max_replicas_per_node: {limit}` 可能没有第二个任务的位置，因此保留 stop-first",
      writesTwice: "start-first 可能让两个 `{image}` 使用同一份数据",
      hostPortHangs: "start-first 等待节点端口 {port}，而它由旧任务占用",
      limitHangs: "start-first 等待空位，因为 `max_replicas_per_node: {limit}` 把旧任务也计算在内",
      all: "让 `{service}` 零停机更新",
      allWith: "让 `{service}` 零停机更新（{notes}）",
      most: "为 `{service}` 写入所有可写的设置（不包括：{left}）",
      noteGuess: "请调整健康检查的命令",
      noteDrain: "采用排空：应用在停止信号之后须继续服务 {seconds} 秒",
      noteList: "采用及时刷新：Traefik 每秒查询一次",
      leftOff: "健康检查，它已被关闭",
      leftBroken: "健康检查，按现有写法从不执行",
      leftTools: "健康检查，镜像中没有可用的 shell",
      leftUdp: "健康检查，没有可检查的 TCP 端口",
      leftGlobal: "`mode: global`，Swarm 在更新之外也会替换其任务",
      leftTraefik: "及时的后端列表，需要修改 Traefik 自身的配置",
      leftPrefixes: "路由，因为同时带有 `traefik.docker` 和 `traefik.swarm` 标签的服务会被 Traefik 跳过",
      leftDnsrr: "lbswarm 和 `endpoint_mode: dnsrr`，两者互相排斥",
      leftOutside: "`lbswarm`，需要先把标签移到 `deploy.labels`",
      leftPlace: "`{setting}`，它写在 flow 形式中或来自锚点",
      leftVersion: "`{setting}`，文件的 `version` 不支持它",
      startFirst: "先启动新任务再停止旧任务（order: start-first）",
      swarmBalances: "由 Swarm 负载均衡（{label}）",
      drain: "让旧任务保留到 Traefik 刷新之后（stop_grace_period；应用在停止信号之后须继续服务 {seconds} 秒）",
      freshList: "让 Traefik 每秒查询一次（{traefiks} 的选项）",
      rollBack: "失败的版本自动回滚（{settings}）",
      rollBackFirst: "先恢复旧版本再停止有问题的版本（rollback_config.order: start-first）",
      addCheck: "添加健康检查{also}",
      guessCheck: "添加健康检查（请调整其命令）{also}",
      also: "，并设置 {settings}",
      giveTime: "给应用留出停止的时间",
      together: "同时写入：{parts}",
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
  picture: {},
  *check(service, view) {
    const found = readiness(service, view);
    if (!found || found.missing.length === 0) return;
    const { key, args: figures } = headline(found, forecast(service, view));
    const args = { service: service.name.value, ...figures, ready: found.ready, missing: found.missing.map(partMessage) };
    yield { span: service.name.span, message: { key, args }, fixes: () => all(offers(service, view)) };
  },
});

type Headline = "unrouted" | "losesBoth" | "losesUpTo" | "loses" | "losesFor" | "losesSome" | "cuts" | "hangs" | "down" | "fragile";

/** What it comes to, by the model of an update. */
function headline({ missing }: Readiness, { plan, prediction: { gap, failedShare, endless } }: Forecast): Message<Headline> {
  const share = Math.max(1, Math.round(failedShare * 100));
  if (missing.some((m) => m.part === "backends" && "lost" in m)) return { key: "unrouted" };
  if (endless) return { key: failedShare > 0 ? "down" : "hangs" };
  if (gap.worst >= 0.1) {
    const [mean, worst] = [rounded(gap.mean), rounded(gap.worst)];
    // With several tasks more requests fail than in the time in which none is answered.
    if (plan.replicas > 1) return { key: "losesBoth", args: { share, worst } };
    if (mean === worst) return { key: "losesFor", args: { worst } };
    return gap.mean < 0.1 ? { key: "losesUpTo", args: { worst } } : { key: "loses", args: { mean, worst } };
  }
  if (failedShare > 0) return { key: "losesSome", args: { share } };
  return { key: missing.some((m) => m.part === "stop") ? "cuts" : "fragile" };
}

/** Seconds: whole ones where tenths say nothing. */
const rounded = (seconds: number): string => (seconds >= 2 ? seconds.toFixed(0) : seconds.toFixed(1));

export interface Offers {
  /** Ways to all that can be had, the best first. */
  readonly whole: readonly Fix<TitleKey>[];
  /** Parts by themselves. */
  readonly single: readonly { readonly part: Part; readonly fix: Fix<TitleKey> }[];
  /** Why stop-first has to stay, and the whole is not to be had. */
  readonly refused: readonly Message<PartKey>[];
}

const all = ({ whole, single }: Offers): Fix<TitleKey>[] => [...whole, ...single.map((s) => s.fix)];

/** What is offered for a service to which something is missing. */
export function offers(service: Service, view: View): Offers {
  const { refused, plans, single } = zeroDowntime(service, view);
  return {
    whole: plans.map((p) => fix(planTitle(p, service.name.value), p)),
    single: single.map((w) => ({ part: w.steps[0]!.part, fix: fix(w.steps[0]!.label, w) })),
    refused: refused.map((o) => order(o, false)),
  };
}

type PartKey =
  | "order"
  | "orderDefault"
  | "writer"
  | "writesTwice"
  | "hostPort"
  | "limit"
  | "hostPortHangs"
  | "limitHangs"
  | "healthcheck"
  | "checkOff"
  | "checkBroken"
  | "backends"
  | "backendsDefault"
  | "dnsrr"
  | "prefixes"
  | "events"
  | "stop"
  | "rollback";

/** What a missing part costs, or why it has to be missing. */
export function partMessage(missing: Missing): Message<PartKey> {
  switch (missing.part) {
    case "order":
      if (missing.obstacle) return order(missing.obstacle, missing.order === "start-first");
      return { key: missing.byDefault ? "orderDefault" : "order" };
    case "healthcheck":
      return { key: missing.kind === "off" ? "checkOff" : missing.kind === "broken" ? "checkBroken" : "healthcheck" };
    case "backends":
      if ("lost" in missing) return { key: missing.lost };
      if ("events" in missing) return { key: "events" };
      return missing.assumed ? { key: "backendsDefault" } : { key: "backends", args: { seconds: missing.seconds } };
    default:
      return { key: missing.part };
  }
}

function order(obstacle: Obstacle, hangs: boolean): Message<PartKey> {
  if (obstacle.kind === "single-writer") return { key: hangs ? "writesTwice" : "writer", args: { image: obstacle.image } };
  if (obstacle.kind === "host-port") return { key: hangs ? "hostPortHangs" : "hostPort", args: { port: obstacle.published } };
  return obstacle.kind === "max-replicas" ? { key: hangs ? "limitHangs" : "limit", args: { limit: obstacle.at.value } } : { key: "order" };
}

type TitleKey = StepKey | "all" | "allWith" | "most" | NoteKey | LeftKey;
type NoteKey = "noteGuess" | "noteDrain" | "noteList";

const fix = (title: Message<TitleKey>, { edits, snippet }: Written): Fix<TitleKey> => ({
  title,
  kind: "choice",
  edits,
  snippet,
  onlyHere: true,
});

function planTitle({ way, seconds, guess, left }: Plan, service: string): Message<TitleKey> {
  if (left.length > 0) return { key: "most", args: { service, left: left.map(leftOver) } };
  const notes: Message<TitleKey>[] = [];
  if (way === "drain") notes.push({ key: "noteDrain", args: { seconds } });
  if (way === "list") notes.push({ key: "noteList" });
  if (guess) notes.push({ key: "noteGuess" });
  return notes.length > 0 ? { key: "allWith", args: { service, notes } } : { key: "all", args: { service } };
}

const REASONS = {
  off: "leftOff",
  broken: "leftBroken",
  "no-tools": "leftTools",
  udp: "leftUdp",
  global: "leftGlobal",
  traefik: "leftTraefik",
  dnsrr: "leftDnsrr",
  prefixes: "leftPrefixes",
  outside: "leftOutside",
} as const;

const SETTINGS = { order: "order", healthcheck: "healthcheck", backends: "lbswarm", stop: "stop_grace_period", rollback: "failure_action" };

type LeftKey = (typeof REASONS)[keyof typeof REASONS] | "leftPlace" | "leftVersion";

function leftOver({ part: key, why }: Left): Message<LeftKey> {
  if (why === "place" || why === "version") return { key: why === "place" ? "leftPlace" : "leftVersion", args: { setting: SETTINGS[key] } };
  return { key: REASONS[why] };
}
