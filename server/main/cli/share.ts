// Which files this thread judges: always the next one that no thread has taken, so that all end together; see threads.ts.
import { workerData } from "node:worker_threads";

/** The index of the next file, in the order of the files; behind the last one there is none left. */
export type Share = () => number;

/** Of the only thread. */
export function whole(): Share {
  let next = 0;
  return () => next++;
}

/** Of one of several threads, which count together in four bytes. */
export function sharedBy(counter: SharedArrayBuffer): Share {
  const next = new Int32Array(counter);
  return () => Atomics.add(next, 0, 1);
}

/** What a thread is started with. */
export interface Started {
  readonly counter: SharedArrayBuffer;
}

/** The share of a thread that was started; undefined in the first one. */
export function ownShare(): Share | undefined {
  const { counter } = (workerData ?? {}) as Partial<Started>;
  return counter && sharedBy(counter);
}
