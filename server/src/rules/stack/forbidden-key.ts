// Keys that Docker refuses by name, as they belong to single machines.
import { EQUIVALENT } from "../../catalog/stack/fates.ts";
import { modelOf } from "../../model/block.ts";
import { stackProblems } from "../../workspace/stack.ts";
import { moveToDeploy } from "../fixes/move-to-deploy.ts";
import { removeParts } from "../fixes/remove-parts.ts";
import { blockRule, type Fix, inBlock } from "../rule.ts";

export const forbiddenKey = blockRule({
  id: "stack/forbidden-key",
  severity: "error",
  sources: ["docker/cli cli/compose/types/types.go@v28.2.2 ForbiddenProperties; measured with CLI 28.2.2"],
  texts: {
    en: {
      summary: "A key that stacks may not have",
      why: "`docker stack deploy` refuses files with `extends`, `volume_driver`, `volumes_from`, `cpu_quota`, `cpu_shares`, `cpuset`, `mem_limit` or `memswap_limit`: they describe containers of one machine. Limits of a stack's services stand under `deploy.resources`; files are joined by naming several with `-c`.",
      found: "`docker stack deploy` refuses this file: `{key}` is forbidden in stacks.{hint}",
      instead: " Write `{path}`.",
      cpu: " Limit the CPU with `deploy.resources.limits.cpus`.",
      extends: " Use a YAML anchor, or deploy with several files: `-c base.yml -c this.yml`.",
      volumes: " Declare a volume, and use it in each of the services.",
      move: "Move it to {path}",
      remove: "Remove {key}",
    },
    "zh-cn": {
      summary: "stack 中不允许的键",
      why: "`docker stack deploy` 会拒绝含有 `extends`、`volume_driver`、`volumes_from`、`cpu_quota`、`cpu_shares`、`cpuset`、`mem_limit` 或 `memswap_limit` 的文件：它们描述的是单台机器上的容器。stack 服务的限制写在 `deploy.resources` 下；多个文件用多个 `-c` 合并。",
      found: "`docker stack deploy` 会拒绝此文件：stack 中禁止使用 `{key}`。{hint}",
      instead: "请写成 `{path}`。",
      cpu: "请用 `deploy.resources.limits.cpus` 限制 CPU。",
      extends: "请使用 YAML 锚点，或用多个文件部署：`-c base.yml -c this.yml`。",
      volumes: "请声明一个卷，并在各个服务中使用它。",
      move: "移到 {path}",
      remove: "删除 {key}",
    },
  },
  bad: `services:
  web:
    image: ghcr.io/example/web:1.4
    mem_limit: 512m
    deploy:
      mode: global
`,
  good: `services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      mode: global
      resources:
        limits:
          memory: 512m
`,
  *check(block, view) {
    for (const problem of stackProblems(block, view)) {
      if (problem.code !== "forbidden-key") continue;
      const { key } = problem;
      const name = key.key.value;
      const path = EQUIVALENT[name]?.path.join(".");
      const service = modelOf(block).services.find((s) => s.name.value === problem.at.path[1]);
      const node = service?.entry.value;
      const moved = service && moveToDeploy(service, key, view);
      const removed = node?.kind === "mapping" ? inBlock(block, removeParts(block, node, [key])) : undefined;
      const fixes = (): Fix<"move" | "remove">[] => [
        ...(moved ? [{ title: { key: "move" as const, args: { path: path! } }, kind: "safe" as const, edits: moved }] : []),
        ...(removed ? [{ title: { key: "remove" as const, args: { key: name } }, kind: "choice" as const, edits: removed }] : []),
      ];
      const word = /^cpu/.test(name) ? ("cpu" as const) : /^volume/.test(name) ? ("volumes" as const) : ("extends" as const);
      const others = name === "memswap_limit" ? [] : [{ key: word }];
      const hint = path === undefined ? others : [{ key: "instead" as const, args: { path } }];
      yield { span: problem.span, message: { key: "found", args: { key: name, hint } }, fixes };
    }
  },
});
