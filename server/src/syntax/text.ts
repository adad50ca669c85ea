// Spans, and strings that remember where they stand in the source. The small languages inside scalars (labels, rules, ports, command
// lines) are parsed by slicing a Text, so each squiggle is exact through quotes, escapes and block scalars.

/** A half-open range of UTF-16 offsets inside a block. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export const span = (start: number, end: number): Span => ({ start, end });

/**
 * Start and end of each UTF-16 unit of a string in the source. One ends where it is written to, not where the next one begins: a folded line
 * break takes the next line's indentation with it.
 */
export interface Places {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** A decoded string with its place in the block. */
export class Text {
  readonly value: string;
  readonly span: Span;
  /** Where each character of `value` stands; absent where value and source run in step from `span.start`. */
  private readonly places: Places | undefined;
  /** True where the text came in by an alias or has no exact place: every part of it stands at `span` as a whole. */
  readonly opaque: boolean;

  constructor(value: string, at: Span, places?: Places, opaque = false) {
    this.value = value;
    this.span = at;
    this.places = places;
    this.opaque = opaque;
  }

  get length(): number {
    return this.value.length;
  }

  /** The source offset of character `index` of the value (0 to `length`). */
  offsetAt(index: number): number {
    if (this.opaque) return index >= this.value.length ? this.span.end : this.span.start;
    return this.places ? (this.places.starts[index] ?? this.span.end) : this.span.start + index;
  }

  /** Where character `index` of the value ends in the source. */
  endAt(index: number): number {
    if (this.opaque) return this.span.end;
    return this.places ? (this.places.ends[index] ?? this.span.end) : this.span.start + index + 1;
  }

  /** The part from `start` to `end` (indexes into the value), with its own place. */
  slice(start: number, end = this.value.length): Text {
    const value = this.value.slice(start, end);
    if (this.opaque) return new Text(value, this.span, undefined, true);
    const from = this.offsetAt(start);
    if (!this.places) return new Text(value, span(from, from + value.length));
    const starts = this.places.starts.slice(start, start + value.length);
    const ends = this.places.ends.slice(start, start + value.length);
    return new Text(value, span(from, ends.at(-1) ?? from), { starts, ends });
  }

  /** The parts between the separators. */
  split(separator: string): Text[] {
    const parts: Text[] = [];
    let from = 0;
    for (;;) {
      const at = this.value.indexOf(separator, from);
      if (at < 0) break;
      parts.push(this.slice(from, at));
      from = at + separator.length;
    }
    parts.push(this.slice(from));
    return parts;
  }

  trim(): Text {
    const start = this.value.length - this.value.trimStart().length;
    return this.slice(start, Math.max(start, this.value.trimEnd().length));
  }
}

/** A text without an exact place: all of it stands at `at`. */
export const opaqueText = (value: string, at: Span): Text => new Text(value, at, undefined, true);

/** A part of a text that is made of others. With `value` that stands for the text: all of it is at the text's place. */
export interface Piece {
  readonly text: Text;
  readonly value?: string;
}

/** A text that is made of parts of another one, or of what stands for them. */
export function composedText(whole: Text, pieces: readonly Piece[]): Text {
  const value = pieces.map((p) => p.value ?? p.text.value).join("");
  if (whole.opaque) return opaqueText(value, whole.span);
  const units = (p: Piece) => [...Array((p.value ?? p.text.value).length).keys()];
  const starts = pieces.flatMap((p) => units(p).map((i) => (p.value === undefined ? p.text.offsetAt(i) : p.text.span.start)));
  const ends = pieces.flatMap((p) => units(p).map((i) => (p.value === undefined ? p.text.endAt(i) : p.text.span.end)));
  return new Text(value, whole.span, { starts, ends });
}
