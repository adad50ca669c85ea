// A label in map form whose value YAML reads as a boolean: `docker stack deploy` refuses the file, though compose takes it.
import type { Label, LabelSet } from "../../model/labels.ts";
import { replaceScalar } from "../../syntax/edit.ts";
import { entriesOf } from "../../syntax/tree.ts";
import { inBlock, offer, serviceRule } from "../rule.ts";

export const booleanValue = serviceRule({
  id: "labels/boolean-value",
  severity: "error",
  sources: [
    "docker/cli cli/compose/schema/data/config_schema_v3.13.json@v28.2.2: labels are a string, a number or null",
    "https://docs.docker.com/reference/cli/docker/stack/deploy/",
  ],
  texts: {
    en: {
      summary: "A label's value is a boolean",
      why: "In a map, YAML reads `true` and `false` without quotes as booleans, and `docker stack deploy` takes texts, numbers and nothing: it refuses the whole file with `must be a string, number or null`. `docker compose` is not so strict. Numbers need no quotes.",
      found: "`docker stack deploy` refuses the file: `{key}` must be a text, and `{value}` is a boolean. Put it in quotes.",
      quote: "Put quotes around {value}",
    },
    "zh-cn": {
      summary: "标签的值是布尔值",
      why: "在映射写法中，YAML 会把不带引号的 `true` 和 `false` 读成布尔值，而 `docker stack deploy` 只接受字符串、数字或空值：它会以 `must be a string, number or null` 拒绝整个文件。`docker compose` 没有这么严格。数字不需要引号。",
      found: "`docker stack deploy` 会拒绝此文件：`{key}` 必须是字符串，而 `{value}` 是布尔值。请加上引号。",
      quote: "给 {value} 加上引号",
    },
  },
  bad: `services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        traefik.enable: true
        traefik.http.routers.web.rule: Host(\`web.example.com\`)
        traefik.http.services.web.loadbalancer.server.port: 8080
`,
  good: `services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        traefik.enable: "true"
        traefik.http.routers.web.rule: Host(\`web.example.com\`)
        traefik.http.services.web.loadbalancer.server.port: 8080
`,
  *check(service, view) {
    const sets = [service.deployLabels, service.containerLabels].filter((s) => s?.form === "map");
    const found = sets.flatMap((set) => booleans(set!));
    // Compose takes booleans: what only a Traefik nearby makes a stack may be none.
    if (found.length === 0 || view.target().mode !== "swarm" || view.target().strength !== "own") return;
    for (const label of found) {
      const value = label.value!.value;
      const quoted =
        label.part && "key" in label.part && !label.part.value.anchor && replaceScalar(service.block, label.part, `"${value}"`);
      const fixes = () =>
        offer({ title: { key: "quote" as const, args: { value } }, kind: "safe" as const }, inBlock(service.block, quoted || undefined));
      const span = label.part ? label.value!.span : label.span;
      yield { span, message: { key: "found", args: { key: label.key.value, value } }, fixes };
    }
  },
});

/** Those that Docker's YAML reads as such; `yes` and `on` are texts there. */
const booleans = (set: LabelSet): Label[] =>
  entriesOf(set.entry.value).flatMap(({ value }, i) =>
    value.kind === "scalar" && value.style === "plain" && !value.tag && /^(?:true|True|TRUE|false|False|FALSE)$/.test(value.text.value)
      ? set.labels.slice(i, i + 1)
      : [],
  );
