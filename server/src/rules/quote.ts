// What a message quotes of a file: short enough to be read, and without characters that change how the words around it are shown (line
// breaks, terminal escapes, marks that turn the direction of writing).

/** Nobody reads more; a label may have a hundred thousand letters. */
const LONGEST = 400;
const TAIL = 60;

const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

export function quoted(text: string): string {
  const short = text.length > LONGEST ? `${whole(text.slice(0, LONGEST - TAIL))}…${whole(text.slice(-TAIL))}` : text;
  return short.replace(/[\t\r\n]+/g, " ").replace(UNSEEN, "\uFFFD");
}

/** A cut leaves no half of a character. */
const whole = (part: string): string => part.replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, "");
