// Texts that Docker reads further, and refuses the file for where it can't: durations, sizes, short ports, short volumes.
// Sources: Go time.ParseDuration; docker/go-units parseSize; docker/go-connections nat.ParsePortSpec; docker/cli internal/volumespec
// volumespec.go@v28.2.2; measured with that release.
import type { Format } from "../../catalog/stack/shape.ts";
import { parseDuration } from "../duration.ts";
import { parseAddress } from "../expression/address.ts";

export const fits = (format: Format, text: string): boolean =>
  format === "duration"
    ? isDuration(text)
    : format === "bytes"
      ? sizeOf(text) !== undefined
      : format === "port"
        ? isPort(text)
        : mountOf(text) !== undefined;

/** Go's durations reach to 292 years. */
const LONGEST = 2 ** 63 / 1e6;

function isDuration(text: string): boolean {
  if (/^[-+]?0$/.test(text)) return true;
  const ms = /^[-+]?\d+$/.test(text) ? undefined : parseDuration(text);
  return ms !== undefined && Math.abs(ms) < LONGEST;
}

const UNITS: Readonly<Record<string, number>> = { "": 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40, p: 2 ** 50 };

/** Of a task, for the manager; 0 is none. Source: swarmkit manager/controlapi/service.go validateResources. */
export const LEAST_MEMORY = 4 * 2 ** 20;

/** How many bytes a size is. */
export function sizeOf(text: string): number | undefined {
  const [, number, unit = ""] = /^([-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?) ?(?:b|([kmgtp])(?:i?b)?)?$/i.exec(text) ?? [];
  return number === undefined || Number(number) < 0 ? undefined : Number(number) * UNITS[unit.toLowerCase()]!;
}

function isPort(text: string): boolean {
  const parts = text.split(":");
  const [port = "", protocol = ""] = parts.pop()!.split("/");
  const published = parts.pop() ?? "";
  const address = parts.join(":");
  const inside = portRange(port);
  const outside = published === "" ? undefined : portRange(published);
  if (!inside || (published !== "" && !outside)) return false;
  // Several ports of the node may lead to one of the container, not the other way round.
  if (outside && inside.length > 1 && inside.length !== outside.length) return false;
  return /^(?:tcp|udp|sctp|)$/i.test(protocol) && (address === "" || isAddress(address));
}

interface Ports {
  readonly length: number;
}

function portRange(text: string): Ports | undefined {
  const [first = "", last = first] = text.split("-");
  const isNumber = (part: string) => /^\d+$/.test(part) && Number(part) <= 65_535;
  if (!isNumber(first) || !isNumber(last) || Number(last) < Number(first)) return undefined;
  return { length: Number(last) - Number(first) + 1 };
}

function isAddress(text: string): boolean {
  const bare = text.startsWith("[") ? (/^\[([^\]]*)\]$/.exec(text)?.[1] ?? "?") : text;
  return parseAddress(bare) !== undefined;
}

export interface ShortMount {
  readonly type: "volume" | "bind";
  /** "" for a volume without a name. */
  readonly source: string;
  readonly target: string;
}

/** The short form `source:target:options`; undefined where Docker can't read it. A single letter before a colon is a drive of Windows. */
export function mountOf(text: string): ShortMount | undefined {
  if (text === "") return undefined;
  if (text.length <= 2) return { type: "volume", source: "", target: text };
  const sections = sectionsOf(text);
  if (sections.includes("") || sections.length > 3) return undefined;
  const [source, target] = sections.length === 1 ? ["", sections[0]!] : [sections[0]!, sections[1]!];
  return { type: isPath(source) ? "bind" : "volume", source, target };
}

function sectionsOf(text: string): string[] {
  const sections = [""];
  for (const char of text) {
    const last = sections.at(-1)!;
    if (char === ":" && !(/^\p{L}$/u.test(last) && last !== "")) sections.push("");
    else sections[sections.length - 1] = last + char;
  }
  return sections;
}

export const isPath = (source: string): boolean => /^[./~]|^\\\\|^\p{L}:/u.test(source);
