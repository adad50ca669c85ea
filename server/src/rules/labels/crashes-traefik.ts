// A key with a closing bracket and no opening one: Traefik's decoder panics on it, and no service of the swarm gets its routes.
import { judgements } from "../../workspace/judgement.ts";
import { inBlock, offer, serviceRule } from "../rule.ts";

export const crashesTraefik = serviceRule({
  id: "labels/crashes-traefik",
  severity: "error",
  sources: [
    "traefik/paerser parser/labels_decode.go decodeToNode: a segment that ends in `]` is cut at its `[` without looking whether there is one",
    "own verdicts of Traefik v2.9.10 to v3.7.9: the provider panics at start, and the poll loop ends later",
  ],
  texts: {
    en: {
      summary: "A label crashes Traefik's swarm provider",
      why: "Traefik reads a part such as `domains[0]` up to its bracket. Where the opening bracket is missing it stops with a panic, in every release. At its start no service of the whole swarm gets a route then; later it stops looking at the swarm, and the routes of that moment stay until it is restarted. One service breaks all.",
      crash:
        "This label breaks the whole swarm: Traefik crashes on the lone `]` of `{segment}`, and no service gets a route, or has it updated, until it is gone. Remove the bracket.",
      remove: "Remove the bracket",
    },
    "zh-cn": {
      summary: "标签会使 Traefik 的 swarm provider 崩溃",
      why: "Traefik 会把 `domains[0]` 之类的部分读到方括号为止。缺少左方括号时，所有版本都会 panic。如果发生在启动时，整个 Swarm 的服务都得不到路由；如果发生在运行中，Traefik 就不再查询 Swarm，当时的路由一直保留到它重启为止。一个服务会破坏全部服务。",
      crash:
        "这个标签会影响整个 Swarm：`{segment}` 中单独的 `]` 会使 Traefik 崩溃，在删除它之前，所有服务都得不到路由，或者路由不再更新。请删除这个括号。",
      remove: "删除括号",
    },
  },
  bad: `services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        - traefik.http.routers.web].rule=Host(\`web.example.com\`)
        - traefik.http.services.web.loadbalancer.server.port=8080
`,
  good: `services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.services.web.loadbalancer.server.port=8080
`,
  *check(service, view) {
    for (const { problem, text, labels } of judgements(service, view)) {
      if (problem.code !== "bracket-panic") continue;
      yield {
        span: labels[0]!.key.span,
        message: { key: "crash", args: { segment: problem.args.segment ?? "" } },
        fixes: () =>
          offer(
            { title: { key: "remove" }, kind: "safe" },
            text.value === "]" && !text.opaque ? inBlock(service.block, [{ span: text.span, text: "" }]) : undefined,
          ),
      };
    }
  },
});
