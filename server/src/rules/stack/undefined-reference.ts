// Volumes, configs and secrets that nothing declares, and all else that `docker stack config` takes and the deployment refuses. Undeclared
// networks have a rule of their own.
import { hasVariable, type Service } from "../../model/service.ts";
import type { Refusal } from "../../model/stack/refusal.ts";
import { refusalsOf } from "../../model/stack/refusals.ts";
import { type Use, usesOf } from "../../model/stack/uses.ts";
import type { Node } from "../../syntax/tree.ts";
import { isStack, substituteBy } from "../../workspace/stack.ts";
import type { View } from "../../workspace/view.ts";
import { byDistance, distance } from "../fixes/nearest.ts";
import { removeParts } from "../fixes/remove-parts.ts";
import { type Finding, type Fix, inBlock, offer, serviceRule } from "../rule.ts";

export const undefinedReference = serviceRule({
  id: "stack/undefined-reference",
  severity: "error",
  sources: [
    "docker/cli cli/compose/convert/service.go, volume.go@v28.2.2; measured with the deploying client of that release",
    "swarmkit manager/controlapi/service.go, manager/constraint/constraint.go; moby daemon/cluster/convert/service.go",
  ],
  texts: {
    en: {
      summary: "The deployment refuses what `docker stack config` takes",
      why: "`docker stack config` looks at forms only. Whether a volume, config or secret is declared, an image can be named so, a mode exists or a constraint can be read is found out at `docker stack deploy`: by the client, before anything is changed, or by the manager, when a part of the stack is deployed already.",
      volumes: "`docker stack deploy` refuses this file: volume `{name}` is not declared under the top-level `volumes:`.{hint}",
      configs: "`docker stack deploy` refuses this file: config `{name}` is not declared under the top-level `configs:`.{hint}",
      secrets: "`docker stack deploy` refuses this file: secret `{name}` is not declared under the top-level `secrets:`.{hint}",
      near: " Did you mean `{near}`?",
      folder: " A folder of the node begins with `./` or `/`.",
      noImage: "`docker stack deploy` refuses this file: `{service}` has no `image`.",
      built:
        "`docker stack deploy` refuses this file: `{service}` has no `image`, and stacks don't build. Build and push it first, and name it here.",
      upperCase: "`docker stack deploy` refuses this file: names of images are written in small letters, and `{text}` is not.",
      emptyImage: "`docker stack deploy` refuses this file: the image has no name.",
      badImage: "`docker stack deploy` refuses this file: `{text}` can't be the name of an image.",
      word: "`docker stack deploy` refuses this file: `{path}` can't be `{text}`, only {allowed}.{hint}",
      manager: "The swarm refuses this service: `{path}` can't be `{text}`, only {allowed}.{hint}",
      replicas: "`docker stack deploy` refuses this file: mode `{mode}` runs one task on each node, so `replicas` can't be set.",
      job: "The swarm refuses this service: a job ends by itself, so it can't have an `update_config`.",
      both: "`docker stack deploy` refuses this file: a healthcheck can't have a `test` and be disabled. Remove one of the two.",
      cpus: '`docker stack deploy` refuses this file: `{text}` is no number of CPUs for `{path}`. Write it like "0.5" or "2".',
      small: "The swarm refuses this service: `{path}` must be at least {least}.",
      ratio: "The swarm refuses this service: `max_failure_ratio` is a share between 0 and 1.",
      negative: "The swarm refuses this service: `{path}` can't be less than 0.",
      constraint: "The swarm refuses this service: it can't read the constraint `{text}`. Write `key == value` or `key != value`.",
      options: "`docker stack deploy` refuses this file: a mount of the type `{type}` can't have `{options}` options.",
      source: "`docker stack deploy` refuses this file: a mount of the type `{type}` can't have a `source`.",
      noSource: "`docker stack deploy` refuses this file: a mount of the type `{type}` needs a `source`.",
      target: "The swarm refuses this service: two mounts stand at `{target}`.",
      dnsrr: "The swarm refuses this service: with `endpoint_mode: dnsrr` a port can be published in `mode: host` only.",
      port: "The swarm refuses this service: port {port} is published twice.",
      file: "`docker stack deploy` refuses this file: two {section} of this service have the target `{target}`.",
      credentials:
        "`docker stack deploy` refuses this file: a `credential_spec` takes one of `config`, `file` and `registry`. Remove the others.",
      use: "Use {name}",
      declare: "Declare {name}",
      external: "Declare {name} as external",
      write: "Write {text}",
      remove: "Remove {key}",
    },
    "zh-cn": {
      summary: "`docker stack config` 接受，部署时却会被拒绝",
      why: "`docker stack config` 只检查写法。卷、config 或 secret 是否已声明、镜像名称是否有效、模式是否存在、约束能否解析，要到 `docker stack deploy` 时才会发现：由客户端在改动任何东西之前发现，或由 manager 在 stack 已部署了一部分之后发现。",
      volumes: "`docker stack deploy` 会拒绝此文件：顶层 `volumes:` 下没有声明卷 `{name}`。{hint}",
      configs: "`docker stack deploy` 会拒绝此文件：顶层 `configs:` 下没有声明 config `{name}`。{hint}",
      secrets: "`docker stack deploy` 会拒绝此文件：顶层 `secrets:` 下没有声明 secret `{name}`。{hint}",
      near: "是否想写 `{near}`？",
      folder: "节点上的文件夹以 `./` 或 `/` 开头。",
      noImage: "`docker stack deploy` 会拒绝此文件：`{service}` 没有 `image`。",
      built: "`docker stack deploy` 会拒绝此文件：`{service}` 没有 `image`，而 stack 不会构建镜像。请先构建并推送，再在这里写出名称。",
      upperCase: "`docker stack deploy` 会拒绝此文件：镜像名称必须是小写字母，而 `{text}` 不是。",
      emptyImage: "`docker stack deploy` 会拒绝此文件：镜像没有名称。",
      badImage: "`docker stack deploy` 会拒绝此文件：`{text}` 不能作为镜像名称。",
      word: "`docker stack deploy` 会拒绝此文件：`{path}` 不能是 `{text}`，只能是 {allowed}。{hint}",
      manager: "Swarm 会拒绝此服务：`{path}` 不能是 `{text}`，只能是 {allowed}。{hint}",
      replicas: "`docker stack deploy` 会拒绝此文件：模式 `{mode}` 在每个节点上运行一个任务，因此不能设置 `replicas`。",
      job: "Swarm 会拒绝此服务：job 会自行结束，因此不能有 `update_config`。",
      both: "`docker stack deploy` 会拒绝此文件：健康检查不能既有 `test` 又被关闭。请去掉其中一个。",
      cpus: '`docker stack deploy` 会拒绝此文件：`{text}` 不是 `{path}` 可用的 CPU 数量。请写成 "0.5" 或 "2" 这样的形式。',
      small: "Swarm 会拒绝此服务：`{path}` 至少为 {least}。",
      ratio: "Swarm 会拒绝此服务：`max_failure_ratio` 是 0 到 1 之间的比例。",
      negative: "Swarm 会拒绝此服务：`{path}` 不能小于 0。",
      constraint: "Swarm 会拒绝此服务：无法读取约束 `{text}`。请写成 `key == value` 或 `key != value`。",
      options: "`docker stack deploy` 会拒绝此文件：`{type}` 类型的挂载不能有 `{options}` 选项。",
      source: "`docker stack deploy` 会拒绝此文件：`{type}` 类型的挂载不能有 `source`。",
      noSource: "`docker stack deploy` 会拒绝此文件：`{type}` 类型的挂载需要 `source`。",
      target: "Swarm 会拒绝此服务：有两个挂载位于 `{target}`。",
      dnsrr: "Swarm 会拒绝此服务：使用 `endpoint_mode: dnsrr` 时，端口只能以 `mode: host` 发布。",
      port: "Swarm 会拒绝此服务：端口 {port} 发布了两次。",
      file: "`docker stack deploy` 会拒绝此文件：此服务有两个 {section} 的目标都是 `{target}`。",
      credentials: "`docker stack deploy` 会拒绝此文件：`credential_spec` 只能有 `config`、`file` 和 `registry` 之一。请去掉其余的。",
      use: "使用 {name}",
      declare: "声明 {name}",
      external: "将 {name} 声明为外部对象",
      write: "改为 {text}",
      remove: "删除 {key}",
    },
  },
  bad: `services:
  web:
    image: ghcr.io/example/web:1.4
    volumes:
      - dta:/var/lib/web
    deploy:
      mode: global
volumes:
  data:
`,
  good: `services:
  web:
    image: ghcr.io/example/web:1.4
    volumes:
      - data:/var/lib/web
    deploy:
      mode: global
volumes:
  data:
`,
  *check(service, view) {
    if (!isStack(view) || service.block.problems.length > 0) return;
    const substitute = substituteBy(view.environment());
    for (const refusal of refusalsOf(service, substitute)) {
      // Other files may say what this one leaves out.
      if (refusal.code === "no-image" && !view.isComplete()) continue;
      yield { span: refusal.span, ...wordsFor(refusal, service) };
    }
    if (!view.knowsReferences()) return;
    for (const use of usesOf(service, substitute)) {
      if (!view.declares({ section: use.section, name: use.name })) yield undeclared(use, service, view);
    }
  },
});

