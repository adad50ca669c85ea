// Texts as Go reads them: bool, integers, durations, lists.
import { parseBool } from "../labels.ts";

export { parseBool };

const MAX = 9223372036854775807n;

/** A signed 64-bit integer in base 10; undefined where Go refuses the text. */
export function parseInteger(text: string): number | undefined {
  if (!/^[+-]?\d+$/.test(text)) return undefined;
  if (text.length > 15) {
    const digits = text.replace(/^[+-]?0*/, "") || "0";
    if (digits.length > 19 || BigInt(digits) > (text.startsWith("-") ? MAX + 1n : MAX)) return undefined;
  }
  return Number(text);
}

const UNITS: Readonly<Record<string, number>> = { ns: 1e-9, us: 1e-6, µs: 1e-6, μs: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600 };

/** Go's duration in seconds, `1m30s`; undefined where it is none or does not fit. A unit is needed, but for `0`. */
export function parseGoDuration(text: string): number | undefined {
  const [, sign, rest] = /^([+-]?)(.*)$/s.exec(text)!;
  if (rest === "0") return 0;
  if (!/^(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/.test(rest!)) return undefined;
  let seconds = 0;
  for (const [, number, unit] of rest!.matchAll(/([\d.]+)([^\d.]+)/gy)) seconds += Number(number) * UNITS[unit!]!;
  return seconds > 9223372036 ? undefined : sign === "-" ? -seconds : seconds;
}

/** A duration of the dynamic configuration: a bare integer means seconds. */
export function parseDuration(text: string): number | undefined {
  return parseInteger(text) ?? parseGoDuration(text);
}

/** Items between commas, without the blanks around them; nothing for an empty text. */
export const parseList = (text: string): readonly string[] => (text === "" ? [] : text.split(",").map((item) => item.trim()));
