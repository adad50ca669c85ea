// A key that this Traefik can't read: one such label makes it drop all of the service's.
import { blockNamed, segmentsIn, sinceOf, versionNumber } from "../../catalog/traefik/labels.ts";
import type { Version } from "../../model/image.ts";
import type { Service } from "../../model/service.ts";
import { type Judged, judgements, releaseName } from "../../workspace/judgement.ts";
import { deeper } from "../fixes/deeper.ts";
import { byDistance, distance } from "../fixes/nearest.ts";
import { type Finding, type Fix, inBlock, type Message, offer, serviceRule } from "../rule.ts";

export const unknownKey = serviceRule({
  id: "labels/unknown-key",
  severity: "error",
  sources: [
    "traefik/paerser parser/element_fill.go, node.go: `field not found` ends the decoding of the whole set",
    "the structs of Traefik's dynamic configuration, v2.0.0 to v3.7.9 (pkg/config/dynamic)",
    "own verdicts of Traefik v2.9.10 to v3.7.9 on 3,111 sets of labels",
  ],
  texts: {
    en: {
      summary: "Traefik can't read a label's key, and drops all labels of the service",
      why: "Traefik decodes the labels of a service together. A key with a part that this version does not know ends that: it writes one line to its log, which does not always name the service, and takes none of the labels. The service has no route then. The parts differ from version to version, and between HTTP, TCP and UDP.",
      unknown: "Traefik {release} knows no `{field}` here, so it drops all {all} Traefik labels of `{service}`.{hint}",
      later: "`{field}` is new in Traefik {since}: {release} does not know it and drops all {all} Traefik labels of `{service}`.",
      hint: " Did you mean `{nearest}`?",
      root: "Traefik's labels begin with `traefik`, not with `{root}`: it drops all {all} Traefik labels of `{service}`.",
      empty: "Two dots in a row, or one at the end, in `{key}`: Traefik drops all {all} Traefik labels of `{service}`.",
      leading: "`{segment}` begins with a bracket, where Traefik wants a name: it drops all {all} Traefik labels of `{service}`.",
      standalone: "`{field}` takes options below it and no value: Traefik drops all {all} Traefik labels of `{service}`.",
      children: "`{field}` takes a value and no options below it: Traefik drops all {all} Traefik labels of `{service}`.",
      rename: "Write `{nearest}`",
      useTraefik: "Write `traefik`",
    },
    "zh-cn": {
      summary: "Traefik 无法读取标签的键，会丢弃服务的全部标签",
      why: "Traefik 会一起解码一个服务的标签。只要某个键含有此版本不认识的部分，解码就会终止：日志中只有一行，且不一定写明是哪个服务；全部标签都不生效，服务也就没有路由。各版本之间、HTTP、TCP 与 UDP 之间，可用的部分有所不同。",
      unknown: "Traefik {release} 在此处不认识 `{field}`，会丢弃 `{service}` 的全部 {all} 个 Traefik 标签。{hint}",
      later: "`{field}` 从 Traefik {since} 起才有：{release} 不认识它，会丢弃 `{service}` 的全部 {all} 个 Traefik 标签。",
      hint: "是否想写 `{nearest}`？",
      root: "Traefik 的标签以 `traefik` 开头，而不是 `{root}`：`{service}` 的全部 {all} 个 Traefik 标签都会被丢弃。",
      empty: "`{key}` 中有两个连续的点，或以点结尾：`{service}` 的全部 {all} 个 Traefik 标签都会被丢弃。",
      leading: "`{segment}` 以方括号开头，而此处应为名称：`{service}` 的全部 {all} 个 Traefik 标签都会被丢弃。",
      standalone: "`{field}` 不能直接取值，其下应有选项：`{service}` 的全部 {all} 个 Traefik 标签都会被丢弃。",
      children: "`{field}` 只取值，其下没有选项：`{service}` 的全部 {all} 个 Traefik 标签都会被丢弃。",
      rename: "改为 `{nearest}`",
      useTraefik: "改为 `traefik`",
    },
  },
  bad: `services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        - traefik.http.routers.web.rules=Host(\`web.example.com\`)
        - traefik.http.services.web.loadbalancer.server.port=8080
`,
  good: `services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.services.web.loadbalancer.server.port=8080
`,
  *check(service, view) {
    for (const judged of judgements(service, view)) {
      const found = describe(judged, service);
      if (found) yield { span: judged.span, ...found };
    }
  },
});