type Word =
  | "volumes"
  | "configs"
  | "secrets"
  | "near"
  | "folder"
  | "noImage"
  | "built"
  | "upperCase"
  | "emptyImage"
  | "badImage"
  | "word"
  | "manager"
  | "replicas"
  | "job"
  | "both"
  | "cpus"
  | "small"
  | "ratio"
  | "negative"
  | "constraint"
  | "options"
  | "source"
  | "noSource"
  | "target"
  | "dnsrr"
  | "port"
  | "file"
  | "credentials"
  | "use"
  | "declare"
  | "external"
  | "write"
  | "remove";

function undeclared({ section, name, at }: Use, service: Service, view: View): Finding<Word> {
  const near = byDistance(name, view.declaredNames(section))[0];
  const isNear = near !== undefined && distance(name, near) <= Math.max(1, Math.floor(name.length / 3));
  const hint = isNear
    ? [{ key: "near" as const, args: { near } }]
    : section === "volumes" && name.includes("/")
      ? [{ key: "folder" as const }]
      : [];
  const fixes = (): Fix<Word>[] => {
    const instead = near !== undefined && !at.opaque && !hasVariable(at.value) && inBlock(service.block, [{ span: at.span, text: near }]);
    const isPlain = /^[\w.-]+$/.test(name);
    const declaration = isPlain ? view.declareObject({ section, name }) : undefined;
    const key = section === "volumes" ? "declare" : "external";
    return [
      ...offer<Word>({ title: { key: "use", args: { name: near ?? "" } }, kind: "choice" }, instead || undefined),
      ...offer<Word>({ title: { key, args: { name } }, kind: "choice" }, declaration && [declaration]),
    ];
  };
  return { span: at.span, message: { key: section, args: { name, hint } }, fixes };
}

