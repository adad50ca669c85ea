// The routers of a set of labels: the one that Traefik makes where there is none, their rules and the services they get.
import { type Block, emptyBlock, entriesOf, labelsOf, textOf } from "../decode/settings.ts";
import { atLeast } from "../image.ts";
import { blameLabels, blameOf } from "./blame.ts";
import { type LabelInput, type LabelProblem, type Protocol, problem, type Router, type Service } from "./input.ts";
import { DEFAULT_RULE, defaultRule } from "./template.ts";

export interface BuiltRouters {
  readonly routers: readonly Router[];
  readonly problems: readonly LabelProblem[];
}

/** @param name Traefik's name of the Swarm service. */
export function buildRouters(
  input: LabelInput,
  protocol: Protocol,
  settings: Block | undefined,
  services: readonly Service[],
  name: string,
): BuiltRouters {
  const declared = entriesOf(settings, "routers");
  const problems: LabelProblem[] = [];
  if (protocol === "http" && declared.length === 0 && services.length > 1) {
    problems.push(problem("no-router", "silent", blameLabels(services.flatMap((s) => labelsOf(s.block))), { services: names(services) }));
  }
  const made = protocol === "http" && declared.length === 0 && services.length <= 1 ? [[name, emptyBlock()] as const] : declared;
  const routers = made.flatMap(([routerName, block]): Router[] => {
    const rule = ruleOf(input, protocol, routerName, block, name, problems);
    if ("code" in rule) {
      problems.push(rule);
      return [];
    }
    const service = textOf(block, "service");
    if (service === "" && services.length > 1) {
      const blamed = [block, ...services.slice(0, NAMED).map((s) => s.block)].flatMap((b) => labelsOf(b));
      problems.push(
        problem("ambiguous-service", "drops-part", blameLabels(blamed), { protocol, router: routerName, services: names(services) }),
      );
      return [];
    }
    return [{ protocol, name: routerName, block, ...rule, service: service || services[0]!.name }];
  });
  return { routers, problems };
}

/** How many of the services a problem names. */
const NAMED = 8;

const names = (services: readonly Service[]): string =>
  `${services
    .slice(0, NAMED)
    .map((s) => s.name)
    .join(", ")}${services.length > NAMED ? ", …" : ""}`;

function ruleOf(
  input: LabelInput,
  protocol: Protocol,
  router: string,
  block: Block,
  name: string,
  problems: LabelProblem[],
): Pick<Router, "rule" | "defaultRule"> | LabelProblem {
  const rule = textOf(block, "rule");
  if (protocol === "udp" || rule !== "") return { rule, defaultRule: false };
  const blame = blameOf(block, "rule");
  if (protocol === "tcp") return problem("empty-rule", "drops-part", blame, { router });
  const template = input.provider?.defaultRule ?? DEFAULT_RULE;
  const containerName = atLeast(input.version, 2, 10) ? `${input.serviceName}.1` : undefined;
  const model = { name, labels: input.labels, containerName };
  const made = defaultRule(template, model);
  if (made === "error") return problem("default-rule-error", "drops-part", blame, { router, template });
  // What the template gives can't be told: some rule.
  if (made === undefined) return { rule: "", defaultRule: true };
  if (block.nodes.length > 0 && made.rule !== "") problems.push(problem("default-rule", "silent", blame, { router, rule: made.rule }));
  return made.rule === "" ? problem("undefined-rule", "drops-part", blame, { router, template }) : { rule: made.rule, defaultRule: true };
}
