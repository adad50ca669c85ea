// Labels of one anchor on two services that are not the same app: both become backends of one Traefik service. Two services with one image
// and one command are left alone: they may be meant to share the requests.

import { hasVariable, type Service } from "../../model/service.ts";
import { type Definition, symbolsOf } from "../../model/symbols.ts";
import type { Node } from "../../syntax/tree.ts";
import { textOf, valueAt } from "../../syntax/tree.ts";
import { reading } from "../../workspace/reading.ts";
import type { View } from "../../workspace/view.ts";
import { serviceRule } from "../rule.ts";

export const sharedAnchor = serviceRule({
  id: "labels/shared-anchor",
  severity: "warning",
  sources: [
    "traefik pkg/provider/configuration.go@v2.9.10 and @v3.7.9 Merge, AddService: services of one name and equal options put their servers together",
    "https://doc.traefik.io/traefik/routing/services/#servers-load-balancer",
  ],
  texts: {
    en: {
      summary: "Two apps share the labels of one anchor",
      why: "Labels that two services take from one anchor define one Traefik service twice, and Traefik puts the servers of both into it: every other request goes to the other app. Nothing is logged, since the definitions are equal. Keep the labels at the service that is to be reached, or give each its own names.",
      shared:
        "Traefik spreads the requests for `{name}` over `{service}` and `{other}`: both take the same labels from an anchor. Keep them on one of the two, or give each a Traefik service of its own name.",
      other: "the other one",
    },
    "zh-cn": {
      summary: "两个应用共用同一锚点的标签",
      why: "两个服务从同一个锚点取得标签时，同一个 Traefik 服务会被定义两次，Traefik 会把两者的后端放在一起：每隔一个请求就会发到另一个应用。由于定义相同，日志里没有任何提示。请只在应被访问的服务上保留这些标签，或为它们分别命名。",
      shared:
        "Traefik 会把 `{name}` 的请求分摊到 `{service}` 和 `{other}`：两者从锚点取得了相同的标签。请只在其中一个上保留，或为各自的 Traefik 服务取不同的名字。",
      other: "另一个在这里",
    },
  },
  bad: `services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels: &labels
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.services.web.loadbalancer.server.port=8080
  worker:
    image: ghcr.io/example/worker:1.4
    deploy:
      labels: *labels
`,
  good: `services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels: &labels
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.services.web.loadbalancer.server.port=8080
  worker:
    image: ghcr.io/example/worker:1.4
`,
  *check(service, view) {
    const grafted = service.deployLabels?.labels.filter((l) => !l.part) ?? [];
    const read = grafted.length > 0 ? reading(service, view) : undefined;
    if (read?.set.scope !== "deploy" || read.taken === "no") return;
    for (const definition of symbolsOf(read.set).definitions) {
      const prefix = `traefik.${definition.protocol}.services.${definition.name.value}.`.toLowerCase();
      const label = grafted.find((l) => l.key.value.toLowerCase().startsWith(prefix));
      const other = label && definition.kind === "services" ? twinOf(service, definition, view) : undefined;
      if (!label || !other) continue;
      const span = (other.deployLabels ?? other).entry.key.span;
      const related = [{ uri: view.uri(), block: other.block, span, message: { key: "other" as const } }];
      const args = { name: definition.name.value, service: service.name.value, other: other.name.value };
      yield { span: label.span, message: { key: "shared", args }, related };
      return;
    }
  },
});

/** Another app of the file with an equal Traefik service. */
function twinOf(service: Service, { protocol, kind, name }: Definition, view: View): Service | undefined {
  const all = hasVariable(name.value) ? [] : view.definitions({ protocol, kind, name: name.value });
  const here = all.filter((d) => d.uri === view.uri() && d.scope === "deploy" && d.read !== false);
  const own = here.find((d) => d.service === service.name.value);
  const twin = own && here.find((d) => d.service !== own.service && JSON.stringify(d.options) === JSON.stringify(own.options));
  const placed = twin && view.placedService(twin)?.service;
  return placed && !isSameApp(service, placed) ? placed : undefined;
}

/** A file that leaves the image open, or builds it, tells nothing of the app. */
function isSameApp(a: Service, b: Service): boolean {
  if (!a.image || !b.image) return true;
  const command = (s: Service) => JSON.stringify([wordsOf(s.entrypoint), wordsOf(valueAt(s.entry.value, "command"))]);
  return a.image.value === b.image.value && command(a) === command(b);
}

const wordsOf = (node: Node | undefined): unknown =>
  node?.kind === "sequence" ? node.items.map((i) => textOf(i.value)?.value) : textOf(node)?.value;
