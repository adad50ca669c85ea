// A block that may be switched on by a label of its own, and is switched off by it: Traefik leaves out all that is set below.
import type { Label } from "../../model/labels.ts";
import type { Service } from "../../model/service.ts";
import { type Judged, judgements } from "../../workspace/judgement.ts";
import { setLabel } from "../fixes/add-label.ts";
import { removeLabels } from "../fixes/remove-labels.ts";
import { type Fix, inBlock, type Message, serviceRule } from "../rule.ts";

export const disabledBlock = serviceRule({
  id: "labels/disabled-block",
  severity: "warning",
  sources: [
    "traefik/paerser parser/element_fill.go setPtr: a block that may be empty is left out unless its own text is empty or `true`, in any case",
    "own verdicts of Traefik v2.9.10 to v3.7.9 on 3,111 sets of labels",
    "https://doc.traefik.io/traefik/reference/routing-configuration/http/tls/overview/",
  ],
  texts: {
    en: {
      summary: "A label switches a block off, with all that is set in it",
      why: "`tls`, `sticky`, `compress`, `ipstrategy` and some others may be written alone, to switch them on with their defaults. Traefik takes `true` for that, or nothing at all. Any other text switches the block off: `false`, but also `yes`, `on` and `1`. All labels below it, `tls.certresolver` for instance, are left out then, and nothing is logged.",
      off: "`{field}={value}` switches {below} off too. Remove what you do not mean: this, or what stands below it.",
      lost: "Traefik leaves `{field}` off, and with it {below}: only `true` switches it on, `{value}` does not.",
      alone: "Traefik leaves `{field}` off: only `true` switches it on, `{value}` does not.",
      one: "`{other}`",
      several: "{count} labels below it",
      set: "Write true",
      remove: "Remove {label}",
      removeBelow: "Remove what is switched off below {label}",
    },
    "zh-cn": {
      summary: "一个标签关闭了某个块及其中的全部设置",
      why: "`tls`、`sticky`、`compress`、`ipstrategy` 等可以单独书写，以便按默认值启用。Traefik 只把 `true` 或空值当作启用；其他任何值都会关闭这个块：`false` 如此，`yes`、`on`、`1` 也一样。这时其下的所有标签（例如 `tls.certresolver`）都会被忽略，且日志中没有任何提示。",
      off: "`{field}={value}` 把{below}也一并关闭了。请删除不需要的部分：此标签，或其下的标签。",
      lost: "Traefik 不会启用 `{field}`，{below}也随之失效：只有 `true` 能启用它，`{value}` 不能。",
      alone: "Traefik 不会启用 `{field}`：只有 `true` 能启用它，`{value}` 不能。",
      one: "标签 `{other}` ",
      several: "其下的 {count} 个标签",
      set: "改为 true",
      remove: "删除 {label}",
      removeBelow: "删除 {label} 之下被关闭的标签",
    },
  },
  bad: `services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.routers.web.tls=yes
        - traefik.http.routers.web.tls.certresolver=le
        - traefik.http.services.web.loadbalancer.server.port=8080
`,
  good: `services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.routers.web.tls=true
        - traefik.http.routers.web.tls.certresolver=le
        - traefik.http.services.web.loadbalancer.server.port=8080
`,
  *check(service, view) {
    const all = judgements(service, view);
    for (const { problem, span, labels } of all) {
      if (problem.code !== "disabled-block") continue;
      const toggle = service.deployLabels!.labels[problem.at!.label]!;
      const below = labels.filter((l) => l !== toggle);
      const isMeant = /^\s*(?:false|f|0|no?|off|disabled?)\s*$/i.test(problem.args.value!);
      // Off is what it is without a word, too; a middleware that is left with nothing is another finding.
      if ((below.length === 0 && isMeant) || all.some((j) => isEmptied(j, toggle))) continue;
      const key = below.length === 0 ? "alone" : isMeant ? "off" : "lost";
      const args = { ...problem.args, label: toggle.key.value, below: [listed(toggle, below)] };
      yield { span, message: { key, args }, fixes: () => fixes(service, toggle, isMeant ? below : []) };
    }
  },
});

const isEmptied = ({ problem, labels }: Judged, toggle: Label): boolean => problem.code === "empty-middleware" && labels.includes(toggle);

/** `tls.certresolver`, if it is that alone. */
function listed(toggle: Label, below: readonly Label[]): Message<"one" | "several"> {
  const other = below[0]?.key.value.slice(toggle.key.value.lastIndexOf(".") + 1) ?? "";
  return below.length === 1 ? { key: "one", args: { other } } : { key: "several", args: { count: below.length } };
}

type Title = "set" | "remove" | "removeBelow";

function fixes(service: Service, toggle: Label, below: readonly Label[]): Fix<Title>[] {
  const set = service.deployLabels!;
  const label = toggle.key.value;
  const choice = (key: Title, edits: ReturnType<typeof setLabel>): Fix<Title>[] => {
    const inside = inBlock(service.block, edits);
    return inside ? [{ title: { key, args: { label } }, kind: "choice", edits: inside }] : [];
  };
  return [
    ...choice("set", setLabel(service, toggle, "true")),
    ...(below.length > 0
      ? choice("removeBelow", removeLabels(service, set, below))
      : choice("remove", removeLabels(service, set, [toggle]))),
  ];
}
