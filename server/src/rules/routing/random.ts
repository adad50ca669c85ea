// What Traefik leaves to chance: two routers of one priority for the same requests, and lists below a name of the user's own that are given in
// several flags. Which network is taken is said elsewhere.
import { takesAllOf } from "../../model/expression/implies.ts";
import type { Flag } from "../../model/flags.ts";
import { hasVariable, type Service } from "../../model/service.ts";
import type { Definition } from "../../model/symbols.ts";
import { readTraefik } from "../../model/traefik.ts";
import { type DefinitionFact, hostsIn, optionOf } from "../../workspace/graph.ts";
import { type Around, type HttpRouter, httpRouters, placeOf, readRouter, sharedEntryPoints, works } from "../../workspace/http-router.ts";
import { isAlternative, readBy } from "../../workspace/reading.ts";
import type { View } from "../../workspace/view.ts";
import { addLabel } from "../fixes/add-label.ts";
import { removeFlag, setFlag } from "../fixes/flags.ts";
import { type Finding, type Fix, inBlock, type Related, serviceRule } from "../rule.ts";

export const random = serviceRule({
  id: "routing/random",
  severity: "warning",
  sources: [
    "measured with v2.9.10 to v3.7.9: of two routers with one rule either one answers, another one after the next start",
    "measured with v2.9.10 to v3.7.9: `--entrypoints.web.forwardedheaders.trustedips` given twice is sometimes both, sometimes the last one",
  ],
  texts: {
    en: {
      summary: "Traefik decides by chance",
      why: "Of the routers that match a request the one with the highest priority gets it. Where two have the same one, it is left to chance, anew with every configuration that Traefik reads: after a deployment or a restart another app may answer. Flags are the other case: a list below a name of your own, `--entrypoints.web.forwardedHeaders.trustedIPs`, that is given in two flags is sometimes both and sometimes the last one only, anew at each start; in one flag, with a comma, it is always both.",
      tie: "It is left to chance whether `{router}` or `{other}` (`{service}`) answers where both match: their priority is the same, {priority}. It may change with each deployment.",
      here: "`{other}` has the same priority",
      priority: "Let {router} answer: give it the priority {value}",
      flags:
        "At each start it is left to chance whether `--{flag}` is `{all}` or `{last}` alone: given in several flags it is no list. Give it in one.",
      join: "Write --{flag}={all}",
    },
    "zh-cn": {
      summary: "由 Traefik 随机决定",
      why: "在与请求匹配的路由器中，优先级最高的得到它。如果两个优先级相同，就由偶然决定，而且 Traefik 每次读取配置时都会重新决定：一次部署或重启之后，回应的可能就是另一个应用。另一种情况是选项：自定义名称之下的列表，例如 `--entrypoints.web.forwardedHeaders.trustedIPs`，如果分两次给出，有时两者都有效，有时只有最后一个有效，每次启动都不同；写在一个选项里、用逗号分隔，就总是两者都有效。",
      tie: "两者都匹配时，由 `{router}` 还是 `{other}`（`{service}`）回应全凭偶然：它们的优先级相同，都是 {priority}。每次部署都可能改变。",
      here: "`{other}` 的优先级相同",
      priority: "让 {router} 回应：把它的优先级设为 {value}",
      flags: "`--{flag}` 是 `{all}` 还是只有 `{last}`，每次启动全凭偶然：分成几个选项就不是列表。请写在一个选项里。",
      join: "写成 --{flag}={all}",
    },
  },
  bad: `services:
  traefik:
    image: traefik:v3.1
    command: --providers.swarm=true --entrypoints.web.address=:80
    deploy:
      placement:
        constraints: [node.role == manager]
  shop:
    image: ghcr.io/example/shop:1.4
    deploy:
      labels:
        - traefik.http.routers.shop.rule=Host(\`example.com\`)
        - traefik.http.services.shop.loadbalancer.server.port=8080
  blog:
    image: ghcr.io/example/blog:2.0
    deploy:
      labels:
        - traefik.http.routers.blog.rule=Host(\`example.com\`)
        - traefik.http.services.blog.loadbalancer.server.port=8080
`,
  good: `services:
  traefik:
    image: traefik:v3.1
    command: --providers.swarm=true --entrypoints.web.address=:80
    deploy:
      placement:
        constraints: [node.role == manager]
  shop:
    image: ghcr.io/example/shop:1.4
    deploy:
      labels:
        - traefik.http.routers.shop.rule=Host(\`example.com\`)
        - traefik.http.services.shop.loadbalancer.server.port=8080
  blog:
    image: ghcr.io/example/blog:2.0
    deploy:
      labels:
        - traefik.http.routers.blog.rule=Host(\`example.com\`) && PathPrefix(\`/blog\`)
        - traefik.http.services.blog.loadbalancer.server.port=8080
`,
  *check(service, view) {
    yield* repeatedLists(service);
    const [defined, ...more] = readBy(service, view) ?? [];
    const traefik = view.traefiks()[0];
    if (!defined || more.length > 0 || !traefik?.version || (traefik.version.major > 2 && traefik.ruleSyntax !== "v3")) return;
    for (const { definition, fact } of httpRouters(service, view)) {
      const around = { view, defined, version: traefik.version };
      const own = readRouter(fact, traefik.version);
      if (!own || fact.read !== true || !works(fact, around)) continue;
      const rivals = [...hostsIn(own.rule.text.value), ""].flatMap((host) => [...view.routersOf(host)]);
      const equal = [...new Set(rivals)].find((other) => isEqual(service, own, other, around));
      if (equal) yield about(service, view, definition, own, equal);
    }
  },
});

