// What stands behind the first document: Docker never looks at it.
import { isStack } from "../../workspace/stack.ts";
import { blockRule } from "../rule.ts";

export const secondDocument = blockRule({
  id: "stack/second-document",
  severity: "warning",
  sources: [
    "docker/cli cli/compose/loader/loader.go@v28.2.2 ParseYAML: one document is read; measured with CLI 28.2.2, also with broken YAML behind it",
  ],
  texts: {
    en: {
      summary: "Everything behind `---` is dropped",
      why: "A YAML file may hold several documents, with `---` between them. `docker stack deploy` reads the first one only, without a word about the others: what stands there is not deployed, and not even looked at.",
      found: "Docker reads up to here only: everything from this line on is dropped without a word. Put it above, or in a file of its own.",
    },
    "zh-cn": {
      summary: "`---` 之后的内容会被丢弃",
      why: "一个 YAML 文件可以包含多个文档，用 `---` 分隔。`docker stack deploy` 只读取第一个，对其余部分只字不提：那里的内容不会被部署，甚至不会被查看。",
      found: "Docker 只读到这里：从这一行起的内容会被悄悄丢弃。请把它移到上面，或放进单独的文件。",
    },
  },
  bad: `services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      mode: global
---
services:
  api:
    image: ghcr.io/example/api:1.4
`,
  good: `services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      mode: global
  api:
    image: ghcr.io/example/api:1.4
`,
  *check({ kind, source }, view) {
    if (kind !== "rest" || !isStack(view)) return;
    const content = source.split(/\r\n|\n|\r/).some(
      (line) =>
        line
          .replace(/^(?:---|\.\.\.)(?=\s|$)/, "")
          .replace(/(?:^|\s)#.*/, "")
          .trim() !== "",
    );
    if (content) yield { span: { start: 0, end: 3 }, message: { key: "found" } };
  },
});
