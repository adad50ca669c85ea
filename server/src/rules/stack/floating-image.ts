// A routed service whose image has no tag, or `latest`: which version runs is decided by the moment.
import { isRoutingLabel } from "../../model/labels.ts";
import { hasVariable } from "../../model/service.ts";
import { isStack } from "../../workspace/stack.ts";
import { serviceRule } from "../rule.ts";

export const floatingImage = serviceRule({
  id: "stack/floating-image",
  severity: "hint",
  sources: [
    "https://docs.docker.com/reference/cli/docker/stack/deploy/ --resolve-image",
    "https://github.com/docker/cli/issues/787",
    "https://github.com/moby/moby/issues/31357",
  ],
  texts: {
    en: {
      summary: "The image has no version",
      why: "Without a tag, or with `latest`, each deployment takes what the registry has at that moment, a rollback by the same file takes it too, and where the registry does not answer each node runs what it has. A version, or a digest, says what runs.",
      none: "`{image}` has no tag: each deployment takes what is newest then, and so does a rollback by this file. Name a version.",
      latest:
        "`{image}` is another image tomorrow: each deployment takes what is newest then, and so does a rollback by this file. Name a version.",
    },
    "zh-cn": {
      summary: "镜像没有版本",
      why: "没有标签或使用 `latest` 时，每次部署都会取当时仓库中的内容，用同一文件回滚也是如此；仓库没有应答时，各节点运行各自已有的内容。写明版本或摘要才能确定运行的是什么。",
      none: "`{image}` 没有标签：每次部署都会取当时最新的内容，用此文件回滚也一样。请写明版本。",
      latest: "`{image}` 明天就可能是另一个镜像：每次部署都会取当时最新的内容，用此文件回滚也一样。请写明版本。",
    },
  },
  bad: `services:
  web:
    image: ghcr.io/example/web
    deploy:
      mode: global
      labels:
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.services.web.loadbalancer.server.port=8080
`,
  good: `services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      mode: global
      labels:
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.services.web.loadbalancer.server.port=8080
`,
  *check({ image, deployLabels }, view) {
    if (!image || !deployLabels?.labels.some(isRoutingLabel) || !isStack(view)) return;
    const text = image.value;
    if (hasVariable(text) || text.includes("@") || text === "" || /^[a-f0-9]{64}$/.test(text)) return;
    const tag = /:([^:/]*)$/.exec(text)?.[1];
    if (tag === undefined) yield { span: image.span, message: { key: "none", args: { image: text } } };
    else if (tag === "latest") yield { span: image.span, message: { key: "latest", args: { image: text } } };
  },
});
