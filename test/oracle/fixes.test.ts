// Every fix is safe, on everything that the oracle holds: label sets as stacks, whole stacks, and files for docker. A part each time;
// FUZZ_EDITS, as `npm run fuzz` sets it, takes all.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fixComplaints, type Tally } from "../support/fixSafety.ts";
import { oracleStacks } from "../support/oracleStacks.ts";
import { hasDocker } from "../support/stackConfig.ts";
import { CASES as DOCKER_CASES, filesOf, textOfFile } from "./stack.ts";
import { CASES as STACKS } from "./stacks.ts";

const all = process.env.FUZZ_EDITS !== undefined;
const every = (n: number) => (all ? 1 : n);

const SETS: Readonly<Record<string, readonly { readonly id: string; readonly text: string }[]>> = {
  "label sets as stacks": oracleStacks(every(60)),
  "whole stacks": STACKS.filter((_, i) => i % every(8) === 0).map(({ id, stack }) => ({ id, text: stack })),
  "files for docker": DOCKER_CASES.filter((c, i) => filesOf(c).length === 1 && i % every(8) === 0).map((c) => ({
    id: filesOf(c)[0]!,
    text: textOfFile(filesOf(c)[0]!),
  })),
};

for (const [name, list] of Object.entries(SETS))
  test(`fixes of ${name} are safe`, (context) => {
    const tally: Tally = { findings: 0, fixes: 0, docker: 0, revealed: 0 };
    const complaints = list.flatMap(({ id, text }, i) =>
      fixComplaints({ "a.yml": text }, i % every(4) === 0, tally).map((c) => `${id}: ${c}`),
    );
    const docker = hasDocker ? `docker was asked ${tally.docker} times` : "no docker here: it was not asked";
    context.diagnostic(
      `${list.length} files, ${tally.findings} findings, ${tally.fixes} fixes, ${tally.revealed} errors came to light; ${docker}`,
    );
    assert.deepEqual(complaints, []);
  });
