// A large index of which each version differs from the last one in a few entries: these lie over a map that many versions share.

/** So many changed entries are copied with each version; beyond that they are laid into the large map. */
const THIN = 200;

export interface Layers<T> {
  readonly get: (key: string) => T | undefined;
  /** Another version of it; undefined takes an entry away. */
  readonly with: (changes: ReadonlyMap<string, T | undefined>) => Layers<T>;
  readonly keys: () => Iterable<string>;
}

export const layers = <T>(base: ReadonlyMap<string, T>, over: ReadonlyMap<string, T | undefined> = new Map()): Layers<T> => ({
  get: (key) => (over.has(key) ? over.get(key) : base.get(key)),
  with: (changes) => {
    const next = new Map([...over, ...changes]);
    return next.size <= THIN ? layers(base, next) : layers(merged(base, next));
  },
  keys: () => merged(base, over).keys(),
});

function merged<T>(base: ReadonlyMap<string, T>, over: ReadonlyMap<string, T | undefined>): ReadonlyMap<string, T> {
  const all = new Map(base);
  for (const [key, value] of over) {
    if (value === undefined) all.delete(key);
    else all.set(key, value);
  }
  return all;
}
