// Many files are judged by several threads: what is printed is the same as if one had judged them all.
import assert from "node:assert/strict";
import test from "node:test";
import { jsonFormat } from "../../server/main/cli/formats.ts";
import { readOptions } from "../../server/main/cli/options.ts";
import { openPaths } from "../../server/main/cli/projects.ts";
import { reportsOf } from "../../server/main/cli/report.ts";
import { checkOnce } from "../../server/src/rules/check.ts";
import { folderWith, PROXY, run, WRONG } from "./run.ts";

/** More than one thread judges, in names whose order is not that of their numbers. */
const many = Object.fromEntries(
  Array.from({ length: 130 }, (_, i) => [`team-${i % 7}/stack-${i}.yml`, WRONG.replaceAll("shop", `shop-${i}`)]),
);
const folder = folderWith({ ...many, "proxy.yml": PROXY });

test("findings, their fixes and their order", () => {
  const options = readOptions(["lint", "."], { LC_ALL: "C" });
  const reports = reportsOf(folder, openPaths(folder, options), "en", { fixes: true, check: checkOnce });
  const { status, out, err } = run(folder, ["lint", "--format", "json", "."]);
  assert.ok(reports.length >= 130);
  assert.equal(out, jsonFormat(reports));
  assert.deepEqual([status, err], [1, ""]);
});

test("texts show the lines of each file", () => {
  const { out } = run(folder, ["lint", "."]);
  for (const i of [0, 64, 129]) assert.match(out, new RegExp(`\\| +- traefik\\.http\\.routers\\.shop-${i}\\.rule=`));
  assert.equal(out.trimEnd().split("\n").at(-1), "260 errors, 130 info in 130 files; 260 can be fixed with 'traefik-swarm fix'");
});

test("what can't be read is told once", () => {
  const { status, err } = run(folder, ["lint", "--format", "json", ".", "gone.yml"]);
  assert.equal(status, 2);
  assert.equal(err.trim().split("\n").length, 1);
});
