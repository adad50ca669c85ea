// The injected grammar colours Traefik's labels and rules in YAML, and nothing else: the fixtures say letter by letter what.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { ALLOWED } from "../fuzz/growth.ts";
import { tokenize, yamlGrammars } from "./grammars.ts";
import { failures, readFixture } from "./marks.ts";

const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), "fixtures");
const { present, missing } = yamlGrammars();
// No test depends on time but in `npm run fuzz`.
const skip = process.env.FUZZ_GROWTH ? false : "only in `npm run fuzz`";

for (const name of missing) test(`the ${name} YAML grammar`, { skip: "test/host is not installed" });

for (const grammar of present) {
  for (const file of readdirSync(folder)) {
    if (file.endsWith(".current.txt") && grammar.name !== "current") continue;
    test(`${file}, ${grammar.name} YAML grammar`, async () => {
      const { lines, marks } = readFixture(readFileSync(path.join(folder, file), "utf8"));
      assert.notEqual(marks.length, 0);
      assert.deepEqual(failures(lines, await tokenize(grammar, lines), marks), []);
    });

    test(`${file} keeps YAML's own scopes, ${grammar.name} YAML grammar`, async () => {
      const { lines } = readFixture(readFileSync(path.join(folder, file), "utf8"));
      assert.deepEqual(yamlOnly(await tokenize(grammar, lines), lines), yamlOnly(await tokenize(grammar, lines, false), lines));
    });
  }

  test(`every matcher in its four accepted cases, ${grammar.name} YAML grammar`, async () => {
    const cases = matchers.flatMap((name) => [name, name.toLowerCase(), name.toUpperCase(), name[0] + name.slice(1).toLowerCase()]);
    const lines = cases.map((name) => `- "traefik.http.routers.a.rule=${name}(\`x\`)"`);
    const tokens = await tokenize(grammar, lines);
    const coloured = tokens.map((line, at) => {
      const token = line.find(({ scopes }) => scopes.includes("support.function.matcher.traefik"));
      return token ? lines[at]!.slice(token.start, token.end) : "";
    });
    assert.deepEqual(coloured, cases);
  });

  test(`colouring long hostile lines grows with their length, ${grammar.name} YAML grammar`, { skip }, async () => {
    for (const piece of hostile) {
      const line = (length: number) => [START + piece.repeat(length / piece.length)];
      const spent = (length: number, injected = true) => processorTime(() => tokenize(grammar, line(length), injected));
      const length = piece.includes("{") ? 500 : 5_000;
      await spent(length);
      const [once, four, alone] = [await spent(length), await spent(4 * length), await spent(4 * length, false)];
      // Some texts cost the YAML grammar alone their square.
      const fits = four < 50 || four / once <= ALLOWED || four / alone <= 3;
      assert.ok(fits, `four times ${JSON.stringify(piece)} takes ${(four / once).toFixed(1)} times as long`);
    }
  });
}

const matchers = [
  ...["Host", "HostHeader", "HostRegexp", "Path", "PathPrefix", "PathRegexp", "Method", "Header", "Headers", "HeaderRegexp"],
  ...["HeadersRegexp", "Query", "QueryRegexp", "ClientIP", "HostSNI", "HostSNIRegexp", "ALPN"],
];

// The classic grammar alone needs seconds for 20,000 letters of `${A:-`; 2,000 show the same.
const hostile = [
  " ",
  "(",
  "!",
  " && ",
  "Host(",
  "Host(`",
  "Host(`a`)",
  'Host(\\"',
  'Host(\\"${A}\\")',
  "\\",
  "`",
  "a.",
  "${A:-",
  "$",
  "traefik.http.routers.",
  "traefik.tls.stores.default.",
];

const START = '- "traefik.http.routers.a.rule=Host(`a`)';

/** Milliseconds. */
async function processorTime(run: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/** Per line, the letters' scopes of YAML with ours taken out: adding colours must not change how YAML reads the text. */
function yamlOnly(tokens: Awaited<ReturnType<typeof tokenize>>, lines: readonly string[]): string[][] {
  return lines.map((line, row) =>
    Array.from(line, (_, at) => {
      const token = tokens[row]!.find((each) => each.start <= at && at < each.end);
      return (token?.scopes ?? []).filter((scope) => !scope.endsWith(".traefik") && !/escape/.test(scope)).join(" ");
    }),
  );
}
