// A service and its Traefik that have no network in common; or whose label names one that they have not.
import type { RealName } from "../../model/network.ts";
import type { Service } from "../../model/service.ts";
import { entryOf } from "../../syntax/tree.ts";
import { folderOf } from "../../workspace/project.ts";
import { type Attached, attachedTo, isLocal, networkLabel, toldNames } from "../../workspace/reach.ts";
import type { View } from "../../workspace/view.ts";
import { setLabel } from "../fixes/add-label.ts";
import { attach, meetings } from "../fixes/attach.ts";
import { type Finding, type Fix, inBlock, offer, serviceRule } from "../rule.ts";

export const notShared = serviceRule({
  id: "network/not-shared",
  severity: "error",
  sources: [
    "traefik pkg/provider/docker/config.go@v2.9.10 and @v3.7.9 getIPAddress: the address of a task on one of its networks",
    "https://doc.traefik.io/traefik/providers/swarm/#network",
  ],
  texts: {
    en: {
      summary: "The service shares no network with its Traefik",
      why: "Traefik sends requests to the address that a task has on an overlay network, and reaches it only if it is on that network itself. Nothing checks this: the router is there, and every request hangs for 30 s and ends in 504. Networks are the same by their real names: what `name:` says, an external network's key, or `<stack>_<key>`.",
      apart:
        "Traefik can't reach `{service}`: they share no network. `{service}` is on {own}, Traefik ({traefik}) on {its}. Every request hangs and ends in 504.",
      label:
        "Traefik ({traefik}) can't reach `{service}` through `{name}`: it is not on that network, and this label tells it to use no other. Every request hangs and ends in 504.",
      use: "Use {name}, where its Traefik is",
      traefik: "This Traefik is on other networks.",
      attach: "Attach {service} to {name}, where its Traefik is",
    },
    "zh-cn": {
      summary: "服务与其 Traefik 没有共同的网络",
      why: "Traefik 把请求发往任务在某个 overlay 网络上的地址，只有自己也在这个网络上才能访问到。没有任何检查：路由器存在，但每个请求都会挂起 30 秒，然后以 504 告终。网络是否相同看真实名称：`name:` 的值、外部网络的键名，或 `<stack>_<键名>`。",
      apart:
        "Traefik 无法访问 `{service}`：它们没有共同的网络。`{service}` 在 {own}，Traefik（{traefik}）在 {its}。每个请求都会挂起并以 504 告终。",
      label:
        "Traefik（{traefik}）无法通过 `{name}` 访问 `{service}`：它不在这个网络上，而此标签要求它只用这个网络。每个请求都会挂起并以 504 告终。",
      use: "使用其 Traefik 所在的 {name}",
      traefik: "这个 Traefik 在其他网络上。",
      attach: "将 {service} 接入其 Traefik 所在的 {name}",
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
    networks: [backend]
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
    networks: [backend, public]
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
    const attached = attachedTo(service, view)?.filter((n) => !isLocal(n.real)) ?? [];
    const traefiks = view.traefiks();
    // By an expression it may leave the service to another one.
    if (traefiks.some((t) => t.defines?.constrained !== false)) return;
    if (traefiks.length === 0 || attached.length === 0 || !view.isComplete()) return;
    if (attached.some((n) => n.shared !== false)) {
      yield* wrongLabel(service, attached, view);
      return;
    }
    if (!isItsOwn(attached, view)) return;
    const fixes = () =>
      meetings(view).flatMap((meeting): Fix<"attach">[] => {
        const args = { service: service.name.value, name: meeting.name ?? meeting.key };
        return offer({ title: { key: "attach", args }, kind: "choice" }, attach(service, meeting, view));
      });
    const own = attached.map(({ real }) => shown(real));
    const its = [...new Set(traefiks.flatMap((t) => t.networks.map(shown)))];
    const args = { service: service.name.value, own, its, traefik: namesOf(view) };
    const span = entryOf(service.entry.value, "networks")?.key.span ?? service.name.span;
    yield { span, message: { key: "apart", args }, fixes, related: placesOf(view) };
  },
});

/** A Traefik of another folder need not be the one: a network of another stack may lead to one outside of the project. */
function isItsOwn(attached: readonly Attached[], view: View): boolean {
  const isNear = view.traefiks().every((t) => folderOf(t.uri) === folderOf(view.uri()));
  return isNear || attached.every(({ key }) => view.network(key)?.external !== true);
}

/** There is one that both are on, but the label names another. */
function* wrongLabel(service: Service, attached: readonly Attached[], view: View): Iterable<Finding<"label" | "use" | "traefik">> {
  const label = networkLabel(service, view);
  const name = label?.value?.value;
  const shared = attached.filter((n) => n.shared === true);
  const named = attached.some(({ real, shared }) => shared === false && real.kind === "known" && real.name === name);
  if (!label?.value || name === undefined || !named || shared.length === 0) return;
  const fixes = () =>
    toldNames(shared.map((n) => n.real)).flatMap((other): Fix<"use">[] => {
      return offer(
        { title: { key: "use", args: { name: other } }, kind: "choice" },
        inBlock(service.block, setLabel(service, label, other)),
      );
    });
  const args = { service: service.name.value, name, traefik: namesOf(view) };
  yield { span: label.value.span, message: { key: "label", args }, fixes, related: placesOf(view) };
}

const namesOf = (view: View): string[] => view.traefiks().map((t) => `\`${t.service}\``);

const placesOf = (view: View) =>
  view.traefiks().flatMap((t) => {
    const placed = view.traefikService(t);
    if (!placed) return [];
    return [{ uri: placed.uri, block: placed.service.block, span: placed.service.name.span, message: { key: "traefik" as const } }];
  });

const shown = (real: RealName): string =>
  `\`${real.kind === "known" ? real.name : real.kind === "prefixed" ? `<stack>_${real.key}` : "?"}\``;
