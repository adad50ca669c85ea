// A word in Traefik's command that belongs to no flag: everything behind it is ignored.
import type { Argument } from "../../model/command.ts";
import { flagKind } from "../../model/flags.ts";
import { readTraefik, type TraefikInstance } from "../../model/traefik.ts";
import type { Edit } from "../../syntax/edit.ts";
import { isNull } from "../../syntax/tree.ts";
import { removeArguments, setFlag } from "../fixes/flags.ts";
import { type Fix, inBlock, serviceRule } from "../rule.ts";

export const strayArgument = serviceRule({
  id: "traefik/stray-argument",
  severity: "error",
  sources: [
    "traefik/paerser flag/flagparser.go v0.2.0: reading ends at the first word that is no flag, without a message; toggles never take the next word",
    "measured on v2.9.10, v2.11.53, v3.0.4 and v3.7.9",
  ],
  texts: {
    en: {
      summary: "Traefik stops reading its command at a word that belongs to no flag",
      why: "Traefik reads flags up to the first word that is none, and ignores the rest without a message. A toggle such as `--api.insecure` never takes the next word (`--api.insecure true`), nor does any flag below a name of your own (`--entrypoints.web.address :80`): write `=`.",
      lostOne: "Traefik stops reading its command at `{word}`, which belongs to no flag: {a} after it is ignored.",
      lostTwo: "Traefik stops reading its command at `{word}`, which belongs to no flag: {a} and {b} after it are ignored.",
      lostThree: "Traefik stops reading its command at `{word}`, which belongs to no flag: {a}, {b} and {c} after it are ignored.",
      lostMore:
        "Traefik stops reading its command at `{word}`, which belongs to no flag: {a}, {b} and {more} more flags after it are ignored.",
      last: "`{word}` belongs to no flag: Traefik stops reading its command here.",
      first: "The container exits at start: `{word}` has no dashes, so it is taken for a program to run.",
      join: "Write {flag}={word}",
      dashes: "Write --{word}",
      remove: "Remove {word}",
    },
    "zh-cn": {
      summary: "不属于任何选项的词会让 Traefik 停止读取命令",
      why: "Traefik 读到第一个不是选项的词就停止，其余部分被忽略且没有任何提示。`--api.insecure` 这样的开关从不使用下一个词（`--api.insecure true`），自定义名称之下的选项也一样（`--entrypoints.web.address :80`）：请写 `=`。",
      lostOne: "Traefik 读到 `{word}` 就停止，它不属于任何选项：其后的 {a} 被忽略。",
      lostTwo: "Traefik 读到 `{word}` 就停止，它不属于任何选项：其后的 {a}、{b} 都被忽略。",
      lostThree: "Traefik 读到 `{word}` 就停止，它不属于任何选项：其后的 {a}、{b}、{c} 都被忽略。",
      lostMore: "Traefik 读到 `{word}` 就停止，它不属于任何选项：其后的 {a}、{b} 和另外 {more} 个选项都被忽略。",
      last: "`{word}` 不属于任何选项：Traefik 读到这里就停止。",
      first: "容器启动时会退出：`{word}` 前面没有短横线，会被当成要运行的程序。",
      join: "改为 {flag}={word}",
      dashes: "改为 --{word}",
      remove: "删除 {word}",
    },
  },
  bad: `services:
  proxy:
    image: traefik:v3.1
    command:
      - --ping
      - "true"
      - --entrypoints.web.address=:80
`,
  good: `services:
  proxy:
    image: traefik:v3.1
    command:
      - --ping=true
      - --entrypoints.web.address=:80
`,
  *check(service) {
    const instance = readTraefik(service);
    if (!instance || instance.configFile || !isNull(service.entrypoint)) return;
    const { stray, lost, flags } = instance.commandLine;
    const first = stray[0];
    if (!first || (flags.length === 0 && maybeProgram(first))) return;
    const span = first.text.opaque ? first.span : { start: first.span.start, end: stray[stray.length - 1]!.span.end };
    const word = stray.map((a) => a.text.value).join(" ");
    const names = lost.filter((a) => a.text.value.startsWith("-")).map((a) => `\`${a.text.value.split("=")[0]}\``);
    const [a = "", b = "", c = ""] = names;
    const args = { word, a, b, c, more: names.length - 2 };
    const lostKey = (["last", "lostOne", "lostTwo", "lostThree"] as const)[names.length] ?? "lostMore";
    const key = flags.length === 0 && !first.text.value.startsWith("-") ? "first" : lostKey;
    yield { span, message: { key, args }, fixes: () => fixes(instance, stray, word) };
  },
});

/** The image's entrypoint runs a first word as a program, or as one of Traefik's commands, unless it can only be an option. */
const maybeProgram = ({ text: { value } }: Argument): boolean =>
  !value.startsWith("-") && (!/^[^/]*[.=]/.test(value) || /^[^=]*(?:\/|\.sh$)/.test(value));

type Title = "join" | "dashes" | "remove";

function fixes(instance: TraefikInstance, stray: readonly Argument[], word: string): Fix<Title>[] {
  const { service, commandLine } = instance;
  const first = stray[0]!;
  const removal = removeArguments(service, stray);
  const flag = commandLine.flags[commandLine.flags.length - 1];
  const result: Fix<Title>[] = [];
  const offer = (key: Title, args: Record<string, string>, edits: readonly Edit[] | undefined) => {
    const placed = inBlock(service.block, edits);
    if (placed) result.push({ title: { key, args }, kind: "choice", edits: placed });
  };
  if (stray.length === 1 && flag && flag.value === undefined && flagKind(flag.path) === "toggle" && first.text.value !== "--") {
    const value = setFlag(flag, first.text.value);
    offer("join", { flag: `--${flag.name.value}`, word }, value && removal && [...value, ...removal]);
  }
  if (stray.length === 1 && !first.text.opaque && /^[a-z]\w*(?:\.\w+)+(?:=|$)/i.test(first.text.value)) {
    offer("dashes", { word }, [{ span: { start: first.text.span.start, end: first.text.span.start }, text: "--" }]);
  }
  offer("remove", { word }, removal);
  return result;
}
