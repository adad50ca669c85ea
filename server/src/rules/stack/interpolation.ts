// Variables that Docker reads otherwise than they look. What it refuses for their form is told here and nowhere else.
import { type DollarFault, dollarFaults } from "../../model/dollars.ts";
import { valuesOf } from "../../model/scalars.ts";
import type { Block } from "../../syntax/document.ts";
import type { Span, Text } from "../../syntax/text.ts";
import { isStack } from "../../workspace/stack.ts";
import { blockRule, type Finding, type Fix, inBlock, type Message } from "../rule.ts";

export const interpolation = blockRule({
  id: "stack/interpolation",
  severity: "warning",
  sources: [
    "docker/cli cli/compose/template/template.go@v28.2.2 substitution, softDefault, hardDefault, withRequired: `-` is looked for before `:?`",
    "own runs of `docker stack config` 28.2.2",
    "https://github.com/docker/cli/issues/7313",
  ],
  texts: {
    en: {
      summary: "Docker reads a variable differently than it looks",
      why: "The template language of `docker stack deploy` is not that of `docker compose` or of a shell. Without braces `$APP-api` is the variable `APP` with the default `api`, and all behind the hyphen is gone once `APP` is set. A hyphen in the message of `${APP:?must-be-set}` makes `be-set` the default, so that nothing is required. Defaults are taken as they stand: `${A:-${B}}` becomes `${B}` to the letter. `${A:+x}` makes Docker refuse the file.",
      unbracedDefault:
        "Without braces, Docker takes `{argument}` for the default of `{name}`: it is gone once `{name}` is set. Write `{braced}`.",
      unbracedMessage:
        "Without braces, Docker takes `{argument}` for the message of a required variable: it never arrives, and the file is refused where `{name}` is not set. Write `{braced}`.",
      unbracedRefused:
        "Docker refuses the file: without braces `{argument}` is the message of a required variable, and `{name}` is not set. Write `{braced}`.",
      neverRequired:
        "`{name}` is not required: Docker takes the hyphen in the message for the sign of a default, and `{argument}` is what always arrives. Leave hyphens out of the message.",
      shadowed:
        "Docker looks for a variable `{lookedUp}`, which nobody can set: `{argument}` is what always arrives. Leave `{operator}` out of the default.",
      shadowedRefused:
        "Docker refuses the file: it looks for a variable `{lookedUp}`, which nobody can set. Leave `{operator}` out of the message.",
      nested:
        "Docker takes a default as it stands: `{argument}` arrives to the letter where `{name}` is not set. Use neither variables nor `$$` in a default.",
      form: "Docker reads no `{form}`: behind a name in braces only `:-`, `-`, `:?` and `?` may follow, so its dollar is dropped.",
      formRefused: "Docker refuses the file for `{form}`: behind a name in braces only `:-`, `-`, `:?` and `?` may follow.",
      unclosed: "Docker refuses the file: nothing closes the brace of `{form}`. Write `}` behind the name, or `$$` for a dollar.",
      missing: "Docker refuses the file: `{name}` is not set in the environment that you gave, and is required.",
      brace: "Write `{braced}`",
      reword: "Leave the hyphens out of the message",
    },
    "zh-cn": {
      summary: "Docker 对变量的理解与看上去的不同",
      why: "`docker stack deploy` 的模板语言与 `docker compose` 或 shell 都不同。不加花括号时，`$APP-api` 是变量 `APP`，默认值为 `api`；一旦设置了 `APP`，连字符后面的内容就全部消失。`${APP:?must-be-set}` 的报错信息中有连字符，于是 `be-set` 成为默认值，变量也就不再是必需的。默认值按字面使用：`${A:-${B}}` 得到的就是 `${B}` 这几个字符。`${A:+x}` 会使 Docker 拒绝整个文件。",
      unbracedDefault: "没有花括号时，Docker 把 `{argument}` 当作 `{name}` 的默认值：一旦设置了 `{name}`，它就消失。请写 `{braced}`。",
      unbracedMessage:
        "没有花括号时，Docker 把 `{argument}` 当作必需变量的报错信息：它永远不会出现在结果中，未设置 `{name}` 时文件会被拒绝。请写 `{braced}`。",
      unbracedRefused: "Docker 会拒绝此文件：没有花括号时，`{argument}` 是必需变量的报错信息，而 `{name}` 没有设置。请写 `{braced}`。",
      neverRequired:
        "`{name}` 并不是必需的：Docker 把报错信息中的连字符当作默认值的标记，得到的总是 `{argument}`。请不要在报错信息中使用连字符。",
      shadowed: "Docker 会查找名为 `{lookedUp}` 的变量，而它无法被设置：得到的总是 `{argument}`。请不要在默认值中使用 `{operator}`。",
      shadowedRefused: "Docker 会拒绝此文件：它查找名为 `{lookedUp}` 的变量，而它无法被设置。请不要在报错信息中使用 `{operator}`。",
      nested: "Docker 按字面使用默认值：未设置 `{name}` 时得到的就是 `{argument}`。默认值中请不要使用变量和 `$$`。",
      form: "Docker 不认识 `{form}`：花括号中的名称后面只能是 `:-`、`-`、`:?` 或 `?`，因此其美元符号会被丢弃。",
      formRefused: "Docker 会因 `{form}` 拒绝此文件：花括号中的名称后面只能是 `:-`、`-`、`:?` 或 `?`。",
      unclosed: "Docker 会拒绝此文件：`{form}` 的花括号没有闭合。请在名称后面写 `}`，或用 `$$` 表示美元符号。",
      missing: "Docker 会拒绝此文件：在给定的环境中没有设置必需的变量 `{name}`。",
      brace: "改为 `{braced}`",
      reword: "去掉报错信息中的连字符",
    },
  },
  bad: `services:
  web:
    image: ghcr.io/example/web:$TAG-alpine
    deploy:
      update_config:
        order: start-first
`,
  good: `services:
  web:
    image: ghcr.io/example/web:\${TAG}-alpine
    deploy:
      update_config:
        order: start-first
`,
  *check(block, view) {
    if (!block.source.includes("$") || !isStack(view)) return;
    for (const { text } of valuesOf(block)) {
      for (const fault of dollarFaults(text, view.environment())) {
        const finding = findingOf(block, fault);
        if (finding) yield finding;
      }
    }
  },
});

