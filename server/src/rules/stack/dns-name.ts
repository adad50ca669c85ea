// Names of services that a swarm can't take: they become names in DNS.
import { isStack } from "../../workspace/stack.ts";
import { type Message, serviceRule } from "../rule.ts";

/** Of `<stack>_<service>`. */
const LONGEST = 63;

export const dnsName = serviceRule({
  id: "stack/dns-name",
  severity: "error",
  sources: [
    "swarmkit manager/controlapi/common.go validateAnnotations, isValidDNSName: letters and digits with `-` and `_` inside, at most 63 characters",
    "docker/cli cli/compose/convert/compose.go@v28.2.2 Scope: the name is <stack>_<service>",
  ],
  texts: {
    en: {
      summary: "The swarm can't take the service's name",
      why: "The swarm calls a service `<stack>_<service>`, and that must be a name in DNS: letters and digits, `-` and `_` between them, 63 characters at most. `docker stack config` also takes dots and longer names. The deployment then stops at that service, when others are deployed already.",
      dot: "The swarm refuses this service: `{name}` has a dot, and names of services can't have one. Write `{better}`.",
      end: "The swarm refuses this service: `{name}` ends with `{last}`, and names of services end with a letter or digit.",
      long: "The swarm refuses this service: with the stack's name in front, `{name}` has more than 63 characters.",
    },
    "zh-cn": {
      summary: "Swarm 不接受该服务名称",
      why: "Swarm 中服务的名称是 `<stack>_<service>`，它必须是有效的 DNS 名称：字母和数字，中间可以有 `-` 和 `_`，最多 63 个字符。`docker stack config` 还接受点和更长的名称，而部署会停在这个服务，此时其他服务可能已经部署。",
      dot: "Swarm 会拒绝此服务：`{name}` 含有点号，而服务名称中不能有点号。请写成 `{better}`。",
      end: "Swarm 会拒绝此服务：`{name}` 以 `{last}` 结尾，服务名称必须以字母或数字结尾。",
      long: "Swarm 会拒绝此服务：加上前面的 stack 名称后，`{name}` 超过 63 个字符。",
    },
  },
  bad: `services:
  web.internal:
    image: ghcr.io/example/web:1.4
    deploy:
      mode: global
`,
  good: `services:
  web-internal:
    image: ghcr.io/example/web:1.4
    deploy:
      mode: global
`,
  *check({ name: { value: name, span } }, view) {
    // Other characters are refused before.
    if (!isStack(view) || !/^[\w.-]+$/.test(name)) return;
    const found = fault(name, view.stackName());
    if (found) yield { span, message: found };
  },
});

function fault(name: string, stack: string | undefined): Message<"dot" | "end" | "long"> | undefined {
  if (name.includes(".")) return { key: "dot", args: { name, better: name.replaceAll(".", "-") } };
  if (/[-_]$/.test(name)) return { key: "end", args: { name, last: name.at(-1)! } };
  // A stack's name has a character at least, and `_` stands between.
  return name.length + 1 + (stack?.length ?? 1) > LONGEST ? { key: "long", args: { name } } : undefined;
}
