// IP addresses and networks as Go's net package reads them.

/** 16 bytes; IPv4 is written as ::ffff:a.b.c.d. */
export type Address = readonly number[];

export interface Network {
  readonly address: Address;
  /** Bits of the 128 that count. */
  readonly bits: number;
}

export function parseAddress(text: string): Address | undefined {
  const v4 = parseV4(text);
  return v4 ? mapped(v4) : parseV6(text);
}

/** `10.0.0.0/8`, or an address alone as the network of one; undefined where Go refuses the text. */
export function parseNetwork(text: string): Network | undefined {
  const alone = parseAddress(text);
  if (alone) return { address: alone, bits: 128 };
  const slash = text.indexOf("/");
  if (slash < 0) return undefined;
  const v4 = parseV4(text.slice(0, slash));
  const address = v4 ? mapped(v4) : parseV6(text.slice(0, slash));
  const length = text.slice(slash + 1);
  if (!address || !/^[0-9]{1,6}$/.test(length) || Number(length) > (v4 ? 32 : 128)) return undefined;
  return { address, bits: Number(length) + (v4 ? 96 : 0) };
}

/** IPv4 networks hold IPv4 addresses in either spelling, IPv6 ones no IPv4. */
export function holds(network: Network, address: Address): boolean {
  if (network.bits < 128 && isV4(address) !== (isV4(network.address) && network.bits >= 96)) return false;
  for (let bit = 0; bit < network.bits; bit++) {
    const mask = 128 >> (bit & 7);
    if ((network.address[bit >> 3]! & mask) !== (address[bit >> 3]! & mask)) return false;
  }
  return true;
}

const mapped = (v4: readonly number[]): Address => [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, ...v4];

const isV4 = (a: Address): boolean => a.slice(0, 10).every((b) => b === 0) && a[10] === 255 && a[11] === 255;

function parseV4(text: string): readonly number[] | undefined {
  if (!/^(?:(?:0|[1-9][0-9]{0,2})(?:\.|$)){4}$/.test(text) || text.endsWith(".")) return undefined;
  const bytes = text.split(".").map(Number);
  return bytes.every((b) => b < 256) ? bytes : undefined;
}

function parseV6(text: string): Address | undefined {
  if (!/^[0-9A-Fa-f:.]{2,45}$/.test(text)) return undefined;
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const front = groups(halves[0]!, halves.length === 1);
  const back = halves.length === 2 ? groups(halves[1]!, true) : [];
  if (!front || !back) return undefined;
  const missing = 16 - front.length - back.length;
  if (halves.length === 1 ? missing !== 0 : missing < 2) return undefined;
  return [...front, ...Array.from({ length: missing }, () => 0), ...back];
}

/** Bytes of `2001:db8`, with an IPv4 address at the end where that is allowed. */
function groups(text: string, last: boolean): number[] | undefined {
  if (text === "") return [];
  const bytes: number[] = [];
  const parts = text.split(":");
  for (const [index, part] of parts.entries()) {
    const v4 = last && index === parts.length - 1 ? parseV4(part) : undefined;
    if (v4) bytes.push(...v4);
    else if (/^[0-9A-Fa-f]{1,4}$/.test(part)) {
      const group = Number.parseInt(part, 16);
      bytes.push(group >> 8, group & 255);
    } else return undefined;
  }
  return bytes;
}