type Key =
  | "unbracedDefault"
  | "unbracedMessage"
  | "unbracedRefused"
  | "neverRequired"
  | "shadowed"
  | "shadowedRefused"
  | "nested"
  | "form"
  | "formRefused"
  | "unclosed"
  | "missing"
  | "brace"
  | "reword";

function findingOf(block: Block, fault: DollarFault): Finding<Key> | undefined {
  switch (fault.code) {
    case "form":
      return form(block, fault);
    case "unbraced":
      return unbraced(block, fault);
    case "shadowed":
      return shadowed(block, fault);
    case "nested": {
      const { name, argument, text } = fault.variable;
      return { span: text.span, message: { key: "nested", args: { name: name.value, argument: argument!.value } } };
    }
    case "missing":
      return { span: fault.variable.text.span, severity: "error", message: { key: "missing", args: { name: fault.variable.name.value } } };
    default:
      return undefined;
  }
}

function form(block: Block, { at, refused }: DollarFault & { code: "form" }): Finding<Key> {
  const braced = at.value.replace(/^\$\{ *(\w+) *\}$/, "${$1}");
  const key = !refused ? "form" : at.value.endsWith("}") ? "formRefused" : "unclosed";
  return {
    span: at.span,
    message: { key, args: { form: at.value } },
    ...(refused ? { severity: "error" as const } : {}),
    fixes: () => (braced === at.value ? [] : rewritten(block, at, braced, { key: "brace", args: { braced } }, "safe")),
  };
}

/** The name as it is meant ends where a name ends, whatever Docker makes of the rest. */
function unbraced(block: Block, { variable, refused }: DollarFault & { code: "unbraced" }): Finding<Key> {
  const { text } = variable;
  const [, name = "", rest = ""] = /^\$([_a-z][_a-z0-9]*)(.*)$/isu.exec(text.value) ?? [];
  const braced = `\${${name}}`;
  const argument = (variable.argument ?? text).value;
  const key = refused ? "unbracedRefused" : variable.operator.endsWith("?") ? "unbracedMessage" : "unbracedDefault";
  // `$X:-y` may be meant either way.
  const kind = rest.startsWith(":") ? "choice" : "safe";
  return {
    span: text.span,
    message: { key, args: { name, argument, braced: shortened(braced + rest) } },
    ...(refused ? { severity: "error" as const } : {}),
    fixes: () =>
      rewritten(block, text.slice(0, name.length + 1), braced, { key: "brace", args: { braced: shortened(braced + rest) } }, kind),
  };
}

const shortened = (text: string): string => (text.length > 50 ? `${text.slice(0, 48)}…` : text);

function shadowed(block: Block, { variable, refused }: DollarFault & { code: "shadowed" }): Finding<Key> {
  const { text, name, operator, argument } = variable;
  const [, own = "", meant = ""] = /^([_a-z][_a-z0-9]*)(:?[-?])/iu.exec(name.value) ?? [];
  const args = { name: own, lookedUp: name.value, operator, argument: argument!.value };
  if (refused) return { span: text.span, severity: "error", message: { key: "shadowedRefused", args } };
  if (!meant.endsWith("?") || operator !== "-") return { span: text.span, message: { key: "shadowed", args } };
  const from = 2 + own.length + meant.length;
  const message = text.slice(from, -1);
  const fixes = () => rewritten(block, message, message.value.replace(/-+/g, " "), { key: "reword" }, "choice");
  return { span: text.span, message: { key: "neverRequired", args }, fixes };
}

function rewritten(block: Block, text: Text, by: string, title: Message<Key>, kind: Fix["kind"]): Fix<Key>[] {
  if (text.opaque || source(block, text.span) !== text.value) return [];
  return [{ title, kind, edits: inBlock(block, [{ span: text.span, text: by }])! }];
}

const source = (block: Block, { start, end }: Span): string => block.source.slice(start, end);