type Key = "unknown" | "later" | "hint" | "root" | "empty" | "leading" | "standalone" | "children" | "rename" | "useTraefik";

function describe(judged: Judged, service: Service): Omit<Finding<Key>, "span"> | undefined {
  const { problem, all } = judged;
  const args = { ...problem.args, all, service: service.name.value };
  switch (problem.code) {
    case "unknown-field":
      // Words beside `traefik.enable` are labels/not-enabled's.
      return problem.args.block === "Provider" ? undefined : unknown(judged, service, args);
    case "invalid-root":
      return { message: { key: "root", args }, fixes: () => replaced(judged, service, "traefik", { key: "useTraefik" }, "safe") };
    case "empty-segment":
      return { message: { key: "empty", args } };
    case "leading-bracket":
      return { message: { key: "leading", args } };
    case "standalone-block":
    case "empty-list-block":
      return { message: { key: "standalone", args } };
    case "scalar-with-children":
      return { message: { key: "children", args } };
    default:
      return undefined;
  }
}

function unknown(judged: Judged, service: Service, args: Readonly<Record<string, string | number>>) {
  const { problem, releases } = judged;
  const { field = "", block = "" } = problem.args;
  const release = releases.map(releaseName).join(" / ");
  const since = sinceOf(block, field.toLowerCase());
  if (since !== undefined && releases.length === 1) {
    return { message: { key: "later" as const, args: { ...args, since, release } } };
  }
  const [first, ...others] = releases.map((r) => namesIn(block, r));
  const names = first!.filter((name) => others.every((list) => list.includes(name)));
  const [nearest, second] = byDistance(
    field.toLowerCase(),
    names.map((n) => n.toLowerCase()),
  );
  const far = nearest === undefined ? Number.POSITIVE_INFINITY : distance(field.toLowerCase(), nearest);
  const spelled = names.find((n) => n.toLowerCase() === nearest) ?? "";
  const likely = far <= Math.max(1, Math.floor(field.length / 3));
  const unique = second === undefined || distance(field.toLowerCase(), second) > far;
  const below = likely ? undefined : deeperIn(block, field, releases);
  if (below !== undefined) {
    const way = field === field.toLowerCase() ? below.toLowerCase() : below;
    const hint: Message<Key>[] = [{ key: "hint", args: { nearest: below } }];
    const fixes = () => replaced(judged, service, way, { key: "rename", args: { nearest: way } }, "choice");
    return { message: { key: "unknown" as const, args: { ...args, release, hint } }, fixes };
  }
  const hint: Message<Key>[] = likely ? [{ key: "hint", args: { nearest: spelled } }] : [];
  // Labels are written in small letters by most.
  const written = field === field.toLowerCase() ? spelled.toLowerCase() : spelled;
  const title: Message<Key> = { key: "rename", args: { nearest: written } };
  const fixes = () => (likely ? replaced(judged, service, written, title, far === 1 && unique ? "safe" : "choice") : []);
  return { message: { key: "unknown" as const, args: { ...args, release, hint } }, fixes };
}

function namesIn(name: string, release: Version): readonly string[] {
  const block = blockNamed(name);
  return block ? segmentsIn(block, versionNumber(release)) : [];
}

/** Where all releases have an option of that name further down. */
function deeperIn(name: string, field: string, releases: readonly Version[]): string | undefined {
  const block = blockNamed(name);
  const [first, ...others] = releases.map((r) => block && deeper(block, field.toLowerCase(), versionNumber(r)));
  return others.every((other) => other === first) ? first : undefined;
}

function replaced({ text }: Judged, service: Service, by: string, title: Message<Key>, kind: "safe" | "choice"): Fix<Key>[] {
  return offer({ title, kind }, text.opaque ? undefined : inBlock(service.block, [{ span: text.span, text: by }]));
}
