// Keys that the deployment drops, and says so without naming the service: those for single machines, and those that Docker calls deprecated.
import { DEPRECATED, IGNORED } from "../../catalog/stack/fates.ts";
import { hasVariable, type Service } from "../../model/service.ts";
import { type Entry, entriesOf, textOf, valueAt } from "../../syntax/tree.ts";
import { isStack } from "../../workspace/stack.ts";
import type { View } from "../../workspace/view.ts";
import { replaceBy } from "../fixes/move-to-deploy.ts";
import { removeParts } from "../fixes/remove-parts.ts";
import type { Setting } from "../fixes/settings.ts";
import { type Fix, inBlock, type Message, offer, serviceRule } from "../rule.ts";

export const ignoredKey = serviceRule({
  id: "stack/ignored-key",
  severity: "warning",
  sources: [
    "docker/cli cli/compose/types/types.go@v28.2.2 UnsupportedProperties, DeprecatedProperties; convert/service.go convertRestartPolicy; measured with the deploying client of that release",
  ],
  texts: {
    en: {
      summary: "A key that `docker stack deploy` drops",
      why: "`docker stack deploy` takes these keys and drops them, with one line for the whole file (`Ignoring unsupported options: build, restart`) that names no service. What the file promises, a privileged container or another network mode for instance, then is not so. `restart` is dropped too, but for one thing: without `deploy.restart_policy` its word decides, and `no` becomes Swarm's default, which restarts.",
      found: "Swarm drops `{key}`.{hint}",
      build: " Stacks don't build: build the image, push it, and name it in `image`.",
      restart:
        "`restart` is Compose's: Docker warns that it ignores it, and follows it only while there is no `deploy.restart_policy`. Write that one.",
      restartNo: "Swarm drops `restart` and its `no`, and restarts tasks always. Write `condition: none` under `deploy.restart_policy`.",
      network_mode: " For the node's own network, use an external network named `host`.",
      shm_size: " Mount a `tmpfs` at `/dev/shm` instead.",
      container_name: " Each task gets a name of its own.",
      expose: " Services on one network reach all ports of one another. Traefik takes the port from the label `loadbalancer.server.port`.",
      links: " Services on one network reach one another by name.",
      privileged: " Name what is needed under `cap_add`.",
      devices: " Swarm gives no devices to services.",
      move: "Write deploy.restart_policy instead",
      remove: "Remove {key}",
    },
    "zh-cn": {
      summary: "`docker stack deploy` 会丢弃的键",
      why: "`docker stack deploy` 接受这些键，然后丢弃它们，只为整个文件输出一行（`Ignoring unsupported options: build, restart`），且不指出是哪个服务。文件所承诺的内容（例如特权容器或其他网络模式）因此并不成立。`restart` 也会被丢弃，但有一点例外：没有 `deploy.restart_policy` 时由它决定，而 `no` 会变成 Swarm 的默认值，也就是会重启。",
      found: "Swarm 会丢弃 `{key}`。{hint}",
      build: "stack 不会构建镜像：请先构建并推送，再写在 `image` 中。",
      restart: "`restart` 属于 Compose：Docker 会警告并忽略它，仅在没有 `deploy.restart_policy` 时才遵循它。请写 `deploy.restart_policy`。",
      restartNo: "Swarm 会丢弃 `restart` 及其 `no`，任务总会重启。请在 `deploy.restart_policy` 下写 `condition: none`。",
      network_mode: "要使用节点自身的网络，请使用名为 `host` 的外部网络。",
      shm_size: "请改为在 `/dev/shm` 挂载 `tmpfs`。",
      container_name: "每个任务都有自己的名称。",
      expose: "同一网络中的服务可以访问彼此的所有端口。Traefik 从标签 `loadbalancer.server.port` 得知端口。",
      links: "同一网络中的服务可以用名称互相访问。",
      privileged: "请在 `cap_add` 中列出所需的 capability。",
      devices: "Swarm 不会把设备交给服务。",
      move: "改为 deploy.restart_policy",
      remove: "删除 {key}",
    },
  },
  bad: `services:
  web:
    image: ghcr.io/example/web:1.4
    restart: on-failure:3
    deploy:
      mode: global
`,
  good: `services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      mode: global
      restart_policy:
        condition: on-failure
        max_attempts: 3
`,
  *check(service, view) {
    if (!isStack(view)) return;
    const node = service.entry.value;
    for (const entry of entriesOf(node)) {
      const key = entry.key.value;
      if (!DROPPED.includes(key)) continue;
      const removed = node.kind === "mapping" ? inBlock(service.block, removeParts(service.block, node, [entry])) : undefined;
      const fixes = () => [
        ...restartFix(service, entry, view),
        ...(removed ? [{ title: { key: "remove" as const, args: { key } }, kind: "choice" as const, edits: removed }] : []),
      ];
      yield { span: entry.key.span, message: messageFor(service, entry), fixes };
    }
  },
});

const DROPPED: readonly string[] = [...IGNORED, ...DEPRECATED];

const HINTS = ["build", "network_mode", "shm_size", "container_name", "expose", "links", "privileged", "devices"] as const;

/** `restart` decides where nothing else does, though Docker says that it ignores it. */
function messageFor(service: Service, { key, value }: Entry): Message<"found" | "restart" | "restartNo" | (typeof HINTS)[number]> {
  if (key.value === "restart" && valueAt(service.deploy?.value, "restart_policy") === undefined) {
    return { key: textOf(value)?.value === "no" ? "restartNo" : "restart" };
  }
  const hint = HINTS.find((h) => h === key.value);
  return { key: "found", args: { key: key.value, hint: hint ? [{ key: hint }] : [] } };
}

/** What `restart` does today, said where it counts; of `no` what it says. */
function restartFix(service: Service, entry: Entry, view: View): Fix<"move">[] {
  const text = entry.key.value === "restart" ? textOf(entry.value)?.value : undefined;
  if (text === undefined || hasVariable(text)) return [];
  const [, word, count] = /^(no|always|unless-stopped|on-failure)(?::(\d+))?$/.exec(text) ?? [];
  if (word === undefined || valueAt(service.deploy?.value, "restart_policy")) return [];
  const condition = word === "no" ? "none" : word === "on-failure" ? word : "any";
  const settings: Setting[] = [{ path: ["deploy", "restart_policy", "condition"], value: condition }];
  if (Number(count) > 0) settings.push({ path: ["deploy", "restart_policy", "max_attempts"], value: String(Number(count)) });
  return offer({ title: { key: "move" }, kind: word === "no" ? "choice" : "safe" }, replaceBy(service, entry, settings, view));
}
