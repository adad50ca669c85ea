// Texts like stack files, in every spelling that people use and some that nobody does, and random edits of them.
import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";

const folder = fileURLToPath(new URL("../examples/", import.meta.url));
export const EXAMPLES: readonly string[] = globSync("*/[!.]*.yml", { cwd: folder })
  .sort()
  .map((f) => readFileSync(folder + f, "utf8"));

/** Seed and number of runs, from FUZZ_SEED and FUZZ_RUNS where they are given; a failure prints the seed. */
export const parameters = (runs: number): { numRuns: number; seed?: number } => ({
  numRuns: Number(process.env.FUZZ_RUNS ?? runs),
  ...(process.env.FUZZ_SEED ? { seed: Number(process.env.FUZZ_SEED) } : {}),
});

const name = fc.constantFrom("web", "db", "proxy", "api-2", "a.b", '"q"', "'s'", "edge", "default", "null", "1");
const word = fc.constantFrom(
  "traefik:v2.9",
  "traefik:v3.1",
  "x",
  "true",
  "1.10",
  "~",
  "",
  '"a: b"',
  "'it''s'",
  '"\\u0041\\n"',
  "${VAR:-1}",
  "Host(`a`)",
  "overlay",
  "*a",
  "*b",
  "&a 1",
  "&b {x: 1}",
  "a\n        b",
  "[1, 2]",
  "{a: 1}",
  "!reset x",
  "# c",
  "=1",
);
const label = fc.constantFrom(
  "traefik.enable=true",
  "traefik.http.routers.web.rule=Host(`a`)",
  "traefik.http.services.web.loadbalancer.server.port=80",
  "traefik.docker.network=edge",
  "com.example=1",
);
const flag = fc.constantFrom(
  "--providers.docker",
  "--providers.docker.swarmMode=true",
  "--providers.swarm.network=edge",
  "--ping",
  "true",
  "--entrypoints.web.address=:80",
);

const indent = (text: string, by: number): string => text.replace(/^(?=.)/gm, " ".repeat(by));

/** The value of a list key in one of its spellings, below a key that is indented by 0. */
const listOf = (items: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(fc.array(items, { maxLength: 4 }), fc.nat(5)).map(([all, spelling]) => {
    if (all.length === 0) return "";
    if (spelling === 0) return ` [${all.map((i) => JSON.stringify(i)).join(", ")}]`;
    if (spelling === 1) return `\n${all.map((i) => `- ${i}`).join("\n")}`;
    if (spelling === 2) return ` |\n${all.map((i) => `  ${i}`).join("\n")}`;
    if (spelling === 3) return ` >-\n${all.map((i) => `  ${i}`).join("\n")}`;
    if (spelling === 4) return `\n${all.map((i) => `  # about\n  - '${i.replaceAll("'", "''")}'`).join("\n")}`;
    return `\n${all.map((i) => `  - ${i} # c`).join("\n")}`;
  });

const property: fc.Arbitrary<string> = fc.oneof(
  word.map((w) => `image: ${w}`),
  listOf(label).map((l) => `labels:${l}`),
  listOf(label).map((l) => `deploy:\n  labels:${indent(l, 2)}`),
  listOf(flag).map((l) => `command:${l}`),
  listOf(name).map((l) => `networks:${l}`),
  word.map((w) => `<<: ${w}`),
  word.map((w) => `deploy:\n  placement:\n    constraints: [node.role == manager]\n  mode: ${w}`),
  fc.constant("# a comment\n"),
  fc.constant("environment:\n  A: |\n\n    text\n  B: 1"),
);

const entry = (step: number): fc.Arbitrary<string> =>
  fc
    .tuple(name, fc.array(property, { maxLength: 5 }), fc.nat(6))
    .map(([key, all, spelling]) =>
      spelling === 0 || all.length === 0
        ? `${key}: {image: "x"}`
        : `${key}:${spelling === 1 ? " &a" : ""}\n${indent(all.join("\n"), step)}`,
    );

const section: fc.Arbitrary<string> = fc.oneof(
  fc
    .tuple(fc.constantFrom("services", "networks", "volumes", '"services"', "x-a"), fc.constantFrom(2, 4, 1), fc.nat(9))
    .chain(([key, step, spelling]) =>
      fc
        .array(entry(step), { maxLength: 4 })
        .map((all) =>
          spelling === 0
            ? `${key}: {a: {image: x}}`
            : `${key}:${spelling === 1 ? " # c" : ""}\n${indent(all.join(spelling === 2 ? "\n\n" : "\n"), step)}`,
        ),
    ),
  fc.tuple(fc.constantFrom("version", "x-b", "name"), word).map(([k, w]) => `${k}: ${w}`),
  fc.constantFrom("", "# comment", "x-c: &b\n  image: y", "x-l: &a\n- 1"),
);

/** Mostly valid YAML. */
export const stackText: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.array(section, { minLength: 1, maxLength: 6 }).map((all) => `${all.join("\n")}\n`) },
  { weight: 1, arbitrary: fc.constantFrom(...EXAMPLES) },
);

/** Line breaks, byte order mark, document marks. */
export const spelledText: fc.Arbitrary<string> = fc
  .tuple(stackText, fc.nat(7))
  .map(([text, n]) =>
    n === 0
      ? text.replaceAll("\n", "\r\n")
      : n === 1
        ? `\uFEFF${text}`
        : n === 2
          ? `---\n${text}---\n${text}`
          : n === 3
            ? text.trimEnd()
            : n === 4
              ? indent(text, 2)
              : text,
  );

export interface RandomEdit {
  /** Where, as a part of the text's length, and whether that means the start of its line. */
  readonly at: number;
  readonly atLine: boolean;
  readonly remove: number;
  readonly insert: string;
}

const INSERTS = [
  ..."abc:- #\"'[]{},&*|>!%@`\t\n\r~?$=<".split(""),
  "\r\n",
  "  ",
  "    ",
  "\n\n",
  "---\n",
  "...\n",
  "--- x\n",
  "services:\n",
  "networks:\n  edge:\n",
  "  web:\n    image: x\n",
  "    labels:\n      - traefik.enable=true\n",
  "&a ",
  "*a",
  "<<: *a\n",
  "x: &a [1]\n",
  " |\n",
  "\uFEFF",
  "😀",
  "# traefik-swarm: target=swarm\n",
  "# traefik-swarm-disable-next-line\n",
  "%YAML 1.2\n",
];

export const randomEdit: fc.Arbitrary<RandomEdit> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  atLine: fc.boolean(),
  remove: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.nat(3) }, { weight: 1, arbitrary: fc.nat(120) }),
  insert: fc.oneof(
    { weight: 1, arbitrary: fc.constant("") },
    { weight: 5, arbitrary: fc.constantFrom(...INSERTS) },
    { weight: 1, arbitrary: section },
  ),
});

export function changeOf(text: string, edit: RandomEdit): { start: number; end: number; text: string } {
  const at = Math.floor(edit.at * text.length);
  const start = edit.atLine ? text.lastIndexOf("\n", Math.max(0, at - 1)) + 1 : at;
  return { start, end: Math.min(text.length, start + edit.remove), text: edit.insert };
}
