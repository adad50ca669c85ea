// Routes of a service that its Traefik does not take, since it takes only those that ask for it; and the misspelt label that makes any Traefik
// skip the whole set.
import { mayHoldMore } from "../../model/known-labels.ts";
import { isRoutingLabel, type Label, labelOf, parseBool } from "../../model/labels.ts";
import { hasVariable, type Service } from "../../model/service.ts";
import { labelSetFact } from "../../model/symbols.ts";
import { reading } from "../../workspace/reading.ts";
import { addLabel } from "../fixes/add-label.ts";
import { distance } from "../fixes/nearest.ts";
import { removeLabels } from "../fixes/remove-labels.ts";
import { type Fix, inBlock, offer, serviceRule } from "../rule.ts";

export const notEnabled = serviceRule({
  id: "labels/not-enabled",
  severity: "error",
  sources: [
    "traefik pkg/provider/docker/config.go@v2.9.10 and @v3.7.9 keepContainer: `Filtering disabled container`",
    "paerser parser/labels_decode.go@v0.2.0 sortKeys: labels are taken by the text they begin with, `traefik.enabled` by `traefik.enable`",
    "https://doc.traefik.io/traefik/providers/swarm/#exposedbydefault",
  ],
  texts: {
    en: {
      summary: "A service with routes is not enabled",
      why: "With `exposedByDefault=false` Traefik takes only services with the label `traefik.enable=true`; the routers, services and middlewares of all others do not exist, and nothing is logged at the usual level. A misspelt `traefik.enabled` is worse: it begins like the real label, so Traefik reads it, does not know it, and skips the whole label set, whatever `exposedByDefault` says.",
      missing: "Traefik ignores all labels of `{service}`: its Traefik runs with `exposedByDefault=false`. Add `traefik.enable=true`.",
      typo: "Traefik ignores all labels of `{service}`: its Traefik runs with `exposedByDefault=false` and does not know `{label}`. Write `traefik.enable=true`.",
      skipped: "Traefik skips all labels of `{service}`: it does not know `{label}`. The label is `traefik.enable`.",
      add: "Add traefik.enable=true",
      correct: "Write traefik.enable",
      remove: "Remove {label}",
    },
    "zh-cn": {
      summary: "有路由的服务没有启用",
      why: "设置 `exposedByDefault=false` 后，Traefik 只接受带有标签 `traefik.enable=true` 的服务；其他服务的路由器、服务和中间件都不存在，通常的日志级别下也没有任何提示。误写成 `traefik.enabled` 更糟：它以真正的标签开头，Traefik 会读取它却不认识，于是无论 `exposedByDefault` 如何都会跳过整组标签。",
      missing: "Traefik 会忽略 `{service}` 的全部标签：它的 Traefik 设置了 `exposedByDefault=false`。请添加 `traefik.enable=true`。",
      typo: "Traefik 会忽略 `{service}` 的全部标签：它的 Traefik 设置了 `exposedByDefault=false`，且不认识 `{label}`。请写成 `traefik.enable=true`。",
      skipped: "Traefik 会跳过 `{service}` 的全部标签：它不认识 `{label}`。正确的标签是 `traefik.enable`。",
      add: "添加 traefik.enable=true",
      correct: "改为 traefik.enable",
      remove: "删除 {label}",
    },
  },
  bad: `services:
  traefik:
    image: traefik:v3.3
    command:
      - --providers.swarm.exposedByDefault=false
    volumes:
      - /var/run/docker.sock:/var/run/docker.sock:ro
    deploy:
      placement:
        constraints: [node.role == manager]
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.services.web.loadbalancer.server.port=8080
`,
  good: `services:
  traefik:
    image: traefik:v3.3
    command:
      - --providers.swarm.exposedByDefault=false
    volumes:
      - /var/run/docker.sock:/var/run/docker.sock:ro
    deploy:
      placement:
        constraints: [node.role == manager]
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        - traefik.enable=true
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.services.web.loadbalancer.server.port=8080
`,
  *check(service, view) {
    const set = service.deployLabels;
    const routing = set?.labels.find(isRoutingLabel);
    const read = reading(service, view);
    if (!set || !routing || read?.set !== set || labelSetFact(service, set).stopped) return;
    const traefiks = read.readers.flatMap((r) => r.traefik ?? []);
    const args = { service: service.name.value };
    const misread = set.labels.find((l) => MISREAD.test(l.key.value) && parseBool(l.value?.value) !== false);
    if (misread) {
      const label = misread.key.value;
      yield { span: misread.key.span, message: { key: "skipped", args: { ...args, label } }, fixes: () => correct(service, misread) };
      return;
    }
    if (labelOf(set, ENABLE) || mayHoldMore(set) || !view.isComplete()) return;
    if (traefiks.length === 0 || !traefiks.every((t) => t.mode === "swarm" && t.exposedByDefault === false)) return;
    const typo = set.labels.find((l) => isTypo(l) && parseBool(l.value?.value) !== false);
    if (typo) {
      const label = typo.key.value;
      yield { span: typo.key.span, message: { key: "typo", args: { ...args, label } }, fixes: () => correct(service, typo) };
      return;
    }
    const fixes = () =>
      offer({ title: { key: "add" as const }, kind: "safe" as const }, inBlock(service.block, addLabel(service, ENABLE, "true")));
    yield { span: routing.key.span, message: { key: "missing", args }, fixes };
  },
});

const ENABLE = "traefik.enable";

/** It begins like the label, so every Traefik since v2 reads it, and does not know it. */
const MISREAD = /^traefik\.enable[\w\s-]+$/i;

const isTypo = ({ key: { value } }: Label): boolean => /^traefik\.[\w-]+$/i.test(value) && distance(value.toLowerCase(), ENABLE) <= 2;

function correct(service: Service, label: Label): Fix<"correct" | "remove">[] {
  const set = service.deployLabels!;
  if (labelOf(set, ENABLE)) {
    return offer(
      { title: { key: "remove", args: { label: label.key.value } }, kind: "safe" },
      inBlock(service.block, removeLabels(service, set, [label])),
    );
  }
  // Another value than a plain yes or no is another finding.
  if (!label.part || label.key.opaque || hasVariable(label.value?.value ?? "")) return [];
  const edits = inBlock(service.block, [{ span: label.key.span, text: ENABLE }])!;
  return [{ title: { key: "correct" }, kind: "safe", edits }];
}
