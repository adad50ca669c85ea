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
  const cuts = cutsOf(tasks, lists, until);
  const stretches: Stretch[] = [];
  let list = 0;
  for (let i = 1; i < cuts.length; i++) {
    const [from, to] = [cuts[i - 1]!, cuts[i]!];
    if (from === to) continue;
    while (list + 1 < lists.length && lists[list + 1]!.from <= from) list++;
    const next = outcome(lists[list]!.tasks, from, backends);
    const last = stretches.at(-1);
    if (last && same(last, next)) stretches[stretches.length - 1] = { ...last, to };
    else stretches.push({ from, to, ...next });
  }
  return stretches;
}

/** When anything changes, ascending. A prediction asks hundreds of times; numbers in such an array are sorted fastest. */
function cutsOf(tasks: readonly Task[], lists: readonly List[], until: number): Float64Array {
  const all = [0, until];
  const add = (at: number) => {
    if (at > 0 && at < until) all.push(at);
  };
  for (const { from } of lists) add(from);
  for (const { answers, ends } of tasks) {
    add(answers);
    add(ends);
    add(ends + TIMES.refused);
  }
  return Float64Array.from(all).sort();
}

function outcome(listed: readonly Task[], at: number, backends: Backends): Omit<Stretch, "from" | "to"> {
  // The address of the service stays while no task is behind it; without tasks there is no route.
  if (listed.length === 0) return { hang: 0, refused: backends === "vip" ? 1 : 0, notFound: backends === "vip" ? 0 : 1, stale: 0 };
  const each = 1 / listed.length;
  let [hang, refused, stale] = [0, 0, 0];
  for (const task of listed) {
    if (at >= task.ends) {
      stale += each;
      if (at < task.ends + TIMES.refused) refused += each;
      else hang += each;
    } else if (at < task.answers) refused += each;
  }
  return { hang, refused, notFound: 0, stale };
}

export const failing = (stretch: Stretch): number => stretch.hang + stretch.refused + stretch.notFound;

const same = (a: Stretch, b: Omit<Stretch, "from" | "to">): boolean =>
  a.hang === b.hang && a.refused === b.refused && a.notFound === b.notFound && a.stale === b.stale;
