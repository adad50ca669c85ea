// Constraints that Traefik can't read. They are read anew for each service, so Traefik starts all the same and takes none.
import { type ConstraintFault, constraintFault, FUNCTIONS } from "../../model/build/constraints.ts";
import { undollar } from "../../model/decode/plain.ts";
import { hasVariable, type Service } from "../../model/service.ts";
import { optionOf, readTraefik, swarmProvider } from "../../model/traefik.ts";
import type { Text } from "../../syntax/text.ts";
import { byDistance, distance } from "../fixes/nearest.ts";
import { type Fix, inBlock, offer, serviceRule } from "../rule.ts";

export const invalidConstraints = serviceRule({
  id: "traefik/invalid-constraints",
  severity: "error",
  sources: [
    "traefik pkg/provider/constraints/constraints_labels.go: `Label` and `LabelRegex`, each with two texts",
    "https://doc.traefik.io/traefik/providers/swarm/#constraints",
    "own verdicts of Traefik v2.9.10 to v3.7.9 on 3,111 sets of labels",
  ],
  texts: {
    en: {
      summary: "Constraints that Traefik can't read, so that it takes no service",
      why: "Constraints say which services Traefik takes. They are read anew for each service: where they are no legal expression, Traefik starts, takes no service at all, and writes `Error matching constraints expression` for each of them at each poll. Legal are `Label` and `LabelRegex` with a label's name and a value between backquotes or double quotes, joined by `&&`, `||`, `!` and brackets.",
      syntax:
        "Traefik takes no service at all: `{value}` is no expression. Write for instance `Label(`env`,`prod`) && !Label(`team`,`x`)`.",
      function: "Traefik takes no service at all: constraints have no function `{name}`, only `Label` and `LabelRegex`.",
      arguments:
        "Traefik takes no service at all: `{name}` takes two texts between backquotes or double quotes, a label's name and a value.",
      write: "Write {name}",
    },
    "zh-cn": {
      summary: "Traefik 无法读取约束，因而不接纳任何服务",
      why: "约束（constraints）决定 Traefik 接纳哪些服务，对每个服务都会重新读取：如果不是合法的表达式，Traefik 仍会启动，但不接纳任何服务，每次轮询都会为每个服务写下 `Error matching constraints expression`。合法的是 `Label` 和 `LabelRegex`，参数是写在反引号或双引号中的标签名和值，用 `&&`、`||`、`!` 和括号连接。",
      syntax: "Traefik 不接纳任何服务：`{value}` 不是表达式。例如写成 `Label(`env`,`prod`) && !Label(`team`,`x`)`。",
      function: "Traefik 不接纳任何服务：约束中没有函数 `{name}`，只有 `Label` 和 `LabelRegex`。",
      arguments: "Traefik 不接纳任何服务：`{name}` 需要两个写在反引号或双引号中的字符串：标签名和值。",
      write: "改为 {name}",
    },
  },
  bad: `services:
  traefik:
    image: traefik:v3.6.1
    command:
      - --providers.swarm=true
      - --providers.swarm.constraints=LabelRegexp(\`env\`,\`prod\`)
    deploy:
      placement:
        constraints: [node.role == manager]
`,
  good: `services:
  traefik:
    image: traefik:v3.6.1
    command:
      - --providers.swarm=true
      - --providers.swarm.constraints=LabelRegex(\`env\`,\`prod\`)
    deploy:
      placement:
        constraints: [node.role == manager]
`,
  *check(service, view) {
    const instance = view.target().mode === "swarm" ? readTraefik(service) : undefined;
    const provider = instance?.source === "flags" ? swarmProvider(instance) : undefined;
    const value = provider?.enabled ? optionOf(provider, "constraints")?.value : undefined;
    if (!value || hasVariable(value.value)) return;
    const fault = constraintFault(undollar(value.value));
    if (!fault) return;
    const args = { name: fault.name, value: value.value };
    yield { span: value.span, message: { key: fault.reason, args }, fixes: () => rename(service, value, fault) };
  },
});

/** The function that is meant, where it stands once. */
function rename(service: Service, value: Text, { reason, name }: ConstraintFault): Fix<"write">[] {
  const at = value.value.indexOf(name);
  if (reason !== "function" || value.opaque || value.value.lastIndexOf(name) !== at || value.value.includes("$")) return [];
  const [near] = byDistance(name, FUNCTIONS);
  if (near === undefined || distance(name.toLowerCase(), near.toLowerCase()) > 2) return [];
  return offer(
    { title: { key: "write", args: { name: near } }, kind: "choice" },
    inBlock(service.block, [{ span: value.slice(at, at + name.length).span, text: near }]),
  );
}
