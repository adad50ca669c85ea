// The provider's own labels under a name that its Traefik does not read yet, or does not want any longer.
import type { Service } from "../../model/service.ts";
import { reading, releases } from "../../workspace/reading.ts";
import { knowsBoth } from "../../workspace/routing.ts";
import { changePrefix, type Prefix, providerLabels } from "../fixes/label-prefix.ts";
import { type Fix, inBlock, serviceRule } from "../rule.ts";

export const wrongProviderPrefix = serviceRule({
  id: "labels/wrong-provider-prefix",
  severity: "warning",
  sources: [
    "traefik pkg/provider/docker/shared_labels.go@v3.2.2 and later; pkg/provider/docker/label.go@v2.9.10: `traefik.docker.` only",
    "https://doc.traefik.io/traefik/reference/routing-configuration/other-providers/swarm/",
  ],
  texts: {
    en: {
      summary: "Labels of the swarm provider under the wrong name",
      why: "Traefik up to v3.2.1 reads `traefik.docker.network` and `traefik.docker.lbswarm` on a swarm too and ignores `traefik.swarm.*` without a word. From v3.2.2 on `traefik.swarm.*` is right; `traefik.docker.*` still works, with a warning in the log at each poll. All labels of a service must have the same prefix: with both the service is skipped.",
      ignored: "Traefik {version} ignores `{label}`: on a swarm it reads `traefik.docker.{name}`; `traefik.swarm.*` came with v3.2.2.",
      deprecated: "`{label}` is deprecated: Traefik {version} warns at each poll. On a swarm it is `traefik.swarm.{name}` now.",
      rename: "Write traefik.{to}.* in {service}",
      drop: "Write traefik.{to}.* in {service}, with the values there",
    },
    "zh-cn": {
      summary: "swarm provider 的标签用错了前缀",
      why: "v3.2.1 及更早的 Traefik 在 Swarm 上读取的也是 `traefik.docker.network` 和 `traefik.docker.lbswarm`，`traefik.swarm.*` 会被悄悄忽略。从 v3.2.2 起应使用 `traefik.swarm.*`；`traefik.docker.*` 仍然有效，但每次轮询日志里都会有警告。同一服务的标签前缀必须一致：两者都有时服务会被跳过。",
      ignored: "Traefik {version} 会忽略 `{label}`：在 Swarm 上它读取的是 `traefik.docker.{name}`，`traefik.swarm.*` 从 v3.2.2 才有。",
      deprecated: "`{label}` 已弃用：Traefik {version} 每次轮询都会警告。在 Swarm 上现在应写 `traefik.swarm.{name}`。",
      rename: "将 {service} 中的标签改为 traefik.{to}.*",
      drop: "将 {service} 中的标签改为 traefik.{to}.*，并保留其现有的值",
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
        - traefik.swarm.lbswarm=true
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.services.web.loadbalancer.server.port=8080
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
        - traefik.docker.lbswarm=true
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.services.web.loadbalancer.server.port=8080
`,
  *check(service, view) {
    const swarm = providerLabels(service, "swarm");
    const docker = providerLabels(service, "docker");
    const read = swarm.length > 0 || docker.length > 0 ? reading(service, view) : undefined;
    if (read?.set.scope !== "deploy" || read.taken === "no") return;
    const told = releases(view, read.readers);
    const version = told?.[0];
    if (!version) return;
    if (swarm.length > 0 && told.every((v) => !knowsBoth(v))) {
      const fixes = () => rename(service, "swarm", "docker");
      for (const label of swarm) yield finding(label.key, version.text, "ignored", fixes);
    }
    // Both together are another finding; a provider that is not known may be the one of containers.
    if (swarm.length > 0 || !told.every(knowsBoth) || read.readers.some((r) => r.traefik?.mode === "unknown")) return;
    const fixes = () => rename(service, "docker", "swarm");
    for (const label of docker) yield finding(label.key, version.text, "deprecated", fixes);
  },
});

type Title = "rename" | "drop";

function finding(key: Service["name"], version: string, message: "ignored" | "deprecated", fixes: () => readonly Fix<Title>[]) {
  const name = key.value.split(".").slice(2).join(".");
  return { span: key.span, message: { key: message, args: { label: key.value, name, version } }, fixes };
}

/** All of them at once: one left would make Traefik skip the service. */
function rename(service: Service, from: Prefix, to: Prefix): Fix<Title>[] {
  const change = changePrefix(service, from, to);
  const edits = inBlock(service.block, change?.edits);
  if (!change || !edits) return [];
  const title = { key: change.conflict ? ("drop" as const) : ("rename" as const), args: { to, service: service.name.value } };
  return [{ title, kind: change.conflict ? "choice" : "safe", edits, mendsBlock: true }];
}
