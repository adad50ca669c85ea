// Commands that are written as one string and cut into other words than it looks: Docker reads quotes, backslashes and `#` as a shell does, but
// is none. An unbalanced quote makes it refuse the file.
import { type CutCommand, cutCommand, type Escape } from "../../model/command.ts";
import { type Environment, interpolate } from "../../model/interpolation.ts";
import type { Service } from "../../model/service.ts";
import { composedText, type Text } from "../../syntax/text.ts";
import { entryOf, type Scalar } from "../../syntax/tree.ts";
import { isStack } from "../../workspace/stack.ts";
import { type Finding, type Fix, inBlock, type Message, serviceRule } from "../rule.ts";

export const commandWords = serviceRule({
  id: "stack/command-words",
  severity: "warning",
  sources: [
    "docker/cli cli/compose/loader/loader.go@v28.2.2 transformShellCommand",
    "google/shlex@e7afc7f shlex.go: `#` at a word's start begins a comment, a backslash makes the next character an ordinary one",
    "own runs of `docker stack config` 28.2.2",
  ],
  texts: {
    en: {
      summary: "Docker splits a command into words differently than it looks",
      why: "Docker cuts a `command` or `entrypoint` that is one string into words by itself; no shell is asked. A `#` at the start of a word begins a comment, and in a folded text (`>`) that is all the rest. A backslash makes the next character an ordinary one, a line break as well: `\\` at a line's end is no continuation but puts a line break at the start of the next word. Before letters, and in double quotes, it vanishes where a shell would keep it. A quote that is not closed makes Docker refuse the file. In a list each item is a word as it stands.",
      unended: "Docker refuses the file: nothing closes the `{quote}` of `{near}`. Write `\\{quote}` for the character itself.",
      trailing: "Docker refuses the file: nothing follows the backslash at the end. Leave it out, or double it.",
      comment: "Docker drops `{comment}`: a `#` at the start of a word begins a comment. Quote the word.",
      commentRest:
        "The line breaks of this text are blanks for Docker, so this comment takes all that follows it: `{comment}` is dropped. Remove the comment, or write `|`.",
      continued:
        "A backslash at a line's end is no continuation for Docker: the next word begins with a {blank}. Leave it out, lines are joined anyway.",
      lineBreak: "line break",
      blank: "blank",
      dropped: "Docker drops the backslash of `{escape}`. Double it, or use single quotes.",
      list: "This list is in quotes, so Docker cuts it at its blanks: the words are {words}. Write it without the quotes.",
      quoteWord: "Quote `{word}`",
      escape: "Write `\\{quote}`",
      remove: "Remove the backslashes at the ends of lines",
      double: "Double the backslash of `{escape}`",
      unquote: "Write it as a list",
    },
    "zh-cn": {
      summary: "Docker 切分命令的结果与看上去的不同",
      why: "如果 `command` 或 `entrypoint` 是一个字符串，Docker 会自行把它切分成词，而不会交给 shell。词首的 `#` 引出注释，在折叠文本（`>`）中，这意味着后面的全部内容。反斜杠使下一个字符成为普通字符，换行也不例外：行尾的 `\\` 并不是续行，而是把一个换行放到下一个词的开头。在字母之前以及在双引号中，它会消失，而 shell 会保留它。未闭合的引号会使 Docker 拒绝整个文件。在列表中，每一项就是一个词。",
      unended: "Docker 会拒绝此文件：`{near}` 中的 `{quote}` 没有闭合。如果需要这个字符本身，请写 `\\{quote}`。",
      trailing: "Docker 会拒绝此文件：末尾的反斜杠后面没有内容。请删除它，或写两个。",
      comment: "Docker 会丢弃 `{comment}`：词首的 `#` 引出注释。请给这个词加上引号。",
      commentRest: "对 Docker 来说，这段文本的换行只是空格，因此这条注释包括后面的全部内容：`{comment}` 会被丢弃。请删除注释，或改用 `|`。",
      continued: "对 Docker 来说，行尾的反斜杠并不是续行：下一个词会以{blank}开头。请删除它，各行本来就会连在一起。",
      lineBreak: "换行",
      blank: "空格",
      dropped: "Docker 会丢弃 `{escape}` 中的反斜杠。请写两个反斜杠，或使用单引号。",
      list: "这个列表写在引号里，Docker 会在空格处把它切开：得到的词是 {words}。请去掉引号。",
      quoteWord: "给 `{word}` 加上引号",
      escape: "改为 `\\{quote}`",
      remove: "删除行尾的反斜杠",
      double: "将 `{escape}` 中的反斜杠写两次",
      unquote: "改为列表",
    },
  },
  bad: `services:
  web:
    image: ghcr.io/example/web:1.4
    command: |
      serve --port 8080 \\
      --verbose
    deploy:
      update_config:
        order: start-first
`,
  good: `services:
  web:
    image: ghcr.io/example/web:1.4
    command: |
      serve --port 8080
      --verbose
    deploy:
      update_config:
        order: start-first
`,
  *check(service, view) {
    for (const key of ["command", "entrypoint"]) {
      const node = entryOf(service.entry.value, key)?.value;
      if (node?.kind !== "scalar" || node.grafted || !isStack(view)) continue;
      const text = withVariables(node.text, view.environment());
      if (text) yield* findings(service, node, text);
    }
  },
});

