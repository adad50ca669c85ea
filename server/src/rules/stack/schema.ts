// Everything that `docker stack config` refuses in a value or a key, all at once. Versions, forbidden keys and YAML itself have rules of their
// own; booleans and doubles among labels too.

import { hasVariable } from "../../model/service.ts";
import type { StackProblem } from "../../model/stack/problems.ts";
import type { Block } from "../../syntax/document.ts";
import type { Span } from "../../syntax/text.ts";
import { isStack, stackProblems } from "../../workspace/stack.ts";
import type { View } from "../../workspace/view.ts";
import { schemaFixes } from "../fixes/stack-schema.ts";
import { blockRule } from "../rule.ts";
import { messageOf } from "../wording/stack-schema.ts";

export const schema = blockRule({
  id: "stack/schema",
  severity: "error",
  sources: [
    "docker/cli cli/compose/schema/data/config_schema_v3.0.json to v3.13.json@v28.2.2, and what cli/compose/loader/loader.go reads behind them; each verdict measured with CLI 28.2.2",
    "https://docs.docker.com/reference/compose-file/legacy-versions/",
  ],
  texts: {
    en: {
      summary: "A key or value that `docker stack deploy` refuses",
      why: "`docker stack deploy` reads stack files by its own schema, not by that of Docker Compose: keys that only Compose knows, numbers without quotes where a text is wanted, texts where a number is wanted, and empty keys make it refuse the whole file. It names one fault at a time, and none of its line.",
      unknown: "`docker stack deploy` refuses this file: there is no `{key}` {where}.{hint}",
      inside: "in `{path}`",
      top: "at the top level",
      service: "in a service",
      network: "in a network",
      volume: "in a volume",
      config: "in a config",
      secret: "in a secret",
      near: " Did you mean `{near}`?",
      compose: " Only Docker Compose knows it.",
      stackName: " A stack is named by the command: `docker stack deploy -c FILE NAME`.",
      pair: " In a list it is `{text}`.",
      composeForm: " Only Docker Compose knows this form.",
      stays: " A variable stays a text here.",
      instead: " In a stack it is `{path}`.",
      name: "`docker stack deploy` refuses this file: `{key}` can't be a name here. Names have letters, digits, `.`, `_` and `-` only.{hint}",
      variable: " Variables are not put into names.",
      type: "`docker stack deploy` refuses this file: {place} must be {wants}, not {got}.{hint}",
      place: "`{path}`",
      item: "an item of `{path}`",
      or: "{a} or {b}",
      comma: "{a}, {b}",
      colon: " A colon with a blank behind it makes a map: put the whole item in quotes.",
      extension: " Keys with `x-` may stand at the top level, and directly in a service, network, volume, config or secret.",
      own: " Keys of your own begin with `x-`.",
      text: "a text",
      integer: "a whole number",
      number: "a number",
      boolean: "`true` or `false`",
      null: "empty",
      list: "a list",
      map: "a map",
      gotText: "the text `{text}`",
      gotNumber: "the number `{text}`",
      gotBoolean: "the boolean `{text}`",
      gotDate: "the date `{text}`",
      fill: " Fill it, or delete the key.",
      quotes: " Put it in quotes.",
      noQuotes: " Leave the quotes out.",
      uncast: "`docker stack deploy` refuses this file: {place} must be {wants}, and with its variables put in it is `{text}`.",
      value: "`docker stack deploy` refuses this file: {place} can't be `{text}`, only {allowed}.{hint}",
      duration:
        "`docker stack deploy` refuses this file: `{text}` is no duration for {place}. Write it like `10s`, `1m30s` or `500ms`; there are no days.",
      bytes: "`docker stack deploy` refuses this file: `{text}` is no size for {place}. Write it like `512M` or `1.5G`.",
      port: "`docker stack deploy` refuses this file: `{text}` is no port. Write `80`, `8080:80`, `8080-8082:80-82` or `8080:80/udp`; the last port is 65535.",
      mount:
        "`docker stack deploy` refuses this file: it can't read the volume `{text}`. Write `name:/path/inside` or `/path/outside:/path/inside:ro`, with nothing empty between colons.",
      negative: "`docker stack deploy` refuses this file: {place} can't be less than 0.",
      missing: "`docker stack deploy` refuses this file: {place} needs `{key}` as well.",
      twice: "`docker stack deploy` refuses this file: this item is in `{path}` twice.",
      conflict: "`docker stack deploy` refuses this file: `{key}` can't be beside `{other}`. Remove one of the two.",
      bindSource: "`docker stack deploy` refuses this file: a mount of the type `bind` needs a `source`.",
      root: "`docker stack deploy` refuses this file: a stack is a map that begins with keys like `services:`, not {got}.",
      nothing: "`docker stack deploy` refuses this file: there is nothing in it.",
      write: "Write {text}",
      remove: "Remove {key}",
      move: "Move it to {path}",
    },
    "zh-cn": {
      summary: "`docker stack deploy` 会拒绝的键或值",
      why: "`docker stack deploy` 按自己的 schema 读取 stack 文件，而不是按 Docker Compose 的：只有 Compose 认识的键、该写字符串却没有加引号的数字、该写数字却写成的字符串，以及空的键，都会让它拒绝整个文件。它每次只指出一个错误，并且不给出行号。",
      unknown: "`docker stack deploy` 会拒绝此文件：{where}没有 `{key}`。{hint}",
      inside: "`{path}` 中",
      top: "顶层",
      service: "服务中",
      network: "网络中",
      volume: "卷中",
      config: "config 中",
      secret: "secret 中",
      near: "是否想写 `{near}`？",
      compose: "只有 Docker Compose 认识它。",
      stackName: "stack 的名称由命令给出：`docker stack deploy -c FILE NAME`。",
      pair: "在列表中应写成 `{text}`。",
      composeForm: "只有 Docker Compose 认识这种写法。",
      stays: "变量在这里始终是字符串。",
      instead: "在 stack 中应写为 `{path}`。",
      name: "`docker stack deploy` 会拒绝此文件：`{key}` 不能作为这里的名称。名称只能包含字母、数字、`.`、`_` 和 `-`。{hint}",
      variable: "名称中不会代入变量。",
      type: "`docker stack deploy` 会拒绝此文件：{place}必须是{wants}，而不是{got}。{hint}",
      place: "键 `{path}` ",
      item: "`{path}` 的每一项",
      or: "{a}或{b}",
      comma: "{a}或{b}",
      colon: "冒号后面有空格就会成为映射：请给整个项加上引号。",
      extension: "`x-` 开头的键只能位于顶层，或直接位于服务、网络、卷、config 或 secret 中。",
      own: "自定义的键以 `x-` 开头。",
      text: "字符串",
      integer: "整数",
      number: "数字",
      boolean: "布尔值（`true` 或 `false`）",
      null: "空值",
      list: "列表",
      map: "映射",
      gotText: "字符串 `{text}`",
      gotNumber: "数字 `{text}`",
      gotBoolean: "布尔值 `{text}`",
      gotDate: "日期 `{text}`",
      fill: "请填写内容，或删除这个键。",
      quotes: "请加上引号。",
      noQuotes: "请去掉引号。",
      uncast: "`docker stack deploy` 会拒绝此文件：{place}必须是{wants}，而代入变量后是 `{text}`。",
      value: "`docker stack deploy` 会拒绝此文件：{place}不能是 `{text}`，只能是 {allowed}。{hint}",
      duration:
        "`docker stack deploy` 会拒绝此文件：`{text}` 不是{place}可用的时长。请写成 `10s`、`1m30s` 或 `500ms` 这样的形式，不支持天。",
      bytes: "`docker stack deploy` 会拒绝此文件：`{text}` 不是{place}可用的大小。请写成 `512M` 或 `1.5G` 这样的形式。",
      port: "`docker stack deploy` 会拒绝此文件：`{text}` 不是端口。请写成 `80`、`8080:80`、`8080-8082:80-82` 或 `8080:80/udp`；端口最大为 65535。",
      mount:
        "`docker stack deploy` 会拒绝此文件：无法读取卷 `{text}`。请写成 `name:/path/inside` 或 `/path/outside:/path/inside:ro`，冒号之间不能为空。",
      negative: "`docker stack deploy` 会拒绝此文件：{place}不能小于 0。",
      missing: "`docker stack deploy` 会拒绝此文件：{place}还需要 `{key}`。",
      twice: "`docker stack deploy` 会拒绝此文件：这一项在 `{path}` 中出现了两次。",
      conflict: "`docker stack deploy` 会拒绝此文件：`{key}` 不能与 `{other}` 同时使用。请去掉其中一个。",
      bindSource: "`docker stack deploy` 会拒绝此文件：`bind` 类型的挂载需要 `source`。",
      root: "`docker stack deploy` 会拒绝此文件：stack 是以 `services:` 这样的键开头的映射，而不是{got}。",
      nothing: "`docker stack deploy` 会拒绝此文件：里面什么都没有。",
      write: "改为 {text}",
      remove: "删除 {key}",
      move: "移到 {path}",
    },
  },
  bad: `services:
  web:
    image: ghcr.io/example/web:1.4
    user: 1000
    deploy:
      mode: global
      update_config:
        delay: 1m 30s
`,
  good: `services:
  web:
    image: ghcr.io/example/web:1.4
    user: "1000"
    deploy:
      mode: global
      update_config:
        delay: 1m30s
`,
  *check(block, view) {
    if (block.kind === "preamble" && view.isEmpty() && isStack(view)) yield { span: firstLine(block), message: { key: "nothing" } };
    for (const problem of stackProblems(block, view)) {
      const message = isToldElsewhere(block, problem, view) ? undefined : messageOf(problem);
      if (message) yield { span: problem.span, message, fixes: () => schemaFixes(problem, block, view) };
    }
  },
});

const firstLine = ({ source }: Block): Span => ({ start: 0, end: source.search(/[\r\n]|$/) });

/** By stack/version, labels/boolean-value and labels/duplicate-key; and an empty section is none if entries follow. */
function isToldElsewhere(block: Block, problem: StackProblem, view: View): boolean {
  const { path, node } = problem.at;
  const last = path.at(-1);
  const isHead = block.kind !== "entry" && path.length === 1;
  if (problem.code === "type" && problem.got === "null" && isHead && view.hasEntries(String(path[0]))) return true;
  if (path.length === 1 && last === "version") return true;
  if (!isLabels(path.slice(0, -1)) || node.kind !== "scalar") return false;
  if (problem.code === "type") return problem.got === "boolean" && typeof last === "string" && !node.tag;
  const key = node.text.value.split("=", 1)[0]!;
  return problem.code === "twice" && key !== "" && !hasVariable(key);
}

const isLabels = ([section, , ...rest]: readonly (string | number)[]): boolean =>
  section === "services" && ["labels", "deploy.labels"].includes(rest.join("."));
