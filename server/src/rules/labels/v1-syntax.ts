// Labels of Traefik 1 on a service whose Traefik is newer: they mean nothing to it.
import { effective } from "../../model/effective.ts";
import { isRoutingLabel, type Label, type LabelSet, labelOf } from "../../model/labels.ts";
import type { Service } from "../../model/service.ts";
import type { Edit } from "../../syntax/edit.ts";
import { type Reader, reading, releases } from "../../workspace/reading.ts";
import { setLabel } from "../fixes/add-label.ts";
import { removeLabels } from "../fixes/remove-labels.ts";
import { type Fix, inBlock, serviceRule } from "../rule.ts";

export const v1Syntax = serviceRule({
  id: "labels/v1-syntax",
  severity: "warning",
  sources: [
    "traefik pkg/config/label/label.go@v2.9.10 and @v3.7.9 DecodeConfiguration: `traefik.http`, `traefik.tcp`, `traefik.udp`, and nothing else",
    "https://doc.traefik.io/traefik/v2.11/migration/v1-to-v2/",
  ],
  texts: {
    en: {
      summary: "Labels of Traefik 1",
      why: "Traefik 1 knew frontends and backends; since v2 there are routers and services, with rules in another syntax. Traefik ignores the old labels without a word: no route comes of them.",
      ignored: "Traefik {version} ignores `{label}`: it belongs to Traefik 1. Since v2 it is {instead}.",
      other: "Traefik {version} ignores `{label}`: it belongs to Traefik 1. Since v2 there are routers, services and middlewares.",
      convert: "Convert the labels of {service} to a router and a service",
    },
    "zh-cn": {
      summary: "Traefik 1 的标签",
      why: "Traefik 1 使用 frontend 和 backend；从 v2 起改为路由器（router）和服务（service），规则的语法也不同。Traefik 会悄悄忽略旧标签：不会由此产生任何路由。",
      ignored: "Traefik {version} 会忽略 `{label}`：它是 Traefik 1 的标签。从 v2 起应写 {instead}。",
      other: "Traefik {version} 会忽略 `{label}`：它是 Traefik 1 的标签。从 v2 起使用路由器、服务和中间件。",
      convert: "将 {service} 的标签改写为路由器和服务",
    },
  },
  bad: `services:
  traefik:
    image: traefik:v2.11
    command:
      - --providers.docker.swarmMode=true
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
        - traefik.frontend.rule=Host:web.example.com
        - traefik.port=8080
`,
  good: `services:
  traefik:
    image: traefik:v2.11
    command:
      - --providers.docker.swarmMode=true
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
    const old = set?.labels.filter((l) => OLD.test(l.key.value)) ?? [];
    const read = old.length > 0 ? reading(service, view) : undefined;
    if (!set || read?.set !== set || (read.taken === "no" && !isForgotten(service, set, read.readers))) return;
    const version = releases(view, read.readers)?.[0];
    if (!version) return;
    // Beside routers of today they are left over, or for another Traefik.
    const leftOver = set.labels.some(isRoutingLabel);
    const fixes = () => (leftOver ? [] : convert(service, set, old));
    for (const label of old) {
      const instead = INSTEAD[label.key.value.toLowerCase()];
      const args = { version: version.text, label: label.key.value };
      const message = instead ? { key: "ignored" as const, args: { ...args, instead: `\`${instead}\`` } } : { key: "other" as const, args };
      yield leftOver ? { span: label.key.span, message, severity: "hint" } : { span: label.key.span, message, fixes };
    }
  },
});

/** It has no `traefik.enable`, as nothing in v1 asked for it, and its Traefik wants one. */
const isForgotten = (service: Service, set: LabelSet, readers: readonly Reader[]): boolean =>
  labelOf(set, "traefik.enable") === undefined &&
  effective(service).replicas.value !== 0 &&
  readers.every(({ traefik }) => traefik?.constraints === "");

/** With the name of a segment or without. */
const OLD =
  /^traefik\.(?:frontend\.\w[\w.-]*|backend(?:\.\w[\w.-]*)?|port|(?!http\.|tcp\.|udp\.|docker\.|swarm\.)[\w-]+\.(?:frontend\.\w+|port|backend))$/i;

const INSTEAD: Readonly<Record<string, string>> = {
  "traefik.frontend.rule": "traefik.http.routers.<name>.rule",
  "traefik.frontend.priority": "traefik.http.routers.<name>.priority",
  "traefik.frontend.entrypoints": "traefik.http.routers.<name>.entrypoints",
  "traefik.port": "traefik.http.services.<name>.loadbalancer.server.port",
};

/** Only where all of it can be told: a rule of hosts and paths, a port. A backend's name has no use any more. */
function convert(service: Service, set: LabelSet, old: readonly Label[]): Fix<"convert">[] {
  const name = service.name.value;
  const gone = old.filter((l) => l.key.value.toLowerCase() === "traefik.backend");
  const kept = old.filter((l) => !gone.includes(l));
  const keys = kept.map((l) => l.key.value.toLowerCase());
  if (!/^[\w-]+$/.test(name) || new Set(keys).size < keys.length) return [];
  if (!["traefik.frontend.rule", "traefik.port"].every((k) => keys.includes(k)) || keys.some((k) => !INSTEAD[k])) return [];
  const edits: Edit[] = [];
  for (const label of kept) {
    const isRule = label.key.value.toLowerCase() === "traefik.frontend.rule";
    const written = label.value?.value ?? "";
    const value = isRule ? ruleOf(written) : /^(?:[\w,-]|\$\{\w+\})+$/.test(written) ? written : undefined;
    const set = value === undefined ? undefined : value === written && label.part ? [] : setLabel(service, label, value!);
    if (!set || label.key.opaque) return [];
    const key = INSTEAD[label.key.value.toLowerCase()]!.replace("<name>", name);
    edits.push({ span: label.key.span, text: key }, ...set);
  }
  const removed = gone.length > 0 ? removeLabels(service, set, gone) : [];
  if (!removed) return [];
  return [
    {
      title: { key: "convert", args: { service: name } },
      kind: "choice",
      edits: inBlock(service.block, [...edits, ...removed])!,
      mendsBlock: true,
    },
  ];
}

/** `Host:a.example,b.example;PathPrefix:/x` in today's syntax, which v2 and v3 have in common. */
function ruleOf(text: string): string | undefined {
  const parts = text.split(";").map((part) => {
    const [, matcher, list] = /^(Host|Path|PathPrefix)\s*:(.*)$/.exec(part.trim()) ?? [];
    const values = list?.split(",").map((v) => v.trim()) ?? [];
    if (!matcher || !values.every((v) => /^(?:[\w./-]|\$\{\w+\})+$/.test(v))) return undefined;
    return values.map((v) => `${matcher}(\`${v}\`)`);
  });
  if (!parts.every((p) => p !== undefined)) return undefined;
  return parts.map((p) => (p.length > 1 && parts.length > 1 ? `(${p.join(" || ")})` : p.join(" || "))).join(" && ");
}
