// Files that are deployed together and name different versions.
import { modelOf } from "../../model/block.ts";
import { isNull, textOf } from "../../syntax/tree.ts";
import { isStack } from "../../workspace/stack.ts";
import { blockRule } from "../rule.ts";

export const versionMismatch = blockRule({
  id: "stack/version-mismatch",
  severity: "error",
  sources: [
    "docker/cli cli/compose/loader/loader.go@v28.2.2 Load: `version mismatched between two composefiles`; own runs of `docker stack config` 28.2.2",
  ],
  texts: {
    en: {
      summary: "Files that are deployed together name different versions",
      why: "`docker stack deploy -c a.yml -c b.yml` reads each file by the schema of its own `version` and refuses them all where the versions differ: `version mismatched between two composefiles`. A file without `version`, with an empty one or with `3` counts as 3.13. It is best to have none in any of them.",
      found:
        "Docker refuses to deploy this file together with `{file}`: the versions must be the same, and `{version}` is not {other}. Leave `version` out of both.",
    },
    "zh-cn": {
      summary: "一起部署的文件 `version` 不一致",
      why: "`docker stack deploy -c a.yml -c b.yml` 按每个文件自己的 `version` 对应的 schema 读取文件，如果 `version` 不同，就会全部拒绝：`version mismatched between two composefiles`。没有 `version`、`version` 为空或为 `3` 的文件都按 3.13 处理。最好所有文件都不写 `version`。",
      found: "Docker 会拒绝把此文件与 `{file}` 一起部署：`version` 必须相同，而 `{version}` 不是 {other}。请在两个文件中都删除 `version`。",
    },
  },
  bad: `version: "3.8"
services:
  web:
    image: ghcr.io/example/web:1.4
# --- prod.yml
services:
  web:
    deploy:
      replicas: 3
# --- deploy.sh
docker stack deploy -c stack.yml -c prod.yml web
`,
  good: `services:
  web:
    image: ghcr.io/example/web:1.4
# --- prod.yml
services:
  web:
    deploy:
      replicas: 3
# --- deploy.sh
docker stack deploy -c stack.yml -c prod.yml web
`,
  *check(block, view) {
    const { version } = modelOf(block);
    if (!version || !isStack(view)) return;
    const other = view.otherVersion();
    if (!other) return;
    const { value, key } = version.entry;
    const file = decodeURIComponent(other.uri.slice(other.uri.lastIndexOf("/") + 1));
    const args = { file, version: textOf(value)?.value ?? "", other: other.version };
    yield { span: isNull(value) ? key.span : value.span, message: { key: "found", args } };
  },
});
