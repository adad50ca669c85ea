// What `docker stack deploy` refuses in a block, found once for all rules that put words to it.

import { type Environment, interpolate } from "../model/interpolation.ts";
import { checkBlock } from "../model/stack/check.ts";
import type { StackProblem } from "../model/stack/problems.ts";
import type { Substitute } from "../model/stack/values.ts";
import type { Block } from "../syntax/document.ts";
import type { View } from "./view.ts";

/** The newest schema, 3.x, of the release that all of this was measured with. */
export const NEWEST = 13;

/** Files that say themselves that they are deployed to a swarm: what a Traefik nearby suggests may be a file for Compose. */
export const isStack = (view: View): boolean => view.target().mode === "swarm" && view.target().strength === "own";

/** The minor number of the schema that the file names; undefined where Docker knows no such version. */
export function schemaOf(version: string | undefined): number | undefined {
  if (version === undefined || version === "" || version === "3") return NEWEST;
  const minor = /^3\.(0|[1-9]\d*)$/.exec(version)?.[1];
  return minor !== undefined && Number(minor) <= NEWEST ? Number(minor) : undefined;
}

interface Kept {
  readonly minor: number;
  readonly environment: Environment | undefined;
  readonly found: readonly StackProblem[];
}

const KEPT = new WeakMap<Block, Kept>();

/** Nothing where the file is no stack. */
export function stackProblems(block: Block, view: View): readonly StackProblem[] {
  if (!isStack(view)) return [];
  const minor = schemaOf(view.version()) ?? NEWEST;
  const environment = view.environment();
  const kept = KEPT.get(block);
  if (kept?.minor === minor && kept.environment === environment) return kept.found;
  const found = checkBlock(block, { minor, substitute: substituteBy(environment) });
  KEPT.set(block, { minor, environment, found });
  return found;
}

export const substituteBy =
  (environment: Environment | undefined): Substitute =>
  ({ text }) => {
    const result = interpolate(text, environment);
    return result.kind === "same" || result.kind === "changed" ? result.text.value : result.kind;
  };
