// What Traefik makes of the labels of one Swarm service: the provider's part, the building of routers and services, and what fails when they start.
import { decodeDynamicLabels } from "../decode/decode.ts";
import { certain } from "../decode/problem.ts";
import { type Block, blockOf, entriesOf } from "../decode/settings.ts";
import {
  type Built,
  type Judgement,
  type LabelInput,
  type LabelProblem,
  NOTHING,
  type Protocol,
  problem,
  type Router,
  type Service,
} from "./input.ts";
import { type ProviderSettings, providerSettings } from "./provider.ts";
import { buildRouters } from "./routers.ts";
import { runtimeProblems } from "./runtime.ts";
import { buildServices, hasUrl } from "./services.ts";
import { normalize } from "./texts.ts";

/** The whole verdict on one service, as if it were alone but for what `exists` tells. */
export function judgeLabels(input: LabelInput): Judgement {
  const built = buildLabels(input);
  const problems = built.served ? [...built.problems, ...runtimeProblems(input, built.built)] : built.problems;
  return { ...built, problems: certain(problems, input.labels) };
}

/** Up to what the provider hands on to Traefik. */
export function buildLabels(input: LabelInput): Judgement {
  const provider = providerSettings(input);
  if (!provider.taken || provider.onPurpose) return left(provider.problems);
  const decoded = decodeDynamicLabels(input.labels, input.version);
  const problems: LabelProblem[] = [...provider.problems, ...decoded.problems];
  if (decoded.failed) return left(problems);
  const { built, problems: found } = build(input, decoded.settings);
  const all = [...problems, ...found];
  const served = !found.some((p) => p.effect === "drops-all");
  if (!served) return left([...all, ...networkProblems(input, provider, built.services)]);
  return { served, dropped: undefined, problems: [...all, ...networkProblems(input, provider, built.services)], built };
}

/** Traefik's first complaint is the reason. */
function left(problems: readonly LabelProblem[]): Judgement {
  const first = problems.find((p) => p.effect === "panics" || p.effect === "drops-all");
  return { served: false, dropped: first && { code: first.code, labels: first.labels }, problems, built: NOTHING };
}

function build(input: LabelInput, settings: Block): { built: Built; problems: LabelProblem[] } {
  const name = swarmName(input);
  const problems: LabelProblem[] = [];
  const routers: Router[] = [];
  const services: Service[] = [];
  const add = (protocol: Protocol) => {
    const block = blockOf(settings, protocol);
    const made = buildServices(input, protocol, block, name);
    const routed = buildRouters(input, protocol, block, made.services, name);
    services.push(...made.services);
    routers.push(...routed.routers);
    problems.push(...made.problems, ...routed.problems);
  };
  const has = (protocol: Protocol, ...kinds: string[]) => kinds.some((kind) => entriesOf(blockOf(settings, protocol), kind).length > 0);
  const layer4 = (["tcp", "udp"] as const).filter((protocol) => has(protocol, "routers", "services"));
  layer4.forEach(add);
  if (layer4.length === 0 || has("http", "routers", "services", "middlewares")) add("http");
  const middlewares = (["http", "tcp"] as const).flatMap((protocol) =>
    entriesOf(blockOf(settings, protocol), "middlewares").map(([middleware, block]) => ({ protocol, name: middleware, block })),
  );
  const stores = entriesOf(blockOf(settings, "tls"), "stores").map(([store, block]) => ({ name: store, block }));
  return { built: { routers, services, middlewares, stores }, problems };
}

/** Traefik's name of the service. Labels of Docker Compose, if somebody sets them, name it anew. */
function swarmName({ labels, serviceName }: LabelInput): string {
  const value = (key: string) => labels.findLast((l) => l.key === key)?.value ?? "";
  const [project, service] = [value("com.docker.compose.project"), value("com.docker.compose.service")];
  return normalize(project !== "" && service !== "" ? `${service}_${project}` : serviceName);
}

function networkProblems(
  input: LabelInput,
  { network, networkBlame, candidates }: ProviderSettings,
  services: readonly Service[],
): LabelProblem[] {
  if (!candidates || services.length === 0 || services.every((s) => hasUrl(input, s))) return [];
  const missing = network !== "" && !candidates.includes(network);
  const args = { network, networks: candidates.join(", ") };
  const problems = missing ? [problem("network-not-found", "warns", networkBlame, args)] : [];
  if ((missing || network === "") && candidates.length > 1) problems.push(problem("random-network", "silent", networkBlame, args));
  return problems;
}
