// A healthcheck as a list whose first item does not say how to run it: no probe ever runs, and Swarm waits for its answer for ever.
import { effective } from "../../model/effective.ts";
import { hasVariable } from "../../model/service.ts";
import type { Block } from "../../syntax/document.ts";
import { columnOf, type Edit, eolOf, startsLine } from "../../syntax/edit.ts";
import type { Text } from "../../syntax/text.ts";
import { type Sequence, textOf, valueAt } from "../../syntax/tree.ts";
import { inBlock, serviceRule } from "../rule.ts";

export const healthcheckForm = serviceRule({
  id: "update/healthcheck-form",
  severity: "error",
  sources: [
    "moby daemon/health.go getProbe: another first item than CMD, CMD-SHELL or NONE is a warning in the engine's log, and no probe",
    "https://github.com/moby/moby/issues/49034",
    "https://docs.docker.com/reference/compose-file/services/#healthcheck",
  ],
  texts: {
    en: {
      summary: "The healthcheck's list does not begin with CMD or CMD-SHELL, so it never runs",
      why: "A `test` that is a list begins with `CMD` (the rest is a program and its arguments), `CMD-SHELL` (one line for the shell) or `NONE`. Docker Compose refuses anything else. `docker stack deploy` and the engine accept it, but no probe ever runs: the task waits for its first good answer and stays in STARTING for ever, and the update or the first deployment with it.",
      form: "The healthcheck of `{service}` never runs, as its list begins with `{first}`: tasks stay in STARTING for ever. Begin the list with `CMD` (a program and its arguments) or `CMD-SHELL` (one line for the shell).",
      begin: "Begin the list with {word}",
    },
    "zh-cn": {
      summary: "健康检查列表没有以 CMD 或 CMD-SHELL 开头，因此从不执行",
      why: "列表形式的 `test` 必须以 `CMD`（其余为程序及其参数）、`CMD-SHELL`（一行 shell 命令）或 `NONE` 开头。Docker Compose 会拒绝其他写法。`docker stack deploy` 和引擎会接受，但检查从不执行：任务一直等待第一次成功应答，永远停在 STARTING，更新或首次部署也随之卡住。",
      form: "`{service}` 的健康检查从不执行，因为列表以 `{first}` 开头：任务会永远停在 STARTING。请让列表以 `CMD`（程序及其参数）或 `CMD-SHELL`（一行 shell 命令）开头。",
      begin: "让列表以 {word} 开头",
    },
  },
  bad: `services:
  web:
    image: ghcr.io/example/web:1.4
    healthcheck:
      test: ["curl", "-f", "http://localhost:8080/health"]
    deploy:
      replicas: 2
`,
  good: `services:
  web:
    image: ghcr.io/example/web:1.4
    healthcheck:
      test: ["CMD", "curl", "-f", "http://localhost:8080/health"]
    deploy:
      replicas: 2
`,
  picture: { only: "bad", version: "untested" },
  // Everywhere but where Docker Compose refuses the file by itself. An empty list keeps the image's healthcheck.
  *check(service, view) {
    const test = valueAt(service.entry.value, "healthcheck", "test");
    if (test?.kind !== "sequence" || effective(service).health.kind === "off" || view.target().mode === "compose") return;
    const first = textOf(test.items[0]?.value);
    if (!first?.value || ["NONE", "CMD", "CMD-SHELL"].includes(first.value) || hasVariable(first.value.split(/\s/)[0]!)) return;
    const fix = repair(service.block, test);
    yield {
      span: first.span,
      message: { key: "form", args: { service: service.name.value, first: first.value } },
      fixes: () =>
        fix ? [{ title: { key: "begin", args: { word: fix.word } }, kind: "safe", edits: inBlock(service.block, fix.edits)! }] : [],
    };
  },
});

interface Repair {
  readonly word: "CMD" | "CMD-SHELL" | "NONE";
  readonly edits: readonly Edit[];
}

/** What is meant, where only one thing can be: a misspelt word, one whole line for the shell, or a program with its arguments. */
function repair(block: Block, test: Sequence): Repair | undefined {
  const words = test.items.map((i) => textOf(i.value));
  const [item] = test.items;
  const [first] = words;
  if (!item || !first || first.opaque || test.grafted || item.value.anchor || item.value.tag || words.includes(undefined)) return undefined;
  const misspelt = /^(?:(none)|cmd(?:[-_ ]?exec)?|(cmd[-_ ]?shell))$/i.exec(first.value);
  if (misspelt) {
    const word = misspelt[1] ? "NONE" : misspelt[2] ? "CMD-SHELL" : "CMD";
    return { word, edits: [{ span: first.span, text: word }] };
  }
  const word = wordFor(words.map((w) => w!.value));
  const edit = word && prepend(block, test, word, first);
  return edit && { word, edits: [edit] };
}

/** Several items that hope for a shell can't be mended by a word: behind CMD-SHELL only the first one would be the command. */
function wordFor(words: readonly string[]): "CMD" | "CMD-SHELL" | undefined {
  const [first, second] = words as [string, string?];
  if (words.length === 1) return /\s|\|\||&&|\$\$/.test(first) ? "CMD-SHELL" : "CMD";
  // SHELL or EXEC are no programs: somebody has the word wrong, and which one was meant is not sure.
  if (WORD_INSIDE.test(first) || /^[A-Z][A-Z_-]*$/.test(first)) return undefined;
  if (/(?:^|\/)\w*sh$/.test(first) && second === "-c") return "CMD";
  const wantsShell = words.some((w) => /^(?:\|\|?|&&|[;<>]|\d>)|\s(?:\|\|?|&&)\s|\$\$/.test(w));
  return wantsShell || /\s/.test(first) ? undefined : "CMD";
}

/** The word at the beginning of a whole line. */
const WORD_INSIDE = /^(?:none|cmd(?:-shell)?)\s+/i;

/** A new first item, written like the one that is first now; or that one cut in two, where it holds the word. */
function prepend(block: Block, test: Sequence, word: string, first: Text): Edit | undefined {
  const { source } = block;
  const { value, span } = test.items[0]!;
  const quote = /["']/.exec(source[value.span.start]!)?.[0] ?? "";
  if (!test.flow && !startsLine(source, span.start)) return undefined;
  const next = test.flow ? ", " : `${eolOf(block)}${" ".repeat(columnOf(source, span.start))}- `;
  const inside = WORD_INSIDE.exec(first.value)?.[0];
  if (inside !== undefined) {
    if (/^none/i.test(inside) || !/^[\w./]/.test(first.value.slice(inside.length)) || /^[|>]/.test(source.slice(value.span.start)))
      return undefined;
    return { span: first.slice(0, inside.length).span, text: word + quote + next + quote };
  }
  const at = test.flow ? value.span.start : span.start;
  const written = quote + word + quote;
  return { span: { start: at, end: at }, text: test.flow ? written + next : `- ${written}${next.slice(0, -2)}` };
}
