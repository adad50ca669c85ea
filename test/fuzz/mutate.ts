// One change to one node of a YAML file, as text, so that all the rest stays as it was written: the node dropped, of another type, renamed or
// indented otherwise.
import { isMap, isPair, isScalar, isSeq, type Node, type Pair, parseDocument, visit } from "yaml";

/** A number from 0 up to a limit, the same ones for the same seed. */
export type Random = (below: number) => number;

/** mulberry32 */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * below);
  };
}

export interface Mutation {
  readonly kind: "drop" | "retype" | "rename" | "re-indent";
  readonly text: string;
}

interface Part {
  /** Of the key, or of the item. */
  readonly start: number;
  readonly key: Node | undefined;
  readonly value: Node | null;
  readonly end: number;
  readonly flow: boolean;
}

/** Undefined where the file has no node that can be changed. */
export function mutate(text: string, random: Random): Mutation | undefined {
  const parts = partsOf(text);
  if (parts.length === 0) return undefined;
  const pick = <T>(list: readonly T[]): T => list[random(list.length)]!;
  const part = pick(parts);
  const replace = (start: number, end: number, by: string) => text.slice(0, start) + by + text.slice(end);
  switch (random(4)) {
    case 0:
      return { kind: "drop", text: drop(text, part) };
    case 1: {
      const { value } = part;
      if (!value?.range) return { kind: "retype", text: replace(part.end, part.end, ` ${pick(VALUES)}`) };
      return {
        kind: "retype",
        text: replace(value.range[0], trimmed(text, value.range[0], value.range[1]), retyped(text, value, pick, random)),
      };
    }
    case 2: {
      const { key } = part;
      if (!key?.range) return { kind: "drop", text: drop(text, part) };
      const name = text.slice(key.range[0], key.range[1]);
      return { kind: "rename", text: replace(key.range[0], key.range[1], renamed(name, parts, text, pick, random)) };
    }
    default:
      return { kind: "re-indent", text: reindented(text, part, pick([-2, -1, 1, 2]), random(2) === 0) };
  }
}

function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  const document = parseDocument(text, { uniqueKeys: false, logLevel: "silent", prettyErrors: false });
  visit(document, {
    Pair: (_, pair: Pair, path) => {
      const key = pair.key as Node | null;
      const value = pair.value as Node | null;
      if (!key?.range) return;
      const parent = path.at(-1);
      parts.push({
        start: key.range[0],
        key,
        value,
        end: value?.range?.[1] ?? key.range[1] + 1,
        flow: isMap(parent) && parent.flow === true,
      });
    },
    Seq: (_, seq) => {
      for (const item of seq.items) {
        const node = item as Node | null;
        if (!node?.range || isPair(item)) continue;
        parts.push({ start: node.range[0], key: undefined, value: node, end: node.range[1], flow: seq.flow === true });
      }
    },
  });
  return parts;
}

/** Where the text of a value ends; a block's range goes up to what follows. */
function trimmed(text: string, start: number, end: number): number {
  let at = Math.min(end, text.length);
  while (at > start && /\s/.test(text[at - 1]!)) at--;
  return at;
}

const lineStart = (text: string, at: number): number => text.lastIndexOf("\n", at - 1) + 1;

function drop(text: string, { start, end, flow }: Part): string {
  const stop = trimmed(text, start, end);
  if (flow) return text.slice(0, start) + text.slice(stop).replace(/^\s*,\s*/, "");
  const newline = text.indexOf("\n", stop);
  return text.slice(0, lineStart(text, start)) + (newline < 0 ? "" : text.slice(newline + 1));
}

const VALUES = [
  "12",
  '"12"',
  "-1",
  "1.5",
  "true",
  '"true"',
  "yes",
  "null",
  '""',
  "text",
  "[]",
  "{}",
  "[a]",
  "[1]",
  "{a: b}",
  "{a: 1}",
  "{}",
  "10s",
  "10",
  "64M",
  "2024-05-01",
  "0444",
  "0x10",
  "1e3",
  ".inf",
  "[a, a]",
  "[[a]]",
  "{a: true}",
  "${A}",
  "${A:-5}",
  "$",
  "*x",
  "&x y",
  "!!str 5",
  "!t 5",
  "80:80",
  "./a:/b",
  "a:b:c",
];

function retyped(text: string, value: Node, pick: <T>(list: readonly T[]) => T, random: Random): string {
  const source = text.slice(value.range![0], trimmed(text, value.range![0], value.range![1]));
  if (isScalar(value) && !/[\n]/.test(source) && random(3) === 0)
    return /^["']/.test(source) ? source.slice(1, -1) : `"${source.replaceAll('"', '\\"')}"`;
  if (isScalar(value) && !/[\n]/.test(source) && random(4) === 0)
    return pick([`[${source}]`, `{${source}: x}`, `${source}x`, `- ${source}`]);
  return (isSeq(value) || isMap(value)) && random(6) === 0 ? `[${pick(VALUES)}]` : pick(VALUES);
}

function renamed(name: string, parts: readonly Part[], text: string, pick: <T>(list: readonly T[]) => T, random: Random): string {
  const others = parts.flatMap((p) => (p.key?.range ? [text.slice(p.key.range[0], p.key.range[1])] : []));
  switch (random(6)) {
    case 0:
      return `${name.replace(/["']$/, "")}x${/["']$/.exec(name)?.[0] ?? ""}`;
    case 1:
      return name.length > 1 ? name.slice(0, -1) : "x";
    case 2:
      return name.toUpperCase();
    case 3:
      return pick(["1", "true", "x-more", "name", "labels", "~", '""', "a.b", "a b", "${A}", "<<", "é"]);
    default:
      return pick(others);
  }
}

function reindented(text: string, { start, end }: Part, by: number, firstOnly: boolean): string {
  const from = lineStart(text, start);
  const stop = firstOnly ? start + 1 : trimmed(text, start, end);
  const newline = text.indexOf("\n", stop);
  const to = newline < 0 ? text.length : newline;
  const lines = text.slice(from, to).split("\n");
  const moved = lines.map((line) => (by > 0 ? " ".repeat(by) + line : line.replace(new RegExp(`^ {1,${-by}}`), "")));
  return text.slice(0, from) + moved.join("\n") + text.slice(to);
}

/** The file without each of its nodes in turn, large ones first. */
export function* smaller(text: string): Iterable<string> {
  const parts = partsOf(text).sort((a, b) => b.end - b.start - (a.end - a.start));
  for (const part of parts) {
    const less = drop(text, part);
    if (less.trim() !== "" && less.length < text.length) yield less;
  }
}
