// The picture of any course is well-formed, and holds what it is told to say.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type DrawTexts, draw } from "../../server/src/timeline/draw.ts";
import type { UpdatePlan } from "../../server/src/timeline/plan.ts";
import { typicalCourse } from "../../server/src/timeline/predict.ts";
import { parameters } from "../fuzz/stackText.ts";
import { anyPlan, plan } from "./plans.ts";

const WORDS =
  "title description oldTask newTask more traefik requests starts boots answers stops signal poll running fine share comma".split(" ");

/** Every word of the picture is the same one. */
function texts(word: string): DrawTexts {
  const lists = { old: word, new: word, both: word, none: word };
  return {
    ...Object.fromEntries(WORDS.map((w) => [w, word])),
    lists,
    failures: { hang: word, refused: word, notFound: word },
  } as unknown as DrawTexts;
}

const picture = (of: UpdatePlan, word = "w {n}"): string => draw(typicalCourse(of, "mean"), texts(word));

/** Each tag that is opened is closed, in its order; attributes are quoted; text holds no sign of markup. */
function wellFormed(xml: string): void {
  const open: string[] = [];
  let at = 0;
  for (const tag of xml.matchAll(/<(\/?)([a-zA-Z]+)((?:\s+[a-zA-Z-]+="[^"<]*")*)\s*(\/?)>/g)) {
    assert.doesNotMatch(xml.slice(at, tag.index), /<|&(?!#\d+;)/);
    at = tag.index + tag[0].length;
    const [, closes, name, , empty] = tag;
    if (closes) assert.equal(open.pop(), name);
    else if (!empty) open.push(name!);
    assert.ok(open.length > 0 || at === xml.length, "one root");
  }
  assert.deepEqual([open, xml.slice(at)], [[], ""]);
}

test("any course gives well-formed SVG of numbers, and not too much of it", () =>
  fc.assert(
    fc.property(anyPlan, (any) => {
      const svg = picture(any);
      wellFormed(svg);
      assert.doesNotMatch(svg, /NaN|Infinity|undefined|="-\d[^"]*"(?<!(?:y|d)="[^"]*")/);
      assert.ok(svg.length < 100_000, `${svg.length} characters`);
    }),
    parameters(200),
  ));

test("words are escaped", () => {
  const svg = picture(plan(), `<b onload="x">&'`);
  wellFormed(svg);
  assert.ok(!svg.includes("<b") && svg.includes("&#60;b onload=&#34;x&#34;&#62;&#38;'"));
});

test("no script, nothing from elsewhere, a name and a description", () => {
  const svg = picture(plan({ order: "stop-first", replicas: 5 }));
  assert.doesNotMatch(svg, /<script|href|url\(|\bon\w+=/);
  assert.match(svg, /<title id="title">w .*<desc id="description">w /);
});

test("it shows what happens: nothing red where nothing is lost, red where it is; three slots at most", () => {
  assert.ok(!picture(plan({ backends: "vip" })).includes('class="fail"'));
  assert.ok(picture(plan()).includes('class="fail"'));
  assert.match(picture(plan({ replicas: 5 })), />w 2</);
});

test("an update that hangs shows a task that is made, or that starts, and never answers to requests", () => {
  const unplaced = picture(plan({}, { version: "unplaced" }));
  assert.ok(unplaced.includes('class="wait"') && !unplaced.includes('class="boot"') && !unplaced.includes('class="fail"'));
  assert.ok(picture(plan({}, { version: "untested" })).includes('class="boot"'));
});
