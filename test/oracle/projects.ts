// A case of the verdicts as what its user would have: stack files, with or without the Traefik that the verdict is about.
import type { Files } from "../support/check.ts";
import type { Case, Swarm } from "./labels.ts";

/**
 * "together": Traefik stands in the file of the service. "apart": in one of its own. "alone": Traefik is not in the project, the user tells its
 * release.
 */
export type Shape = "together" | "apart" | "alone";
export const SHAPES: readonly Shape[] = ["together", "apart", "alone"];

export interface Project {
  readonly files: Files;
  readonly settings: { readonly traefikVersion?: string; readonly stacks: Readonly<Record<string, string>> };
}

/** Labels are a list or a map by turns; a name with an underscore is that of a stack and a service. */
export function projectOf(found: Case, version: string, shape: Shape, turn: number): Project {
  const swarms = [found, ...(found.otherServices ?? [])].map(placed);
  const stacks = [...new Set(swarms.map((s) => s.stack))];
  const networks = [...new Set(swarms.flatMap((s) => s.networks))];
  const traefik = traefikOf(found.providerOptions ?? {}, version, networks);
  const files = stacks.map((stack, index): [string, string] => {
    const own = swarms.filter((s) => s.stack === stack);
    const services = own.map((s, i) => serviceText(s, (turn + i) % 2 === 0));
    const together = shape === "together" && index === 0;
    return [
      `${stack}.yml`,
      stackText(together ? [traefik, ...services] : services, together ? networks : own.flatMap((s) => s.networks), stack),
    ];
  });
  if (shape === "apart") files.push(["proxy.yml", stackText([traefik], networks, "proxy")]);
  return {
    files: Object.fromEntries(files),
    settings: {
      ...(shape === "alone" ? { traefikVersion: version } : {}),
      stacks: Object.fromEntries(files.map(([file]) => [file.replace(/\.yml$/, ""), file])),
    },
  };
}

interface Placed extends Swarm {
  readonly stack: string;
  readonly name: string;
  readonly networks: readonly string[];
}

function placed(swarm: Swarm): Placed {
  const [, stack, name] = /^([a-z][a-z0-9]*)_(.+)$/.exec(swarm.serviceName) ?? [undefined, "app", swarm.serviceName];
  // A stack has no service without a network; Docker's `none` is one that leads nowhere.
  const networks = swarm.networks ?? [];
  // One on `ingress` alone has published ports, and the network of its stack.
  const own = networks.every(isPublished) ? [...networks, networks.length > 0 ? `${stack}_default` : "none"] : networks;
  return { ...swarm, stack: stack!, name: name!, networks: own };
}

/** The network of published ports comes with the ports. */
const isPublished = (network: string): boolean => network === "ingress";

function serviceText(swarm: Placed, asList: boolean): string {
  const { name, networks, endpointMode, replicas, global } = swarm;
  const attached = networks.filter((n) => !isPublished(n));
  const deploy = [
    ...(endpointMode ? [`endpoint_mode: ${endpointMode}`] : []),
    ...(replicas === undefined ? [] : [`replicas: ${replicas}`]),
    ...(global ? ["mode: global"] : []),
    ...labelsText(swarm, asList),
  ];
  return `  ${JSON.stringify(name)}:
    image: ghcr.io/example/${swarm.stack}-app:1.4
${networks.some(isPublished) ? '    ports: ["9000:9000"]\n' : ""}${attached.length > 0 ? `    networks: ${JSON.stringify(attached)}\n` : ""}${deploy.length > 0 ? `    deploy:\n${deploy.map((l) => `      ${l}\n`).join("")}` : ""}`;
}

/** A key with `=` can't stand in a list, and one with `$` only there. */
function labelsText({ labels }: Swarm, asList: boolean): string[] {
  const entries = Object.entries(labels);
  if (entries.length === 0) return [];
  const list = entries.some(([k]) => k.includes("$")) || (asList && !entries.some(([k]) => k.includes("=")));
  const lines = list
    ? entries.map(([key, value]) => `- ${quoted(`${key}=${value}`)}`)
    : entries.map(([key, value]) => `${JSON.stringify(key)}: ${quoted(value)}`);
  return ["labels:", ...lines.map((l) => `  ${l}`)];
}

const quoted = (text: string): string => JSON.stringify(text.replaceAll("$", "$$$$"));

const ENTRYPOINTS = ["web:80", "websecure:443", "mqtt:1883", "postgres:5432", "tcps:8443", "traefik:8080", "dns:53/udp"];

function traefikOf(options: Case["providerOptions"] & object, version: string, networks: readonly string[]): string {
  const v3 = version.startsWith("v3");
  const provider = v3 ? "providers.swarm" : "providers.docker";
  const command = [
    `--${provider}${v3 ? "" : ".swarmMode"}=true`,
    ...Object.entries(options).map(([name, value]) => `--${provider}.${name}=${value}`),
    ...ENTRYPOINTS.map((e) => `--entrypoints.${e.replace(":", ".address=:")}`),
  ];
  const attached = networks.filter((n) => !isPublished(n) && n !== "host" && n !== "none");
  return `  traefik:
    image: traefik:${version}
    command:
${command.map((c) => `      - ${quoted(c)}\n`).join("")}    networks: ${JSON.stringify(attached.length > 0 ? attached : ["public"])}
    volumes: ["/var/run/docker.sock:/var/run/docker.sock:ro"]
    deploy:
      placement:
        constraints: [node.role == manager]
`;
}

function stackText(services: readonly string[], networks: readonly string[], stack: string): string {
  const all = [...new Set([...networks, ...(services.some((s) => s.includes('["public"]')) ? ["public"] : [])])].filter(
    (n) => !isPublished(n),
  );
  const text = all.map((n) =>
    n.startsWith(`${stack}_`) || n === "public"
      ? `  ${JSON.stringify(n)}:\n    name: ${JSON.stringify(n)}\n`
      : `  ${JSON.stringify(n)}:\n    external: true\n`,
  );
  return `services:\n${services.join("")}${text.length > 0 ? `networks:\n${text.join("")}` : ""}`;
}
