// A router that never gets a request, since another one on the same entrypoints takes all of them first, or that may get none, since the other has
// the same priority. Said only where that is certain: both rules are read as this release reads them, without variables, and the other router works.

import { takesAllOf } from "../../model/expression/implies.ts";
import { priorityOf } from "../../model/expression/priority.ts";
import { labelOf } from "../../model/labels.ts";
import type { Service } from "../../model/service.ts";
import type { Definition } from "../../model/symbols.ts";
import { type DefinitionFact, hostsIn, optionOf } from "../../workspace/graph.ts";
import { type Around, type HttpRouter, httpRouters, placeOf, readRouter, sharedEntryPoints, works } from "../../workspace/http-router.ts";
import { isAlternative, readBy } from "../../workspace/reading.ts";
import type { View } from "../../workspace/view.ts";
import { addLabel, setLabel } from "../fixes/add-label.ts";
import { removeLabels } from "../fixes/remove-labels.ts";
import { type Fix, inBlock, type Related, serviceRule } from "../rule.ts";

/** A router is compared with so many others of its host: hundreds are no longer written by people, and each is compared with each. */
const MOST = 200;

export const unreachable = serviceRule({
  id: "routing/unreachable",
  severity: "warning",
  sources: [
    "traefik pkg/muxer/http/mux.go GetRulePriority: without a priority the rule's length counts, the highest comes first",
    "measured with v2.9.10 to v3.7.9: of two routers with one rule now the one, now the other answers",
    "https://doc.traefik.io/traefik/routing/routers/#priority",
  ],
  texts: {
    en: {
      summary: "Another router takes all of this router's requests first, or may",
      why: "Of the routers whose rules match, the one with the highest priority gets the request; of two with the same priority either, and which one changes from start to start. **A router without a priority has its rule's length as priority**, 15 and more; so an explicit `priority=2` does not come first, but behind all others.",
      small:
        "`{router}` gets no request{where}: `{winner}` (`{service}`) takes them all. `{winner}` has no priority, so the length of its rule counts, and {other} is more than {own}. {hint}.",
      lower: "`{router}` gets no request{where}: `{winner}` (`{service}`) takes all of them first, with priority {other} against {own}.",
      tie: "`{router}` gets its requests{where} at random: `{winner}` (`{service}`) takes all of them, too, with the same priority, {own}. Which one comes first changes from start to start. Give one of them a priority.",
      orRemove: "Remove this priority, or write more than {other}",
      more: "Write more than {other}",
      where: " on {names}",
      here: "`{winner}` comes first",
      remove: "Remove the priority: the rule's length, {own}, comes first",
      set: "Set the priority of {router} to {own}",
    },
    "zh-cn": {
      summary: "另一个路由器会（或可能）先接走此路由器的全部请求",
      why: "在规则匹配的路由器中，优先级最高的得到请求；优先级相同时两者都有可能，每次启动结果都可能不同。**没有写优先级的路由器，优先级就是其规则的长度**，至少有 15；因此写明 `priority=2` 并不会排在前面，而是排在所有其他路由器之后。",
      small:
        "`{router}` {where}得不到请求：`{winner}`（`{service}`）会接走全部请求。后者没有写优先级，按规则的长度计为 {other}，大于 {own}。{hint}。",
      lower: "`{router}` {where}得不到请求：`{winner}`（`{service}`）以更高的优先级先接走了全部请求：{other} 大于 {own}。",
      tie: "`{router}` {where}能否得到请求是随机的：`{winner}`（`{service}`）也会接走它的全部请求，优先级相同，都是 {own}。谁排在前面，每次启动都可能不同。请为其中一个设置优先级。",
      orRemove: "请删除这个优先级，或写一个大于 {other} 的值",
      more: "请写一个大于 {other} 的值",
      where: "在 {names} 上",
      here: "`{winner}` 排在前面",
      remove: "删除优先级：规则的长度 {own} 会排在前面",
      set: "把 {router} 的优先级设为 {own}",
    },
  },
  bad: `services:
  traefik:
    image: traefik:v3.1
    command: --providers.swarm=true --entrypoints.web.address=:80
    deploy:
      placement:
        constraints: [node.role == manager]
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        - traefik.http.routers.web.rule=Host(\`example.com\`)
        - traefik.http.services.web.loadbalancer.server.port=8080
  api:
    image: ghcr.io/example/api:1.4
    deploy:
      labels:
        - traefik.http.routers.api.rule=Host(\`example.com\`) && PathPrefix(\`/api\`)
        - traefik.http.routers.api.priority=2
        - traefik.http.services.api.loadbalancer.server.port=8080
`,
  good: `services:
  traefik:
    image: traefik:v3.1
    command: --providers.swarm=true --entrypoints.web.address=:80
    deploy:
      placement:
        constraints: [node.role == manager]
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        - traefik.http.routers.web.rule=Host(\`example.com\`)
        - traefik.http.services.web.loadbalancer.server.port=8080
  api:
    image: ghcr.io/example/api:1.4
    deploy:
      labels:
        - traefik.http.routers.api.rule=Host(\`example.com\`) && PathPrefix(\`/api\`)
        - traefik.http.services.api.loadbalancer.server.port=8080
`,
  *check(service, view) {
    const [defined, ...more] = readBy(service, view) ?? [];
    const version = view.traefiks()[0]?.version;
    if (!defined || more.length > 0 || defined.changesRouters || !version) return;
    for (const { definition, fact: own } of httpRouters(service, view)) {
      const loser = readRouter(own, version);
      if (!loser || own.read !== true) continue;
      const rivals = [...hostsIn(loser.rule.text.value).flatMap(withStars), ""].flatMap((host) => [...view.routersOf(host)]);
      const first = [...new Set(rivals)]
        .filter((d) => d !== own && d.name !== own.name && d.scope === "deploy" && d.read === true && d.traefik === own.traefik)
        .slice(0, MOST)
        .flatMap((d) => winnerOver(loser, d, { service, view, defined, version }))
        .sort((a, b) => b.router.priority - a.router.priority || Number(a.on.length > 0) - Number(b.on.length > 0))[0];
      if (!first) continue;
      const { router: winner, on } = first;
      const where = on.length > 0 ? [{ key: "where" as const, args: { names: on.map((n) => `\`${n}\``) } }] : [];
      const args = {
        router: own.name,
        own: loser.priority,
        other: winner.priority,
        winner: winner.fact.name,
        service: winner.fact.service,
        where,
        hint: [
          { key: priorityOf(loser.rule) > winner.priority ? ("orRemove" as const) : ("more" as const), args: { other: winner.priority } },
        ],
      };
      const at = (loser.explicit && labelOf(service.deployLabels, priorityKey(definition))?.value) || definition.name;
      const isTie = winner.priority === loser.priority;
      yield {
        span: at.span,
        message: { key: isTie ? "tie" : loser.explicit && !winner.explicit ? "small" : "lower", args },
        related: relatedTo(winner.fact, view),
        fixes: () => fixes(service, definition, loser, winner.priority),
      };
    }
  },
});

