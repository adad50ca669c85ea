// A service that runs Traefik, as its file shows it: version, providers and the options that matter to the rules. Only command line flags are
// read so far; a Traefik with a configuration file, environment variables or an entrypoint of its own is known to be there and no more.
import { entryOf, isNull } from "../syntax/tree.ts";
import { type CommandLine, type Flag, readFlags } from "./flags.ts";
import { imageName, isOfficialTraefik, parseVersion, type Version } from "./image.ts";
import { parseBool } from "./labels.ts";
import type { RealName } from "./network.ts";
import { hasVariable, mounts, type Service } from "./service.ts";

export interface TraefikInstance {
  readonly service: Service;
  /** The image's tag; undefined for `latest`, no tag, digests and variables. */
  readonly version: Version | undefined;
  /** Docker's own image without a tag, or `latest`: the newest release when it was last pulled. */
  readonly latest: boolean;
  /** "flags": the command line is all there is. "unknown": something that is not read decides. */
  readonly source: "flags" | "unknown";
  readonly commandLine: CommandLine;
  /** A configuration file is named or mounted: it makes flags and environment void. */
  readonly configFile: boolean;
  /** The docker provider. */
  readonly docker: ProviderState;
  /** The swarm provider (v3). */
  readonly swarm: ProviderState;
  /** `providers.docker.swarmMode`. */
  readonly swarmMode: { readonly flag: Flag; readonly on: boolean | undefined } | undefined;
}

export interface ProviderState {
  readonly enabled: boolean;
  /** Flags of the provider, its own toggle included, in the order of the command. */
  readonly flags: readonly Flag[];
}

/** Undefined where the service does not run Traefik, or a version 1, whose configuration is another one. */
export function readTraefik(service: Service): TraefikInstance | undefined {
  const image = service.image && imageName(service.image.value);
  if (image?.name !== "traefik") return undefined;
  // `registry.example.com/edge/traefik:3` may be somebody's third build; `:v3.1` is a version in all likelihood.
  const trusted = isOfficialTraefik(service.image!.value) || /^v?\d+\.\d+/.test(image.tag);
  const version = trusted ? parseVersion(image.tag) : undefined;
  if (version && version.major < 2) return undefined;
  const commandLine = readFlags(service.command ?? []);
  const { flags } = commandLine;
  const configFile = hasConfigFile(service, flags);
  const swarmMode = flags.findLast((f) => f.path === "providers.docker.swarmmode");
  return {
    service,
    version,
    latest: isOfficialTraefik(service.image!.value) && /^[^:@]*(?::latest)?$/.test(service.image!.value),
    source: isNull(service.entrypoint) && flags.length > 0 && !commandLine.open && !configFile ? "flags" : "unknown",
    commandLine,
    configFile,
    docker: provider(flags, "providers.docker"),
    swarm: provider(flags, "providers.swarm"),
    swarmMode: swarmMode && { flag: swarmMode, on: swarmMode.value === undefined ? true : parseBool(swarmMode.value.value) },
  };
}

/** A configuration file makes all flags void (facts: Traefik takes the first source that yields something, and merges none). */
const hasConfigFile = (service: Service, flags: readonly Flag[]): boolean =>
  flags.some((f) => f.path === "configfile") ||
  mounts(service).some(({ target: t }) => /^(?:\/etc\/traefik)?\/traefik\.(?:ya?ml|toml)$/.test(t));

/** A whole folder stands where Traefik looks for its configuration: a file in it would make all flags void. */
export const mayHaveConfigFile = ({ service }: TraefikInstance): boolean =>
  mounts(service).some(({ target }) => /^(?:\/etc(?:\/traefik)?)?\/?$/.test(target));

/** A toggle turns a provider on unless its text is another than empty or true; any sub-option turns it on too. */
function provider(flags: readonly Flag[], path: string): ProviderState {
  const own = flags.filter((f) => f.path === path || f.path.startsWith(`${path}.`));
  const toggle = own.findLast((f) => f.path === path);
  const off = toggle?.value !== undefined && !/^(?:true)?$/i.test(toggle.value.value);
  return { enabled: own.length > 0 && !off, flags: own };
}

/** The value of a provider's option, the last one that is given. */
export const optionOf = (state: ProviderState, option: string): Flag | undefined =>
  state.flags.findLast((f) => f.path.endsWith(`.${option}`) && f.path.split(".").length === 3);

/** How the instance reads labels: from Swarm services, from containers, both, or unknown. */
export function mode(instance: TraefikInstance): "swarm" | "container" | "unknown" {
  if (instance.source === "unknown") return "unknown";
  if (instance.swarm.enabled) return "swarm";
  if (!instance.docker.enabled) return "unknown";
  if (!instance.swarmMode || instance.swarmMode.on === false) return "container";
  return instance.swarmMode.on ? "swarm" : "unknown";
}

/**
 * The names that flags put below a section, `web` of `entrypoints.web.address`. They keep their capitals; of several spellings of one name Traefik
 * takes the first in byte order (measured on v2.9.10 to v3.7.9).
 */
export function namedBelow(instance: TraefikInstance, section: string): string[] {
  const names = new Map<string, string>();
  for (const { path, name } of instance.commandLine.flags) {
    const written = path.startsWith(`${section}.`) ? (name.value.split(".")[1] ?? "") : "";
    const known = names.get(written.toLowerCase());
    if (written !== "" && (known === undefined || written < known)) names.set(written.toLowerCase(), written);
  }
  return [...names.values()];
}

/** The provider that reads Swarm's services. */
export const swarmProvider = (instance: TraefikInstance): ProviderState => (instance.swarm.enabled ? instance.swarm : instance.docker);

/** `exposedByDefault` of the provider that reads Swarm's services; undefined where it can't be told. */
export function exposedByDefault(instance: TraefikInstance): boolean | undefined {
  if (instance.source === "unknown") return undefined;
  const flag = optionOf(swarmProvider(instance), "exposedbydefault");
  return flag === undefined || flag.value === undefined ? true : parseBool(flag.value.value);
}

/** Whether the Docker API is reached by the default socket, which answers for Swarm on managers only. */
export function usesLocalSocket(instance: TraefikInstance): boolean {
  const endpoint = optionOf(swarmProvider(instance), "endpoint")?.value?.value;
  return endpoint === undefined || /^unix:/.test(endpoint);
}

/** Whether the service is attached to a network namespace of its own kind, so that overlay networks are out of the question. */
export const onHostNetwork = (service: Service, realName: (key: string) => RealName): boolean =>
  (service.networks ?? []).some(({ key: { value } }) => {
    const real = realName(value);
    return hasVariable(value) || (real.kind === "known" ? real.name === "host" : real.kind === "unknown" && value === "host");
  }) || entryOf(service.entry.value, "network_mode") !== undefined;
