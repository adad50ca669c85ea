// Spans, and strings that remember where they stand in the source. The small languages inside scalars (labels, rules, ports, command
// lines) are parsed by slicing a Text, so each squiggle is exact through quotes, escapes and block scalars.

/** A half-open range of UTF-16 offsets inside a block. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export const span = (start: number, end: number): Span => ({ start, end });

/** Whether `offset` lies in `s`, its end included (a cursor behind the last character counts). */
export const touches = (s: Span, offset: number): boolean => s.start <= offset && offset <= s.end;

/** A decoded string with its place in the block. */
export class Text {
  readonly value: string;
  readonly span: Span;
  /** Source offset of each character of `value` and of its end; absent where value and source run in step from `span.start`. */
  private readonly offsets: readonly number[] | undefined;
  /** True where the text came in by an alias or has no exact place: every part of it stands at `span` as a whole. */
  readonly opaque: boolean;

  constructor(value: string, at: Span, offsets?: readonly number[], opaque = false) {
    this.value = value;
    this.span = at;
    this.offsets = offsets;
    this.opaque = opaque;
  }

  get length(): number {
    return this.value.length;
  }

  /** The source offset of character `index` of the value (0 to `length`). */
  offsetAt(index: number): number {
    if (this.opaque) return index >= this.value.length ? this.span.end : this.span.start;
    return this.offsets ? (this.offsets[index] ?? this.span.end) : this.span.start + index;
  }

  /** The part from `start` to `end` (indexes into the value), with its own place. */
  slice(start: number, end = this.value.length): Text {
    const value = this.value.slice(start, end);
    if (this.opaque) return new Text(value, this.span, undefined, true);
    if (!this.offsets) return new Text(value, span(this.span.start + start, this.span.start + start + value.length));
    // A part ends behind its last character, not where the next one begins: a folded line break takes the next line's indentation with it.
    const last = start + value.length - 1;
    const width = this.offsetAt(last + 1) - this.offsetAt(last);
    const stop = value === "" ? this.offsetAt(start) : this.offsetAt(last) + (/\s/.test(value.at(-1)!) ? Math.min(width, 1) : width);
    return new Text(value, span(this.offsetAt(start), stop), [...this.offsets.slice(start, start + value.length), stop]);
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
