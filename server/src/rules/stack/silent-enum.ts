// Words that Swarm does not know and takes for its default without a word: the mode and the protocol of a published port.
import { hasVariable } from "../../model/service.ts";
import { valueAt } from "../../syntax/tree.ts";
import { isStack } from "../../workspace/stack.ts";
import { byDistance } from "../fixes/nearest.ts";
import { inBlock, offer, serviceRule } from "../rule.ts";

const WORDS = [
  { key: "mode", allowed: ["ingress", "host"] },
  { key: "protocol", allowed: ["tcp", "udp", "sctp"] },
] as const;

export const silentEnum = serviceRule({
  id: "stack/silent-enum",
  severity: "warning",
  sources: [
    "moby daemon/cluster/convert/service.go ServiceSpecToGRPC: names that are not found become 0; swarmkit api/types.proto: 0 is ingress, and tcp",
  ],
  texts: {
    en: {
      summary: "An unknown word that Swarm takes for its default",
      why: "Docker does not check `mode` and `protocol` of a port's long form. A word that Swarm does not know becomes `ingress`, or `tcp`, without a warning: a port that was to be on one node only is open on all of them.",
      found: "Swarm does not know `{text}` and takes `{default}` instead, without a word. Write one of {allowed}.",
      write: "Write {text}",
    },
    "zh-cn": {
      summary: "Swarm 会把不认识的词当作默认值",
      why: "Docker 不检查端口长格式中的 `mode` 和 `protocol`。Swarm 不认识的词会悄悄变成 `ingress` 或 `tcp`：本应只在一个节点上的端口会在所有节点上开放。",
      found: "Swarm 不认识 `{text}`，会悄悄改用 `{default}`。请写 {allowed} 之一。",
      write: "改为 {text}",
    },
  },
  bad: `services:
  web:
    image: ghcr.io/example/web:1.4
    ports:
      - target: 80
        published: 8080
        mode: hosts
    deploy:
      mode: global
`,
  good: `services:
  web:
    image: ghcr.io/example/web:1.4
    ports:
      - target: 80
        published: 8080
        mode: host
    deploy:
      mode: global
`,
  *check(service, view) {
    const ports = valueAt(service.entry.value, "ports");
    if (ports?.kind !== "sequence" || !isStack(view)) return;
    for (const { value: port } of ports.items) {
      for (const { key, allowed } of WORDS) {
        const node = port.kind === "mapping" ? valueAt(port, key) : undefined;
        if (node?.kind !== "scalar" || node.text.value === "" || node.unresolved) continue;
        const text = node.text.value;
        if (hasVariable(text) || allowed.some((a) => a === text.toLowerCase())) continue;
        const near = byDistance(text.toLowerCase(), allowed)[0]!;
        const args = { text, default: allowed[0], allowed: allowed.map((a) => `\`${a}\``) };
        const fixes = () =>
          offer(
            { title: { key: "write" as const, args: { text: near } }, kind: "choice" as const },
            node.text.opaque ? undefined : inBlock(service.block, [{ span: node.text.span, text: near }]),
          );
        yield { span: node.span, message: { key: "found", args }, fixes };
      }
    }
  },
});
