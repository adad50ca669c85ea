// Values of a service that Traefik can't start it with.
import { type Block, blockOf, numberOf, textOf } from "../decode/settings.ts";
import { parseDuration } from "../decode/values.ts";
import { atLeast } from "../image.ts";
import { blameOf } from "./blame.ts";
import { type LabelInput, type LabelProblem, problem, type Service } from "./input.ts";
import { contextOf, isDefined, qualified } from "./references.ts";
import { hasUrl, serverOf, serverUrl } from "./services.ts";
import { isGoUrl } from "./texts.ts";

export function serviceFault(input: LabelInput, service: Service): readonly LabelProblem[] {
  const balancer = blockOf(service.block, "loadBalancer");
  if (!balancer || service.protocol === "udp") return [];
  const found = service.protocol === "http" ? httpFaults(input, service, balancer) : tcpFaults(input, service, balancer);
  return [...found, ...transportFault(input, service, balancer)];
}

const HEALTH_TIMES = [
  ["interval", "30s"],
  ["timeout", "5s"],
] as const;

/** v2 reads them with a unit; others, zero and less count as not written. */
function isPositive(text: string): boolean {
  const duration = parseDuration(text);
  return duration !== undefined && !/^[-+]?[\d.]*$/.test(text) && !text.startsWith("-") && /[1-9]/.test(text);
}

const STRATEGIES = ["", "wrr", "p2c", "hrw", "leasttime"];

function httpFaults(input: LabelInput, service: Service, balancer: Block): LabelProblem[] {
  const args = { protocol: service.protocol, service: service.name };
  const problems: LabelProblem[] = [];
  const server = serverOf(service);
  const url = serverUrl(input, service);
  const option = hasUrl(input, service) ? "url" : /^\d+$/.test(textOf(server, "port")) ? "scheme" : "port";
  if (!isGoUrl(url)) problems.push(problem("invalid-server-url", "runtime", blameOf(server ?? balancer, option), { ...args, url, option }));
  const strategy = textOf(balancer, "strategy");
  if (!STRATEGIES.includes(strategy))
    problems.push(problem("invalid-strategy", "runtime", blameOf(balancer, "strategy"), { ...args, strategy }));
  const health = blockOf(balancer, "healthCheck");
  for (const [field, fallback] of HEALTH_TIMES) {
    const value = textOf(health, field);
    // From v3 on they are decoded as durations.
    if (!health || value === "" || atLeast(input.version, 3) || isPositive(value)) continue;
    problems.push(problem("odd-health-time", "silent", blameOf(health, field), { ...args, option: field, value, fallback }));
  }
  const forwarding = blockOf(balancer, "responseForwarding");
  const interval = textOf(forwarding, "flushInterval");
  if (forwarding && !atLeast(input.version, 3) && parseDuration(interval) === undefined) {
    const blame = blameOf(forwarding, "flushInterval");
    problems.push(problem("invalid-service-option", "runtime", blame, { ...args, option: "flushInterval", value: interval }));
  }
  return problems;
}

function tcpFaults(input: LabelInput, service: Service, balancer: Block): LabelProblem[] {
  const proxy = blockOf(balancer, "proxyProtocol");
  if (!proxy?.fields.has("version") || !atLeast(input.version, 3, 5) || [1, 2].includes(numberOf(proxy, "version"))) return [];
  const args = { protocol: "tcp", service: service.name, option: "proxyProtocol.version", value: String(numberOf(proxy, "version")) };
  return [problem("invalid-service-option", "runtime", blameOf(proxy, "version"), args)];
}

function transportFault(input: LabelInput, { protocol, name }: Service, balancer: Block): LabelProblem[] {
  const transport = textOf(balancer, "serversTransport");
  const context = contextOf(input, name);
  if (transport === "" || isDefined(input, protocol, "transport", transport, context) !== false) return [];
  const blame = blameOf(balancer, "serversTransport");
  return [problem("unknown-transport", "runtime", blame, { protocol, service: name, transport: qualified(transport, context) })];
}
