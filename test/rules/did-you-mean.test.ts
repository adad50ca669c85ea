// What a misspelt label may have meant exists in the release that is asked: for every key that labels know and every release that changed any.
// A third of the keys at each release; DID_YOU_MEAN=all takes all of them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { DYNAMIC_LABELS, type LabelBlock, segmentOf, segmentsIn, versionNumber } from "../../server/src/catalog/traefik/labels.ts";
import { decodeDynamicLabels } from "../../server/src/model/decode/decode.ts";
import { parseVersion } from "../../server/src/model/image.ts";
import { check } from "../support/check.ts";

/** Every key by the block of its last part, each once. */
function keys(): ReadonlyMap<string, { readonly parents: string; readonly segment: string }> {
  const found = new Map<string, { parents: string; segment: string }>();
  const walk = (block: LabelBlock, parents: string): void => {
    for (const field of block.fields) {
      const segment = segmentOf(field);
      const id = `${block.name} ${segment}`;
      if (found.has(id) || field.ignored) continue;
      found.set(id, { parents, segment });
      const below = { map: `${segment}.x`, blocks: `${segment}[0]` }[field.kind as "map" | "blocks"] ?? segment;
      if (field.block) walk(field.block, `${parents}.${below}`);
    }
  };
  walk(DYNAMIC_LABELS, "traefik");
  return found;
}

/** The first of each row of releases that know the same. */
function releases(): readonly string[] {
  const all = new Set<number>([versionNumber({ major: 2, minor: 0, patch: 7 }), versionNumber({ major: 3, minor: 7, patch: 9 })]);
  const seen = new Set<string>();
  const walk = (block: LabelBlock): void => {
    if (seen.has(block.name)) return;
    seen.add(block.name);
    for (const { ranges, block: below } of block.fields) {
      for (const number of ranges.flat()) if (Number.isFinite(number) && number >= 2_000_007 && number <= 3_007_009) all.add(number);
      if (below) walk(below);
    }
  };
  walk(DYNAMIC_LABELS);
  return [...all].sort((a, b) => a - b).map((n) => `v${Math.floor(n / 1_000_000)}.${Math.floor(n / 1_000) % 1_000}.${n % 1_000}`);
}

/** A letter forgotten, two swapped. */
const misspellings = (word: string): string[] => [
  word.slice(0, -2) + word.slice(-1),
  word.slice(0, 1) + word.slice(2, 3) + word.slice(1, 2) + word.slice(3),
];

const stack = (labels: readonly string[]): string =>
  `services:\n${labels
    .map((label, i) => `  s${i}:\n    image: x\n    deploy:\n      labels:\n        - ${JSON.stringify(`${label}=1`)}\n`)
    .join("")}`;

test("a suggestion is a key that the release knows", () => {
  const all = [...keys().values()].flatMap(({ parents, segment }) => misspellings(segment).map((wrong) => `${parents}.${wrong}`));
  const part = process.env.DID_YOU_MEAN === "all" ? 1 : 3;
  let suggestions = 0;
  for (const [index, release] of releases().entries()) {
    const version = parseVersion(release)!;
    const before = stack(all.filter((_, i) => i % part === index % part));
    const found = check({ "stack.yml": before }, { traefikVersion: release, target: "swarm" });
    for (const { rule, message, fixes } of found) {
      const nearest = rule === "labels/unknown-key" ? / Did you mean `([^`]+)`\?/.exec(message)?.[1] : undefined;
      if (nearest === undefined) continue;
      suggestions++;
      assert.ok(fixes.length > 0, message);
      for (const { after, title } of fixes) {
        const lines = before.split("\n");
        const written = after["stack.yml"]!.split("\n").find((line, i) => line !== lines[i])!;
        const [key, value] = (JSON.parse(written.trim().slice(2)) as string).split("=") as [string, string];
        const { problems } = decodeDynamicLabels([{ key, value }], version);
        const unknown: readonly object[] = problems.filter(
          (p) => p.code === "unknown-field" && p.args.field!.toLowerCase() === nearest.toLowerCase(),
        );
        assert.deepEqual(unknown, [], `${release} ${title} in ${key}`);
      }
    }
  }
  assert.ok(suggestions > 1000, `${suggestions} suggestions`);
});

test("what is only in other releases is not among the words", () => {
  const names = (name: string, release: string) => segmentsIn(blockOf(name), versionNumber(parseVersion(release)!));
  assert.ok(!names("Middleware", "v2.9.10").includes("ipAllowList") && names("Middleware", "v3.0.0").includes("ipAllowList"));
  assert.ok(!names("Router", "v3.2.5").includes("observability") && names("Router", "v3.3.0").includes("observability"));
});

function blockOf(name: string): LabelBlock {
  const left: LabelBlock[] = [DYNAMIC_LABELS];
  for (let next = left.pop(); next; next = left.pop()) {
    if (next.name === name) return next;
    if (left.length < 500) left.push(...next.fields.flatMap((f) => f.block ?? []));
  }
  throw new Error(name);
}
