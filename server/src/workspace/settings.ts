// What a user can set. Editors send it as the section `traefikSwarm`, the CLI builds it from its options.
import type { Environment } from "../model/interpolation.ts";
import { readStacks, type StackName } from "./stacks.ts";

export const SEVERITIES = ["error", "warning", "info", "hint"] as const;
export type Severity = (typeof SEVERITIES)[number];

export interface Settings {
  readonly enable: boolean;
  readonly target: "auto" | "swarm" | "compose";
  /** The user calls this very file a stack: it is judged whatever it holds. */
  readonly named: boolean;
  /** The version of a Traefik whose image does not tell it; "" for none. */
  readonly traefikVersion: string;
  /** URI of the file whose Traefik the stacks talk to; "" for finding it. */
  readonly traefik: string;
  /** Names that files are deployed under. */
  readonly stacks: readonly StackName[];
  /** The variables that are set where the stacks are deployed, and no others; undefined where nobody tells. */
  readonly environment: Environment | undefined;
  /** Files that are deployed together, in their order; URIs, before they are placed in a folder paths. */
  readonly mergedFiles: readonly (readonly string[])[];
  readonly rules: Readonly<Record<string, Severity | "off" | "default">>;
  readonly assume: Assumptions;
  /** A docker CLI may be asked as well. */
  readonly dockerCli: boolean;
  readonly codeLens: boolean;
  readonly inlayHints: boolean;
}

/** What no file tells about an app, and what an update costs depends on. */
export interface Assumptions {
  /** From the start of its process until it answers, ms. */
  readonly boot: number;
  /** At the stop signal: it ends at once, finishes what it has, or serves on; "auto": as its stop_grace_period suggests. */
  readonly atStop: "auto" | "exit" | "finish" | "serve";
  /** How long it serves on ("serve"), ms. */
  readonly serves: number;
}

export const DEFAULTS: Settings = {
  enable: true,
  target: "auto",
  named: false,
  traefikVersion: "",
  traefik: "",
  stacks: [],
  environment: undefined,
  mergedFiles: [],
  rules: {},
  assume: { boot: 3_000, atStop: "auto", serves: 20_000 },
  dockerCli: false,
  codeLens: true,
  inlayHints: true,
};

/** Takes what is usable of a client's answer; anything else keeps its default. */
export function readSettings(value: unknown): Settings {
  const given = (typeof value === "object" && value !== null ? value : {}) as Record<string, unknown>;
  const text = (key: string) => (typeof given[key] === "string" ? (given[key] as string).trim() : "");
  const target = text("target");
  const rules = Object.entries((given.rules ?? {}) as Record<string, unknown>).filter(([, v]) =>
    [...SEVERITIES, "off", "default"].includes(v as Severity),
  );
  return {
    enable: given.enable !== false,
    target: target === "swarm" || target === "compose" ? target : "auto",
    named: false,
    traefikVersion: text("traefikVersion"),
    traefik: text("traefik"),
    stacks: readStacks(given.stacks),
    environment: readEnvironment(given.environment),
    mergedFiles: readMerged(given.mergedFiles),
    rules: Object.fromEntries(rules) as Settings["rules"],
    assume: readAssumptions(given.assume),
    dockerCli: given.dockerCli === true,
    codeLens: given.codeLens !== false,
    inlayHints: given.inlayHints !== false,
  };
}

/** Lists of paths; one file alone is merged with nothing. */
function readMerged(value: unknown): readonly (readonly string[])[] {
  const lists = Array.isArray(value) ? value.filter((v): v is unknown[] => Array.isArray(v)) : [];
  const paths = lists.map((list) => list.filter((f): f is string => typeof f === "string" && f.trim() !== "").map((f) => f.trim()));
  return paths.filter((list) => list.length > 1);
}

/** Names with their values; an editor's settings may hold numbers and booleans too. */
function readEnvironment(value: unknown): Environment | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const plain = Object.entries(value).filter(([, v]: [string, unknown]) => ["string", "number", "boolean"].includes(typeof v));
  return Object.fromEntries(plain.map(([name, v]) => [name, String(v)]));
}

/** Editors send seconds. A request may ask for others than the settings hold. */
export function readAssumptions(value: unknown, fallback = DEFAULTS.assume): Assumptions {
  const given = (typeof value === "object" && value !== null ? value : {}) as Record<string, unknown>;
  const ms = (key: string, otherwise: number) => {
    const seconds = given[key];
    return typeof seconds === "number" && seconds >= 0 && seconds <= 3_600 ? seconds * 1_000 : otherwise;
  };
  const atStop = given.atStop as Assumptions["atStop"];
  return {
    boot: ms("bootSeconds", fallback.boot),
    atStop: ["auto", "exit", "finish", "serve"].includes(atStop) ? atStop : fallback.atStop,
    serves: ms("serveSeconds", fallback.serves),
  };
}