function wordsFor(refusal: Refusal, service: Service): Pick<Finding<Word>, "message" | "fixes"> {
  switch (refusal.code) {
    case "no-image":
      return { message: { key: refusal.built ? "built" : "noImage", args: { service: service.name.value } } };
    case "image": {
      const key = refusal.fault === "empty" ? "emptyImage" : refusal.fault === "form" ? "badImage" : "upperCase";
      return { message: { key, args: { text: refusal.text } } };
    }
    case "word": {
      const { path, text, allowed, by } = refusal;
      const near = byDistance(text.toLowerCase(), allowed).filter((a) => distance(text.toLowerCase(), a) <= 2);
      const hint = near[0] ? [{ key: "near" as const, args: { near: near[0] } }] : [];
      const words = MEANT[`${path} ${text}`] ?? near[0];
      return {
        message: { key: by === "client" ? "word" : "manager", args: { path, text, allowed: allowed.map((a) => `\`${a}\``), hint } },
        fixes: () => write(service, refusal.node, words, near.length === 1 && !MEANT[`${path} ${text}`] ? "safe" : "choice"),
      };
    }
    case "replicas":
      return { message: { key: "replicas", args: { mode: refusal.mode } }, fixes: () => remove(service, refusal.entry) };
    case "job-update":
      return { message: { key: "job" }, fixes: () => remove(service, refusal.entry) };
    case "test-and-disable":
      return { message: { key: "both" } };
    case "cpus":
      return { message: { key: "cpus", args: { text: refusal.text, path: refusal.path } } };
    case "too-small":
      return { message: { key: "small", args: { path: refusal.path, least: refusal.least } } };
    case "ratio":
      return { message: { key: "ratio" } };
    case "negative":
      return { message: { key: "negative", args: { path: refusal.path } } };
    case "constraint": {
      const mended = /^([\w.-]+)\s*=\s*([^=\s].*)$/.exec(refusal.text);
      return {
        message: { key: "constraint", args: { text: refusal.text } },
        fixes: () => write(service, refusal.node, mended ? `${mended[1]} == ${mended[2]}` : undefined, "safe"),
      };
    }
    case "mount-options":
      return { message: { key: "options", args: { type: refusal.type, options: refusal.options } } };
    case "mount-source":
      return { message: { key: refusal.wanted ? "noSource" : "source", args: { type: refusal.type } } };
    case "mount-target":
      return { message: { key: "target", args: { target: refusal.target } } };
    case "dnsrr-ingress":
      return { message: { key: "dnsrr" } };
    case "published-twice":
      return { message: { key: "port", args: { port: refusal.port } } };
    case "file-target":
      return { message: { key: "file", args: { section: refusal.section, target: refusal.target } } };
    case "credential-spec":
      return { message: { key: "credentials" } };
  }
}

/** What `restart` calls otherwise. */
const MEANT: Readonly<Record<string, string>> = {
  "deploy.restart_policy.condition always": "any",
  "deploy.restart_policy.condition unless-stopped": "any",
  "deploy.restart_policy.condition no": "none",
};

/** Another word for a scalar, in the quotes that it has. */
function write(service: Service, node: Node, text: string | undefined, kind: Fix["kind"]): Fix<Word>[] {
  if (text === undefined || node.kind !== "scalar" || node.text.opaque || node.grafted || hasVariable(node.text.value)) return [];
  const edits = inBlock(service.block, [{ span: node.text.span, text }])!;
  return [{ title: { key: "write", args: { text } }, kind, edits }];
}

function remove(service: Service, entry: Extract<Refusal, { code: "replicas" }>["entry"]): Fix<Word>[] {
  const owner = service.deploy?.value;
  return offer(
    { title: { key: "remove", args: { key: entry.key.value } }, kind: "choice" },
    owner?.kind === "mapping" ? inBlock(service.block, removeParts(service.block, owner, [entry])) : undefined,
  );
}
