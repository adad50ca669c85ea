// Dollars that are meant as dollars and stand single: those of password hashes, which Docker eats, and those that begin no variable, for which
// it refuses the file.
import { type DollarFault, dollarFaults } from "../../model/dollars.ts";
import { interpolate } from "../../model/interpolation.ts";
import { valuesOf } from "../../model/scalars.ts";
import type { Block } from "../../syntax/document.ts";
import type { Text } from "../../syntax/text.ts";
import { isStack } from "../../workspace/stack.ts";
import { blockRule, type Fix, inBlock, type Message } from "../rule.ts";

export const unescapedDollar = blockRule({
  id: "stack/unescaped-dollar",
  severity: "error",
  sources: [
    "docker/cli cli/compose/template/template.go@v28.2.2 SubstituteWith: each variable overwrites the error of the one before",
    "own runs of `docker stack config` 28.2.2",
    "https://docs.docker.com/reference/compose-file/interpolation/",
  ],
  texts: {
    en: {
      summary: "A dollar that Docker takes for a variable",
      why: "`docker stack deploy` fills in variables in every value, and a hash of a password is full of what looks like one: `admin:$apr1$abc$x/y` becomes `admin:/y` without a word, as no such variables are set, and nobody can log in. A dollar that begins no variable, as at the end of a regular expression or in `$1`, makes Docker refuse the file, unless a variable follows it: then it is dropped. `$$` is a dollar.",
      hash: "Docker takes the dollars of this hash for variables: `{result}` is what arrives. Double each dollar: `{doubled}`.",
      hashRefused: "Docker refuses the file: it takes the dollars of this hash for variables. Double each dollar: `{doubled}`.",
      refused: "Docker refuses the file: the dollar of `{near}` begins no variable. Write `$$`, which is one dollar.",
      eaten: "Docker drops the dollar of `{near}`, as it begins no variable. Write `$$`, which is one dollar.",
      double: "Double the dollars",
    },
    "zh-cn": {
      summary: "美元符号被 Docker 当作变量",
      why: "`docker stack deploy` 会替换每个值中的变量，而密码哈希里到处是看起来像变量的内容：`admin:$apr1$abc$x/y` 会悄悄变成 `admin:/y`，因为没有设置这些变量，于是谁都无法登录。不引出变量的美元符号（例如正则表达式末尾的，或 `$1` 中的）会使 Docker 拒绝整个文件；如果后面还有变量，它就会被直接丢弃。`$$` 表示一个美元符号。",
      hash: "Docker 把此哈希中的美元符号当作变量：实际得到的是 `{result}`。请把每个美元符号写两次：`{doubled}`。",
      hashRefused: "Docker 会拒绝此文件：它把此哈希中的美元符号当作变量。请把每个美元符号写两次：`{doubled}`。",
      refused: "Docker 会拒绝此文件：`{near}` 中的美元符号不引出任何变量。请写 `$$`，它表示一个美元符号。",
      eaten: "`{near}` 中的美元符号不引出任何变量，会被 Docker 丢弃。请写 `$$`，它表示一个美元符号。",
      double: "将美元符号写两次",
    },
  },
  bad: `services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        - traefik.http.middlewares.auth.basicauth.users=admin:$apr1$RrgfLRVr$y3PTm5aqJMRf8Iq.ahbJQ1
`,
  good: `services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        - traefik.http.middlewares.auth.basicauth.users=admin:$$apr1$$RrgfLRVr$$y3PTm5aqJMRf8Iq.ahbJQ1
`,
  *check(block, view) {
    if (!block.source.includes("$") || !isStack(view)) return;
    for (const { text } of valuesOf(block)) {
      for (const fault of dollarFaults(text, view.environment())) {
        if (fault.code !== "hash" && fault.code !== "stray") continue;
        yield { span: fault.at.span, message: messageOf(text, fault), fixes: () => doubling(block, text, fault) };
      }
    }
  },
});

type Fault = DollarFault & { readonly code: "hash" | "stray" };

function messageOf(text: Text, fault: Fault): Message<"hash" | "hashRefused" | "refused" | "eaten"> {
  if (fault.code === "stray") return { key: fault.refused ? "refused" : "eaten", args: { near: nearOf(text, fault) } };
  const doubled = shortened(fault.at.value.replace(/\$+/g, () => "$$"));
  return fault.refused ? { key: "hashRefused", args: { doubled } } : { key: "hash", args: { doubled, result: whatArrives(text) } };
}

/** With no such variable set, as nobody names one after a hash. */
function whatArrives(text: Text): string {
  const result = interpolate(text, {});
  return result.kind === "same" || result.kind === "changed" ? shortened(result.text.value.slice(result.text.value.indexOf("=") + 1)) : "";
}

const shortened = (text: string): string => (text.length > 40 ? `${text.slice(0, 38)}…` : text);

/** The dollar with the character behind it, or before it where it is the last one. */
function nearOf({ value }: Text, { dollars }: Fault): string {
  const at = dollars.at(-1)!;
  return at + 1 < value.length ? value.slice(at, at + 2) : value.slice(Math.max(0, at - 1));
}

function doubling(block: Block, text: Text, { code, dollars }: Fault): Fix<"double">[] {
  const at = dollars.map((i) => text.offsetAt(i));
  // A dollar that is written as an escape of YAML is not where it seems.
  if (text.opaque || at.some((offset) => block.source[offset] !== "$")) return [];
  const edits = at.map((offset) => ({ span: { start: offset, end: offset }, text: "$" }));
  // Braces may have been meant for a variable.
  const kind = code === "hash" || dollars.every((i) => text.value[i + 1] !== "{") ? "safe" : "choice";
  return [{ title: { key: "double" }, kind, edits: inBlock(block, edits)! }];
}
