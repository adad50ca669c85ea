// Which part of the files this thread judges; see threads.ts.
import { workerData } from "node:worker_threads";

export interface Share {
  readonly index: number;
  readonly of: number;
}

export const WHOLE: Share = { index: 0, of: 1 };

/** The share that this thread was started for; undefined in the first one. */
export const ownShare = (): Share | undefined => (workerData as { readonly share?: Share } | null)?.share;
