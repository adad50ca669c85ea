// Texts inside of values that Traefik reads when it builds routers: addresses, ranges, URLs, media types, names.

/** An IP address or a CIDR range, as Go parses them. */
export function isIpOrCidr(text: string): boolean {
  const slash = text.indexOf("/");
  const address = slash < 0 ? text : text.slice(0, slash);
  const bits = isIPv4(address) ? 32 : isIPv6(address) ? 128 : -1;
  if (bits < 0) return false;
  const mask = text.slice(slash + 1);
  return slash < 0 || (/^\d{1,3}$/.test(mask) && (mask === "0" || !mask.startsWith("0")) && Number(mask) <= bits);
}

const isIPv4 = (text: string): boolean => /^(?:(?:25[0-5]|2[0-4]\d|1?\d\d|\d)(?:\.(?!$)|$)){4}$/.test(text) && !/(?:^|\.)0\d/.test(text);

function isIPv6(text: string): boolean {
  const halves = text.split("::");
  if (!text.includes(":") || halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === "" ? [] : half.split(":")));
  const last = groups.at(-1) ?? "";
  const embedded = last.includes(".");
  if (embedded && !isIPv4(last)) return false;
  const plain = embedded ? groups.slice(0, -1) : groups;
  const count = plain.length + (embedded ? 2 : 0);
  return plain.every((g) => /^[\da-fA-F]{1,4}$/.test(g)) && (halves.length === 2 ? count < 8 : count === 8);
}

/** `500` or `500-599`; what follows a second dash is not read. */
export const isStatusRange = (text: string): boolean =>
  text
    .split("-")
    .slice(0, 2)
    .every((code) => /^\+?\d{1,18}$/.test(code));

const STATUS = [
  [100, 103],
  [200, 208],
  [226, 226],
  [300, 305],
  [307, 308],
  [400, 418],
  [421, 426],
  [428, 429],
  [431, 431],
  [451, 451],
  [500, 508],
  [510, 511],
] as const;

/** Whether HTTP has a name for the status. */
export const isKnownStatus = (code: number): boolean => STATUS.some(([from, to]) => code >= from && code <= to);

/** Whether Go's `url.Parse` takes it. */
export function isGoUrl(text: string): boolean {
  if (/[\x00-\x1f\x7f]/.test(text) || !areEscapes(text.replace(/[?][^#]*/, ""))) return false;
  const rest = text.split(/[?#]/)[0]!;
  if (rest.startsWith(":")) return false;
  const scheme = /^[a-zA-Z][a-zA-Z\d+.-]*:/.exec(rest)?.[0] ?? "";
  const behind = rest.slice(scheme.length);
  if (!behind.startsWith("/")) return scheme !== "" || !behind.split("/")[0]!.includes(":");
  if (!behind.startsWith("//")) return true;
  const authority = behind.slice(2).split("/")[0]!;
  const host = authority.slice(authority.lastIndexOf("@") + 1);
  if (host.startsWith("[")) return /^\[[\da-fA-F:.]+(?:%25[^\]]+)?\](?::\d*)?$/.test(host);
  return /^[^\x00-\x20:/?#[\]@\\^`{|}]*(?::\d*)?$/.test(host);
}

const areEscapes = (text: string): boolean => !/%(?![\da-fA-F]{2})/.test(text);

const MEDIA_TYPE =
  /^[!#$%&'*+.^_`|~\w-]+(?:\/[!#$%&'*+.^_`|~\w-]+)?\s*(?:;\s*[!#$%&'*+.^_`|~\w-]+=(?:[!#$%&'*+.^_`|~\w-]+|"[^"]*")\s*)*;?$/;

/** `text/html; charset=utf-8`. */
export const isMediaType = (text: string): boolean => MEDIA_TYPE.test(text.trim());

/** Traefik's name of a service: whatever is neither letter nor digit becomes a dash. */
export const normalize = (name: string): string =>
  name
    .split(/[^\p{L}\p{N}]+/u)
    .filter((part) => part !== "")
    .join("-");
