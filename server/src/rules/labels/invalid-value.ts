// A label's value that is not of its option's type, or that no service can be started with.
import { parseInteger } from "../../model/decode/values.ts";
import type { Label } from "../../model/labels.ts";
import type { Service } from "../../model/service.ts";
import { type Judged, judgements } from "../../workspace/judgement.ts";
import type { Severity } from "../../workspace/settings.ts";
import { setLabel } from "../fixes/add-label.ts";
import { removeLabels } from "../fixes/remove-labels.ts";
import { type Finding, type Fix, inBlock, type Message, offer, serviceRule } from "../rule.ts";

export const invalidValue = serviceRule({
  id: "labels/invalid-value",
  severity: "error",
  sources: [
    "traefik/paerser parser/element_fill.go: strconv.ParseBool, strconv.ParseInt, and durations with a unit or in whole seconds",
    "traefik pkg/provider/docker/config.go@v3.7.9: one label that can't be decoded, and the service is skipped",
    "https://doc.traefik.io/traefik/reference/routing-configuration/other-providers/swarm/",
  ],
  texts: {
    en: {
      summary: "A label's value can't be used",
      why: "Traefik reads all labels of a service at once: one boolean, number or duration that it can't read, and none of them counts. On a swarm the log line does not even name the service. Booleans are `true` and `false`, not `yes` and `on`. A port is any text to Traefik; what is no port shows only when requests fail.",
      bool: "{lost}: `{field}` must be `true` or `false`, not `{value}`.",
      int: "{lost}: `{field}` must be a whole number, not `{value}`.",
      duration: "{lost}: `{field}` must be a duration like `10s`, not `{value}`.",
      empty: "{lost}: `{field}` has no value. Write one, or remove the label.",
      all: "Traefik drops all {count} labels of `{service}`",
      one: "Traefik drops the labels of `{service}`",
      portPath: "`{value}` is not a port. Traefik makes the address `http://…:{value}` of it; write the number alone.",
      portRange: "Requests to `{service}` fail: a port is a number from 1 to 65535, not `{value}`.",
      scheme: "Requests to `{service}` all end in 500: Traefik knows no scheme `{value}`, only http, https and h2c.",
      health: "Traefik checks `{service}` with its own {option}, {fallback}: `{value}` is no duration like `10s`.",
      address: "Traefik disables `{service}` and all its routers: no address can be made of `{value}`.",
      urlAndPort: "{lost}: `{label}` can't stand beside `server.url`.",
      strategy: "Traefik disables `{service}` and all its routers: there is no strategy `{value}`.",
      option: "Traefik disables `{service}` and all its routers: `{value}` is no value for `{option}`.",
      priority: "Traefik disables the router `{router}`: its priority is above 9223372036854774807, where Traefik's own routers are.",
      set: "Write {value}",
      remove: "Remove {label}",
    },
    "zh-cn": {
      summary: "标签的值无法使用",
      why: "Traefik 会一次读取服务的所有标签：只要有一个布尔值、数字或时长无法读取，所有标签都不生效。在 Swarm 上，这行日志甚至不写服务名。布尔值是 `true` 和 `false`，不是 `yes` 和 `on`。在 Traefik 看来端口可以是任意字符串；不是端口的值要到请求失败时才会暴露。",
      bool: "{lost}：`{field}` 只能是 `true` 或 `false`，而 `{value}` 都不是。",
      int: "{lost}：`{field}` 必须是整数，而 `{value}` 不是。",
      duration: "{lost}：`{field}` 必须是 `10s` 这样的时长，而 `{value}` 不是。",
      empty: "{lost}：`{field}` 没有值。请写上值，或删除该标签。",
      all: "Traefik 会丢弃 `{service}` 的全部 {count} 个标签",
      one: "Traefik 会丢弃 `{service}` 的标签",
      portPath: "`{value}` 不是端口。Traefik 会用它拼出地址 `http://…:{value}`；请只写数字。",
      portRange: "对 `{service}` 的请求会失败：端口应为 1 到 65535 的数字，而不是 `{value}`。",
      scheme: "对 `{service}` 的请求都会以 500 告终：没有 `{value}` 这种协议。可用的有 http、https 和 h2c。",
      health: "Traefik 会用自己的 {option} {fallback} 检查 `{service}`：`{value}` 不是 `10s` 这样的时长。",
      address: "Traefik 会停用 `{service}` 及其所有路由器：用 `{value}` 拼不出地址。",
      urlAndPort: "{lost}：`{label}` 不能与 `server.url` 同时使用。",
      strategy: "Traefik 会停用 `{service}` 及其所有路由器：没有 `{value}` 这个策略。",
      option: "Traefik 会停用 `{service}` 及其所有路由器：`{value}` 不是 `{option}` 的有效值。",
      priority: "Traefik 会停用路由器 `{router}`：它的优先级高于 9223372036854774807，那是 Traefik 自己的路由器所用的范围。",
      set: "改为 {value}",
      remove: "删除 {label}",
    },
  },
  bad: `services:
  traefik:
    image: traefik:v3.6.1
    command: --providers.swarm=true
    deploy:
      placement:
        constraints: [node.role == manager]
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.services.web.loadbalancer.server.port=8080
        - traefik.http.services.web.loadbalancer.passhostheader=yes
`,
  good: `services:
  traefik:
    image: traefik:v3.6.1
    command: --providers.swarm=true
    deploy:
      placement:
        constraints: [node.role == manager]
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.services.web.loadbalancer.server.port=8080
        - traefik.http.services.web.loadbalancer.passhostheader=true
`,
  *check(service, view) {
    for (const judged of judgements(service, view)) {
      const finding = findingOf(service, judged);
      if (finding) yield finding;
    }
  },
});

