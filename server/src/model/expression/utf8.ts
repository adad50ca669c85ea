// UTF-8 without the hosts' own decoders, which the engine's types do not know.

export function utf8Bytes(text: string): number[] {
  const bytes: number[] = [];
  for (const c of text) {
    const code = c.codePointAt(0)!;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
  }
  return bytes;
}

/** Length in bytes, as Go counts. */
export const byteLength = (text: string): number => utf8Bytes(text).length;

/** `broken` where bytes are no UTF-8; each such byte becomes U+FFFD. */
export function utf8Text(bytes: readonly number[]): { readonly value: string; readonly broken: boolean } {
  let value = "";
  let broken = false;
  for (let i = 0; i < bytes.length; ) {
    const first = bytes[i]!;
    const more =
      first < 0x80 ? 0 : first >= 0xc2 && first < 0xe0 ? 1 : first >= 0xe0 && first < 0xf0 ? 2 : first >= 0xf0 && first < 0xf5 ? 3 : -1;
    let code = more <= 0 ? first : first & (0x3f >> more);
    for (let k = 1; k <= more; k++) code = (code << 6) | (bytes[i + k]! & 63);
    const rest = bytes.slice(i + 1, i + 1 + Math.max(more, 0));
    const whole = more >= 0 && rest.length === more && rest.every((b) => b >= 0x80 && b < 0xc0);
    const least = [0, 0x80, 0x800, 0x10000][more] ?? 0;
    if (whole && code >= least && code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000)) {
      value += String.fromCodePoint(code);
      i += more + 1;
    } else {
      value += "\ufffd";
      broken = true;
      i++;
    }
  }
  return { value, broken };
}
