// A list that is written with an index or a key for each item, where Traefik wants one label with commas; and a list of blocks that is written
// as plain values. Traefik makes an empty list of it and says nothing.
import type { Label } from "../../model/labels.ts";
import type { Service } from "../../model/service.ts";
import type { Edit } from "../../syntax/edit.ts";
import { type Judged, judgements } from "../../workspace/judgement.ts";
import { removeLabels } from "../fixes/remove-labels.ts";
import { type Finding, type Fix, inBlock, type Message, offer, serviceRule } from "../rule.ts";

export const indexedList = serviceRule({
  id: "labels/indexed-list",
  severity: "warning",
  sources: [
    "traefik/paerser parser/element_fill.go setSlice: a list of texts is the label's own value, cut at commas; what is below is not looked at",
    "own verdicts of Traefik v2.9.10 to v3.7.9 on 3,111 sets of labels",
    "https://doc.traefik.io/traefik/reference/routing-configuration/other-providers/swarm/",
  ],
  texts: {
    en: {
      summary: "A list is written with an index, so it stays empty",
      why: "A list of texts (`entrypoints`, `middlewares`, `prefixes`, ...) is one label with commas: `middlewares=auth,zip`. With an index, `middlewares[0]=auth`, Traefik makes an empty list of it and says nothing: the router runs without its middlewares. The other way round it is with `tls.domains`, a list of blocks: it needs an index, `tls.domains[0].main=example.com`.",
      list: "Traefik does not read this, and the list stays empty: it is one label with commas. Write `{example}`.",
      beside: "Traefik does not read this, only `{plain}`: a list is one label with commas.",
      blocks: "Traefik does not read this: `{field}` is a list with an index. Write `{example}`.",
      join: "Write {example}",
      add: "Add to {plain}",
    },
    "zh-cn": {
      summary: "列表写成了带索引的形式，结果是空的",
      why: "字符串列表（`entrypoints`、`middlewares`、`prefixes` 等）是一个用逗号分隔的标签：`middlewares=auth,zip`。如果带索引写成 `middlewares[0]=auth`，Traefik 会得到一个空列表，且不作任何提示：路由器会在没有中间件的情况下运行。`tls.domains` 则相反，它是块的列表，需要索引：`tls.domains[0].main=example.com`。",
      list: "Traefik 不会读取它，列表仍是空的：列表是一个用逗号分隔的标签。请写成 `{example}`。",
      beside: "Traefik 不会读取它，只读取 `{plain}`：列表是一个用逗号分隔的标签。",
      blocks: "Traefik 不会读取它：`{field}` 是带索引的列表。请写成 `{example}`。",
      join: "改为 {example}",
      add: "加到 {plain} 中",
    },
  },
  bad: `services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.routers.web.entrypoints[0]=web
        - traefik.http.routers.web.entrypoints[1]=websecure
        - traefik.http.services.web.loadbalancer.server.port=8080
`,
  good: `services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.routers.web.entrypoints=web,websecure
        - traefik.http.services.web.loadbalancer.server.port=8080
`,
  *check(service, view) {
    for (const judged of judgements(service, view)) {
      if (judged.problem.code === "indexed-list") yield* ofTexts(judged, service);
      if (judged.problem.code === "plain-list-block") yield* ofBlocks(judged, service);
    }
  },
});

type Key = "list" | "beside" | "blocks" | "join" | "add";

/** One label for all items. */
function* ofTexts({ problem, span, labels: [label] }: Judged, service: Service): Generator<Finding<Key>> {
  if (!label) return;
  const base = baseOf(label, problem.args.index!);
  const name = base.slice(base.lastIndexOf(".") + 1);
  const all = service.deployLabels!.labels;
  const items = all.filter((l) => indexIn(l, base) !== undefined);
  const plain = all.findLast((l) => l.key.value.toLowerCase() === base.toLowerCase());
  const known = items.every((l) => Number.isFinite(indexIn(l, base)!));
  const sorted = known ? [...items].sort((a, b) => indexIn(a, base)! - indexIn(b, base)!) : items;
  const example = `${name}=${sorted.map((l) => l.value?.value ?? "").join(",")}`;
  const into = plain ?? sorted[0]!;
  const message: Message<Key> = plain
    ? { key: "beside", args: { plain: plain.key.value } }
    : { key: "list", args: { example: example.length > 60 ? `${name}=a,b` : example } };
  const title: Message<Key> = plain
    ? { key: "add", args: { plain: plain.key.value } }
    : { key: "join", args: { example: example.length > 60 ? `${name}=…` : example } };
  const fixes = () =>
    offer(
      { title, kind: known && !plain ? ("safe" as const) : ("choice" as const) },
      inBlock(service.block, label.key.opaque ? undefined : join(service, into, sorted, base)),
    );
  yield { span, message, fixes };
}

