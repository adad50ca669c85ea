// The labels that concern the provider: whether the service is taken, and how its tasks are reached.
import { decodeProviderLabels } from "../decode/decode.ts";
import { type Block, blockOf, labelsOf } from "../decode/settings.ts";
import { atLeast, type Version } from "../image.ts";
import { type Blame, blameLabels, blameOf } from "./blame.ts";
import { matchConstraints } from "./constraints.ts";
import { type LabelInput, type LabelProblem, problem } from "./input.ts";

export interface ProviderSettings {
  /** The service is taken. */
  readonly taken: boolean;
  /** Left out on purpose: disabled, or by the provider's constraints. */
  readonly onPurpose: boolean;
  /** "" for any. */
  readonly network: string;
  /** The label that names the network, if one does. */
  readonly networkBlame: Blame;
  /** The networks that give an address; undefined where they are unknown. */
  readonly candidates: readonly string[] | undefined;
  readonly problems: readonly LabelProblem[];
}

export function providerSettings(input: LabelInput): ProviderSettings {
  const decoded = decodeProviderLabels(input.labels, input.version);
  const problems: LabelProblem[] = [...decoded.problems, ...unreadLabels(input)];
  const { settings } = decoded;
  const [docker, swarm] = [blockOf(settings, "docker"), blockOf(settings, "swarm")];
  if (docker && swarm) {
    const both = [...labelsOf(docker), ...labelsOf(swarm)].sort((a, b) => a - b);
    problems.push(problem("docker-and-swarm", "drops-all", blameLabels(both)));
  }
  const failed = decoded.failed || (docker && swarm);
  if (docker && !failed && atLeast(input.version, 3, 2, 2)) problems.push(problem("deprecated-prefix", "warns", blameOf(docker)));
  const own = swarm ?? docker;
  const named = own?.fields.get("network")?.value;
  const verdict = failed ? { taken: false, onPurpose: false, problems: [] } : selection(input, settings);
  const reached = failed ? { candidates: undefined, problems: [] } : addresses(input, own, verdict.taken);
  return {
    taken: verdict.taken && reached.candidates?.length !== 0,
    onPurpose: verdict.onPurpose || (verdict.taken && input.runs === false && own?.fields.get("lbswarm")?.value !== true),
    network: typeof named === "string" ? named : (input.provider?.network ?? ""),
    networkBlame: typeof named === "string" ? blameOf(own!, "network") : blameLabels([]),
    candidates: reached.candidates,
    problems: [...problems, ...verdict.problems, ...reached.problems],
  };
}

/** Whether the service is enabled and within the constraints. */
function selection(input: LabelInput, settings: Block): { taken: boolean; onPurpose: boolean; problems: LabelProblem[] } {
  const said = settings.fields.get("enable")?.value;
  if (!(said ?? input.provider?.exposedByDefault ?? true)) {
    const wanted = input.labels.flatMap(({ key }, index) => (/^traefik\./i.test(key) ? [index] : []));
    const forgotten = said === undefined && wanted.length > 0;
    return { taken: false, onPurpose: !forgotten, problems: forgotten ? [problem("not-enabled", "drops-all", blameLabels(wanted))] : [] };
  }
  const { constraints = "" } = input.provider ?? {};
  const matches = matchConstraints(constraints, input.labels);
  if (matches === "error")
    return { taken: false, onPurpose: false, problems: [problem("invalid-constraints", "drops-all", blameLabels([]), { constraints })] };
  return { taken: matches, onPurpose: !matches, problems: [] };
}

/** Tasks have an address on each network, the service itself only with virtual IPs. */
function addresses(
  input: LabelInput,
  own: Block | undefined,
  taken: boolean,
): { candidates: readonly string[] | undefined; problems: LabelProblem[] } {
  const lbswarm = own?.fields.get("lbswarm")?.value === true;
  const { networks, endpointMode = "vip" } = input;
  if (lbswarm && endpointMode === "dnsrr") {
    return { candidates: [], problems: [problem("lbswarm-dnsrr", taken ? "drops-all" : "warns", blameOf(own!, "lbswarm"))] };
  }
  const candidates = lbswarm && endpointMode === "none" ? [] : networks && [...new Set(networks)];
  return {
    candidates,
    problems: taken && candidates?.length === 0 && input.runs !== false ? [problem("no-network", "drops-all", blameLabels([]))] : [],
  };
}

/** Labels that look like Traefik's and are not looked at. */
function unreadLabels({ labels, version }: LabelInput): LabelProblem[] {
  return labels.flatMap(({ key }, index) => {
    const reason = /^traefik\b/i.test(key) ? unread(key.toLowerCase(), version) : undefined;
    return reason === undefined ? [] : [problem("unread-label", "silent", blameLabels([index]), { key, reason })];
  });
}

function unread(key: string, version: Version): string | undefined {
  if (["traefik.http", "traefik.tcp", "traefik.enable", "traefik.docker."].some((p) => key.startsWith(p))) return undefined;
  if (key.startsWith("traefik.swarm.")) return atLeast(version, 3, 2, 2) ? undefined : "swarm-prefix";
  if (key.startsWith("traefik.udp")) return atLeast(version, 2, 2) ? undefined : "udp";
  if (key.startsWith("traefik.tls.stores.default") && atLeast(version, 2, 11, 1)) return undefined;
  if (key.startsWith("traefik.tls")) return "tls";
  return /^traefik\.(?:[^.]+\.)?(?:frontend|backend|port|protocol|weight|domain)\b/.test(key) ? "v1" : "unknown";
}
