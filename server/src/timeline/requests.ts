// What happens to requests that arrive while the list of tasks and the tasks themselves change: which share of them fails, and how.
import { type Backends, TIMES } from "./plan.ts";
import type { Task } from "./swarm.ts";
import type { List } from "./traefik.ts";

/** hang: no answer from an address that is gone, 504 after 30 s; refused: nothing listens, 502; notFound: no route, 404. */
export type Failure = "hang" | "refused" | "notFound";

/** A time in which the same share of requests fails in the same way. */
export interface Stretch {
  /** ms, half-open. */
  readonly from: number;
  readonly to: number;
  /** Share of the requests that fail, 0 to 1, by kind. */
  readonly hang: number;
  readonly refused: number;
  readonly notFound: number;
  /** Share of the listed tasks that do not answer any more. */
  readonly stale: number;
}

/** The whole time from 0 to `until`, in stretches. */
export function stretchesOf(tasks: readonly Task[], lists: readonly List[], backends: Backends, until: number): Stretch[] {
  const cuts = [0, until, ...lists.map((l) => l.from), ...tasks.flatMap((t) => [t.answers, t.ends, t.ends + TIMES.refused])]
    .filter((at) => at >= 0 && at <= until)
    .sort((a, b) => a - b);
  const stretches: Stretch[] = [];
  let list = 0;
  for (let i = 1; i < cuts.length; i++) {
    const [from, to] = [cuts[i - 1]!, cuts[i]!];
    if (from === to) continue;
    while (list + 1 < lists.length && lists[list + 1]!.from <= from) list++;
    const next = { from, to, ...outcome(lists[list]!.tasks, from, backends) };
    const last = stretches.at(-1);
    if (last && same(last, next)) stretches[stretches.length - 1] = { ...next, from: last.from };
    else stretches.push(next);
  }
  return stretches;
}

function outcome(listed: readonly Task[], at: number, backends: Backends): Omit<Stretch, "from" | "to"> {
  const sum = { hang: 0, refused: 0, notFound: 0, stale: 0 };
  // The address of the service stays while no task is behind it; without tasks there is no route.
  if (listed.length === 0) return { ...sum, [backends === "vip" ? "refused" : "notFound"]: 1 };
  const each = 1 / listed.length;
  for (const task of listed) {
    if (at >= task.ends) {
      sum.stale += each;
      sum[at < task.ends + TIMES.refused ? "refused" : "hang"] += each;
    } else if (at < task.answers) sum.refused += each;
  }
  return sum;
}

export const failing = (stretch: Stretch): number => stretch.hang + stretch.refused + stretch.notFound;

const same = (a: Stretch, b: Stretch): boolean =>
  a.hang === b.hang && a.refused === b.refused && a.notFound === b.notFound && a.stale === b.stale;