const baseOf = ({ key: { value } }: Label, last: string): string => value.slice(0, value.length - last.length).replace(/\.$/, "");

/** Where a label is an item of the list: its index; not finite where it has another key. Undefined for other labels. */
function indexIn({ key: { value } }: Label, base: string): number | undefined {
  if (!value.toLowerCase().startsWith(base.toLowerCase())) return undefined;
  const rest = /^\[([^.[\]]*)\]$|^\.([^.]+)$/.exec(value.slice(base.length));
  if (!rest) return undefined;
  const index = rest[1] ?? rest[2]!;
  return /^\d{1,4}$/.test(index) ? Number(index) : Number.POSITIVE_INFINITY;
}

/** As they are written, so only where all are written alike. */
function join(service: Service, into: Label, items: readonly Label[], base: string): Edit[] | undefined {
  const set = service.deployLabels!;
  const { source } = service.block;
  const all = items.includes(into) ? items : [into, ...items];
  const style = styleOf(into);
  const inFlow = set.entry.value.kind !== "scalar" && set.entry.value.flow && style === "plain";
  if (style === undefined || all.some((l) => styleOf(l) !== style) || items.some((l) => l.value!.value.includes(","))) return undefined;
  if (inFlow && all.length > 1) return undefined;
  const rest = all.filter((l) => l !== into);
  const removed = rest.length > 0 ? removeLabels(service, set, rest) : [];
  if (!removed) return undefined;
  const written = rest.map((l) => `,${source.slice(l.value!.span.start, l.value!.span.end)}`).join("");
  const end = into.value!.span.end;
  const start = into.key.slice(base.length, into.key.value.length).span;
  return [
    ...(into.key.value.length > base.length ? [{ span: start, text: "" }] : []),
    ...(written === "" ? [] : [{ span: { start: end, end }, text: written }]),
    ...removed,
  ];
}

function styleOf({ part, value, key }: Label): string | undefined {
  const node = part?.value;
  return value && !value.opaque && !key.opaque && value.value !== "" && node?.kind === "scalar" && !node.grafted && !node.anchor
    ? node.style
    : undefined;
}

/** `domains`, the only list of blocks that labels give. */
function* ofBlocks({ problem, span, labels: [label] }: Judged, service: Service): Generator<Finding<Key>> {
  if (!label || problem.args.field !== "domains") return;
  const { item } = problem.args;
  const key = label.key.value;
  const base = baseOf(label, item ?? "");
  const name = base.slice(base.lastIndexOf(".") + 1);
  const isField = item !== undefined && /^(?:main|sans)$/i.test(item);
  const index = item !== undefined && /^\[\d+\]$/.test(item) ? item : "[0]";
  const option = isField ? item : "main";
  const wanted = `${base}${index}.${option}`;
  const value = label.value?.value ?? "";
  const isFree = !service.deployLabels!.labels.some((l) => l.key.value.toLowerCase().startsWith(`${base}${index}.`.toLowerCase()));
  const isClear =
    isFree &&
    value !== "" &&
    (option.toLowerCase() !== "main" || !value.includes(",")) &&
    (isField || item === index || item === undefined);
  const example = `${name}${index}.${option}=${value}`;
  const rest = label.key.slice(base.length, key.length).span;
  const edits =
    !isClear || label.key.opaque || !label.part ? undefined : inBlock(service.block, [{ span: rest, text: wanted.slice(base.length) }]);
  const fixes = (): Fix<"join">[] => (edits ? [{ title: { key: "join", args: { example } }, kind: "safe", edits }] : []);
  yield { span, message: { key: "blocks" as const, args: { field: problem.args.field, example } }, fixes };
}
