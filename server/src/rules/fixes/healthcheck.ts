// A healthcheck for a service that has none: the known command of a well-known image, or a guess by its port that the user adapts.
import { HEALTHCHECKS, WITH_CURL, WITHOUT_TOOLS } from "../../catalog/traefik/healthchecks.ts";
import { WELL_KNOWN_PORTS } from "../../catalog/traefik/images.ts";
import { effective } from "../../model/effective.ts";
import { atLeast, imageName, parseVersion } from "../../model/image.ts";
import { isRoutingLabel } from "../../model/labels.ts";
import { exposedPorts, publishedPorts, type Service } from "../../model/service.ts";
import { entryOf, isNull, valueAt } from "../../syntax/tree.ts";
import { type Probing, probing } from "./monitor.ts";
import type { Setting } from "./settings.ts";

export interface NewCheck {
  readonly settings: readonly Setting[];
  /** The command is a guess; with a tab stop, where that does no harm, it is one to type over. */
  readonly guess: boolean;
  readonly snippet: boolean;
  /** The healthcheck that will be there, as far as its numbers are known. */
  readonly probing: Probing | undefined;
}

/**
 * Why there can be none: it is switched off, which is somebody's will; it is there and never runs, which is another finding; the image holds
 * nothing that could ask; what is routed is no TCP.
 */
export type NoCheck = "off" | "broken" | "no-tools" | "udp";

/** A start period that is too long costs nothing, as the first good answer ends it; one that is too short kills slow starters. */
const TIMES: readonly Setting[] = Object.entries({ interval: "5s", timeout: "3s", retries: "3", start_period: "30s" }).map(
  ([key, value]) => ({ path: ["healthcheck", key], value }),
);
const PROBING: Probing = { interval: 5_000, timeout: 3_000, retries: 3 };

export function newCheck(service: Service, stops: boolean): NewCheck | NoCheck {
  const { health } = effective(service);
  if (health.kind === "off" || health.kind === "broken") return health.kind;
  const test = known(service) ?? guess(service);
  if (typeof test === "string") return test;
  const written = `[${test.command.map((word) => JSON.stringify(word)).join(", ")}]`;
  const snippet = stops && test.guess;
  const value = snippet ? `\${1:${written.replaceAll(/[\\$}]/g, "\\$&")}}` : written;
  const setting: Setting = { path: ["healthcheck", "test"], value };
  // A section without a test says how often; that stays.
  const section = entryOf(service.entry.value, "healthcheck");
  const whole = !section || isNull(section.value);
  return {
    settings: whole ? [setting, ...TIMES] : [setting],
    guess: test.guess,
    snippet,
    probing: whole ? PROBING : probing(health),
  };
}

interface Test {
  readonly command: readonly string[];
  readonly guess: boolean;
}

function known(service: Service): Test | undefined {
  const name = repository(service);
  const check = Object.hasOwn(HEALTHCHECKS, name) ? HEALTHCHECKS[name]! : undefined;
  const version = parseVersion(tag(service));
  if (!check || (check.since && version && !atLeast(version, ...check.since))) return undefined;
  const port = routedPort(service, "http") ?? String(check.port);
  return { command: check.test.map((word) => word.replace("{port}", port)), guess: false };
}

/** 127.0.0.1 and not localhost: that may be ::1 first, where many apps do not listen. */
function guess(service: Service): Test | NoCheck {
  const name = repository(service);
  const alpine = tag(service).includes("alpine");
  if (WITHOUT_TOOLS.some((bare) => `/${name}`.endsWith(`/${bare}`)) && !alpine) return "no-tools";
  const protocol = protocolOf(service);
  if (protocol === "udp") return "udp";
  const port = routedPort(service, protocol) ?? otherPort(service);
  if (protocol === "tcp") return { command: ["CMD", "nc", "-z", "127.0.0.1", port], guess: true };
  const ask = WITH_CURL.includes(name) && !alpine ? ["curl", "-fsS"] : ["wget", "-qO-"];
  return { command: ["CMD", ...ask, `http://127.0.0.1${port === "80" ? "" : `:${port}`}/`], guess: true };
}

const labelsOf = (service: Service) => [...(service.deployLabels?.labels ?? []), ...(service.containerLabels?.labels ?? [])];

type Protocol = "http" | "tcp" | "udp";

function protocolOf(service: Service): Protocol {
  const routing = labelsOf(service).filter(isRoutingLabel);
  const uses = (protocol: Protocol) => routing.some((l) => l.key.value.toLowerCase().startsWith(`traefik.${protocol}.`));
  return uses("http") ? "http" : uses("tcp") ? "tcp" : "udp";
}

/** What its labels say; not where a variable does. */
const routedPort = (service: Service, protocol: Protocol): string | undefined =>
  labelsOf(service)
    .filter((l) => l.key.value.toLowerCase().startsWith(`traefik.${protocol}.services.`))
    .filter((l) => /\.loadbalancer\.server\.port$/i.test(l.key.value))
    .map((l) => l.value?.value ?? "")
    .find(isPort);

function otherPort(service: Service): string {
  const image = service.image && imageName(service.image.value);
  const wellKnown = image && Object.hasOwn(WELL_KNOWN_PORTS, image.name) ? String(WELL_KNOWN_PORTS[image.name]) : "8080";
  return [...exposedPorts(service), ...publishedPorts(service).map((p) => p.target)].find(isPort) ?? wellKnown;
}

const isPort = (text: string): boolean => /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;

/** Without a common registry: `grafana/grafana` of `docker.io/grafana/grafana:11`; "" where a build may have changed what is in it. */
function repository({ entry, image }: Service): string {
  if (!image || valueAt(entry.value, "build")) return "";
  const whole = image.value.split("@")[0]!;
  const name = whole.lastIndexOf("/") + 1;
  const path = whole.slice(0, name) + whole.slice(name).split(":")[0]!;
  return path.replace(/^(?:(?:index\.)?docker\.io|ghcr\.io|quay\.io)\//, "").replace(/^library\//, "");
}

const tag = ({ image }: Service): string => (image && imageName(image.value)?.tag) ?? "";
