// A rule that Traefik refuses: mistyped matchers, wrong quotes, matchers of another release. The router is gone with it.
import type { RegexpReason } from "../../model/expression/regexpTree.ts";
import { matchersOf, type ProblemCode, type RuleProblem } from "../../model/expression/ruleTree.ts";
import { type LabelSet, labelOf, parseBool } from "../../model/labels.ts";
import { hasVariable, type Service } from "../../model/service.ts";
import type { Span } from "../../syntax/text.ts";
import { judgements } from "../../workspace/judgement.ts";
import type { View } from "../../workspace/view.ts";
import { addLabel } from "../fixes/add-label.ts";
import { type Mended, mend, near, QUOTED, VERSION_1 } from "../fixes/mend-rule.ts";
import { isVariable, type RouterRule, rewriteRule, routerRules } from "../fixes/rule-text.ts";
import { type Finding, type Fix, inBlock, type Message, serviceRule } from "../rule.ts";

export const invalidRule = serviceRule({
  id: "routing/invalid-rule",
  severity: "error",
  sources: [
    "traefik pkg/rules/parser.go@v2.11.53 and @v3.7.9, pkg/muxer/http and pkg/muxer/tcp: `error while parsing rule`; the router is disabled",
    "https://doc.traefik.io/traefik/routing/routers/#rule",
  ],
  texts: {
    en: {
      summary: "Traefik refuses the rule of a router",
      why: "A rule is made of matchers with texts between backquotes or double quotes, joined by `&&`, `||`, `!` and brackets. When one thing in it is wrong, Traefik disables the router as a whole: requests for it get a 404 (over TCP: a closed connection), and the log says `error while parsing rule`. Other routers of the service stay. What is legal depends on the release: v3 knows other matchers than v2 and takes one argument where v2 took several, unless the router says `ruleSyntax=v2`.",
      refused: "{traefik} refuses this rule and disables router `{router}`, so its requests get no answer: {problem}",
      missing:
        "The TCP router `{router}` has no rule, so Traefik leaves it out and its connections get no answer. Write `{key}=HostSNI(…)`.",
      "made-none":
        "The router `{router}` has no rule, and the default rule of its Traefik, `{template}`, gives it none: Traefik leaves it out, and requests get a 404.",
      "made-error":
        "The router `{router}` has no rule, and the default rule of its Traefik, `{template}`, fails here: Traefik leaves it out, and requests get a 404.",
      "made-invalid": "The router `{router}` has no rule, and Traefik refuses what its default rule gives: `{rule}`. Requests get a 404.",
      "empty-rule": "it is empty.",
      "unknown-matcher": "there is no matcher `{a}`. The nearest: {legal}.",
      "matcher-case": "`{a}` is written `{b}`; capital letters count.",
      "other-syntax": "`{a}` is no matcher of the {b} syntax. Use `{c}`.",
      "other-syntax-only": "`{a}` is no matcher of the {b} syntax.",
      "too-new": "`{a}` came with {b}.",
      "argument-count": "`{a}` takes {legal}, and here it has {b}.",
      one: "one argument",
      two: "two arguments",
      "one-or-two": "one or two arguments",
      many: "one argument or more",
      pairs: "names and values in pairs",
      "empty-argument": "`{a}` has an empty argument.",
      unquoted: "`{a}` needs backquotes or double quotes around it.",
      "single-quotes": "`{a}` stands between single quotes. Traefik takes backquotes or double quotes.",
      "curly-quotes": "`{a}` stands between typographic quotes. Traefik takes backquotes or double quotes.",
      "doubled-quotes": "`{a}` stands between doubled quotes. One on each side is enough.",
      "escaped-quotes": "the quotes have backslashes before them that arrive at Traefik. Use backquotes.",
      "argument-not-text": "this is no text between quotes.",
      "missing-argument": "a comma without an argument beside it.",
      "missing-comma": "a comma is missing between two arguments.",
      "unterminated-string": "a quote is opened here and never closed.",
      "unterminated-comment": "a comment is opened here and never closed.",
      "bad-escape": "`{a}` means nothing between double quotes. Between backquotes a backslash is just a backslash.",
      unexpected: "`{a}` has no place here.",
      "missing-brackets": "behind `{a}` the brackets with its arguments are missing.",
      "version-1": "`{a}` is the syntax of Traefik 1. Since v2 it is a name with quoted text between brackets.",
      "missing-bracket": "this bracket is never closed.",
      "extra-bracket": "this bracket was never opened.",
      "missing-operator": "`&&` or `||` is missing here.",
      "bad-operator": "`{a}` is no operator. Write `{b}`.",
      "missing-operand": "a matcher is missing beside this.",
      "quoted-rule": "the quotes around it belong to the rule here. Leave them out, or put them around the whole item.",
      "no-tls": "without TLS no connection tells a name, and the router has no TLS. Add `{a}=true`, or write `*` for the name.",
      "not-a-matcher": "`{a}` stands where a matcher is expected.",
      "line-break": "a rule may be broken only behind `&&`, `||`, a comma or an opening bracket.",
      "path-without-slash": "the path `{a}` must begin with `/`.",
      "non-ascii": "`{a}` is not ASCII. Names in other letters are written `xn--…`.",
      "bad-host": "`{a}` is no host name that `HostSNI` takes.",
      "bad-address": "`{a}` is neither an IP address nor a range such as `10.0.0.0/8`.",
      "reserved-protocol": "`{a}` is kept for Traefik's own certificates.",
      "unbalanced-braces": "the braces in `{a}` do not match up.",
      "unnamed-braces": "in `{a}` the name or the expression is missing; it is `{name:expression}`.",
      "variable-twice": "the name `{a}` is used twice.",
      "bad-regexp": "`{a}` is no regular expression of Go: {why}.",
      lookaround: "it has no `(?=` or `(?!`",
      backreference: "it has no references back",
      escape: "it does not know one of the escapes",
      class: "it does not know one of the classes",
      bracket: "a `[` is never closed, or a range runs backwards",
      parenthesis: "the parentheses do not match up",
      group: "a group is written in a way that it does not know",
      "repeat-nothing": "nothing stands before `*`, `+` or `?`",
      "repeat-twice": "something is repeated twice",
      "repeat-size": "something is repeated too often",
      unicode: "it is not UTF-8",
      write: "Write {text}",
      remove: "Remove `{text}`",
      split: "One matcher for each argument, joined by `||`",
      close: "Add the missing {text}",
      tls: "Add {text}",
    },
    "zh-cn": {
      summary: "Traefik 拒绝路由器的规则",
      why: "规则由匹配器组成，参数写在反引号或双引号中，用 `&&`、`||`、`!` 和括号连接。只要有一处写错，Traefik 就会停用整个路由器：它的请求得到 404（TCP 则是连接被关闭），日志里是 `error while parsing rule`。该服务的其他路由器不受影响。哪些写法合法取决于版本：v3 的匹配器与 v2 不同，v2 可以写多个参数的地方 v3 只接受一个，除非路由器写了 `ruleSyntax=v2`。",
      refused: "{traefik} 拒绝这条规则并停用路由器 `{router}`，它的请求得不到响应：{problem}",
      missing: "TCP 路由器 `{router}` 没有规则，Traefik 会忽略它，它的连接得不到响应。请写 `{key}=HostSNI(…)`。",
      "made-none": "路由器 `{router}` 没有规则，而其 Traefik 的默认规则 `{template}` 也没有给出规则：Traefik 会忽略它，请求得到 404。",
      "made-error": "路由器 `{router}` 没有规则，而其 Traefik 的默认规则 `{template}` 在这里执行失败：Traefik 会忽略它，请求得到 404。",
      "made-invalid": "路由器 `{router}` 没有规则，而 Traefik 拒绝默认规则给出的结果：`{rule}`。请求得到 404。",
      "empty-rule": "规则是空的。",
      "unknown-matcher": "没有匹配器 `{a}`。最接近的是：{legal}。",
      "matcher-case": "`{a}` 应写作 `{b}`，区分大小写。",
      "other-syntax": "`{a}` 不是 {b} 语法的匹配器，请用 `{c}`。",
      "other-syntax-only": "`{a}` 不是 {b} 语法的匹配器。",
      "too-new": "`{a}` 从 {b} 起才有。",
      "argument-count": "`{a}` 接受{legal}，这里有 {b} 个。",
      one: "一个参数",
      two: "两个参数",
      "one-or-two": "一个或两个参数",
      many: "一个或多个参数",
      pairs: "成对的名称和值",
      "empty-argument": "`{a}` 有一个空参数。",
      unquoted: "`{a}` 需要用反引号或双引号括起来。",
      "single-quotes": "`{a}` 用了单引号，Traefik 只接受反引号或双引号。",
      "curly-quotes": "`{a}` 用了弯引号，Traefik 只接受反引号或双引号。",
      "doubled-quotes": "`{a}` 两侧的引号重复了，各一个就够。",
      "escaped-quotes": "引号前的反斜杠会原样传给 Traefik，请用反引号。",
      "argument-not-text": "这不是引号中的字符串。",
      "missing-argument": "逗号旁边缺少参数。",
      "missing-comma": "两个参数之间缺少逗号。",
      "unterminated-string": "这里的引号没有闭合。",
      "unterminated-comment": "这里的注释没有闭合。",
      "bad-escape": "`{a}` 在双引号中没有意义。在反引号中反斜杠就是反斜杠。",
      unexpected: "`{a}` 不能出现在这里。",
      "missing-brackets": "`{a}` 后面缺少带参数的括号。",
      "version-1": "`{a}` 是 Traefik 1 的语法。从 v2 起是名称加括号，括号里是带引号的字符串。",
      "missing-bracket": "这个括号没有闭合。",
      "extra-bracket": "这个括号没有对应的左括号。",
      "missing-operator": "这里缺少 `&&` 或 `||`。",
      "bad-operator": "`{a}` 不是运算符，请写 `{b}`。",
      "missing-operand": "这旁边缺少匹配器。",
      "quoted-rule": "这里的外层引号也成了规则的一部分。请去掉引号，或把整个列表项括起来。",
      "no-tls": "没有 TLS 的连接不带名称，而该路由器没有启用 TLS。请添加 `{a}=true`，或把名称写成 `*`。",
      "not-a-matcher": "`{a}` 处应该是匹配器。",
      "line-break": "规则只能在 `&&`、`||`、逗号或左括号之后换行。",
      "path-without-slash": "路径 `{a}` 必须以 `/` 开头。",
      "non-ascii": "`{a}` 不是 ASCII。其他文字的域名应写作 `xn--…`。",
      "bad-host": "`{a}` 不是 `HostSNI` 接受的主机名。",
      "bad-address": "`{a}` 既不是 IP 地址，也不是 `10.0.0.0/8` 这样的网段。",
      "reserved-protocol": "`{a}` 保留给 Traefik 自己的证书使用。",
      "unbalanced-braces": "`{a}` 中的花括号不成对。",
      "unnamed-braces": "`{a}` 缺少名称或表达式，应为 `{name:expression}`。",
      "variable-twice": "名称 `{a}` 用了两次。",
      "bad-regexp": "`{a}` 不是 Go 的正则表达式：{why}。",
      lookaround: "没有 `(?=` 和 `(?!`",
      backreference: "不支持反向引用",
      escape: "有不认识的转义",
      class: "有不认识的字符类",
      bracket: "有 `[` 没有闭合，或范围颠倒",
      parenthesis: "圆括号不成对",
      group: "有不认识的分组写法",
      "repeat-nothing": "`*`、`+` 或 `?` 前面没有内容",
      "repeat-twice": "重复符号叠加了两次",
      "repeat-size": "重复次数过多",
      unicode: "不是 UTF-8",
      write: "改为 {text}",
      remove: "删除 `{text}`",
      split: "每个参数一个匹配器，用 `||` 连接",
      close: "补上缺少的 {text}",
      tls: "添加 {text}",
    },
  },
  bad: `services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        - traefik.http.routers.web.rule=Host('web.example.com')
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
    for (const rule of routerRules(service, view)) {
      // Without a rule, HTTP routers get the default one.
      if (rule.kind === "http" && rule.text.value === "") continue;
      for (const problem of problemsOf(service, rule)) {
        const args = { traefik: rule.traefik, router: rule.router, problem: [describe(problem)] };
        const span = visible(problem.span, rule);
        yield { span, message: { key: "refused", args }, fixes: () => mend(service, rule, problem) };
      }
      yield* namedWithoutTls(service, rule);
    }
    yield* withoutRule(service, view);
  },
});

const MADE = { "undefined-rule": "made-none", "default-rule-error": "made-error", "invalid-rule": "made-invalid" } as const;

/** Routers without a rule of their own. */
function* withoutRule(service: Service, view: View): Generator<Finding<"missing" | (typeof MADE)[keyof typeof MADE]>> {
  for (const { problem, text, labels } of judgements(service, view)) {
    const { code, args } = problem;
    const router = args.router ?? "";
    if (code === "empty-rule") {
      const key = `traefik.tcp.routers.${router}.rule`;
      // One that is written and empty is refused above.
      if (labels.some((l) => l.key.value.toLowerCase() === key.toLowerCase())) continue;
      yield { span: text.span, message: { key: "missing", args: { router, key } } };
    } else if (code in MADE && args.made !== "no")
      yield { span: text.span, message: { key: MADE[code as keyof typeof MADE], args: { ...args, router } } };
  }
}

/** What all releases find that may be the one; where they refuse it for different reasons, those of the last one. */
function problemsOf(service: Service, rule: RouterRule): readonly RuleProblem[] {
  const all = rule.parsed.map(({ problems }) => problems.filter((p) => p.code === "argument-count" || !isVariable(service, rule, p.span)));
  if (all.some((problems) => problems.length === 0)) return [];
  const last = all.at(-1)!;
  const keyOf = ({ code, span }: RuleProblem) => `${code} ${span.start} ${span.end}`;
  const keys = all.map((problems) => new Set(problems.map(keyOf)));
  const common = last.filter((p) => keys.every((k) => k.has(keyOf(p))));
  return common.length > 0 ? common : last;
}

/** A gap is seen at the character before it. */
function visible(span: Span, { text, label }: RouterRule): Span {
  if (span.end > span.start) return span;
  return span.start > text.span.start ? { start: span.start - 1, end: span.end } : label.key.span;
}

const KEYS = { "too-new-matcher": "too-new", "too-new-operator": "too-new", "bad-character": "unexpected" } as const;

const COUNTS = { "1": "one", "2": "two", "1 2": "one-or-two", many: "many", pairs: "pairs" } as const;

type Part =
  | Exclude<ProblemCode, keyof typeof KEYS>
  | (typeof KEYS)[keyof typeof KEYS]
  | (typeof COUNTS)[keyof typeof COUNTS]
  | Exclude<RegexpReason, "unknown">
  | "other-syntax-only"
  | "version-1"
  | "quoted-rule"
  | "no-tls";

function describe({ code, args, legal }: RuleProblem): Message<Part> {
  const [first = "", b = "", c = ""] = args;
  const a = first.replaceAll("`", "");
  const message = (key: Part, more: Message<Part>["args"] = {}): Message<Part> => ({ key, args: { a, b, c, ...more } });
  if (code === "unknown-matcher") return message(code, { legal: near(a, legal).map((l) => `\`${l}\``) });
  if (code === "argument-count") return message(code, { legal: [{ key: COUNTS[c as keyof typeof COUNTS] }] });
  if (code === "bad-regexp") return message(code, { why: [{ key: b as Exclude<RegexpReason, "unknown"> }] });
  if (code === "not-a-matcher" && QUOTED.test(first)) return message("quoted-rule");
  if (code === "missing-brackets" && VERSION_1.test(a)) return message("version-1");
  if (code === "other-syntax" && c === "") return message("other-syntax-only");
  return message(code in KEYS ? KEYS[code as keyof typeof KEYS] : (code as Exclude<ProblemCode, keyof typeof KEYS>));
}

/** A name is asked for, and the router has no TLS by which it would come. */
function* namedWithoutTls(service: Service, rule: RouterRule) {
  const { kind, parsed, set, router } = rule;
  if (kind !== "tcp" || parsed.some(({ problems }) => problems.length > 0)) return;
  const names = matchersOf(parsed[0].tree).flatMap((m) => (m.name === "HostSNI" ? m.arguments : []));
  const [first] = names;
  if (!first || names.some(({ value }) => value === "*" || /^\$/.test(value)) || isEncrypted(set, router)) return;
  const a = `traefik.tcp.routers.${router}.tls`;
  const args = { traefik: rule.traefik, router, problem: [{ key: "no-tls" as const, args: { a } }] };
  const added =
    set === service.deployLabels && !labelOf(set, a.toLowerCase()) ? inBlock(service.block, addLabel(service, a, "true")) : undefined;
  const star = names.length === 1 && !first.escaped ? inBlock(service.block, rewriteRule(service, rule, first.text.span, "*")) : undefined;
  const fixes = (): Fix<Mended>[] => [
    ...(added ? [{ title: { key: "tls" as const, args: { text: `${a}=true` } }, kind: "choice" as const, edits: added }] : []),
    ...(star ? [{ title: { key: "write" as const, args: { text: "`*`" } }, kind: "choice" as const, edits: star }] : []),
  ];
  yield { span: first.span, message: { key: "refused" as const, args }, fixes };
}

/** Any option of `tls` may turn it on; so may a key with a variable. */
function isEncrypted(set: LabelSet, router: string): boolean {
  const prefix = `traefik.tcp.routers.${router}.tls`.toLowerCase();
  return set.labels.some(({ key, value }) => {
    const name = key.value.toLowerCase();
    return hasVariable(name) || ((name === prefix || name.startsWith(`${prefix}.`)) && parseBool(value?.value) !== false);
  });
}
