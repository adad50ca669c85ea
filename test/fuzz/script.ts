// Random scripts of what people do to a text: typing, pasting, moving blocks, renaming anchors, changing line breaks, undoing.
import fc from "fast-check";
import { RULES } from "../../server/src/rules/all.ts";
import type { Change } from "../../server/src/syntax/document.ts";
import { exampleFiles } from "../support/fixture.ts";
import { oracleStacks } from "../support/oracleStacks.ts";
import { changeOf, EXAMPLES, type RandomEdit, randomEdit, spelledText } from "./stackText.ts";

/** Part of the text's length. */
const place = fc.double({ min: 0, max: 1, noNaN: true });

export type Step =
  | { readonly kind: "edit"; readonly edit: RandomEdit }
  | { readonly kind: "type"; readonly at: number; readonly text: string }
  | { readonly kind: "paste" | "move"; readonly from: number; readonly lines: number; readonly to: number }
  | { readonly kind: "rename"; readonly name: string; readonly other: string; readonly all: boolean }
  | { readonly kind: "breaks"; readonly at: number; readonly lines: number; readonly to: string }
  | { readonly kind: "undo" };

const TYPED = [
  "    labels:\n",
  '"traefik.',
  "deploy: {",
  "&a ",
  "*a",
  "<<: *",
  "- a",
  "\t",
  "# traefik-swarm: target=",
  "---\n",
  "`",
  ")",
  "$$",
  "${A",
  "|\n",
];

export const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: randomEdit.map((edit): Step => ({ kind: "edit", edit })) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("type" as const), at: place, text: fc.constantFrom(...TYPED) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom("paste" as const, "move" as const),
      from: place,
      lines: fc.integer({ min: 1, max: 9 }),
      to: place,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("rename" as const),
      name: fc.constantFrom("a", "b", "strategy", "update_config"),
      other: fc.constantFrom("a", "b", "c"),
      all: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("breaks" as const),
      at: place,
      lines: fc.integer({ min: 1, max: 30 }),
      to: fc.constantFrom("\n", "\r\n", "\r", "\n\n"),
    }),
  },
  { weight: 2, arbitrary: fc.constant<Step>({ kind: "undo" }) },
);

/** Changes one after the other, each of the text that the one before left. */
export function changesOf(text: string, given: Step, before: readonly string[]): Change[] {
  switch (given.kind) {
    case "edit":
      return [changeOf(text, given.edit)];
    case "type": {
      // A letter at a time, as fingers do it.
      const at = Math.floor(given.at * text.length);
      return given.text.split("").map((letter, i) => ({ start: at + i, end: at + i, text: letter }));
    }
    case "paste":
    case "move": {
      const { start, end } = lines(text, given.from, given.lines);
      const block = text.slice(start, end);
      const left = given.kind === "move" ? text.slice(0, start) + text.slice(end) : text;
      const to = lines(left, given.to, 0).start;
      return [...(given.kind === "move" ? [{ start, end, text: "" }] : []), { start: to, end: to, text: block }];
    }
    case "rename": {
      const found = [...text.matchAll(/[&*](\w+)/g)].filter((m) => m[1] === given.name);
      // From the end, so that places before stay.
      return (given.all ? found : found.slice(0, 1))
        .reverse()
        .map((m) => ({ start: m.index + 1, end: m.index + m[0].length, text: given.other }));
    }
    case "breaks": {
      const { start, end } = lines(text, given.at, given.lines);
      return [{ start, end, text: text.slice(start, end).replace(/\r\n|\n|\r/g, given.to) }];
    }
    case "undo": {
      const old = before.at(-1);
      return old === undefined ? [] : [difference(text, old)];
    }
  }
}

function lines(text: string, at: number, count: number): { start: number; end: number } {
  const start = text.lastIndexOf("\n", Math.max(0, Math.floor(at * text.length) - 1)) + 1;
  let end = start;
  for (let i = 0; i < count; i++) end = text.indexOf("\n", end) < 0 ? text.length : text.indexOf("\n", end) + 1;
  return { start, end };
}

function difference(text: string, old: string): Change {
  let start = 0;
  while (start < Math.min(text.length, old.length) && text[start] === old[start]) start++;
  let tail = 0;
  while (tail < Math.min(text.length, old.length) - start && text.at(-1 - tail) === old.at(-1 - tail)) tail++;
  return { start, end: text.length - tail, text: old.slice(start, old.length - tail) };
}

export const applied = (text: string, { start, end, text: inserted }: Change): string => text.slice(0, start) + inserted + text.slice(end);

const WRITTEN = [
  ...EXAMPLES,
  ...RULES.flatMap((r) => [...Object.values(exampleFiles(r.bad)), ...Object.values(exampleFiles(r.good))]),
  ...oracleStacks(40).map((s) => s.text),
];

/** Made from parts, or written by people for this project: examples, rules' own examples, the oracle's sets as stacks; some with CRLF. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  { weight: 1, arbitrary: spelledText },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...WRITTEN), fc.nat(5))
      .map(([t, n]) => (n === 0 ? t.replaceAll("\n", "\r\n") : n === 1 ? `\ufeff${t}` : t)),
  },
);

/** How many edits, and the seed that they begin with: from FUZZ_EDITS and FUZZ_SEED, where given. */
export const wanted = (edits: number): { edits: number; seed: number } => ({
  edits: Number(process.env.FUZZ_EDITS ?? edits),
  seed: process.env.FUZZ_SEED ? Number(process.env.FUZZ_SEED) : Math.floor(Math.random() * 2 ** 31),
});
