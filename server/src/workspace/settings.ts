// What a user can set. Editors send it as the section `traefikSwarm`, the CLI builds it from its options.

export const SEVERITIES = ["error", "warning", "info", "hint"] as const;
export type Severity = (typeof SEVERITIES)[number];

export interface Settings {
  readonly enable: boolean;
  readonly target: "auto" | "swarm" | "compose";
  /** The version of a Traefik whose image does not tell it; "" for none. */
  readonly traefikVersion: string;
  /** URI of the file whose Traefik the stacks talk to; "" for finding it. */
  readonly traefik: string;
  readonly rules: Readonly<Record<string, Severity | "off" | "default">>;
}

export const DEFAULTS: Settings = { enable: true, target: "auto", traefikVersion: "", traefik: "", rules: {} };

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
    traefikVersion: text("traefikVersion"),
    traefik: text("traefik"),
    rules: Object.fromEntries(rules) as Settings["rules"],
  };
}
