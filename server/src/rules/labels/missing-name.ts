// A name or an option is forgotten: Traefik takes what stands there for the other one, and the value is lost without a word.
import type { Service } from "../../model/service.ts";
import { type Judged, judgements, releaseName } from "../../workspace/judgement.ts";
import { type Fix, inBlock, offer, serviceRule } from "../rule.ts";

export const missingName = serviceRule({
  id: "labels/missing-name",
  severity: "warning",
  sources: [
    "traefik/paerser parser/element_fill.go: a map's entry takes no value, and a plain value at its place is not looked at",
    "own verdicts of Traefik v2.9.10 to v3.7.9 on 3,111 sets of labels",
  ],
  texts: {
    en: {
      summary: "A label lacks a name or an option, so its value is lost",
      why: "Behind `routers`, `services` and `middlewares` comes a name of your own, and behind that an option. Where one of the two is forgotten, Traefik takes the other one for the name, makes an empty entry of it and says nothing. The value counts for nothing.",
      entry:
        "`{field}` stands where a name is expected, so Traefik takes it for one of `{entries}` and the value is lost. Write `{entries}.NAME.{field}`.",
      named: "`{field}` is a name here and takes no value, only options behind it: `{value}` is lost.",
      nothing: "Behind the name `{field}` an option is missing, so this label sets nothing.",
      router: "Behind the name `{field}` an option is missing: Traefik makes a router of that name, with its default rule.",
      value: "`{field}` takes options below it and no value: `{value}` is lost.",
      cut: "Traefik {release} reads a name in `{field}` up to its first dot: `{cut}`, and what is written behind it is lost.",
      insert: "Insert the name `{name}`",
    },
    "zh-cn": {
      summary: "标签缺少名称或选项，其值会丢失",
      why: "`routers`、`services`、`middlewares` 之后是自定的名称，其后是选项。缺少其中之一时，Traefik 会把另一个当作名称，生成一个空的条目，且不作任何提示。该值不起作用。",
      entry: "`{field}` 处于名称的位置，Traefik 会把它当作 `{entries}` 中的一个，其值会丢失。请写成 `{entries}.NAME.{field}`。",
      named: "`{field}` 在这里是名称，不能直接取值，其后应有选项：`{value}` 会丢失。",
      nothing: "名称 `{field}` 之后缺少选项，因此该标签不起任何作用。",
      router: "名称 `{field}` 之后缺少选项：Traefik 会生成一个同名的路由器，并使用其默认规则。",
      value: "`{field}` 不能直接取值，其下应有选项：`{value}` 会丢失。",
      cut: "Traefik {release} 读取 `{field}` 中的名称时只到第一个点为止：`{cut}`，其后所写的会丢失。",
      insert: "插入名称 `{name}`",
    },
  },
  bad: `services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        - traefik.http.routers.web.entrypoints=web
        - traefik.http.routers.rule=Host(\`web.example.com\`)
        - traefik.http.services.web.loadbalancer.server.port=8080
`,
  good: `services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        - traefik.http.routers.web.entrypoints=web
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.services.web.loadbalancer.server.port=8080
`,
  *check(service, view) {
    for (const judged of judgements(service, view)) {
      const { problem, span } = judged;
      if (problem.code !== "lost-value") continue;
      const { entries = "", option } = problem.args;
      const key = keyOf(problem.args);
      const release = judged.releases.map(releaseName).join(" / ");
      yield {
        span,
        message: { key, args: { ...problem.args, release } },
        fixes: () => (option === "yes" ? insertName(judged, service, entries) : []),
      };
    }
  },
});

/** What is forgotten; a name without an option is no loss where other labels give it some. */
function keyOf({ value, cut, entries, option, alone }: Judged["problem"]["args"]) {
  if (cut !== undefined) return "cut";
  if (option === "yes" && value !== "") return "entry";
  if (entries === undefined) return "value";
  if (value !== "") return "named";
  return alone === "yes" && entries === "routers" ? "router" : "nothing";
}

/** The only name that the other labels have there. */
function insertName({ text, labels: [label] }: Judged, service: Service, entries: string): Fix<"insert">[] {
  const before = label!.key.value.toLowerCase().split(".").slice(0, 2).join(".");
  const prefix = `${before}.${entries.toLowerCase()}.`;
  const names = (service.deployLabels?.labels ?? []).flatMap((l) => {
    if (l === label || !l.key.value.toLowerCase().startsWith(prefix)) return [];
    const [name, option] = l.key.value.slice(prefix.length).split(".");
    return name && option ? [name] : [];
  });
  const [name, ...others] = new Set(names);
  if (name === undefined || others.length > 0 || text.opaque) return [];
  return offer(
    { title: { key: "insert", args: { name } }, kind: "choice" },
    inBlock(service.block, [{ span: { start: text.span.start, end: text.span.start }, text: `${name}.` }]),
  );
}
