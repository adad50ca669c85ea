// The line of a finding with a mark under it. What a terminal makes of tabs, wide characters and control characters is decided here, so that
// the mark stands under the right letters and a file can't steer the terminal.

const TAB = "    ";

export interface Frame {
  readonly before: string;
  readonly marked: string;
  readonly after: string;
  /** As many columns as `before` and `marked` take. */
  readonly indent: number;
  readonly width: number;
}

/**
 * @param from offset of the marked text in `line`
 * @param to its end, which may lie behind the line's
 * @param room how many columns may be used; long lines are cut on both sides of the mark
 */
export function frameOf(line: string, from: number, to: number, room: number): Frame {
  let before = printable(line.slice(0, from));
  let marked = printable(line.slice(from, to));
  let after = printable(line.slice(to).trimEnd());
  if (widthOf(before + marked + after) > room) {
    marked = cutEnd(marked, room);
    before = cutStart(before, Math.max(Math.floor(room / 3), room - widthOf(marked + after)));
    before = cutStart(before, room - widthOf(marked));
    after = cutEnd(after, room - widthOf(before + marked));
  }
  return { before, marked, after, indent: widthOf(before), width: Math.max(1, widthOf(marked)) };
}

/** Text without tabs and without anything that steers a terminal (escapes, line breaks, changes of direction). */
export const printable = (text: string): string =>
  text.replaceAll("\t", TAB).replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "\uFFFD");

/** How many columns a terminal takes for a text. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += columns(character.codePointAt(0)!);
  return width;
}

/** Marks that stand on other letters take none, East Asian letters and pictures take two. */
function columns(code: number): number {
  if (code < 0x300) return 1;
  if (code === 0x200b || code === 0x200d || code === 0xfeff || (code >= 0xfe00 && code <= 0xfe0f)) return 0;
  if (/\p{Mn}|\p{Me}/u.test(String.fromCodePoint(code))) return 0;
  return WIDE.some(([first, last]) => code >= first && code <= last) ? 2 : 1;
}

/** Ranges of Unicode's EastAsianWidth.txt with the values W and F, joined where only unassigned characters lie between. */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x231a, 0x231b],
  [0x23e9, 0x23ec],
  [0x2614, 0x2615],
  [0x26a1, 0x26a1],
  [0x2705, 0x2705],
  [0x274c, 0x274c],
  [0x2757, 0x2757],
  [0x2b50, 0x2b50],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0xa4cf],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f900, 0x1f9ff],
  [0x20000, 0x3fffd],
];

function cutEnd(text: string, room: number): string {
  if (widthOf(text) <= room) return text;
  const kept: string[] = [];
  let width = 1;
  for (const character of text) {
    width += widthOf(character);
    if (width > room) break;
    kept.push(character);
  }
  return room < 1 ? "" : `${kept.join("")}…`;
}

function cutStart(text: string, room: number): string {
  if (widthOf(text) <= room) return text;
  const letters = [...text];
  let width = 1;
  let start = letters.length;
  while (start > 0 && width + widthOf(letters[start - 1]!) <= room) width += widthOf(letters[--start]!);
  return room < 1 ? "" : `…${letters.slice(start).join("")}`;
}
