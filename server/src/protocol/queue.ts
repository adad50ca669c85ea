// In which order files are published, and how long at a time: what somebody looks at first, and never so long that the client's messages wait.

/** So long, in ms, the server works at a time on what nobody waits for: the first scan, and files that are not the one being edited. */
export const SLICE = 2;
/** The same for what somebody looks at: a file of a thousand services takes longer when it is opened. */
const PATIENCE = 50;

export interface Queue {
  /** At once; where that takes too long, as soon as the client's messages are in. */
  readonly now: (uri: string) => void;
  /** Bit by bit, each as the workspace is by then. */
  readonly later: (uris: readonly string[]) => void;
}

/**
 * @param publish answers false where it was over before the end: asked again, it goes on from there
 * @param open files that somebody looks at
 * @param turn lets the client's messages in
 */
export function queue(
  publish: (uri: string, isOver: () => boolean) => boolean | undefined,
  open: () => Iterable<string>,
  turn: () => Promise<void>,
): Queue {
  const waiting = new Set<string>();
  let working = false;

  function later(uris: readonly string[]): void {
    for (const uri of uris) waiting.add(uri);
    if (!working && waiting.size > 0) void work();
  }

  async function work(): Promise<void> {
    working = true;
    while (waiting.size > 0) {
      await turn();
      const isOver = within(SLICE);
      do {
        const uri = next();
        if (uri === undefined || publish(uri, isOver) === false) break;
        waiting.delete(uri);
      } while (!isOver());
    }
    working = false;
  }

  function next(): string | undefined {
    for (const uri of open()) if (waiting.has(uri)) return uri;
    return waiting.values().next().value;
  }

  return {
    now: (uri) => {
      waiting.delete(uri);
      if (publish(uri, within(PATIENCE)) === false) later([uri]);
    },
    later,
  };
}

/** Whether so many ms have gone by since it was made. */
export function within(ms: number): () => boolean {
  const end = Date.now() + ms;
  return () => Date.now() >= end;
}
