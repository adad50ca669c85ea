// What our rules say of a case of the verdicts, written as stack files, and whether that is what Traefik says.
import { type Brief, checker } from "../support/check.ts";
import { type Case, complaints, versionsOf, wanted } from "./labels.ts";
import { type Project, projectOf, type Shape } from "./projects.ts";

export interface Compared {
  readonly version: string;
  /** What is wrong, in a few words; undefined where the two agree. */
  readonly miss: string | undefined;
  readonly project: Project;
  /** Errors and warnings. */
  readonly loud: readonly Brief[];
}

/** One release after the other, as a user would change the tag of the image. */
export function compareFindings(found: Case, shape: Shape, turn: number, versions = versionsOf(found)): Compared[] {
  const check = checker();
  return versions.map((version) => {
    const project = projectOf(found, version, shape, turn);
    const loud = aboutTraefik(check(project.files, project.settings));
    return { version, miss: missOf(found, version, shape, loud), project, loud };
  });
}

type Said = Pick<Brief, "rule"> & { readonly severity: string };

/** Errors and warnings about what Traefik does, of which one is among the rules about updates. */
export const aboutTraefik = <F extends Said>(all: readonly F[]): F[] =>
  all.filter(
    ({ rule, severity }) =>
      (severity === "error" || severity === "warning") && (!/^(?:update|stack)\//.test(rule) || rule === "update/lbswarm-conflict"),
  );

export function missOf(found: Case, version: string, shape: Shape, loud: readonly Said[]): string | undefined {
  const said = (list: readonly Said[]) => list.map((f) => `${f.severity} ${f.rule}`).join(", ");
  const errors = loud.filter((f) => f.severity === "error");
  // What is wrong with the Traefik is said there, whatever its services want.
  const about = loud.filter((f) => !f.rule.startsWith("traefik/"));
  switch (wanted(found, version)) {
    case "complaint":
      if (loud.length > 0 || (shape === "alone" && needsTraefik(found, version))) return undefined;
      return `nothing is said, but: ${complaints(found, version, true).join(" / ") || "dropped"}`;
    case "silence":
      return about.length === 0 || (shape === "alone" && found.providerOptions) ? undefined : `left out on purpose, but: ${said(about)}`;
    case "no error":
      return errors.length === 0 ? undefined : `served, but: ${said(errors)}`;
    default:
      return undefined;
  }
}

/** Complaints about what only the Traefik's own file tells: its names, its options, its networks. */
const ABOUT_TRAEFIK =
  /^$|constraints|default rule|Undefined rule|Could not find network|Defaulting to|entryPoint|defined multiple times|middleware ".*" does not exist|service ".*" does not exist|unknown TLS options|transport/i;

const needsTraefik = (found: Case, version: string): boolean =>
  [...complaints(found, version, true), ...(complaints(found, version, true).length > 0 ? [] : [""])].every((text) =>
    ABOUT_TRAEFIK.test(text),
  );
