// What can't be read at all: broken YAML, keys twice, aliases of nothing; and for stacks what Docker's own reader refuses beyond that.
import { namesOfBlock } from "../../model/block.ts";
import { hasVariable } from "../../model/service.ts";
import { type PlacedFault, yamlFaults } from "../../model/stack/yaml.ts";
import type { Block } from "../../syntax/document.ts";
import type { Span } from "../../syntax/text.ts";
import type { Problem } from "../../syntax/tree.ts";
import { isStack } from "../../workspace/stack.ts";
import type { View } from "../../workspace/view.ts";
import { removeParts } from "../fixes/remove-parts.ts";
import { blockRule, type Finding, type Fix, inBlock, offer } from "../rule.ts";

export const yaml = blockRule({
  id: "stack/yaml",
  severity: "error",
  sources: [
    "https://yaml.org/spec/1.2.2/",
    "go-yaml v3 decode.go: `mapping key ... already defined`, `map merge requires map or sequence of maps as the value`, `unknown anchor`; each measured with CLI 28.2.2",
  ],
  texts: {
    en: {
      summary: "The file can't be read as YAML",
      why: "A tab in the indentation, a quote that is never closed, a value that begins with a backtick, a key that is there twice or an alias of nothing: no reader takes such a file, so nothing of it is deployed. Docker's reader also refuses keys that are numbers or booleans, merges (`<<`) of what is no map, and numbers like `.inf`.",
      tab: "This can't be read as YAML: lines are indented with blanks, never with tabs.",
      quote: "This can't be read as YAML: a quote or bracket is not closed.",
      indent: "This can't be read as YAML: the indentation fits nothing above it.",
      start: "This can't be read as YAML: no value may begin with this character. Put the value in quotes.",
      colon:
        "This can't be read as YAML: a colon and a blank begin a value here, and none can stand here. Put a text with `: ` in it in quotes.",
      escape: "This can't be read as YAML: no such escape is known between double quotes. Double the backslash, or use single quotes.",
      deep: "This is nested too deep to be read.",
      aliases: "Aliases expand to more here than is read: the rest is not checked.",
      syntax: "This can't be read as YAML.",
      alias: "`*{name}` stands for nothing: no anchor `&{name}` is above it in this file.",
      twice: "`{key}` is here twice, so no reader takes the file. Only one may stay.",
      mergeTwice: "`<<` is here twice, and Docker refuses the file. Merge several maps by a list: `<<: [*a, *b]`.",
      first: "the first one",
      key: "`docker stack deploy` refuses this file: the key `{key}` is no text. Put it in quotes.",
      collection: "`docker stack deploy` refuses this file: a list or map can't be a key.",
      merge: "`docker stack deploy` refuses this file: behind `<<` a map has to stand, or an alias of one.",
      endless: "`docker stack deploy` refuses this file: it can't read the number `{text}`. Put it in quotes if it is a text.",
      tag: "`docker stack deploy` refuses this file: `{text}` is not what its tag says.",
      directive: "`docker stack deploy` refuses this file: it reads YAML 1.1 only. Delete the line: it reads the rest as before.",
      tabs: "`docker stack deploy` refuses this file: a tab can't stand here. Use blanks.",
      empty: "`docker stack deploy` refuses this file: it reads what is between the first two `---`, and nothing is there.",
      write: "Write {text}",
      remove: "Remove this {key}",
    },
    "zh-cn": {
      summary: "文件无法作为 YAML 读取",
      why: "缩进中的制表符、没有闭合的引号、以反引号开头的值、重复的键、不指向任何内容的别名：没有任何程序能读取这样的文件，因此什么都不会部署。Docker 的解析器还会拒绝数字或布尔值作为键、合并（`<<`）非映射的内容，以及 `.inf` 这样的数字。",
      tab: "无法作为 YAML 读取：缩进必须用空格，不能用制表符。",
      quote: "无法作为 YAML 读取：引号或括号没有闭合。",
      indent: "无法作为 YAML 读取：缩进与上面的任何内容都不对应。",
      start: "无法作为 YAML 读取：值不能以这个字符开头。请给值加上引号。",
      colon: "无法作为 YAML 读取：冒号加空格会开始一个值，而这里不能有值。请给含有 `: ` 的字符串加上引号。",
      escape: "无法作为 YAML 读取：双引号中没有这样的转义。请写两个反斜杠，或使用单引号。",
      deep: "嵌套太深，无法读取。",
      aliases: "这里的别名展开后超出读取上限：超出部分不检查。",
      syntax: "无法作为 YAML 读取。",
      alias: "`*{name}` 不指向任何内容：此文件中它上面没有锚点 `&{name}`。",
      twice: "`{key}` 在这里出现了两次，因此没有程序能读取此文件。只能保留一个。",
      mergeTwice: "`<<` 在这里出现了两次，Docker 会拒绝此文件。请用列表合并多个映射：`<<: [*a, *b]`。",
      first: "第一个",
      key: "`docker stack deploy` 会拒绝此文件：键 `{key}` 不是字符串。请加上引号。",
      collection: "`docker stack deploy` 会拒绝此文件：列表或映射不能作为键。",
      merge: "`docker stack deploy` 会拒绝此文件：`<<` 后面必须是映射或映射的别名。",
      endless: "`docker stack deploy` 会拒绝此文件：无法读取数字 `{text}`。如果是字符串，请加上引号。",
      tag: "`docker stack deploy` 会拒绝此文件：`{text}` 与其 YAML 标签（tag）不符。",
      directive: "`docker stack deploy` 会拒绝此文件：它只读取 YAML 1.1。请删除这一行，其余内容的读法不变。",
      tabs: "`docker stack deploy` 会拒绝此文件：这里不能有制表符。请使用空格。",
      empty: "`docker stack deploy` 会拒绝此文件：它读取前两个 `---` 之间的内容，而那里什么都没有。",
      write: "改为 {text}",
      remove: "删除这个 {key}",
    },
  },
  bad: `services:
  web:
    image: ghcr.io/example/web:1.4
    image: ghcr.io/example/web:1.5
    deploy:
      mode: global
`,
  good: `services:
  web:
    image: ghcr.io/example/web:1.5
    deploy:
      mode: global
`,
  *check(block, view) {
    const [problem] = block.problems;
    const word = problem && wordFor(problem, block);
    // A carriage return alone ends a line for Docker, and is none for our reader. That aliases are too much says nobody but this.
    if (problem && word && !/\r(?!\n)/.test(block.source))
      yield { span: seen(problem.span, block.source), message: { key: word }, ...(word === "aliases" ? { severity: "info" } : {}) };
    for (const { name, span } of block.unresolved.filter((u) => !view.isSharedAnchor(u.name)))
      yield { span, message: { key: "alias", args: { name } } };
    yield* repeated(block, view);
    const directive = block.kind === "preamble" && isStack(view) ? /^\uFEFF?%YAML +(?!1\.1\s)\S+/m.exec(block.source) : undefined;
    if (directive) yield { span: { start: directive.index, end: directive.index + directive[0].length }, message: { key: "directive" } };
    if (isEmptyHead(block) && isStack(view)) yield { span: lastMarker(block), message: { key: "empty" } };
    for (const placed of yamlFaults(block)) {
      const finding = isToldElsewhere(placed, block, view) ? undefined : findingOf(placed, block, view);
      if (finding) yield finding;
    }
  },
});

