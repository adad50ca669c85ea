// Which `version:` of a stack file knows a key: Docker reads a file by the schema that it names, and refuses keys of later ones.
// Without a version, with an empty one and with "3" the newest schema counts.
import { SERVICE } from "./service.ts";
import type { Shape } from "./shape.ts";

/** The minor number of the first 3.x that knows the key at that path below a service; keys that are not here are as old as 3.0. */
export const KEYS_SINCE: Readonly<Record<string, number>> = Object.fromEntries(younger(SERVICE, ""));

function younger({ map }: Shape, above: string): [string, number][] {
  return Object.entries(map?.keys ?? {}).flatMap(([name, { shape, since }]) => {
    const own: [string, number][] = since === undefined ? [] : [[above + name, since]];
    return [...own, ...younger(shape, `${above}${name}.`)];
  });
}

/** Knows nearly all that fixes write, and every Docker that is in use knows it. */
export const RAISED = "3.8";
