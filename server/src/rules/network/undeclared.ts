// A network that a service uses and the file does not declare.
import { hasVariable, type Service } from "../../model/service.ts";
import type { Text } from "../../syntax/text.ts";
import type { View } from "../../workspace/view.ts";
import { byDistance, distance } from "../fixes/nearest.ts";
import { type Fix, inBlock, offer, serviceRule } from "../rule.ts";

export const undeclared = serviceRule({
  id: "network/undeclared",
  severity: "error",
  sources: ["docker/cli cli/compose/convert/service.go convertServiceNetworks: `undefined network`; measured with CLI 28.2.2"],
  texts: {
    en: {
      summary: "A service uses a network that the file does not declare",
      why: '`docker stack deploy` refuses the whole file: `service web: undefined network "edge"`. `docker stack config` does not notice. Only `default` needs no declaration. Networks of other stacks are declared with `external: true`.',
      missing: "`docker stack deploy` refuses this file: network `{name}` is not declared under the top-level `networks:`.{hint}",
      nearest: " Did you mean `{nearest}`?",
      use: "Use the network {nearest}",
      declare: "Declare {name} as an external network",
    },
    "zh-cn": {
      summary: "服务使用了文件中没有声明的网络",
      why: '`docker stack deploy` 会拒绝整个文件：`service web: undefined network "edge"`，而 `docker stack config` 不会发现。只有 `default` 不需要声明。其他 stack 的网络用 `external: true` 声明。',
      missing: "`docker stack deploy` 会拒绝此文件：顶层 `networks:` 下没有声明网络 `{name}`。{hint}",
      nearest: "是否想写 `{nearest}`？",
      use: "使用网络 {nearest}",
      declare: "将 {name} 声明为外部网络",
    },
  },
  bad: `services:
  web:
    image: ghcr.io/example/web:1.4
    networks: [egde]
    deploy:
      placement:
        max_replicas_per_node: 1
networks:
  edge:
    external: true
`,
  good: `services:
  web:
    image: ghcr.io/example/web:1.4
    networks: [edge]
    deploy:
      placement:
        max_replicas_per_node: 1
networks:
  edge:
    external: true
`,
  *check(service, view) {
    if (view.target().mode !== "swarm" || !view.knowsReferences()) return;
    const used = (service.networks ?? []).map((n) => n.key);
    const taken = new Set(used.map((u) => u.value));
    const free = view.networkKeys().filter((k) => !taken.has(k));
    for (const key of used) {
      const name = key.value;
      if (name === "default" || hasVariable(name) || view.network(name) || view.declaredNearby(name)) continue;
      const near = byDistance(name, free)[0];
      const similar = near !== undefined && distance(name, near) <= Math.max(1, Math.floor(name.length / 3));
      const hint = similar ? [{ key: "nearest" as const, args: { nearest: near } }] : [];
      yield { span: key.span, message: { key: "missing", args: { name, hint } }, fixes: () => fixes(service, key, near, view) };
    }
  },
});

function fixes(service: Service, key: Text, near: string | undefined, view: View): Fix<"use" | "declare">[] {
  const declaration = view.declareNetwork(key.value);
  return [
    ...(near !== undefined && !key.opaque
      ? offer({ title: { key: "use", args: { nearest: near } }, kind: "choice" }, inBlock(service.block, [{ span: key.span, text: near }]))
      : []),
    ...offer({ title: { key: "declare", args: { name: key.value } }, kind: "choice" }, declaration && [declaration]),
  ];
}
