// The word that somebody may have meant.

/** Nobody mistypes longer names into one another, and comparing them costs the product of their lengths. */
const MAX_LENGTH = 100;
/** Behind so many candidates none is likelier than the others. */
const MAX_CANDIDATES = 200;

/** The candidates from the nearest to the farthest (Levenshtein distance, swapped neighbours count once, capitals never). */
export function byDistance(word: string, candidates: readonly string[]): string[] {
  const all = [...new Set(candidates)].slice(0, MAX_CANDIDATES);
  if (word.length > MAX_LENGTH) return all;
  return all
    .filter((c) => c.length <= MAX_LENGTH)
    .map((c) => ({ c, d: distance(word.toLowerCase(), c.toLowerCase()) }))
    .sort((a, b) => a.d - b.d)
    .map(({ c }) => c);
}

/** Edits between two words. */
export function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, i) => i)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let best = Math.min(row[j - 1]! + 1, rows[i - 1]![j]! + 1, rows[i - 1]![j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, rows[i - 2]![j - 2]! + 1);
      row.push(best);
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}
