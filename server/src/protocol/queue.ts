// In which order files are published, and how long at a time: what somebody looks at first, and never so long that the client's messages wait.

/** So long, in ms, the server works at a time on what nobody waits for: the first scan, and files that are not the one being edited. */
export const SLICE = 2;
/**
 * The same for what somebody looks at. A file of a thousand services takes longer when it is opened: what is known by then is shown, and again
 * after twice the time, until all is known.
 */
const PATIENCE = 20;
/** So long at a time, then: each time begins with a look at what is known of its blocks. */
const STRETCH = 10;

export interface Queue {
  /** At once; where that takes too long in parts, and the client's messages come in between. */
  readonly now: (uri: string) => void;
  /** Bit by bit, each as the workspace is by then. */
  readonly later: (uris: readonly string[]) => void;
}

/** Files that somebody looks at. */
interface Open {
  readonly has: (uri: string) => boolean;
  readonly keys: () => Iterable<string>;
}

/**
 * @param publish answers false where it was over before the end: asked again, it goes on from there
 * @param publishPart what is known by now of a file that is open
 * @param turn lets the client's messages in
 */
export function queue(
  publish: (uri: string, isOver: () => boolean) => boolean | undefined,
  publishPart: (uri: string) => void,
  open: Open,
  turn: () => Promise<void>,
): Queue {
  /** Those that somebody waits for tell when another part is due; the last of them is the one at hand. */
  const waiting = new Map<string, (() => boolean) | undefined>();
  let working = false;

  function later(uris: readonly string[]): void {
    for (const uri of uris) if (!waiting.has(uri)) waiting.set(uri, undefined);
    if (!working && waiting.size > 0) void work();
  }

  async function work(): Promise<void> {
    working = true;
    try {
      while (waiting.size > 0) {
        await turn();
        slice();
      }
    } finally {
      working = false;
    }
  }

  function slice(): void {
    const isOver = within(SLICE);
    do {
      const uri = next();
      if (uri === undefined) return;
      const isPartDue = open.has(uri) ? waiting.get(uri) : undefined;
      if (publish(uri, isPartDue ? within(STRETCH) : isOver) === false) {
        if (isPartDue?.()) publishPart(uri);
        return;
      }
      waiting.delete(uri);
    } while (!isOver());
  }

  function next(): string | undefined {
    let last: string | undefined;
    for (const [uri, isPartDue] of waiting) if (isPartDue && open.has(uri)) last = uri;
    if (last !== undefined) return last;
    for (const uri of open.keys()) if (waiting.has(uri)) return uri;
    return waiting.keys().next().value;
  }

  return {
    now: (uri) => {
      waiting.delete(uri);
      if (publish(uri, within(PATIENCE)) !== false) return;
      if (open.has(uri)) publishPart(uri);
      waiting.set(uri, doubling(2 * PATIENCE));
      later([uri]);
    },
    later,
  };
}

/** Whether so many ms have gone by since it was made. */
export function within(ms: number): () => boolean {
  const end = Date.now() + ms;
  return () => Date.now() >= end;
}

/** Whether so many ms have gone by since it was made, then whether twice as many have since the last time that they had, and so on. */
function doubling(ms: number): () => boolean {
  let length = ms;
  let isOver = within(length);
  return () => {
    if (!isOver()) return false;
    length *= 2;
    isOver = within(length);
    return true;
  };
}
