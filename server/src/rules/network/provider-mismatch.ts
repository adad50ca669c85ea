// The network that Traefik is told to use by default, under a name that no network has.
import { PREDEFINED, type RealName } from "../../model/network.ts";
import { hasVariable, networkKeys } from "../../model/service.ts";
import { mode, onHostNetwork, optionOf, readTraefik, swarmProvider } from "../../model/traefik.ts";
import { maybeSame } from "../../workspace/project.ts";
import { setFlag } from "../fixes/flags.ts";
import { byDistance } from "../fixes/nearest.ts";
import { inBlock, offer, serviceRule } from "../rule.ts";

export const providerMismatch = serviceRule({
  id: "network/provider-mismatch",
  severity: "warning",
  sources: [
    "traefik pkg/provider/docker/config.go@v2.9.10 and @v3.7.9 getIPAddress: exact comparison with the real name, else the first entry of an unordered map",
    "measured on a swarm: with two networks, a new random choice at each poll",
  ],
  texts: {
    en: {
      summary: "Traefik's default network has a name that no network has",
      why: "Traefik compares this name with the real names of a service's networks: what `name:` says, an external network's key, or `<stack>_<key>`. The key in the file does not count. When nothing matches it takes any network of the service: right by luck as long as there is one, at random with two, and then requests end in 504. The warning is not shown at Traefik's default log level.",
      none: "No network is called `{name}`: Traefik takes any network of a service, at random if it has several, and some requests then end in 504.{hint}",
      real: " Its own network is really called {real}.",
      key: " `{name}` is the key in the file; the real name is {real}.",
      prefix: " `{name}` is the key in the file; the real name is `<stack>_{name}` unless `name:` says otherwise.",
      use: "Use the network's real name, {real}",
    },
    "zh-cn": {
      summary: "Traefik 的默认网络名与任何网络都不符",
      why: "Traefik 用这个名字与服务所在网络的真实名称比较：`name:` 的值、外部网络的键名，或 `<stack>_<键名>`。文件中的键名本身不算。如果都不匹配，它会任选服务的一个网络：只有一个网络时碰巧正确，有两个时就是随机的，请求会以 504 告终。在 Traefik 的默认日志级别下看不到这条警告。",
      none: "没有名为 `{name}` 的网络：Traefik 会任选服务的一个网络，有多个网络时是随机的，部分请求会以 504 告终。{hint}",
      real: "它自己的网络真实名称是 {real}。",
      key: "`{name}` 是文件中的键名，真实名称是 {real}。",
      prefix: "`{name}` 是文件中的键名；除非写了 `name:`，真实名称是 `<stack>_{name}`。",
      use: "使用网络的真实名称 {real}",
    },
  },
  bad: `services:
  proxy:
    image: traefik:v3.1
    command:
      - --providers.swarm.network=publik
    networks: [edge]
    deploy:
      placement:
        constraints: [node.role == manager]
networks:
  edge:
    name: public
    external: true
`,
  good: `services:
  proxy:
    image: traefik:v3.1
    command:
      - --providers.swarm.network=public
    networks: [edge]
    deploy:
      placement:
        constraints: [node.role == manager]
networks:
  edge:
    name: public
    external: true
`,
  *check(service, view) {
    const instance = readTraefik(service);
    if (!instance || mode(instance) === "unknown" || view.target().mode !== "swarm") return;
    if (onHostNetwork(service, view.realName)) return;
    const flag = optionOf(swarmProvider(instance), "network");
    const name = flag?.value?.value.trim() ?? "";
    if (!flag?.value || name === "" || hasVariable(name) || view.isNetworkName(name)) return;
    const keys = networkKeys(service);
    const names = keys.map((key) => view.realName(key));
    if (names.some((real) => maybeSame(real, { kind: "known", name }))) return;
    const fact = view.ownTraefik(service.name.value);
    const shared = fact ? known(view.sharedNetworks(fact)) : [];
    const candidates = byDistance(name, shared.length > 0 ? shared : known(names));
    const real = candidates.map((c) => `\`${c}\``);
    const key = keys.includes(name) ? (candidates.length > 0 ? "key" : "prefix") : "real";
    const hint = candidates.length > 0 || key === "prefix" ? [{ key, args: { name, real } } as const] : [];
    // One network that the file names: there is nothing to choose.
    const kind = candidates.length === 1 && names.every((n) => n.kind === "known") ? ("safe" as const) : ("choice" as const);
    const fixes = () =>
      candidates.flatMap((c) => {
        return offer({ title: { key: "use" as const, args: { real: c } }, kind }, inBlock(service.block, setFlag(flag, c)));
      });
    yield { span: flag.value.span, message: { key: "none", args: { name, hint } }, fixes };
  },
});

const known = (names: readonly RealName[]): string[] => [
  ...new Set(names.flatMap((n) => (n.kind === "known" && !PREDEFINED.includes(n.name) ? [n.name] : []))),
];
