// Keys that are taken without a word and do nothing at all.
import { WITHOUT_EFFECT } from "../../catalog/stack/fates.ts";
import { type Entry, entriesOf, type Node } from "../../syntax/tree.ts";
import { isStack } from "../../workspace/stack.ts";
import { removeParts } from "../fixes/remove-parts.ts";
import { inBlock, type Message, offer, serviceRule } from "../rule.ts";

export const noEffectKey = serviceRule({
  id: "stack/no-effect-key",
  severity: "hint",
  sources: [
    "docker/cli cli/compose/types/types.go, convert/service.go@v28.2.2; the services that its deploying client posts, compared with and without each key",
  ],
  texts: {
    en: {
      summary: "A key that does nothing in a stack",
      why: "`docker stack deploy` takes these keys without a warning, and nothing of them reaches the swarm: services start in any order, a `tmpfs` is not mounted, an address is not given.",
      found: "Swarm takes `{key}` without a word and does nothing with it.{hint}",
      depends_on: " All services start at once: let them wait and try again by themselves.",
      tmpfs: " Write it as a volume of the long form with `type: tmpfs`.",
      create_host_path: " The folder has to be there on each node.",
      address: " Tasks get any free address: use the service's name.",
      remove: "Remove {key}",
    },
    "zh-cn": {
      summary: "在 stack 中不起作用的键",
      why: "`docker stack deploy` 不加警告地接受这些键，而它们不会到达 Swarm：服务以任意顺序启动，`tmpfs` 不会挂载，地址也不会分配。",
      found: "Swarm 会默默接受 `{key}`，但什么都不做。{hint}",
      depends_on: "所有服务同时启动：请让它们自行等待并重试。",
      tmpfs: "请写成长格式的卷，并设置 `type: tmpfs`。",
      create_host_path: "该文件夹必须已存在于每个节点上。",
      address: "任务会得到任意空闲地址：请使用服务名称。",
      remove: "删除 {key}",
    },
  },
  bad: `services:
  web:
    image: ghcr.io/example/web:1.4
    depends_on:
      - api
    deploy:
      mode: global
  api:
    image: ghcr.io/example/api:1.4
`,
  good: `services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      mode: global
  api:
    image: ghcr.io/example/api:1.4
`,
  *check(service, view) {
    if (!isStack(view)) return;
    for (const { entry, owner } of withoutEffect(service.entry.value, "")) {
      const key = entry.key.value;
      const fixes = () =>
        offer(
          { title: { key: "remove" as const, args: { key } }, kind: "choice" as const },
          owner.kind === "mapping" ? inBlock(service.block, removeParts(service.block, owner, [entry])) : undefined,
        );
      yield { span: entry.key.span, message: { key: "found", args: { key, hint: hintFor(key) } }, fixes };
    }
  },
});

interface Idle {
  readonly entry: Entry;
  readonly owner: Node;
}

const PATHS: readonly string[] = WITHOUT_EFFECT;

/** Only where one of the paths leads. */
function withoutEffect(node: Node, path: string): Idle[] {
  if (node.kind === "sequence") return node.items.flatMap((i) => withoutEffect(i.value, `${path}[]`));
  return entriesOf(node).flatMap((entry): Idle[] => {
    const name = path === "networks" ? "*" : entry.key.value;
    const below = path === "" ? name : `${path}.${name}`;
    // The map form of `depends_on` is refused.
    if (PATHS.includes(below)) return below === "depends_on" && entry.value.kind === "mapping" ? [] : [{ entry, owner: node }];
    return PATHS.some((p) => p.startsWith(`${below}.`) || p.startsWith(`${below}[]`)) ? withoutEffect(entry.value, below) : [];
  });
}

function hintFor(key: string): readonly Message<"depends_on" | "tmpfs" | "create_host_path" | "address">[] {
  if (key === "ipv4_address" || key === "ipv6_address") return [{ key: "address" }];
  return key === "depends_on" || key === "tmpfs" || key === "create_host_path" ? [{ key }] : [];
}
