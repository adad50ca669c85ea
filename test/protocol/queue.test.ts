// In which order files are published, and when a part of one.
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { queue } from "../../server/src/protocol/queue.ts";

/** What is published, one line each, of files that take so many ms each, by a server that is asked for them. */
function queued(work: Record<string, number>, open: readonly string[]) {
  mock.timers.enable({ apis: ["Date"] });
  const left = new Map(Object.entries(work));
  const log: string[] = [];
  let turns = 0;
  const all = queue(
    (uri, isOver) => {
      for (; left.get(uri)! > 0; left.set(uri, left.get(uri)! - 1)) {
        if (isOver()) return false;
        mock.timers.tick(1);
      }
      log.push(`${uri} ${Date.now()}`);
      return true;
    },
    (uri) => log.push(`part of ${uri} ${Date.now()}`),
    new Set(open),
    async () => void turns++,
  );
  const end = async () => {
    // Each turn is one step of work.
    for (let before = -1; before !== turns; ) {
      before = turns;
      for (let i = 0; i < 10; i++) await Promise.resolve();
    }
    mock.timers.reset();
    return log;
  };
  return { all, end, turns: () => turns, more: (uri: string, ms: number) => left.set(uri, ms) };
}

test("what takes a moment is published at once, and in whole", async () => {
  const { all, end, turns } = queued({ a: 15 }, ["a"]);
  all.now("a");
  assert.deepEqual(await end(), ["a 15"]);
  assert.equal(turns(), 0);
});

test("what takes longer is shown in parts, each after twice the time, and messages come in between", async () => {
  const { all, end, turns } = queued({ a: 400 }, ["a"]);
  all.now("a");
  assert.deepEqual(await end(), ["part of a 20", "part of a 60", "part of a 140", "part of a 300", "a 400"]);
  assert.ok(turns() >= 38, `${turns()} turns`);
});

test("of what nobody waits for there are no parts, and what somebody looks at comes first", async () => {
  const { all, end } = queued({ a: 100, b: 100, open: 100 }, ["open"]);
  all.later(["a", "b", "open"]);
  assert.deepEqual(await end(), ["open 100", "a 200", "b 300"]);
});

test("of several that take long the one that was edited last comes first, whichever was opened first", async () => {
  const { all, end } = queued({ a: 100, b: 100, c: 100 }, ["a", "b", "c"]);
  all.now("a");
  all.now("b");
  all.later(["c"]);
  assert.deepEqual(await end(), ["part of a 20", "part of b 40", "part of b 80", "b 120", "part of a 130", "a 200", "c 300"]);
});

test("a file that is not open has no parts, though it changed", async () => {
  const { all, end, turns } = queued({ a: 60 }, []);
  all.now("a");
  assert.deepEqual(await end(), ["a 60"]);
  assert.ok(turns() >= 20, `${turns()} turns`);
});

test("an edit meanwhile begins anew", async () => {
  const { all, end, more } = queued({ a: 100 }, ["a"]);
  all.now("a");
  more("a", 30);
  all.now("a");
  assert.deepEqual(await end(), ["part of a 20", "part of a 40", "a 50"]);
});
