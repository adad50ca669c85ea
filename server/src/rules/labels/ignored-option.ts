// A label that Traefik takes and does nothing with: what only files can define, what counts from a later release on, what begins with a word that
// is none of its own.
import { countsFrom, versionNumber } from "../../catalog/traefik/labels.ts";
import type { Version } from "../../model/image.ts";
import type { Label } from "../../model/labels.ts";
import type { Service } from "../../model/service.ts";
import { type Judged, judgements, releaseName } from "../../workspace/judgement.ts";
import { readers } from "../../workspace/reading.ts";
import type { View } from "../../workspace/view.ts";
import { byDistance, distance } from "../fixes/nearest.ts";
import { type Finding, type Fix, inBlock, serviceRule } from "../rule.ts";

export const ignoredOption = serviceRule({
  id: "labels/ignored-option",
  severity: "warning",
  sources: [
    'traefik pkg/config/dynamic@v3.7.9: fields tagged `label:"-"` are accepted and never filled',
    "traefik pkg/config/label/label.go@v2.9.10 and @v3.7.9 DecodeConfiguration: `traefik.http`, `traefik.tcp`, `traefik.udp` and `traefik.tls.stores.default`",
    "own verdicts of Traefik v2.9.10 to v3.7.9 on 3,111 sets of labels",
  ],
  texts: {
    en: {
      summary: "Traefik ignores a label",
      why: "Some things can't be said in labels, and Traefik does not complain when they are: weighted, mirroring and failover services, servers transports, TLS options and certificates are defined in a file (the file provider) and used by labels as `name@file`. Other options came with a later release, or are meant for Kubernetes. And whatever begins neither with `traefik.http`, `traefik.tcp`, `traefik.udp` nor `traefik.enable`, `traefik.docker`, `traefik.swarm` is nobody's, unless a `constraints` expression reads it.",
      service: "Traefik ignores `{option}` in labels: such a service is defined in a file, and used as `NAME@file`.",
      dropped:
        "Traefik drops all {all} labels of `{service}`: `{name}` is left without a load balancer, since `{option}` can be defined in a file only.",
      file: "Traefik ignores `{option}` in labels: it is defined in a file, and used as `NAME@file`.",
      certificate: "Traefik ignores `{option}` in labels: certificates come from a file or from a resolver.",
      later: "Traefik {release} ignores `{option}` in labels: it counts from {since} on.",
      other: "Traefik ignores `{option}` in labels.",
      tags: "Traefik ignores `traefik.tags`: since v2 only a `constraints` expression could read it, and none does.",
      typo: "Traefik ignores `{label}`: it reads `traefik.http`, `traefik.tcp` and `traefik.udp`, but not `traefik.{word}`.{hint}",
      protocol: "Traefik ignores `{label}`: `http` is missing before `{word}`.",
      hint: " Did you mean `{nearest}`?",
      write: "Write {key}",
    },
    "zh-cn": {
      summary: "Traefik 会忽略某个标签",
      why: "有些内容不能用标签定义，而写了 Traefik 也不会报错：weighted、mirroring、failover 服务、servers transport、TLS 选项和证书要在文件中定义（file provider），在标签中用 `name@file` 引用。还有一些选项在后来的版本才有效，或只用于 Kubernetes。不以 `traefik.http`、`traefik.tcp`、`traefik.udp`、`traefik.enable`、`traefik.docker`、`traefik.swarm` 开头的标签没有任何作用，除非 `constraints` 表达式读取它。",
      service: "Traefik 会忽略标签中的 `{option}`：这种服务要在文件中定义，并用 `NAME@file` 引用。",
      dropped: "Traefik 会丢弃 `{service}` 的全部 {all} 个标签：`{option}` 只能在文件中定义，`{name}` 因此没有负载均衡器。",
      file: "Traefik 会忽略标签中的 `{option}`：它要在文件中定义，并用 `NAME@file` 引用。",
      certificate: "Traefik 会忽略标签中的 `{option}`：证书来自文件或证书解析器。",
      later: "Traefik {release} 会忽略标签中的 `{option}`：它从 {since} 起才有效。",
      other: "Traefik 会忽略标签中的 `{option}`。",
      tags: "Traefik 会忽略 `traefik.tags`：从 v2 起只有 `constraints` 表达式能读取它，而这里没有这样的表达式。",
      typo: "Traefik 会忽略 `{label}`：它读取 `traefik.http`、`traefik.tcp` 和 `traefik.udp`，但不读取 `traefik.{word}`。{hint}",
      protocol: "Traefik 会忽略 `{label}`：`{word}` 之前缺少 `http`。",
      hint: "是否想写 `{nearest}`？",
      write: "改为 {key}",
    },
  },
  bad: `services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.services.web.loadbalancer.server.port=8080
        - traefik.http.services.web.mirroring.service=shadow@file
        - traefik.http.services.web.mirroring.mirrors[0].name=test@file
`,
  good: `services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.routers.web.service=mirrored@file
        - traefik.http.services.web.loadbalancer.server.port=8080
`,
  *check(service, view) {
    const all = judgements(service, view);
    const told = new Set<string>();
    for (const judged of all) {
      const { code } = judged.problem;
      if (code === "ignored-field") yield field(judged, service, all);
      const [label] = judged.labels;
      if (code !== "unread-label" || !label) continue;
      // One word for all labels of one thing.
      const [, root = "", kind = "", name = ""] = label.key.value.toLowerCase().split(".");
      const thing = root === "tls" ? `${kind} ${name}` : label.key.value;
      const found = told.has(thing) ? undefined : unread(judged, label, service, view);
      if (found) told.add(thing);
      if (found) yield found;
    }
  },
});

