// How the time of a piece of work grows with its input, as a ratio of processor time: other work on the machine does not count, and no
// number of milliseconds is asked for.

/** What four times the input may take: linear is 4, with a logarithm about 5, in its square 16. */
export const ALLOWED = 9;
const STEP = 4;
/** Less is noise. */
const ENOUGH_MS = 40;
const LARGEST = 32_000;

export interface Growth {
  readonly ratio: number;
  /** The smaller input and its time. */
  readonly n: number;
  readonly ms: number;
}

/** The smallest ratio of a few tries: what is quadratic is so each time. */
export function growthOf(work: (n: number) => void, first = 1_000): Growth {
  let n = first;
  let ms = timeOf(() => work(n));
  for (; ms < ENOUGH_MS && n * STEP <= LARGEST; ms = timeOf(() => work(n))) n *= 2;
  let best = { ratio: timeOf(() => work(n * STEP)) / ms, n, ms };
  for (let tries = 0; tries < 3 && best.ratio > ALLOWED; tries++) {
    const again = timeOf(() => work(n));
    const ratio = timeOf(() => work(n * STEP)) / again;
    if (ratio < best.ratio) best = { ratio, n, ms: again };
  }
  return ms < ENOUGH_MS / 4 ? { ...best, ratio: 1 } : best;
}

/** Milliseconds of processor time. */
export function timeOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
