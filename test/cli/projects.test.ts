// Which files are judged together: what a neighbour says about a file must count, and nothing else may.
import assert from "node:assert/strict";
import { test } from "node:test";
import { findings, folderWith, PROXY, SILENT } from "./run.ts";

/** Whether the blog is known to be a stack of the swarm: only its labels then are wrong. */
const knows = (folder: string, ...paths: string[]): boolean => findings(folder, ...paths).some((f) => f.rule === "labels/outside-deploy");
const linked = SILENT.replace("external: true", "name: edge\n    external: true");

test("a single file is judged with the marked folder above, and only its findings are printed", () => {
  const folder = folderWith({ ".traefik-swarm.yml": "", "proxy/proxy.yml": PROXY.replace("manager", "worker"), "blog/blog.yml": linked });
  assert.ok(knows(folder, "blog/blog.yml"));
  assert.ok(knows(folder, "blog"));
  assert.deepEqual(new Set(findings(folder, "blog/blog.yml").map((f) => f.file)), new Set(["blog/blog.yml"]));
});

test("a single file is judged with its repository, a given folder alone", () => {
  const folder = folderWith({ ".git/HEAD": "", "proxy/proxy.yml": PROXY, "blog/blog.yml": linked });
  assert.ok(knows(folder, "blog/blog.yml"));
  assert.ok(!knows(folder, "blog"));
  assert.ok(knows(folder, "."));
});

test("without a mark a single file is judged with its folder", () => {
  const folder = folderWith({ "proxy.yml": PROXY, "blog/blog.yml": linked, "other.yml": linked });
  assert.ok(!knows(folder, "blog/blog.yml"));
  assert.ok(knows(folder, "other.yml"));
});

test("a folder with its own mark is a project of its own", () => {
  for (const mark of [".traefik-swarm.yml", ".git"]) {
    const folder = folderWith({ "proxy.yml": PROXY, "blog/blog.yml": linked, [`blog/${mark}`]: "" });
    assert.ok(!knows(folder, "."), mark);
    assert.ok(!knows(folder, "proxy.yml", "blog/blog.yml"), mark);
  }
});

test("given paths inside each other are one project", () => {
  const folder = folderWith({ "proxy.yml": PROXY, "blog/blog.yml": linked });
  assert.ok(knows(folder, ".", "blog"));
  assert.ok(knows(folder, "proxy.yml", "blog"));
});

test("a folder that is never searched is found where it is named", () => {
  const folder = folderWith({ ".git/HEAD": "", ".deploy/proxy.yml": PROXY, ".deploy/blog.yml": linked, "a.yml": "" });
  assert.ok(!knows(folder, "."));
  assert.ok(knows(folder, ".", ".deploy"));
  assert.ok(knows(folder, ".deploy/blog.yml"));
});