type Key = "service" | "dropped" | "file" | "certificate" | "later" | "other" | "tags" | "typo" | "protocol" | "hint" | "write";

const SERVICES = ["weighted", "mirroring", "failover", "highestRandomWeight"];
const FILES = ["serversTransports"];
const CERTIFICATES = ["defaultCertificate"];

function field({ problem, span, all, labels, releases }: Judged, service: Service, others: readonly Judged[]): Finding<Key> {
  const { field: option = "", block = "" } = problem.args;
  const since = countsSince(block, option, releases);
  if (since !== undefined) {
    const release = releases.map(releaseName).join(" / ");
    return { span, message: { key: "later", args: { option, since, release } } };
  }
  const dropping = others.find((j) => j.problem.code === "no-load-balancer" && j.labels.some((l) => labels.includes(l)));
  if (dropping && SERVICES.includes(option)) {
    const args = { option, all, service: service.name.value, name: dropping.problem.args.service! };
    return { span, message: { key: "dropped", args }, severity: "error" };
  }
  const is = (names: readonly string[]) => names.includes(option);
  const key = is(SERVICES) ? "service" : is(FILES) ? "file" : is(CERTIFICATES) ? "certificate" : "other";
  return { span, message: { key, args: { option } } };
}

/** The release from which on it counts, if that is one for all that may read it. */
function countsSince(block: string, option: string, releases: readonly Version[]): string | undefined {
  const all = new Set(releases.map((r) => countsFrom(block, option.toLowerCase(), versionNumber(r))));
  return all.size === 1 ? [...all][0] : undefined;
}

function unread({ problem, span, releases }: Judged, label: Label, service: Service, view: View): Finding<Key> | undefined {
  const key = label.key.value;
  const [, root = "", kind = ""] = key.toLowerCase().split(".");
  const release = releases.map(releaseName).join(" / ");
  if (problem.args.reason === "udp") return { span, message: { key: "later", args: { option: "traefik.udp", since: "2.2", release } } };
  if (problem.args.reason === "tls") {
    // Later releases read it.
    const stores = key.toLowerCase().startsWith("traefik.tls.stores.default.");
    if (stores) return { span, message: { key: "later", args: { option: "traefik.tls.stores.default", since: "2.11.1", release } } };
    const option = `traefik.tls.${kind}`;
    return { span, message: { key: kind === "options" || kind === "stores" ? "file" : "certificate", args: { option } } };
  }
  if (problem.args.reason !== "unknown" || isAsked(key, view)) return undefined;
  if (root === "tags")
    return readers(view).every((r) => r.traefik?.constraints !== undefined) ? { span, message: { key: "tags" } } : undefined;
  return typo(label, service);
}

/** A Traefik's constraints name the label. */
const isAsked = (key: string, view: View): boolean => readers(view).some(({ traefik }) => traefik?.constraints?.includes(key) ?? false);

const KINDS = ["routers", "services", "middlewares", "serverstransports"];
const PROTOCOLS = ["http", "tcp", "udp"];

/** Only what can't be meant for anybody else: the shape of a router, service or middleware. */
function typo(label: Label, service: Service): Finding<Key> | undefined {
  const { value, span } = label.key;
  const [root, word = "", ...rest] = value.split(".");
  const [kind = ""] = rest;
  const isMissing = KINDS.includes(word.toLowerCase()) && rest.length >= 2;
  if (!isMissing && !(KINDS.includes(kind.toLowerCase()) && rest.length >= 3)) return undefined;
  const at = label.key.slice(root!.length + 1, root!.length + 1 + word.length);
  const write = (instead: string, sure: boolean): Fix<Key>[] => {
    const edits = label.key.opaque ? undefined : inBlock(service.block, [{ span: at.span, text: instead }]);
    return edits ? [{ title: { key: "write", args: { key: `traefik.${instead}` } }, kind: sure ? "safe" : "choice", edits }] : [];
  };
  if (isMissing) return { span, message: { key: "protocol", args: { label: value, word } }, fixes: () => write(`http.${word}`, false) };
  const [nearest, second] = byDistance(word, PROTOCOLS);
  const far = distance(word.toLowerCase(), nearest!);
  const isNear = far <= 2 && distance(word.toLowerCase(), second!) > far;
  const hint = isNear ? [{ key: "hint" as const, args: { nearest: nearest! } }] : [];
  const message = { key: "typo" as const, args: { label: value, word, hint } };
  return { span: at.span, message, fixes: () => (isNear ? write(nearest!, far === 1) : []) };
}
