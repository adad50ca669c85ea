// A variable that a `.env` beside the file sets, which Docker does not read for a stack.

import { valuesOf } from "../../model/scalars.ts";
import { isVariableName, partsOf } from "../../model/variables.ts";
import { isStack } from "../../workspace/stack.ts";
import { blockRule } from "../rule.ts";

export const envFile = blockRule({
  id: "stack/env-file",
  severity: "info",
  sources: [
    "docker/cli cli/compose/loader/loader.go@v28.2.2, cli/command/stack/loader/loader.go buildEnvironment: the environment of the process is all there is",
    "https://github.com/moby/moby/issues/29133",
  ],
  texts: {
    en: {
      summary: "`docker stack deploy` does not read `.env`",
      why: "`docker compose` takes variables from a `.env` beside the file, `docker stack deploy` only from the environment of the shell that starts it. What is set nowhere else is empty, without a warning: an image without its tag, a rule without its host. Load the file first: `set -a; . ./.env; set +a`, or give the variable a default. Under `sudo` the environment is lost as well.",
      found:
        "`{name}` is in the `.env` beside this file, which `docker stack deploy` does not read: it is empty unless the shell has it. Load it first (`set -a; . ./.env; set +a`).",
    },
    "zh-cn": {
      summary: "`docker stack deploy` 不会读取 `.env`",
      why: "`docker compose` 会从文件旁边的 `.env` 读取变量，而 `docker stack deploy` 只使用启动它的 shell 的环境变量。没有在别处设置的变量会变成空值，而且没有任何警告：镜像没有标签，规则没有主机名。请先加载该文件：`set -a; . ./.env; set +a`，或者给变量一个默认值。使用 `sudo` 时环境变量也会丢失。",
      found:
        "`{name}` 写在此文件旁边的 `.env` 中，而 `docker stack deploy` 不会读取它：除非 shell 中已经设置，否则就是空值。请先加载它（`set -a; . ./.env; set +a`）。",
    },
  },
  bad: `services:
  web:
    image: ghcr.io/example/web:\${TAG}
    deploy:
      update_config:
        order: start-first
# --- .env
TAG=1.4
`,
  good: `services:
  web:
    image: ghcr.io/example/web:\${TAG:-1.4}
    deploy:
      update_config:
        order: start-first
# --- .env
TAG=1.4
`,
  // Each variable is told once in a block; what the user says about the environment is believed.
  *check(block, view) {
    if (!block.source.includes("$") || !isStack(view) || view.environment()) return;
    const told = new Set<string>();
    for (const part of valuesOf(block).flatMap((v) => partsOf(v.text))) {
      if (part.kind !== "variable" || part.operator.endsWith("-") || !isVariableName(part.name.value)) continue;
      const name = part.name.value;
      if (told.has(name) || !view.isInDotenv(name)) continue;
      told.add(name);
      yield { span: part.text.span, message: { key: "found", args: { name } } };
    }
  },
});
