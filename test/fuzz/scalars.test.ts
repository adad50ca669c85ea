// Strings remember where they stand: each character of a scalar's value is found at its place in the source, in every style.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isScalar, parseDocument } from "yaml";
import { openDocument } from "../../server/src/syntax/document.ts";
import { entryOf } from "../../server/src/syntax/tree.ts";
import { parameters } from "./stackText.ts";

const word = fc.constantFrom(
  "Host(`a`)",
  "traefik.http",
  "--ping=true",
  "it's",
  "a",
  "80:80",
  "$x",
  "é😀",
  "\\",
  '"',
  "#x",
  "x#",
  "'",
  "-",
  "",
);
const line = fc.array(word, { maxLength: 4 }).map((words) => words.join(" "));
const lines = fc.array(line, { minLength: 1, maxLength: 5 });
const eol = fc.constantFrom("\n", "\n", "\r\n");

const single = fc
  .tuple(lines, fc.nat(3))
  .map(([all, more]) => `'${all.map((l) => l.replaceAll("'", "''")).join(`\n${" ".repeat(4 + more)}`)}'`);
const escapes = fc.constantFrom("\\n", "\\t", "\\u00e9", "\\x41", "\\U0001F600", "\\\\", '\\"', "\\\n      ", "\\ ", "\\/", "");
const double = fc
  .array(fc.tuple(line, escapes), { minLength: 1, maxLength: 5 })
  .map((all) => `"${all.map(([l, e]) => l.replaceAll("\\", "\\\\").replaceAll('"', '\\"') + e).join("\n      ")}"`);
const plain = lines.map((all) => all.filter((l) => l !== "").join("\n      "));
const block = fc
  .tuple(
    fc.constantFrom("|", ">"),
    fc.constantFrom("", "-", "+"),
    fc.array(fc.tuple(line, fc.constantFrom("", "", "", "  ", "\t")), { maxLength: 7 }),
    fc.boolean(),
  )
  .map(
    ([style, chomp, all, comment]) =>
      `${style}${chomp}${comment ? " # c" : ""}\n${all.map(([l, more]) => (l === "" ? "" : `      ${more}${l}`)).join("\n")}\n`,
  );

test("each character of a scalar has its place", () => {
  const seen = { exact: 0, opaque: 0 };
  fc.assert(
    fc.property(
      fc.oneof(single, double, plain, block),
      fc.constantFrom("", "!x ", "&a "),
      eol,
      fc.constantFrom("followed", "last", "no break"),
      (scalar, before, newline, last) => {
        const text = `services:\n  web:\n    image: ${before}${scalar}${last === "followed" ? "\n    next: 1\n" : ""}`
          .replace(last === "no break" ? /\n+$/ : "", "")
          .replaceAll("\n", newline);
        const whole = parseDocument(text, { logLevel: "silent" });
        if (whole.errors.length > 0) return;
        const expected = whole.getIn(["services", "web", "image"], true);
        if (!isScalar(expected)) return;
        const document = openDocument("", 1, text);
        const { root, source } = document.blocks.at(-1)!;
        const node = entryOf(entryOf(root, "web")?.value, "image")?.value;
        assert.ok(node?.kind === "scalar");
        const value = expected.type === "PLAIN" ? (expected.source ?? "") : String(expected.value ?? "");
        assert.equal(node.text.value, value, text);
        if (node.text.opaque) {
          seen.opaque++;
          return;
        }
        seen.exact++;
        samePlaces(source, node.text.value, (i) => node.text.offsetAt(i), node.style);
        for (const part of node.text.split(" ")) {
          const there = source.slice(part.span.start, part.span.end);
          if (/^[\w.(-][\w.()`=-]*$/.test(part.value) && !there.includes("\\")) assert.equal(there, part.value);
        }
      },
    ),
    parameters(3000),
  );
  assert.ok(seen.exact > 20 * seen.opaque, JSON.stringify(seen));
});

function samePlaces(source: string, value: string, offsetAt: (index: number) => number, style: string): void {
  for (let i = 0; i < value.length; i++) {
    const at = offsetAt(i);
    const c = value[i]!;
    const there = source[at]!;
    const escaped = (style === "double" && there === "\\") || (style === "single" && source.startsWith("''", at) && c === "'");
    const folded = (c === " " || c === "\n") && /[\r\n \t]/.test(there ?? "\n");
    assert.ok(
      there === c || escaped || folded,
      `${JSON.stringify(c)} (${i} of ${JSON.stringify(value)}) is not at ${at} of ${JSON.stringify(source)}`,
    );
    assert.ok(i === 0 || offsetAt(i) >= offsetAt(i - 1), "offsets go up");
  }
  assert.ok(offsetAt(value.length) <= source.length);
}
