// The same over the real server: after any edits, sent as an editor sends them, it publishes what a server says of the same text opened afresh.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Diagnostic } from "vscode-languageserver-types";
import { openDocument, positionAt } from "../../server/src/syntax/document.ts";
import { type Client, connect } from "../support/client.ts";
import { anyText, applied, changesOf, type Step, step, wanted } from "./script.ts";

const FILE = "a.yml";
const STEPS = 6;
const RUNS = 10;

test("over stdio: after each edit the diagnostics are those of the text opened afresh", { timeout: 3_600_000 }, async (context) => {
  const { edits, seed } = wanted(150);
  const edited = await connect({ mode: "over stdio" });
  const fresh = await connect({ mode: "over stdio" });
  let done = 0;
  let round = 0;
  // Each edit goes through two processes: a tenth of them takes as long.
  for (; done < Math.max(150, edits / 20); round++) {
    const property = fc.asyncProperty(anyText, fc.array(step, { minLength: 1, maxLength: STEPS }), async (first, steps) => {
      done += await run(edited, fresh, first, steps);
    });
    await fc.assert(property, { seed: seed + round, numRuns: RUNS });
  }
  await edited.stop();
  await fresh.stop();
  context.diagnostic(`${done} edits, seeds ${seed} to ${seed + round - 1}`);
});

async function run(edited: Client, fresh: Client, first: string, steps: readonly Step[]): Promise<number> {
  let text = first;
  const past: string[] = [];
  let done = 0;
  assert.deepEqual(await published(edited, await edited.open(FILE, text)), await published(fresh, await fresh.open(FILE, text)));
  for (const given of steps) {
    const before = text;
    const changes = changesOf(text, given, past);
    const contentChanges = changes.map((change) => {
      const document = openDocument("", 1, text);
      text = applied(text, change);
      return { range: { start: positionAt(document, change.start), end: positionAt(document, change.end) }, text: change.text };
    });
    done += changes.length;
    // A place between CR and LF has no position of its own: the editor's text is what counts.
    const exact = sent(before, contentChanges) === text;
    const now = exact ? await edited.changes(FILE, contentChanges) : await edited.change(FILE, text);
    await fresh.close(FILE);
    assert.deepEqual(await published(edited, now), await published(fresh, await fresh.open(FILE, text)), JSON.stringify(given));
    if (given.kind === "undo") past.pop();
    else past.push(before);
  }
  await edited.close(FILE);
  await fresh.close(FILE);
  return done;
}

type ContentChange = Parameters<Client["changes"]>[1][number];

/** The text that the server has after the changes. */
function sent(text: string, changes: readonly ContentChange[]): string {
  return changes.reduce((t, { range, text: inserted }) => {
    const breaks = [...t.matchAll(/\r\n|\n|\r/g)];
    const starts = [0, ...breaks.map((m) => m.index + m[0].length)];
    // A column behind the line's end counts as its end.
    const at = (p: { line: number; character: number }) =>
      Math.min((starts[p.line] ?? t.length) + p.character, breaks[p.line]?.index ?? t.length);
    return t.slice(0, at(range.start)) + inserted + t.slice(at(range.end));
  }, text);
}

/** Without the folder, which differs. */
const published = (client: Client, list: readonly Diagnostic[]): unknown =>
  JSON.parse(JSON.stringify(list).replaceAll(client.uri(""), "file:///p/"));