type Key =
  | "scheme"
  | "health"
  | "empty"
  | "bool"
  | "int"
  | "duration"
  | "all"
  | "one"
  | "portPath"
  | "portRange"
  | "address"
  | "urlAndPort"
  | "strategy"
  | "option";
type Any = Key | "priority" | "set" | "remove";

function findingOf(service: Service, judged: Judged): Finding<Any> | undefined {
  const { problem, labels } = judged;
  const { args } = problem;
  const label = labels[0]!;
  const value = label.value?.value ?? "";
  const about = (at: Label, message: Message<Any>, near: readonly Near[], severity: Severity = "error"): Finding<Any> => {
    const fixes = () => near.flatMap((n) => setValue(service, at, n));
    return { span: at.value && at.value.length > 0 ? at.value.span : at.key.span, message, severity, fixes };
  };
  const own = { service: args.service ?? "", value };
  switch (problem.code) {
    case "invalid-value": {
      const key = args.type === "bool" || args.type === "int" ? args.type : "duration";
      // Traefik looks for the value where the key should have ended, and finds none: what is wrong is the key, which is labels/unknown-key's.
      if (args.value === "" && value !== "") return undefined;
      const message: Message<Any> = {
        key: value === "" ? "empty" : key,
        args: { lost: [lost(service, judged)], field: args.field!, value },
      };
      return about(label, message, NEAR[key](value));
    }
    case "odd-port": {
      if (!isUsed(service, label)) return undefined;
      const path = args.protocol === "http" && !/^\d+$/.test(value);
      return about(label, { key: path ? "portPath" : "portRange", args: own }, nearPorts(value), "warning");
    }
    case "odd-scheme":
      return isUsed(service, label)
        ? about(label, { key: "scheme", args: own }, nearWords(value, ["http", "https", "h2c"]), "warning")
        : undefined;
    case "invalid-server-url":
      return about(label, { key: "address", args: own }, args.option === "port" ? nearPorts(value) : []);
    case "url-and-port": {
      const names = labels.map((l) => l.key.value);
      const fixes = (): Fix<Any>[] =>
        offer(
          { title: { key: "remove", args: { label: names } }, kind: "choice" },
          inBlock(service.block, removeLabels(service, service.deployLabels!, labels)),
        );
      return { ...about(label, { key: "urlAndPort", args: { lost: [lost(service, judged)], label: label.key.value } }, []), fixes };
    }
    case "odd-health-time":
      return about(
        label,
        { key: "health", args: { ...own, option: args.option!, fallback: args.fallback! } },
        nearDurations(value),
        "warning",
      );
    case "invalid-strategy":
      return about(label, { key: "strategy", args: own }, nearWords(value, ["wrr", "p2c"]));
    case "invalid-service-option": {
      const near = args.option === "flushInterval" ? nearDurations(value) : nearWords(value, ["2", "1"]);
      return about(label, { key: "option", args: { ...own, option: args.option! } }, near);
    }
    case "priority-too-high":
      return about(label, { key: "priority", args: { router: args.router! } }, []);
    default:
      return undefined;
  }
}

