// Whether texts fit a pattern with gaps: names with variables, paths with `*` and `**`. All places of the pattern that the text so far may
// have led to are kept at once, so that no pattern takes more time than its length times the text's.

/** What a gap takes: any letters, any but slashes, or whole folders (nothing, or what ends with a slash). */
export type Gap = "any" | "name" | "folders";

export type Fits = (text: string) => boolean;

/** @param texts those between the gaps, one more than gaps */
export function wildcard(texts: readonly string[], gaps: readonly Gap[]): Fits {
  if (gaps.length === 0) return (text) => text === texts[0];
  const parts = texts.flatMap((text, i): Part[] => [
    ...text.split("").map((letter) => ({ letter })),
    ...(gaps[i] ? [{ gap: gaps[i] }] : []),
  ]);
  return (text) => {
    let places = entered(parts, [0]);
    for (let at = 0; at < text.length && places.size > 0; at++) {
      const letter = text[at]!;
      places = entered(
        parts,
        [...places].flatMap((place) => behind(parts, place, letter)),
      );
    }
    return places.has(parts.length);
  };
}

type Part = { readonly letter: string; readonly gap?: undefined } | { readonly gap: Gap; readonly letter?: undefined };

/** Places are before a part; those inside a gap for folders, which a slash must end, are counted as negative ones. */
function entered(parts: readonly Part[], places: readonly number[]): Set<number> {
  const all = new Set<number>();
  for (let place of places) {
    // A gap may be empty.
    for (; place >= 0 && parts[place]?.gap && !all.has(place); place++) all.add(place);
    all.add(place);
  }
  return all;
}

function behind(parts: readonly Part[], place: number, letter: string): number[] {
  const index = place < 0 ? -1 - place : place;
  const part = parts[index];
  if (part === undefined) return [];
  if (part.gap === "folders") return letter === "/" ? [-1 - index, index + 1] : [-1 - index];
  if (part.gap) return part.gap === "any" || letter !== "/" ? [index] : [];
  return part.letter === letter ? [index + 1] : [];
}
