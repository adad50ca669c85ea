// Configs and secrets from a file under a name that stays: the first change of the file fails the deployment.
import { modelOf } from "../../model/block.ts";
import { hasVariable } from "../../model/service.ts";
import { addEntries } from "../../syntax/edit.ts";
import { entryOf, textOf, valueAt } from "../../syntax/tree.ts";
import { isStack } from "../../workspace/stack.ts";
import { raiseFor } from "../fixes/version.ts";
import { blockRule, inBlock } from "../rule.ts";

/** Version 3.x of the file in which `name` of configs and secrets came. */
const NAMED_SINCE = 5;

export const immutableConfig = blockRule({
  id: "stack/immutable-config",
  severity: "hint",
  sources: [
    "swarmkit manager/controlapi/config.go, secret.go: `only updates to Labels are allowed`",
    "https://github.com/moby/moby/issues/35048",
    "https://github.com/docker/cli/issues/756",
  ],
  texts: {
    en: {
      summary: "The next change of this file will fail the deployment",
      why: "Configs and secrets of a swarm can't be changed, only made anew. When the file has another content, `docker stack deploy` fails with `only updates to Labels are allowed`, and services are not updated. With a version in its `name` each content is an object of its own, and the services that use it are updated.",
      config: "When `{file}` changes, the next deployment fails: a config can't be changed under its name. Put a version into `name`.",
      secret: "When `{file}` changes, the next deployment fails: a secret can't be changed under its name. Put a version into `name`.",
      name: "Name it {name}",
    },
    "zh-cn": {
      summary: "此文件的下一次改动会导致部署失败",
      why: "Swarm 的 config 和 secret 不能修改，只能新建。文件内容改变后，`docker stack deploy` 会以 `only updates to Labels are allowed` 失败，服务不会更新。在 `name` 中加入版本后，每份内容都是独立的对象，使用它的服务也会随之更新。",
      config: "`{file}` 改变后，下一次部署会失败：config 不能在原名下修改。请在 `name` 中加入版本。",
      secret: "`{file}` 改变后，下一次部署会失败：secret 不能在原名下修改。请在 `name` 中加入版本。",
      name: "命名为 {name}",
    },
  },
  bad: `services:
  web:
    image: ghcr.io/example/web:1.4
    configs: [app]
    deploy:
      mode: global
configs:
  app:
    file: ./app.conf
`,
  good: `services:
  web:
    image: ghcr.io/example/web:1.4
    configs: [app]
    deploy:
      mode: global
configs:
  app:
    name: app-\${APP_VERSION:-1}
    file: ./app.conf
`,
  *check(block, view) {
    if (!isStack(view)) return;
    for (const { section, entry } of modelOf(block).objects) {
      const file = textOf(valueAt(entry.value, "file"));
      const name = textOf(valueAt(entry.value, "name"));
      if (section === "volumes" || !file || hasVariable(file.value) || hasVariable(name?.value ?? "")) continue;
      if (entryOf(entry.value, "external") || entryOf(entry.value, "driver")) continue;
      const key = entry.key.value;
      const versioned = `${key}-\${${key.toUpperCase().replace(/\W/g, "_")}_VERSION:-1}`;
      const edits = name || !/^[a-z]/i.test(key) ? undefined : addEntries(block, entry, [{ key: "name", value: versioned }], 2);
      const raised = raiseFor({ key: "name", minor: NAMED_SINCE }, view);
      const all = edits && raised && [...inBlock(block, edits)!, ...raised];
      const fixes = () =>
        all ? [{ title: { key: "name" as const, args: { name: versioned } }, kind: "choice" as const, edits: all }] : [];
      yield { span: file.span, message: { key: section === "configs" ? "config" : "secret", args: { file: file.value } }, fixes };
    }
  },
});