const lost = (service: Service, { all }: Judged): Message<Any> => ({
  key: all > 1 ? "all" : "one",
  args: { count: all, service: service.name.value },
});

interface Near {
  readonly value: string;
  readonly safe: boolean;
}

function setValue(service: Service, label: Label, { value, safe }: Near): Fix<Any>[] {
  return offer(
    { title: { key: "set", args: { value } }, kind: safe ? "safe" : "choice" },
    inBlock(service.block, setLabel(service, label, value)),
  );
}

const bare = (text: string): string =>
  text
    .trim()
    // Linear: one loop, and one quote to look for behind it.
    .replace(/^(["'])(.*)\1$/, "$2")
    .trim()
    .toLowerCase();

function nearBools(text: string): Near[] {
  if (/^(?:true|t|1|yes|y|on|enabled?)$/.test(bare(text))) return [{ value: "true", safe: true }];
  if (/^(?:false|f|0|no|n|off|disabled?)$/.test(bare(text))) return [{ value: "false", safe: true }];
  return ["true", "false"].map((value) => ({ value, safe: false }));
}

function nearIntegers(text: string): Near[] {
  const digits = /^[+-]?\d+$/.exec(bare(text))?.[0];
  if (digits !== undefined) return parseInteger(digits) === undefined ? [] : [{ value: digits, safe: true }];
  const number = /^([+-]?\d{1,15})(?:\.0*|\s*[a-z%]+)$/.exec(bare(text))?.[1];
  return number === undefined ? [] : [{ value: number, safe: false }];
}

const UNITS: readonly (readonly [RegExp, string])[] = [
  [/^(?:ms|msecs?|milliseconds?)$/, "ms"],
  [/^(?:s|secs?|seconds?)$/, "s"],
  [/^(?:m|mins?|minutes?)$/, "m"],
  [/^(?:h|hrs?|hours?)$/, "h"],
];

function nearDurations(text: string): Near[] {
  const [, number, unit] = /^(\d{1,9}(?:\.\d{1,9})?)\s*([a-z]*)$/.exec(bare(text)) ?? [];
  if (number === undefined) return [];
  if (/^(?:d|days?)$/.test(unit!)) return [{ value: `${Number(number) * 24}h`, safe: false }];
  const found = UNITS.find(([words]) => words.test(unit!))?.[1] ?? (unit === "" ? "s" : undefined);
  return found === undefined ? [] : [{ value: `${number}${found}`, safe: false }];
}

/** The number of `8080/tcp`; of `80:8080` the container's. */
function nearPorts(text: string): Near[] {
  const port = /^(?:\D*:)?(?:\d+:)?(\d{1,5})(?:\/\w*)?$/.exec(bare(text))?.[1];
  return port !== undefined && Number(port) >= 1 && Number(port) <= 65535 ? [{ value: port, safe: !text.includes(":") }] : [];
}

const nearWords = (text: string, words: readonly string[]): Near[] => {
  const same = words.filter((w) => w === bare(text));
  return same.length > 0 ? same.map((value) => ({ value, safe: true })) : words.map((value) => ({ value, safe: false }));
};

const NEAR = { bool: nearBools, int: nearIntegers, duration: nearDurations };

/** Where all routers go elsewhere, to `api@internal` for instance, a port only has to be there. */
function isUsed(service: Service, { key }: Label): boolean {
  const [, protocol, name] = /^traefik\.(\w+)\.services\.([^.]+)\./i.exec(key.value) ?? [];
  const all = service.deployLabels?.labels ?? [];
  const routers = new Set(
    all.flatMap((l) => {
      const [router, own] = /^traefik\.(\w+)\.routers\.[^.]+(?=\.)/i.exec(l.key.value) ?? [];
      return router !== undefined && own?.toLowerCase() === protocol?.toLowerCase() ? [router.toLowerCase()] : [];
    }),
  );
  return [...routers].some((router) => {
    const target = all.findLast((l) => l.key.value.toLowerCase() === `${router}.service`)?.value?.value;
    return target === undefined || target.split("@")[0]!.toLowerCase() === name?.toLowerCase();
  });
}
