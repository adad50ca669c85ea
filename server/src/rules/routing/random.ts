// What Traefik leaves to chance at each start: lists below a name of the user's own that are given in several flags. Which network is taken, and
// which of two routers, is said elsewhere.
import type { Flag } from "../../model/flags.ts";
import { hasVariable, type Service } from "../../model/service.ts";
import { readTraefik } from "../../model/traefik.ts";
import { removeFlag, setFlag } from "../fixes/flags.ts";
import { type Finding, type Fix, inBlock, offer, serviceRule } from "../rule.ts";

export const random = serviceRule({
  id: "routing/random",
  severity: "warning",
  sources: [
    "measured with v2.9.10 to v3.7.9: `--entrypoints.web.forwardedheaders.trustedips` given twice is sometimes both, sometimes the last one",
    "measured with v2.9.10 to v3.7.9: the same of `--entrypoints.web.http.middlewares`",
  ],
  texts: {
    en: {
      summary: "A list in several flags is complete only by chance",
      why: "A list below a name of your own, `--entrypoints.web.forwardedHeaders.trustedIPs`, that is given in two flags is sometimes both and sometimes the last one only, anew at each start of Traefik: a middleware or a trusted address may be missing until the next restart. In one flag, with commas, the list is always whole.",
      flags:
        "Each start of Traefik makes `--{flag}` either `{all}` or `{last}` alone, at random: several flags do not make a list here. Write one.",
      join: "Write --{flag}={all}",
    },
    "zh-cn": {
      summary: "分写在几个选项中的列表是否完整，全凭偶然",
      why: "自定义名称之下的列表，例如 `--entrypoints.web.forwardedHeaders.trustedIPs`，如果分两次给出，有时两者都有效，有时只有最后一个有效，Traefik 每次启动都不同：某个中间件或受信任的地址可能一直缺失，直到下次重启。写在一个选项里、用逗号分隔，列表就总是完整的。",
      flags: "`--{flag}` 是 `{all}` 还是只有 `{last}`，每次启动全凭偶然：这里的几个选项不会合并成列表。请写在一个选项里。",
      join: "改为 --{flag}={all}",
    },
  },
  bad: `services:
  proxy:
    image: traefik:v3.1
    command:
      - --providers.swarm=true
      - --entrypoints.web.address=:80
      - --entrypoints.web.forwardedHeaders.trustedIPs=10.0.0.0/8
      - --entrypoints.web.forwardedHeaders.trustedIPs=172.16.0.0/12
    deploy:
      placement:
        constraints: [node.role == manager]
`,
  good: `services:
  proxy:
    image: traefik:v3.1
    command:
      - --providers.swarm=true
      - --entrypoints.web.address=:80
      - --entrypoints.web.forwardedHeaders.trustedIPs=10.0.0.0/8,172.16.0.0/12
    deploy:
      placement:
        constraints: [node.role == manager]
`,
  check: repeatedLists,
});

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
    const fixes = (): Fix<"join">[] =>
      offer({ title: { key: "join", args }, kind: "choice" }, inBlock(service.block, joined(service, own, args.all)));
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
