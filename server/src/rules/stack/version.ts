// The file's `version:`: one that Docker does not know or can't read, or one that is older than a key that the file uses.

import { modelOf, type VersionPlace } from "../../model/block.ts";
import { goKind } from "../../model/stack/goScalar.ts";
import { replaceScalar } from "../../syntax/edit.ts";
import { isNull } from "../../syntax/tree.ts";
import { isStack, NEWEST, schemaOf, stackProblems } from "../../workspace/stack.ts";
import type { View } from "../../workspace/view.ts";
import { deleteVersion } from "../fixes/version.ts";
import { blockRule, type Finding, type Fix, inBlock, offer } from "../rule.ts";

type Word = "quotes" | "unknown" | "newer" | "form" | "here" | "delete" | "write";

export const version = blockRule({
  id: "stack/version",
  severity: "error",
  sources: [
    "docker/cli cli/compose/schema/schema.go@v28.2.2 Version, normalizeVersion, Validate; first versions of keys from cli/compose/schema/data/config_schema_v3.*.json, compared",
    "docker/cli cli/compose/loader/loader.go@v28.2.2: `version mismatched between two composefiles`",
  ],
  texts: {
    en: {
      summary: "The file's `version` is not known, or older than a key of the file",
      why: '`docker stack deploy` reads a file by the schema that its `version` names, and refuses keys that came later. Without `version`, with an empty one and with "3" it takes the newest one, so the line does nothing but harm. Docker Compose ignores it.',
      quotes:
        "`docker stack deploy` refuses this file: `version` must be a text. Put it in quotes, or delete the line: then all keys are known.",
      unknown:
        '`docker stack deploy` refuses this file: it knows no version `{version}`, only "3.0" to "3.{newest}". Delete the line: then all keys are known.',
      newer:
        '`docker stack deploy` refuses this file: `{key}` came with version 3.{since}, and this file says "{version}". Delete the version: then all keys are known.',
      form: '`docker stack deploy` refuses this file: the long form of `{key}` came with version 3.{since}, and this file says "{version}". Delete the version: then all forms are known.',
      here: "this version",
      delete: "Delete the version",
      write: "Write {version}",
    },
    "zh-cn": {
      summary: "文件的 `version` 不被识别，或早于文件中使用的键",
      why: '`docker stack deploy` 按 `version` 指定的 schema 读取文件，并拒绝之后才出现的键。没有 `version`、为空或为 "3" 时使用最新的 schema，所以这一行只有坏处。Docker Compose 会忽略它。',
      quotes: "`docker stack deploy` 会拒绝此文件：`version` 必须是字符串。请加上引号，或删除这一行：这样所有键都可用。",
      unknown: '`docker stack deploy` 会拒绝此文件：不存在版本 `{version}`，只有 "3.0" 到 "3.{newest}"。请删除这一行：这样所有键都可用。',
      newer:
        '`docker stack deploy` 会拒绝此文件：`{key}` 从版本 3.{since} 起才有，而此文件写的是 "{version}"。请删除版本：这样所有键都可用。',
      form: '`docker stack deploy` 会拒绝此文件：`{key}` 的长格式从版本 3.{since} 起才有，而此文件写的是 "{version}"。请删除版本：这样所有格式都可用。',
      here: "这个版本",
      delete: "删除版本",
      write: "改为 {version}",
    },
  },
  bad: `version: "3.3"
services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      mode: global
      update_config:
        order: stop-first
`,
  good: `services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      mode: global
      update_config:
        order: stop-first
`,
  *check(block, view) {
    if (!isStack(view)) return;
    const place = modelOf(block).version;
    const own = place && judge(place, view);
    if (own) yield own;
    for (const problem of stackProblems(block, view)) {
      if (problem.code !== "newer") continue;
      const args = { key: problem.key, since: problem.since, version: view.version() ?? "" };
      const at = view.versionPlace();
      const related = at ? [{ uri: view.uri(), block: at.block, span: at.entry.value.span, message: { key: "here" as const } }] : [];
      yield { span: problem.span, message: { key: problem.form ? "form" : "newer", args }, fixes: () => deletion(view), related };
    }
  },
});

function judge({ block, entry }: VersionPlace, view: View): Finding<Word> | undefined {
  const { value } = entry;
  const span = isNull(value) || value.kind !== "scalar" ? entry.key.span : value.span;
  if (value.kind !== "scalar") return { span, message: { key: "quotes" }, fixes: () => deletion(view) };
  const text = value.text.value;
  if (value.unresolved || (goKind(value) === "text" && schemaOf(text) !== undefined)) return undefined;
  if (goKind(value) !== "text" && schemaOf(text) !== undefined && !isNull(value)) {
    const quoted = value.grafted || value.anchor ? undefined : inBlock(block, replaceScalar(block, entry, `"${text}"`));
    const write: Fix<Word>[] = quoted ? [{ title: { key: "write", args: { version: `"${text}"` } }, kind: "choice", edits: quoted }] : [];
    return { span, message: { key: "quotes" }, fixes: () => [...deletion(view), ...write] };
  }
  return {
    span,
    message: { key: "unknown", args: { version: isNull(value) ? "null" : text, newest: NEWEST } },
    fixes: () => deletion(view),
  };
}

/** Files that are deployed together have to agree, and one without a version counts as the newest. */
function deletion(view: View): Fix<Word>[] {
  return offer({ title: { key: "delete" }, kind: view.isComplete() ? "safe" : "choice" }, deleteVersion(view));
}