type Key =
  | "unended"
  | "trailing"
  | "comment"
  | "commentRest"
  | "continued"
  | "lineBreak"
  | "blank"
  | "dropped"
  | "list"
  | "quoteWord"
  | "escape"
  | "remove"
  | "double"
  | "unquote";

/** Nothing where Docker refuses the text itself. A variable of which nobody tells the value counts as a letter of its word. */
function withVariables(text: Text, environment: Environment | undefined): Text | undefined {
  const result = interpolate(text, environment);
  if (result.kind === "error") return undefined;
  if (result.kind !== "open") return result.text;
  return composedText(
    text,
    result.pieces.map((p) => ("kind" in p ? { text: p.text, value: "x" } : { text: p })),
  );
}

function* findings(service: Service, node: Scalar, text: Text): Iterable<Finding<Key>> {
  const writer: Writer = { service, node };
  const cut = cutCommand(text);
  const list = quotedList(writer, text, cut);
  if (list) return yield list;
  for (const comment of cut.comments) {
    const found = commentFinding(writer, text, comment);
    if (found) yield found;
  }
  const continued = cut.escapes.filter((e) => isContinuation(writer, e));
  if (continued.length > 0) yield continuedFinding(writer, continued);
  const dropped = cut.escapes.filter((e) => (e.quoted ? /^\\[\w.*+?^()[\]{}|]/ : /^\\\w/).test(e.text.value));
  if (dropped.length > 0) yield droppedFinding(writer, dropped);
  if (cut.unended) yield unendedFinding(writer, cut, cut.unended);
}

interface Writer {
  readonly service: Service;
  readonly node: Scalar;
}

/** What stands at a text's place, on one line. */
const sourceOf = ({ service }: Writer, { span }: Pick<Text, "span">): string => service.block.source.slice(span.start, span.end);

const shortened = (text: string): string => {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 40 ? `${line.slice(0, 38)}…` : line;
};

/** A fix, if each text stands in the source as it is in the value; what is written behind or before it is given as YAML's own. */
function fix(
  writer: Writer,
  title: Message<Key>,
  kind: Fix["kind"],
  edits: readonly { readonly at: Text; readonly text: string }[],
): Fix<Key>[] {
  if (edits.some(({ at }) => at.opaque)) return [];
  const { block } = writer.service;
  return [
    {
      title,
      kind,
      edits: inBlock(
        block,
        edits.map(({ at, text }) => ({ span: at.span, text })),
      )!,
    },
  ];
}

/** A backslash as this style of scalar writes it. */
const backslash = ({ node }: Writer): string => (node.style === "double" ? "\\\\" : "\\");

const before = (text: Text): Text => text.slice(0, 0);

