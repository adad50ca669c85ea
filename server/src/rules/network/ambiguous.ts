// A service on several networks, and nothing that tells Traefik which of them to use.
import { mayBeCalled } from "../../model/network.ts";
import { hasVariable, type Service } from "../../model/service.ts";
import { entryOf } from "../../syntax/tree.ts";
import { type Attached, attachedTo, ingressPort, isLocal, networkLabel } from "../../workspace/reach.ts";
import type { View } from "../../workspace/view.ts";
import { addLabel, setLabel } from "../fixes/add-label.ts";
import { prefix } from "../fixes/backends.ts";
import { type Fix, inBlock, offer, serviceRule } from "../rule.ts";

export const ambiguous = serviceRule({
  id: "network/ambiguous",
  severity: "warning",
  sources: [
    "traefik pkg/provider/docker/config.go@v2.9.10 and @v3.7.9 getIPAddress: without a name the first entry of an unordered map",
    "measured with v2.9.10 to v3.7.9: of two networks one is taken in about 7 of 8 polls; beside a published port, `ingress` in 29 of 32",
  ],
  texts: {
    en: {
      summary: "Traefik picks one of the service's networks at random",
      why: "Traefik sends requests to the address that a task has on one network. Which one, the label `traefik.swarm.network` (v3.2.2 and later) or `traefik.docker.network` says, or Traefik's own option `network`. Without them it takes any network of the service, anew at each poll. On one that it is not on itself, requests hang for 30 s and end in 504. A port published the usual way puts the service on Docker's `ingress` network too, where Traefik reaches nobody, and which it may pick just as well.",
      several:
        "Requests to `{service}` sometimes hang and end in 504: it is on several networks, and at each poll Traefik picks one at random, even {away}, where it can't reach it. Name the right one with the label `{label}`.{hint}",
      ingress:
        "Requests to `{service}` often hang and end in 504: the published port `{port}` puts it on Docker's network `ingress` too, where Traefik can't reach it, and Traefik picks `ingress` or {good} at random. Add the label `{label}`.{hint}",
      other: " (Its default, `{name}`, is none of them.)",
      use: "Tell Traefik to use {name}: add the label {label}",
    },
    "zh-cn": {
      summary: "Traefik 会随机选用服务的一个网络",
      why: "Traefik 把请求发往任务在某个网络上的地址。用哪个网络，由标签 `traefik.swarm.network`（v3.2.2 起）或 `traefik.docker.network` 决定，或由 Traefik 自己的 `network` 选项决定。都没有时，每次轮询都会任选服务的一个网络。如果选中了 Traefik 自己不在其中的网络，请求会挂起 30 秒，然后以 504 告终。以通常方式发布端口还会让服务加入 Docker 的 `ingress` 网络，Traefik 在那里访问不到任何服务，却同样可能选中它。",
      several:
        "发往 `{service}` 的请求会时而挂起并以 504 告终：它在多个网络上，Traefik 每次轮询都随机选择一个，包括访问不到它的 {away}。请用标签 `{label}` 指明。{hint}",
      ingress:
        "发往 `{service}` 的请求会经常挂起并以 504 告终：发布端口 `{port}` 使它也加入了 Docker 的 `ingress` 网络，而 Traefik 在 `ingress` 和 {good} 之间随机选择，通过前者却访问不到它。请用标签 `{label}` 指明。{hint}",
      other: "（它的默认网络 `{name}` 不在其中。）",
      use: "让 Traefik 使用 {name}：添加标签 {label}",
    },
  },
  bad: `services:
  proxy:
    image: traefik:v3.3
    command: --providers.swarm
    networks: [public]
    deploy:
      placement:
        constraints: [node.role == manager]
  web:
    image: ghcr.io/example/web:1.4
    networks: [public, backend]
    deploy:
      labels:
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.services.web.loadbalancer.server.port=8080
networks:
  public:
    external: true
  backend:
`,
  good: `services:
  proxy:
    image: traefik:v3.3
    command: --providers.swarm
    networks: [public]
    deploy:
      placement:
        constraints: [node.role == manager]
  web:
    image: ghcr.io/example/web:1.4
    networks: [public, backend]
    deploy:
      labels:
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.services.web.loadbalancer.server.port=8080
        - traefik.swarm.network=public
networks:
  public:
    external: true
  backend:
`,
  *check(service, view) {
    const attached = attachedTo(service, view)?.filter((n) => !isLocal(n.real));
    const guess = attached && guesses(service, attached, view);
    if (!attached || !guess) return;
    const port = ingressPort(service);
    const shared = attached.filter((n) => n.shared === true);
    const away = attached.filter((n) => n.shared === false).map(shown);
    if (shared.length === 0 || (away.length === 0 && !port)) return;
    const key = `${prefix(service, view)}.network`;
    const empty = networkLabel(service, view);
    const fixes = () =>
      shared.flatMap(({ real }): Fix<"use">[] => {
        if (real.kind !== "known") return [];
        const label = `${empty ? empty.key.value : key}=${real.name}`;
        return offer(
          { title: { key: "use", args: { name: real.name, label } }, kind: "choice" },
          inBlock(service.block, empty ? setLabel(service, empty, real.name) : addLabel(service, key, real.name)),
        );
      });
    const label = `${empty?.key.value ?? key}=${nameOf(shared[0]!)}`;
    const hint = guess.instead === "" ? [] : [{ key: "other" as const, args: { name: guess.instead } }];
    const args = { service: service.name.value, label, hint };
    const networks = entryOf(service.entry.value, "networks")?.key.span ?? service.name.span;
    if (port && attached.length === 1) {
      yield { span: port.span, message: { key: "ingress", args: { ...args, port: port.value, good: shown(shared[0]!) } }, fixes };
    } else {
      const all = [...away, ...(port ? ["`ingress`"] : [])];
      yield { span: networks, message: { key: "several", args: { ...args, away: all } }, fixes };
    }
  },
});

/** Whether Traefik has to guess; `instead`: its default network, which none of the service's can be. */
function guesses(service: Service, attached: readonly Attached[], view: View): { readonly instead: string } | undefined {
  const labels = service.deployLabels?.labels.filter((l) => /^traefik\.(?:docker|swarm)\.network$/i.test(l.key.value)) ?? [];
  if (labels.some((l) => l.value && l.value.value !== "")) return undefined;
  // An empty label counts: it overrides Traefik's default.
  if (labels.length > 0) return { instead: "" };
  const defaults = new Set(view.traefiks().map((t) => t.network?.trim()));
  const [instead, ...others] = [...defaults];
  if (instead === undefined || others.length > 0 || hasVariable(instead)) return undefined;
  // One that is nowhere is found at Traefik.
  if (instead !== "" && (!view.isNetworkName(instead) || attached.some((n) => mayBeCalled(n.real, instead)))) return undefined;
  return { instead };
}

const nameOf = ({ key, real }: Attached): string => (real.kind === "known" ? real.name : `<stack>_${key}`);
const shown = (network: Attached): string => `\`${network.real.kind === "known" ? network.real.name : network.key}\``;
