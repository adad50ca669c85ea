// What looks as if it closed the gap of an update, and does not: a retry, a delay with one task, more tasks. Nothing is wrong with these, so
// they are hints, and only where the gap is open.
import { effective } from "../../model/effective.ts";
import type { Label, LabelSet } from "../../model/labels.ts";
import type { Service } from "../../model/service.ts";
import { type Part, readiness } from "../../workspace/readiness.ts";
import { type Finding, serviceRule } from "../rule.ts";

export const noHelp = serviceRule({
  id: "update/no-help",
  severity: "hint",
  sources: [
    "moby/swarmkit manager/orchestrator/update/updater.go: `delay` is slept after each task, before the next one is begun",
    "traefik pkg/provider/docker/pswarm.go@v3.7.9: the list of tasks is polled; serversTransport's dial timeout is 30 s by default",
    "own measurements: rolling updates with a retry middleware, with two replicas and with a delay",
  ],
  texts: {
    en: {
      summary: "This does not close the gap of an update",
      why: "After an update Traefik's list keeps the address of the stopped task until the next poll. Three things look like a remedy. A `retry` middleware hardly gets to retry: the address is silent, so the first try hangs until the dial times out, 30 seconds by default; measured with two replicas, half of the requests in the gap fail with it and without it. More replicas do not shorten the gap: each batch of the update has its own, for its share of the requests. `delay` is a pause between batches: with one task there is nothing in between. What helps is in update/not-zero-downtime.",
      retry:
        "`retry` does not close the gap of updates: a stopped task's address is silent, so the first try hangs until the dial times out (30 s by default). Measured: as many requests fail with it as without. Let Swarm balance (`lbswarm`) or keep Traefik's list fresh.",
      delay:
        "`delay` does nothing for the requests of `{service}`: it is a pause between batches of tasks, and there is one task. Close the gap of the update itself (update/not-zero-downtime).",
      replicas:
        "{count} replicas do not close the gap of updates: each batch has its own, until Traefik's list is fresh again. Let Swarm balance (`lbswarm`) or keep Traefik's list fresh.",
    },
    "zh-cn": {
      summary: "这无法消除更新时的中断",
      why: "更新之后，Traefik 的列表会保留已停止任务的地址，直到下一次轮询。有三种做法看似有效。`retry` 中间件几乎没有机会重试：该地址毫无响应，第一次尝试会一直挂起到拨号超时，默认 30 秒；用两个副本实测，中断期间有一半请求失败，有无 retry 都一样。更多副本不会缩短中断：更新的每一批都有自己的中断，影响相应比例的请求。`delay` 是批次之间的停顿：只有一个任务时没有间隔可言。真正有效的做法见 update/not-zero-downtime。",
      retry:
        "`retry` 无法消除更新时的中断：已停止任务的地址毫无响应，第一次尝试会挂起到拨号超时（默认 30 秒）。实测：有无 retry，失败的请求一样多。请改由 Swarm 负载均衡（`lbswarm`），或让 Traefik 及时刷新列表。",
      delay:
        "`delay` 对 `{service}` 的请求不起作用：它是任务批次之间的停顿，而这里只有一个任务。请消除更新本身的中断（update/not-zero-downtime）。",
      replicas:
        "{count} 个副本无法消除更新时的中断：每一批都有自己的中断，直到 Traefik 的列表刷新。请改由 Swarm 负载均衡（`lbswarm`），或让 Traefik 及时刷新列表。",
    },
  },
  bad: `services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.routers.web.middlewares=again
        - traefik.http.middlewares.again.retry.attempts=3
        - traefik.http.services.web.loadbalancer.server.port=8080
`,
  good: `services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        - traefik.docker.lbswarm=true
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.routers.web.middlewares=again
        - traefik.http.middlewares.again.retry.attempts=3
        - traefik.http.services.web.loadbalancer.server.port=8080
`,
  picture: { only: "bad" },
  *check(service, view) {
    const missing = new Set(readiness(service, view)?.missing.map((m) => m.part));
    if (missing.has("backends")) for (const { key } of retries(service)) yield { span: key.span, message: { key: "retry" } };
    yield* delay(service, missing);
    yield* replicas(service, missing);
  },
});

const RETRY = /^traefik\.http\.middlewares\.([^.]+)\.retry(?:\.(.+))?$/i;

/** The first label of each retry that a router or chain of the service names. A timeout of its own, for a try or for the dial, may help. */
function retries({ deployLabels: set }: Service): Label[] {
  if (!set || set.labels.some((l) => /\.loadbalancer\.serverstransport$/i.test(l.key.value))) return [];
  const used = usedMiddlewares(set);
  const found = new Map<string, Label>();
  const other = new Set<string>();
  for (const label of set.labels) {
    const [, name, option] = RETRY.exec(label.key.value) ?? [];
    if (!name) continue;
    if (option && !/^(?:attempts|initialinterval)$/i.test(option)) other.add(name.toLowerCase());
    if (used.has(name.toLowerCase()) && !found.has(name.toLowerCase())) found.set(name.toLowerCase(), label);
  }
  return [...found].filter(([name]) => !other.has(name)).map(([, label]) => label);
}

const usedMiddlewares = (set: LabelSet): ReadonlySet<string> =>
  new Set(
    set.labels
      .filter((l) => /^traefik\.http\.(?:routers|middlewares)\..+\.middlewares$/i.test(l.key.value))
      .flatMap((l) => l.value?.value.split(",") ?? [])
      .map((name) =>
        name
          .trim()
          .replace(/@(?:swarm|docker)$/, "")
          .toLowerCase(),
      ),
  );

/** With one task, where the update has a gap at all. */
function* delay(service: Service, missing: ReadonlySet<Part>): Iterable<Finding<"delay">> {
  const { mode, replicas: count, update } = effective(service);
  const { delay: pause } = update;
  if (!missing.has("order") && !missing.has("backends")) return;
  if (mode.value !== "replicated" || mode.from === "open" || count.value !== 1 || count.from === "open") return;
  // What is open counts as Docker's default, none.
  if (!pause.text || pause.value <= 0) return;
  yield { span: pause.text.span, message: { key: "delay", args: { service: service.name.value } } };
}

/** Where the list of tasks is all that lacks: somebody who did the rest may take the replicas for the answer. */
function* replicas(service: Service, missing: ReadonlySet<Part>): Iterable<Finding<"replicas">> {
  const { mode, replicas: count } = effective(service);
  if (!missing.has("backends") || ["order", "healthcheck", "stop"].some((p) => missing.has(p as Part))) return;
  if (mode.value !== "replicated" || !count.text || count.value < 2) return;
  yield { span: count.text.span, message: { key: "replicas", args: { count: count.value } } };
}