/** A fault at the blanks before a text is shown at the text. */
function seen(at: Span, source: string): Span {
  let start = at.start;
  while (source[start] === " ") start++;
  let end = start;
  while (end < source.length && source[end] !== "\n" && source[end] !== "\r" && source[end] !== "#") end++;
  while (end > start && source[end - 1] === " ") end--;
  return start === at.start || end === start ? at : { start, end: Math.max(end, at.end) };
}

type Word = "tab" | "quote" | "indent" | "start" | "colon" | "escape" | "deep" | "aliases" | "syntax";

const WORDS: Readonly<Record<string, Word>> = {
  TAB_AS_INDENT: "tab",
  MISSING_CHAR: "quote",
  BAD_INDENT: "indent",
  MISINDENTED: "indent",
  BAD_SCALAR_START: "start",
  BLOCK_AS_IMPLICIT_KEY: "colon",
  MULTILINE_IMPLICIT_KEY: "colon",
  BAD_DQ_ESCAPE: "escape",
  TOO_DEEP: "deep",
  TOO_MANY_ALIASES: "aliases",
};

/** A tab before a line's first character explains most of what follows. */
function wordFor({ code, span }: Problem, { source }: Block): Word {
  const line = source.slice(source.lastIndexOf("\n", span.start - 1) + 1);
  return /^ *\t/.test(line) ? "tab" : (WORDS[code] ?? "syntax");
}

