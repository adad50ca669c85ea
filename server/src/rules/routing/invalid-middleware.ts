// A middleware that Traefik can't build: every router that uses it is switched off, those of other services too. One that nobody uses is not
// built, so it is a hint at most.
import { hasVariable, type Service } from "../../model/service.ts";
import { type Definition, middlewaresOf, symbolsOf } from "../../model/symbols.ts";
import type { DefinitionFact } from "../../workspace/graph.ts";
import { type Judged, judgements } from "../../workspace/judgement.ts";
import { reading } from "../../workspace/reading.ts";
import { loopOf, routersThrough } from "../../workspace/uses.ts";
import type { View } from "../../workspace/view.ts";
import { addLabel, setLabel } from "../fixes/add-label.ts";
import { type Fill, faultOf, type Why } from "../fixes/middleware-fault.ts";
import { removeLabels } from "../fixes/remove-labels.ts";
import { spareComma } from "../fixes/spare-comma.ts";
import { type Finding, type Fix, inBlock, type Message, offer, serviceRule } from "../rule.ts";

export const invalidMiddleware = serviceRule({
  id: "routing/invalid-middleware",
  severity: "error",
  sources: [
    "traefik pkg/server/middleware/middlewares.go and pkg/middlewares: each constructor's errors switch off the routers that use the middleware",
    "measured with v2.9.10, v2.11.53 and v3.7.9",
  ],
  texts: {
    en: {
      summary: "A middleware can't be built, and every router that uses it is dead",
      why: "Traefik builds the middlewares of a router when it starts the router. If one of them can't be built (users that are no `name:hash`, a redirection without a scheme, an address range or a regular expression that can't be read, two types in one, a chain that contains itself), the router is switched off: 404. That holds for all routers that use it, those of other stacks too. A middleware that no router uses does no harm.",
      one: "The router {routers} is dead: its middleware `{name}` can't be built. {why}",
      several: "The routers {routers} are dead: their middleware `{name}` can't be built. {why}",
      users: "Every router that uses the middleware `{name}` is dead: it can't be built. {why}",
      unused: "No router here uses the middleware `{name}`; one that does is dead, for it can't be built. {why}",
      comma: "The router {routers} is dead: a comma too many in its list asks for a middleware without a name.",
      missing: "`{option}` is missing.",
      user: "`{item}` is not `{form}`.",
      range: "`{item}` is no IP address, and no range like `10.0.0.0/8`.",
      status: "`{item}` is no status like `404`, and no range like `500-599`.",
      pattern: "`{item}` is no regular expression that Traefik can read.",
      expression: "`{item}` is no expression that Traefik can read.",
      value: "`{item}` is no value for `{option}`.",
      beside: "`{option}` can't stand beside `{item}`.",
      source: "`sourcecriterion` takes one of `ipstrategy`, `requestheadername` and `requesthost`, and here are several.",
      half: "`tls.cert` and `tls.key` need each other.",
      nothing: "All its options are false, 0 or empty.",
      off: "`{item}` turns `{option}` off, and nothing else is in it.",
      empty: "It has no type.",
      mixed: "It is {types} at once, and a middleware can be one of them only.",
      loop: "It comes back to itself: {way}.",
      blank: "A comma too many in its list asks for a middleware without a name.",
      add: "Add {label}",
      set: "Write {label}",
      remove: "Remove {option} from {name}",
      removeComma: "Remove the comma",
    },
    "zh-cn": {
      summary: "中间件无法创建，使用它的路由器都不起作用",
      why: "Traefik 在启动路由器时创建它的中间件。只要有一个无法创建（用户不是 `name:hash` 的形式、重定向没有 scheme、地址范围或正则表达式无法读取、一个中间件有两种类型、链包含自己），该路由器就会被停用：404。使用它的所有路由器都是如此，其他 stack 的也一样。没有路由器使用的中间件没有影响。",
      one: "路由器 {routers} 不起作用：它的中间件 `{name}` 无法创建。{why}",
      several: "路由器 {routers} 都不起作用：它们的中间件 `{name}` 无法创建。{why}",
      users: "使用中间件 `{name}` 的路由器都不起作用：它无法创建。{why}",
      unused: "这里没有路由器使用中间件 `{name}`；它无法创建，使用它的路由器不会起作用。{why}",
      comma: "路由器 {routers} 不起作用：列表中多了一个逗号，等于要使用一个没有名称的中间件。",
      missing: "缺少 `{option}`。",
      user: "`{item}` 不是 `{form}` 的形式。",
      range: "`{item}` 不是 IP 地址，也不是 `10.0.0.0/8` 这样的范围。",
      status: "`{item}` 不是 `404` 这样的状态码，也不是 `500-599` 这样的范围。",
      pattern: "`{item}` 不是 Traefik 能读取的正则表达式。",
      expression: "`{item}` 不是 Traefik 能读取的表达式。",
      value: "`{item}` 不是 `{option}` 的有效值。",
      beside: "`{option}` 不能与 `{item}` 同时使用。",
      source: "`sourcecriterion` 只能使用 `ipstrategy`、`requestheadername`、`requesthost` 中的一个，这里有多个。",
      half: "`tls.cert` 和 `tls.key` 必须同时给出。",
      nothing: "它的选项都是 false、0 或空。",
      off: "`{item}` 关闭了 `{option}`，其中再没有别的内容。",
      empty: "它没有类型。",
      mixed: "它同时是 {types}，而一个中间件只能是其中之一。",
      loop: "它又回到自己：{way}。",
      blank: "列表中多了一个逗号，等于要使用一个没有名称的中间件。",
      add: "添加 {label}",
      set: "改为 {label}",
      remove: "从 {name} 中删除 {option}",
      removeComma: "删除多余的逗号",
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
        - traefik.http.routers.web.middlewares=https
        - traefik.http.middlewares.https.redirectscheme.permanent=true
        - traefik.http.services.web.loadbalancer.server.port=8080
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
        - traefik.http.routers.web.middlewares=https
        - traefik.http.middlewares.https.redirectscheme.permanent=true
        - traefik.http.middlewares.https.redirectscheme.scheme=https
        - traefik.http.services.web.loadbalancer.server.port=8080
`,
  *check(service, view) {
    const read = reading(service, view);
    if (read?.set.scope !== "deploy" || read.taken === "no") return;
    const all = judgements(service, view);
    // What Traefik drops as a whole has no middlewares.
    if (all.some(({ problem: { effect } }) => effect === "drops-all" || effect === "panics")) return;
    for (const judged of all) {
      // What a forgotten name or option makes of a label is told elsewhere.
      if (all.some((j) => j.problem.code === "lost-value" && j.labels.some((l) => judged.labels.includes(l)))) continue;
      const fault = faultOf(judged);
      if (fault) yield about(service, view, judged, fault);
    }
    const { definitions } = symbolsOf(read.set);
    for (const definition of definitions) {
      const loop = loopIn(definition, definitions, view);
      if (loop) yield loop;
      const comma = ofComma(service, view, definition);
      if (comma) yield comma;
    }
  },
});

type Title = "add" | "set" | "remove" | "removeComma";
type Any = "one" | "several" | "users" | "unused" | "comma" | Why | Title;

function about(service: Service, view: View, judged: Judged, { why, fill, parts }: ReturnType<typeof faultOf> & object): Finding<Any> {
  const { args, effect } = judged.problem;
  const of = { protocol: args.protocol as "http" | "tcp", name: args.middleware! };
  const fixes = () => [...(fill ? fills(service, of, fill) : []), ...parts.flatMap((type) => removal(service, of, type))];
  const span = judged.span.start === judged.span.end ? judged.labels[0]!.key.span : judged.span;
  return { ...lost(of, why, view, effect === "runtime"), span, fixes };
}

type Named = Pick<Definition, "protocol"> & { readonly name: string };

/** @param used by something of its own service, even if no router shows it */
function lost(of: Named, why: Message<Why>, view: View, used = false): Pick<Finding<Any>, "message" | "severity"> {
  const routers = routersThrough(of, view);
  const key = routers.length === 1 ? "one" : routers.length > 1 ? "several" : used ? "users" : "unused";
  const args = { name: of.name, routers: shown(routers, view), why: [why] };
  return { message: { key, args }, severity: key === "unused" ? "hint" : "error" };
}

/** More names help nobody. */
const SHOWN = 4;

/** Those of other files with their service. */
function shown(routers: readonly DefinitionFact[], view: View): string[] {
  const names = routers.map(({ name, service, uri }) => (uri === view.uri() ? `\`${name}\`` : `\`${name}\` (\`${service}\`)`));
  return names.length > SHOWN ? [...names.slice(0, SHOWN), "…"] : names;
}

function fills(service: Service, { protocol, name }: Named, { option, values, placeholder }: Fill): Fix<Any>[] {
  if (hasVariable(name) || name.includes("$")) return [];
  const key = `traefik.${protocol}.middlewares.${name}.${option}`;
  const there = service.deployLabels!.labels.find((l) => l.key.value.toLowerCase() === key.toLowerCase());
  return values.flatMap((value): Fix<Any>[] => {
    const text = placeholder ? `\${1:${value}}` : value;
    const edits = inBlock(service.block, there ? setLabel(service, there, text) : addLabel(service, key, text));
    return edits
      ? [{ title: { key: there ? "set" : "add", args: { label: `${option}=${value}` } }, kind: "choice", edits, snippet: placeholder }]
      : [];
  });
}

function removal(service: Service, { protocol, name }: Named, type: string): Fix<Any>[] {
  const set = service.deployLabels!;
  const path = `traefik.${protocol}.middlewares.${name}.${type}`.toLowerCase();
  const own = set.labels.filter(({ key: { value } }) => value.toLowerCase() === path || value.toLowerCase().startsWith(`${path}.`));
  return offer(
    { title: { key: "remove", args: { option: type, name } }, kind: "choice" },
    own.length > 0 ? inBlock(service.block, removeLabels(service, set, own)) : undefined,
  );
}

/** Told once for each label set that takes part, at its first chain. */
function loopIn(definition: Definition, all: readonly Definition[], view: View): Finding<Any> | undefined {
  const items = definition.kind === "middlewares" ? middlewaresOf(definition) : [];
  if (items.length === 0) return undefined;
  const of = { protocol: definition.protocol, name: definition.name.value };
  const way = loopOf(of, view);
  const first = all.find((d) => d.protocol === definition.protocol && d.kind === "middlewares" && way?.includes(d.name.value));
  const at = items.find((i) => i.value.split("@")[0] === way?.[1]);
  if (!way || !at || first !== definition) return undefined;
  const why = { key: "loop" as const, args: { way: way.map((n) => `\`${n}\``).join(" → ") } };
  return { ...lost(of, why, view), span: at.span };
}

/** The name that is missing is asked for like any other. */
function ofComma(service: Service, view: View, { kind, protocol, name, options }: Definition): Finding<Any> | undefined {
  const list = kind === "routers" ? "middlewares" : kind === "middlewares" ? "chain.middlewares" : undefined;
  const comma = list && spareComma(service, options.get(list));
  if (!comma) return undefined;
  const found = { span: comma.at.span, fixes: comma.fixes };
  if (kind === "routers") return { ...found, message: { key: "comma", args: { routers: [`\`${name.value}\``] } } };
  return { ...found, ...lost({ protocol, name: name.value }, { key: "blank" }, view) };
}