/** Whether both take some request, with the same right, and it matters which. */
function isEqual(service: Service, own: HttpRouter, fact: DefinitionFact, around: Around): boolean {
  const { name, scope, read, traefik } = fact;
  if (fact === own.fact || name === own.fact.name || scope !== "deploy" || read !== true || traefik !== own.fact.traefik) return false;
  const other = readRouter(fact, around.version);
  if (!other || other.priority !== own.priority || other.tls !== own.tls || targetOf(fact) === targetOf(own.fact)) return false;
  if (!sharedEntryPoints(own, other, around.defined)) return false;
  if (!takesAllOf(other.rule, own.rule) && !takesAllOf(own.rule, other.rule)) return false;
  return works(fact, around) && !isAlternative(service, fact, around.view);
}

/** What happens to its requests. */
const targetOf = (fact: DefinitionFact): string =>
  JSON.stringify([
    (optionOf(fact, "service")?.trim() || fact.services[0])?.replace(/@(?:docker|swarm)$/, ""),
    (optionOf(fact, "middlewares") ?? "").split(",").map((m) => m.trim()),
  ]);

function about(
  service: Service,
  view: View,
  { name }: Definition,
  own: HttpRouter,
  other: DefinitionFact,
): Finding<"tie" | "here" | "priority"> {
  const value = String(own.priority + 1);
  const key = `traefik.http.routers.${name.value}.priority`;
  const edits = own.explicit ? undefined : inBlock(service.block, addLabel(service, key, value));
  const fixes: Fix<"priority">[] = edits
    ? [{ title: { key: "priority", args: { router: name.value, value } }, kind: "choice", edits }]
    : [];
  const args = { router: name.value, other: other.name, service: other.service, priority: own.priority };
  return { span: name.span, message: { key: "tie", args }, related: relatedTo(other, view), fixes };
}

function relatedTo(other: DefinitionFact, view: View): Related<"here">[] {
  const place = placeOf(other, view);
  return place ? [{ ...place, message: { key: "here", args: { other: other.name } } }] : [];
}

/** Lists below a name of the user's own. */
const LISTS =
  /^(?:entrypoints\.[^.]+\.(?:forwardedheaders\.(?:trustedips|connection)|proxyprotocol\.trustedips|http\.middlewares)|certificatesresolvers\.[^.]+\.acme\.(?:dnschallenge\.resolvers|cacertificates|emailaddresses))$/;

function* repeatedLists(service: Service): Generator<Finding<"flags" | "join">> {
  const instance = readTraefik(service);
  if (!instance || instance.configFile) return;
  const { flags } = instance.commandLine;
  for (const path of new Set(flags.map((f) => f.path).filter((p) => LISTS.test(p)))) {
    const own = flags.filter((f) => f.path === path);
    const values = own.map((f) => f.value?.value ?? "");
    if (own.length < 2 || new Set(values).size < 2 || values.some((v) => v === "" || hasVariable(v))) continue;
    const last = own.at(-1)!;
    const args = { flag: own[0]!.name.value, all: [...new Set(values)].join(","), last: values.at(-1)! };
    const edits = inBlock(service.block, joined(service, own, args.all));
    const fixes: Fix<"join">[] = edits ? [{ title: { key: "join", args }, kind: "choice", edits }] : [];
    yield { span: last.argument.span, message: { key: "flags", args }, fixes };
  }
}

/** All values in the first flag. Undefined where the others can't be taken out one by one. */
function joined(service: Service, [first, ...others]: readonly Flag[], all: string) {
  const parts = [setFlag(first!, all), ...others.map((f) => removeFlag(service, f))];
  if (!parts.every((p) => p !== undefined)) return undefined;
  const edits = parts.flatMap((p) => p!).sort((a, b) => a.span.start - b.span.start);
  return edits.some((e, i) => i > 0 && e.span.start < edits[i - 1]!.span.end) ? undefined : edits;
}
