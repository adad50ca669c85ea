// Labels of Swarm services where the project's Traefik reads containers. Nothing else says what the file is for, so both ways out are offered.
import { isTraefikLabel, labelOf, parseBool } from "../../model/labels.ts";
import type { Service } from "../../model/service.ts";
import { readTraefik } from "../../model/traefik.ts";
import { isForDevelopment } from "../../workspace/target.ts";
import type { TraefikFact } from "../../workspace/traefikFact.ts";
import type { View } from "../../workspace/view.ts";
import { moveLabelsOut } from "../fixes/move-labels-out.ts";
import { swarmModeOn } from "../fixes/swarm-mode.ts";
import { type Fix, inBlock, offer, serviceRule } from "../rule.ts";

export const insideDeploy = serviceRule({
  id: "labels/inside-deploy",
  severity: "warning",
  sources: [
    "traefik pkg/provider/docker/docker.go@v2.9.10 parseContainer, pdocker.go@v3.7.9: without swarm mode labels come from containers",
    "https://docs.docker.com/reference/compose-file/deploy/#labels: labels of the service only, not of its containers",
    "https://doc.traefik.io/traefik/providers/docker/#routing-configuration-with-labels",
  ],
  texts: {
    en: {
      summary: "Traefik labels stand under `deploy`, where a Traefik without swarm mode does not look",
      why: "Labels under `deploy` are set on the service of a swarm, not on its containers. A Traefik with the docker provider and without swarm mode reads containers only: to it the app has no labels, and every request is answered with 404. On one machine without a swarm the labels belong directly under the service; on a swarm Traefik needs swarm mode.",
      unread:
        "`{traefik}` reads the labels of containers, not those that `{service}` has under `deploy`. Move them to `labels` of the service or, on a swarm, turn on Traefik's swarm mode.",
      reader: "this Traefik reads containers",
      moveOne: "Move this label out of deploy, to labels of {service}",
      moveAll: "Move all {count} Traefik labels of {service} out of deploy",
      swarmMode: "Turn on swarm mode in {traefik}",
      swarmModeV2: "Turn on swarm mode in {traefik} (Traefik v2)",
      swarmModeV3: "Use the swarm provider in {traefik} (Traefik v3)",
      swarmModeAndMove: "Turn on swarm mode in {traefik} and move the labels of {count} other services to deploy.labels",
      swarmModeAndMoveOne: "Turn on swarm mode in {traefik} and move the labels of one other service to deploy.labels",
    },
    "zh-cn": {
      summary: "Traefik 标签写在了 `deploy` 之下，而未启用 swarm 模式的 Traefik 不会读取那里",
      why: "`deploy` 下的标签设置在 Swarm 的服务上，而不是容器上。只有 docker provider、没有启用 swarm 模式的 Traefik 只读取容器：在它看来这个应用没有标签，所有请求都会得到 404。在没有 Swarm 的单机上，标签应直接写在服务之下；在 Swarm 上，Traefik 需要启用 swarm 模式。",
      unread:
        "`{traefik}` 中的 Traefik 读取的是容器的标签，看不到 `{service}` 写在 `deploy` 下的标签。请把它们移到服务的 `labels`；如果使用 Swarm，请启用 Traefik 的 swarm 模式。",
      reader: "这个 Traefik 读取容器",
      moveOne: "将此标签移出 deploy，放到 {service} 的 labels",
      moveAll: "将 {service} 的全部 {count} 个 Traefik 标签移出 deploy",
      swarmMode: "在 {traefik} 中启用 swarm 模式",
      swarmModeV2: "在 {traefik} 中启用 swarm 模式（Traefik v2）",
      swarmModeV3: "在 {traefik} 中使用 swarm provider（Traefik v3）",
      swarmModeAndMove: "在 {traefik} 中启用 swarm 模式，并将另外 {count} 个服务的标签移到 deploy.labels",
      swarmModeAndMoveOne: "在 {traefik} 中启用 swarm 模式，并将另外一个服务的标签移到 deploy.labels",
    },
  },
  bad: `services:
  traefik:
    image: traefik:v2.11
    command:
      - --providers.docker
      - --entrypoints.web.address=:80
    volumes:
      - /var/run/docker.sock:/var/run/docker.sock:ro
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.services.web.loadbalancer.server.port=8080
`,
  good: `services:
  traefik:
    image: traefik:v2.11
    command:
      - --providers.docker
      - --entrypoints.web.address=:80
    volumes:
      - /var/run/docker.sock:/var/run/docker.sock:ro
  web:
    image: ghcr.io/example/web:1.4
    labels:
      - traefik.http.routers.web.rule=Host(\`web.example.com\`)
      - traefik.http.services.web.loadbalancer.server.port=8080
`,
  *check(service, view) {
    const labels = service.deployLabels?.labels.filter(isTraefikLabel) ?? [];
    const [label] = labels;
    if (!label || service.containerLabels?.labels.some(isTraefikLabel)) return;
    if (parseBool(labelOf(service.deployLabels, "traefik.enable")?.value?.value) === false) return;
    const [because] = view.target().because;
    if (because?.kind !== "contradiction" || !because.codes.includes("container-mode")) return;
    const traefiks = view.traefiks();
    const [traefik] = traefiks;
    if (!traefik || !traefiks.every((t) => t.mode === "container") || !isTogether(traefik, view)) return;
    const reader = view.traefikService(traefik);
    const related = reader
      ? [{ uri: reader.uri, block: reader.service.block, span: reader.service.name.span, message: { key: "reader" as const } }]
      : [];
    const args = { traefik: traefik.service, service: service.name.value };
    const fixes = () => [...moveOut(service, labels), ...(traefiks.length === 1 ? swarmMode(traefik, view) : [])];
    yield { span: label.key.span, message: { key: "unread", args }, related, fixes };
  },
});

/** A Traefik for development does not read what is deployed. */
const isTogether = ({ uri }: TraefikFact, view: View): boolean =>
  uri === view.uri() || isForDevelopment(uri) === isForDevelopment(view.uri());

type Title = `move${"One" | "All"}` | `swarmMode${"" | "V2" | "V3" | "AndMove" | "AndMoveOne"}`;

function moveOut(service: Service, labels: readonly NonNullable<Service["deployLabels"]>["labels"][number][]): Fix<Title>[] {
  const args = { count: labels.length, service: service.name.value };
  return offer(
    { title: { key: labels.length === 1 ? "moveOne" : "moveAll", args }, kind: "choice" },
    inBlock(service.block, moveLabelsOut(service, labels)?.edits),
  );
}

function swarmMode(traefik: TraefikFact, view: View): Fix<Title>[] {
  const placed = view.traefikService(traefik);
  const instance = placed && readTraefik(placed.service);
  if (!instance) return [];
  const { version } = traefik;
  const on = (major: number, suffix: "" | "V2" | "V3"): Fix<Title>[] => {
    const found = swarmModeOn(instance, traefik, view, major);
    // Which labels move depends on nothing else, but titles that say both would be too long.
    if (!found || (found.moved > 0 && suffix !== "")) return [];
    const { moved, edits } = found;
    const key: Title = moved === 0 ? `swarmMode${suffix}` : moved === 1 ? "swarmModeAndMoveOne" : "swarmModeAndMove";
    return [{ title: { key, args: { traefik: traefik.service, count: moved } }, kind: "choice", edits }];
  };
  return version ? on(version.major, "") : [...on(3, "V3"), ...on(2, "V2")];
}
