// Image references, and what the tag of a Traefik image says about its version.
import { hasVariable } from "./service.ts";

export interface Version {
  readonly major: number;
  /** Infinity where the tag leaves it open: such tags move, so the newest is meant. */
  readonly minor: number;
  readonly patch: number;
  /** As the user wrote it, `v2.9`. */
  readonly text: string;
}

export interface ImageName {
  /** The last path component, `traefik` of `docker.io/library/traefik:v3`. */
  readonly name: string;
  /** "" where there is none. */
  readonly tag: string;
}

/** Undefined where a variable hides the name. */
export function imageName(reference: string): ImageName | undefined {
  const withoutDigest = reference.split("@")[0]!;
  const slash = withoutDigest.lastIndexOf("/");
  const last = withoutDigest.slice(slash + 1);
  const colon = last.indexOf(":");
  const name = colon < 0 ? last : last.slice(0, colon);
  if (hasVariable(name) || name === "") return undefined;
  return { name, tag: colon < 0 ? "" : last.slice(colon + 1) };
}

/** Docker's own image, by any of its names: its tags are Traefik's versions, and `latest` is the newest. Others may be numbered by their makers. */
export const isOfficialTraefik = (reference: string): boolean => /^(?:docker\.io\/)?(?:library\/)?traefik(?:$|[:@])/.test(reference);

/** The version that a text such as `v2.9`, `3.1.2-alpine` or `v3` names; undefined for `latest`, code names, digests and variables. */
export function parseVersion(text: string): Version | undefined {
  const match = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?=$|[-+])/.exec(text.trim());
  if (!match) return undefined;
  const part = (s: string | undefined) => (s === undefined ? Number.POSITIVE_INFINITY : Number(s));
  return { major: Number(match[1]), minor: part(match[2]), patch: part(match[3]), text: `v${match[0].replace(/^v/, "")}` };
}

/** Whether a version is `major.minor.patch` or later. */
export function atLeast(version: Omit<Version, "text">, major: number, minor = 0, patch = 0): boolean {
  if (version.major !== major) return version.major > major;
  if (version.minor !== minor) return version.minor > minor;
  return version.patch >= patch;
}
