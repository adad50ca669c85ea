// A variable in a key of labels in map form: Docker fills in variables in values and list items only.
import { hasVariable } from "../../model/service.ts";
import { mapToList } from "../fixes/map-to-list.ts";
import { inBlock, offer, serviceRule } from "../rule.ts";

export const keyInterpolation = serviceRule({
  id: "labels/key-interpolation",
  severity: "warning",
  sources: [
    "docker/cli cli/compose/interpolation/interpolation.go@v28.2.2 recursiveInterpolate: keys of maps are left as they are",
    "https://docs.docker.com/reference/compose-file/interpolation/",
  ],
  texts: {
    en: {
      summary: "A variable in a label's key is not filled in",
      why: "`docker stack deploy` puts variables into values, and keys of a map are none: `traefik.http.routers.$APP.rule: …` becomes a router whose name is `$APP` to the letter, the same one in every stack that is written so. As an item of a list the whole label is a value, and the variable is filled in.",
      found:
        "Docker does not fill in variables in the keys of a map: the label is called `{key}` to the letter. Write the labels as a list.",
      list: "Write the labels of {service} as a list",
    },
    "zh-cn": {
      summary: "标签键中的变量不会被替换",
      why: "`docker stack deploy` 只替换值中的变量，而映射的键不是值：`traefik.http.routers.$APP.rule: …` 得到的路由器就叫 `$APP`，所有这样写的 stack 里都是同一个名字。写成列表项时整个标签就是一个值，变量会被替换。",
      found: "Docker 不会替换映射键中的变量：这个标签的名字就是 `{key}`。请把标签写成列表。",
      list: "将 {service} 的标签写成列表",
    },
  },
  bad: `services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        traefik.http.routers.$APP.rule: Host(\`$APP.example.com\`)
        traefik.http.services.$APP.loadbalancer.server.port: 8080
`,
  good: `services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        - traefik.http.routers.$APP.rule=Host(\`$APP.example.com\`)
        - traefik.http.services.$APP.loadbalancer.server.port=8080
`,
  *check(service, view) {
    for (const set of [service.deployLabels, service.containerLabels]) {
      const open = set?.form === "map" ? set.labels.filter((l) => l.part && hasVariable(l.key.value)) : [];
      if (!set || open.length === 0 || view.target().mode !== "swarm") continue;
      const title = { key: "list" as const, args: { service: service.name.value } };
      const fixes = () => offer({ title, kind: "choice" as const, mendsBlock: true }, inBlock(service.block, mapToList(service, set)));
      for (const { key } of open) yield { span: key.span, message: { key: "found", args: { key: key.value } }, fixes };
    }
  },
});
