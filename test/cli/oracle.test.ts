// Twenty cases of the verdicts of real releases through the command line, as its users run it: the release by option, the names of stacks too.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { aboutTraefik, missOf } from "../oracle/findings.ts";
import { CASES, versionsOf } from "../oracle/labels.ts";
import { projectOf, SHAPES } from "../oracle/projects.ts";
import { findings, folderWith } from "./run.ts";

const EXCLUDED = JSON.parse(readFileSync(new URL("../oracle/findings-exclusions.json", import.meta.url), "utf8")) as object;

/** From all groups, each in another release and another shape. */
const STEP = Math.floor(CASES.length / 20);
const PICKED = CASES.filter((found, index) => index % STEP === 7 && !(found.id in EXCLUDED)).slice(0, 20);

test("the command line says what Traefik says", () => {
  const wrong = PICKED.flatMap((found, index) => {
    const versions = versionsOf(found);
    const version = versions[index % versions.length]!;
    const shape = SHAPES[index % SHAPES.length]!;
    const { files } = projectOf(found, version, shape, index);
    const names = Object.keys(files).flatMap((file) => ["--stack", `${file.replace(/\.yml$/, "")}=${file}`]);
    const said = findings(folderWith(files), "--traefik", version, ...names, ".");
    const miss = missOf(found, version, shape, aboutTraefik(said));
    return miss === undefined ? [] : [`${found.id} ${version} ${shape}: ${miss}`];
  });
  assert.deepEqual(wrong, []);
});