function quotedList(writer: Writer, text: Text, { words }: CutCommand): Finding<Key> | undefined {
  const { node } = writer;
  if (!/^\s*\[\s*"/.test(node.text.value) || !isList(node.text.value)) return undefined;
  const value = node.text.value.trim();
  const isOneLine = !/[\r\n]/.test(value) && (node.style === "single" || node.style === "double");
  const edit = { span: node.span, text: value };
  return {
    span: text.span,
    message: { key: "list", args: { words: words.map((w) => `\`${w.text.value}\``) } },
    fixes: () => (isOneLine ? [{ title: { key: "unquote" }, kind: "choice", edits: inBlock(writer.service.block, [edit])! }] : []),
  };
}

function isList(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((v) => typeof v === "string");
  } catch {
    return false;
  }
}

function commentFinding(writer: Writer, text: Text, comment: Text): Finding<Key> | undefined {
  const { node } = writer;
  const at = comment.span;
  const word = comment.slice(0, /^\S+/.exec(comment.value)![0].length);
  if (/[\r\n]/.test(sourceOf(writer, comment).trimEnd())) {
    return { span: { start: at.start, end: word.span.end }, message: { key: "commentRest", args: { comment: shortened(comment.value) } } };
  }
  // In a text of several lines a comment is what it looks like.
  const isLine = node.style === "literal" && text.value.slice(0, lengthBefore(text, comment)).split("\n").at(-1)!.trim() === "";
  if (isLine || (node.style === "literal" && /^#(?:\s|$)/.test(comment.value))) return undefined;
  const quote = node.style === "double" ? "'" : '"';
  const edits = [
    { at: before(word), text: quote },
    { at: word.slice(word.length), text: quote },
  ];
  const fixes = () =>
    /["'\\]/.test(word.value) || /^#$/.test(word.value)
      ? []
      : fix(writer, { key: "quoteWord", args: { word: word.value } }, "choice", edits);
  return { span: at, message: { key: "comment", args: { comment: shortened(comment.value) } }, fixes };
}

/** How much of the text stands before a part of it. */
function lengthBefore(text: Text, part: Text): number {
  let length = 0;
  while (length < text.length && text.offsetAt(length) < part.span.start) length++;
  return length;
}

/** A backslash with nothing but a line break behind it, which may have been folded. */
const isContinuation = (writer: Writer, { text }: Escape): boolean => /^\\[\r\n]/.test(text.opaque ? text.value : sourceOf(writer, text));

function continuedFinding(writer: Writer, all: readonly Escape[]): Finding<Key> {
  const { source } = writer.service.block;
  const first = all[0]!.text;
  const edits = all.map(({ text }) => {
    const slash = text.slice(0, 1).span;
    let start = slash.start;
    while (start > 0 && /[ \t]/.test(source[start - 1]!)) start--;
    return { span: { start, end: slash.end }, text: "", joined: start === slash.start };
  });
  // Without a blank before it a shell would join two words.
  const kind = edits.some((e) => e.joined) ? "choice" : "safe";
  const fixes = (): Fix<Key>[] =>
    all.some((e) => e.text.opaque)
      ? []
      : [
          {
            title: { key: "remove" },
            kind,
            edits: inBlock(
              writer.service.block,
              edits.map(({ span, text }) => ({ span, text })),
            )!,
          },
        ];
  const blank: Message<Key> = { key: first.value.endsWith(" ") ? "blank" : "lineBreak" };
  return { span: first.slice(0, 1).span, message: { key: "continued", args: { blank: [blank] } }, fixes };
}

function droppedFinding(writer: Writer, all: readonly Escape[]): Finding<Key> {
  const first = all[0]!.text;
  const args = { escape: first.value };
  const edits = all.map(({ text }) => ({ at: before(text), text: backslash(writer) }));
  return { span: first.span, message: { key: "dropped", args }, fixes: () => fix(writer, { key: "double", args }, "choice", edits) };
}

function unendedFinding(writer: Writer, { words }: CutCommand, unended: Text): Finding<Key> {
  if (unended.value === "\\") {
    return { span: unended.span, severity: "error", message: { key: "trailing" } };
  }
  const args = { quote: unended.value, near: shortened(sourceOf(writer, words.at(-1)!)) };
  const fixes = () => fix(writer, { key: "escape", args }, "choice", [{ at: before(unended), text: backslash(writer) }]);
  return { span: unended.span, severity: "error", message: { key: "unended", args }, fixes };
}
