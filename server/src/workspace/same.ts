// Whether two plain values say the same. Answers about a project are compared with it: most are the same object, or small.

export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((x, i) => same(x, b[i]));
  if (!isPlain(a) || !isPlain(b)) return false;
  const keys = Object.keys(a);
  // Blocks and services hold trees: a block is the same only if it is one, and places in it are compared.
  if ("source" in a || ("block" in a && a.block !== b.block)) return false;
  return keys.length === Object.keys(b).length && keys.every((k) => k in b && same(a[k], b[k]));
}

/** Maps and the like do not show what they hold. */
const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
