// The network that a service's own label names, under a name that none of its networks has.
import { mayBeCalled, PREDEFINED, type RealName } from "../../model/network.ts";
import { hasVariable, networkKeys } from "../../model/service.ts";
import { isLocal, networkLabel } from "../../workspace/reach.ts";
import { reading } from "../../workspace/reading.ts";
import type { View } from "../../workspace/view.ts";
import { byDistance } from "../fixes/nearest.ts";
import { inBlock, serviceRule } from "../rule.ts";

export const labelMismatch = serviceRule({
  id: "network/label-mismatch",
  severity: "warning",
  sources: [
    "traefik pkg/provider/docker/config.go@v2.9.10 and @v3.7.9 getIPAddress: exact, case-sensitive comparison with the real name",
    "https://doc.traefik.io/traefik/providers/swarm/#network",
  ],
  texts: {
    en: {
      summary: "The label names a network that the service is not on",
      why: "`traefik.swarm.network` (v3.2.2 and later) and `traefik.docker.network` are compared with the real names of the service's networks: what `name:` says, an external network's key, or `<stack>_<key>`. When nothing matches, Traefik takes any network of the service: right by luck as long as there is one, at random with two.",
      none: "`{service}` is on no network called `{name}`: Traefik takes any of its networks, at random if there are several.{hint}",
      real: " Real names: {real}.",
      prefix: " `{name}` is the key in the file; Docker puts the stack's name before it, `<stack>_{name}`.",
      use: "Use the network's real name, {real}",
    },
    "zh-cn": {
      summary: "标签指定了服务不在其中的网络",
      why: "`traefik.swarm.network`（v3.2.2 起）和 `traefik.docker.network` 会与服务所在网络的真实名称比较：`name:` 的值、外部网络的键名，或 `<stack>_<键名>`。如果都不匹配，Traefik 会任选服务的一个网络：只有一个时碰巧正确，有两个时就是随机的。",
      none: "`{service}` 不在名为 `{name}` 的网络上：Traefik 会任选它的一个网络，有多个时是随机的。{hint}",
      real: "真实名称：{real}。",
      prefix: "`{name}` 是文件中的键名；Docker 会在前面加上 stack 名：`<stack>_{name}`。",
      use: "使用网络的真实名称 {real}",
    },
  },
  bad: `services:
  web:
    image: ghcr.io/example/web:1.4
    networks: [edge]
    deploy:
      labels:
        traefik.docker.network: edge
        traefik.http.routers.web.rule: Host(\`web.example.com\`)
        traefik.http.services.web.loadbalancer.server.port: "8080"
networks:
  edge:
    name: public
    external: true
`,
  good: `services:
  web:
    image: ghcr.io/example/web:1.4
    networks: [edge]
    deploy:
      labels:
        traefik.docker.network: public
        traefik.http.routers.web.rule: Host(\`web.example.com\`)
        traefik.http.services.web.loadbalancer.server.port: "8080"
networks:
  edge:
    name: public
    external: true
`,
  *check(service, view) {
    const at = networkLabel(service, view)?.value;
    const name = at?.value ?? "";
    if (!at || name === "" || hasVariable(name) || view.target().mode !== "swarm") return;
    if (reading(service, view)?.taken === "no") return;
    const keys = networkKeys(service);
    const names = keys.map((key) => view.realName(key));
    // On networks of one node alone Traefik does not see it at all, which is another finding.
    if (names.some((real) => mayBeCalled(real, name)) || names.every(isLocal)) return;
    const candidates = byDistance(name, preferred(names, view));
    const real = candidates.map((c) => `\`${c}\``);
    const hint =
      candidates.length > 0
        ? [{ key: "real", args: { real } } as const]
        : view.realName(name).kind === "prefixed" && keys.includes(name)
          ? [{ key: "prefix", args: { name } } as const]
          : [];
    const kind = candidates.length === 1 && names.every((n) => n.kind === "known") ? ("safe" as const) : ("choice" as const);
    const fixes = () =>
      (at.opaque ? [] : candidates).map((c) => ({
        title: { key: "use" as const, args: { real: c } },
        kind,
        edits: inBlock(service.block, [{ span: at.span, text: c }])!,
      }));
    yield { span: at.span, message: { key: "none", args: { service: service.name.value, name, hint } }, fixes };
  },
});

/** The names that the Traefik is on too come first, if any is. */
function preferred(names: readonly RealName[], view: View): string[] {
  const known = names.flatMap((n) => (n.kind === "known" && !PREDEFINED.includes(n.name) ? [n.name] : []));
  const traefik = new Set(view.traefiks().flatMap((t) => t.networks.flatMap((n) => (n.kind === "known" ? [n.name] : []))));
  const shared = known.filter((n) => traefik.has(n));
  return shared.length > 0 ? shared : known;
}
