// The services of a set of labels: the one that Traefik makes where there is none, and the address that each needs.
import { type Block, blockOf, emptyBlock, entriesOf, labelsOf, textOf } from "../decode/settings.ts";
import { atLeast } from "../image.ts";
import { blameLabels, blameOf } from "./blame.ts";
import { type LabelInput, type LabelProblem, type Protocol, problem, type Service } from "./input.ts";
import { isGoUrl } from "./texts.ts";

export interface BuiltServices {
  readonly services: readonly Service[];
  readonly problems: readonly LabelProblem[];
}

/** @param settings `http`, `tcp` or `udp` of the decoded labels. */
export function buildServices(input: LabelInput, protocol: Protocol, settings: Block | undefined, defaultName: string): BuiltServices {
  const declared = entriesOf(settings, "services");
  if (declared.length === 0) {
    const own = settings ? labelsOf(settings) : [];
    // No label is about it: all that look like Traefik's are those that did not help.
    const labels = own.length > 0 ? own : input.labels.flatMap(({ key }, index) => (/^traefik\./i.test(key) ? [index] : []));
    return {
      services: [{ protocol, name: defaultName, block: emptyBlock() }],
      problems: [problem("missing-port", "drops-all", blameLabels(labels), { protocol, service: defaultName, made: "yes" })],
    };
  }
  const services = declared.map(([name, block]) => ({ protocol, name, block }));
  return { services, problems: services.flatMap((s) => checkServer(input, s)) };
}

/** The settings of a service's server, which labels give as one block. */
export function serverOf({ block }: Service): Block | undefined {
  const servers = blockOf(block, "loadBalancer")?.fields.get("servers")?.value;
  return Array.isArray(servers) ? (servers[0] as Block) : undefined;
}

function checkServer(input: LabelInput, service: Service): LabelProblem[] {
  const { protocol, name, block } = service;
  if (!blockOf(block, "loadBalancer")) return [problem("no-load-balancer", "drops-all", blameOf(block), { protocol, service: name })];
  const server = serverOf(service);
  const port = textOf(server, "port");
  if (hasUrl(input, service)) {
    const beside = ["port", "scheme"].filter((field) => textOf(server, field) !== "");
    const labels = beside.flatMap((f) => labelsOf(server!, f));
    return labels.length === 0 ? [] : [problem("url-and-port", "drops-all", blameLabels(labels), { service: name })];
  }
  const blame = server?.fields.has("port") ? blameOf(server, "port") : blameOf(block);
  if (port === "") return [problem("missing-port", "drops-all", blame, { protocol, service: name, made: "no" })];
  const isAddress = protocol !== "http" || isGoUrl(serverUrl(input, service));
  const odd = !/^\d+$/.test(port) || Number(port) < 1 || Number(port) > 65535;
  if (odd) return isAddress ? [problem("odd-port", "silent", blame, { protocol, service: name, port })] : [];
  const scheme = textOf(server, "scheme");
  if (protocol !== "http" || !isAddress || scheme === "" || SCHEMES.includes(scheme.toLowerCase())) return [];
  return [problem("odd-scheme", "silent", blameOf(server!, "scheme"), { protocol, service: name, scheme })];
}

/** Others make it answer 500 (measured on v2.9.10 to v3.7.9). */
const SCHEMES: readonly string[] = ["http", "https", "h2c"];

/** The address is given whole, since v3.4. */
export const hasUrl = (input: LabelInput, service: Service): boolean =>
  service.protocol === "http" && atLeast(input.version, 3, 4) && textOf(serverOf(service), "url") !== "";

/** The address of an HTTP server, with some task's IP. An empty scheme is http since v3.4. */
export function serverUrl(input: LabelInput, service: Service): string {
  const server = serverOf(service);
  if (hasUrl(input, service)) return textOf(server, "url");
  const scheme = server?.fields.has("scheme") ? textOf(server, "scheme") : "http";
  return `${scheme === "" && atLeast(input.version, 3, 4) ? "http" : scheme}://10.0.0.3:${textOf(server, "port")}`;
}