/** Longer ones are no names (RFC 1035). */
const LONGEST_NAME = 253;

/** Hosts whose rules may take a host: itself, and with a star for its first labels. */
const withStars = (host: string): string[] =>
  host.length > LONGEST_NAME ? [host] : [host, ...host.split(".").map((_, i, labels) => ["*", ...labels.slice(i + 1)].join("."))];

interface Seen extends Around {
  readonly service: Service;
}

/** The router if it takes all requests of the other, or may, on the entrypoints `on`; empty for all that the other has. */
function winnerOver(
  loser: HttpRouter,
  fact: DefinitionFact,
  around: Seen,
): { readonly router: HttpRouter; readonly on: readonly string[] }[] {
  const router = readRouter(fact, around.version);
  if (!router || router.priority < loser.priority || router.tls !== loser.tls) return [];
  const isTie = router.priority === loser.priority;
  const on = sharedEntryPoints(loser, router, around.defined);
  if (!on || (isTie ? leadsTo(router) === leadsTo(loser) : on.length > 0 && (!loser.explicit || router.explicit))) return [];
  if (!takesAllOf(router.rule, loser.rule) || isSameApp(fact, around) || !works(fact, around)) return [];
  return [{ router, on }];
}

/** Another file's version of the app; with other names for both the router and its service it is another app. */
const isSameApp = (fact: DefinitionFact, { service, view }: Seen): boolean =>
  isAlternative(service, fact, view) && (fact.service === service.name.value || !service.image || !view.placedService(fact)?.service.image);

/** Where it leads, and through what. */
const leadsTo = ({ fact }: HttpRouter): string =>
  [optionOf(fact, "service")?.trim() || fact.services[0], ...(optionOf(fact, "middlewares") ?? "").split(",").map((n) => n.trim())].join();

function relatedTo(winner: DefinitionFact, view: View): Related<"here">[] {
  const place = placeOf(winner, view);
  return place ? [{ ...place, message: { key: "here", args: { winner: winner.name } } }] : [];
}

const priorityKey = ({ name }: Definition): string => `traefik.http.routers.${name.value.toLowerCase()}.priority`;

function fixes(service: Service, definition: Definition, loser: HttpRouter, above: number): Fix<"remove" | "set">[] {
  const set = service.deployLabels!;
  const label = labelOf(set, priorityKey(definition));
  const found: Fix<"remove" | "set">[] = [];
  const natural = priorityOf(loser.rule);
  const removal = label && natural > above ? inBlock(service.block, removeLabels(service, set, [label])) : undefined;
  if (removal) found.push({ title: { key: "remove", args: { own: natural } }, kind: "choice", edits: removal });
  const key = `traefik.http.routers.${definition.name.value}.priority`;
  const raised = String(above + 1);
  const raise = inBlock(service.block, label ? setLabel(service, label, raised) : addLabel(service, key, raised));
  if (raise) found.push({ title: { key: "set", args: { router: definition.name.value, own: raised } }, kind: "choice", edits: raise });
  return found;
}