/** Top-level keys and entries of sections stand in blocks of their own. */
function* repeated(block: Block, view: View): Iterable<Finding<"twice" | "first">> {
  for (const { section, key } of namesOfBlock(block)) {
    if (!view.isRepeated({ section, name: key.value })) continue;
    const first = view.firstOf({ section, name: key.value });
    if (!first || first.block === block) continue;
    const related = [{ uri: view.uri(), ...first, message: { key: "first" as const } }];
    yield { span: key.span, message: { key: "twice", args: { key: key.value } }, related };
  }
}

/** Several `---` before any content. */
const isEmptyHead = ({ kind, source }: Block): boolean => kind === "preamble" && [...source.matchAll(MARKER)].length > 1;

const MARKER = /^\uFEFF?---(?=\s|$)/gm;

function lastMarker({ source }: Block): Span {
  const { index, 0: marker } = [...source.matchAll(MARKER)].at(-1)!;
  return { start: index + marker.length - 3, end: index + marker.length };
}

/** labels/duplicate-key has a word for labels. */
function isToldElsewhere({ fault, path }: PlacedFault, { kind }: Block, view: View): boolean {
  if (fault.code !== "twice" || !isStack(view)) return false;
  const below = (kind === "entry" ? path.slice(1) : path.slice(2)).join(".");
  const name = fault.key.key.value;
  return (below === "labels" || below === "deploy.labels") && name !== "" && name !== "<<" && !hasVariable(name);
}

type FaultWord = "twice" | "mergeTwice" | "first" | "key" | "collection" | "merge" | "endless" | "tag" | "tabs" | "write" | "remove";

function findingOf({ fault, span }: PlacedFault, block: Block, view: View): Finding<FaultWord> | undefined {
  if (fault.code === "twice") {
    const { key, first, map } = fault;
    const args = { key: key.keyForm ? "?" : key.key.value };
    const related = [{ uri: view.uri(), block, span: first.key.span, message: { key: "first" as const } }];
    const message = { key: args.key === "<<" ? ("mergeTwice" as const) : ("twice" as const), args };
    return { span, message, related, fixes: () => removals(block, map, [first, key]) };
  }
  if (!isStack(view)) return undefined;
  if (fault.code === "merge") return { span, message: { key: "merge" } };
  if (fault.code === "endless") return { span, message: { key: "endless", args: { text: fault.text } } };
  if (fault.code === "tab") return block.problems.length > 0 ? undefined : { span, message: { key: "tabs" } };
  if (fault.code === "tag") return { span, message: { key: "tag", args: { text: fault.text } } };
  if (fault.got === "collection") return { span, message: { key: "collection" } };
  const { key } = fault.key;
  const text = `"${key.value}"`;
  const fixes = () =>
    offer(
      { title: { key: "write" as const, args: { text } }, kind: "safe" as const },
      key.opaque || key.value === "" ? undefined : inBlock(block, [{ span: key.span, text }]),
    );
  return { span, message: { key: "key", args: { key: key.value } }, fixes };
}

/** Which one is right is not told, unless they say the same. */
function removals(block: Block, map: Parameters<typeof removeParts>[1], parts: Parameters<typeof removeParts>[2]): Fix<"remove">[] {
  const texts = parts.map(({ span }) => block.source.slice(span.start, span.end).trimEnd());
  const last = parts.at(-1)!;
  const edits = inBlock(block, removeParts(block, map, [last]));
  const key = "key" in last ? last.key.value : "";
  return edits ? [{ title: { key: "remove", args: { key } }, kind: texts[0] === texts[1] ? "safe" : "choice", edits }] : [];
}
