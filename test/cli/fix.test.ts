// `fix`: what it writes, what it leaves alone, and that the diff of a dry run is exactly that.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { findings, folderWith, run, WRONG } from "./run.ts";

const text = (folder: string, file: string) => readFileSync(path.join(folder, file), "utf8");
const examples = fileURLToPath(new URL("../examples", import.meta.url));

test("mends what is safe, says what it did, and has nothing to do the second time", () => {
  const folder = folderWith({ "shop.yml": WRONG, "db.yml": "services:\n  db:\n    image: postgres:17\n" });
  const first = run(folder, ["fix", "."]);
  assert.equal(first.status, 0);
  assert.match(first.out, /^shop\.yml:6:9 labels\/outside-deploy .+\n2 problems fixed in 1 file\n$/);
  assert.match(text(folder, "shop.yml"), / {6}replicas: 2\n {6}labels:\n {8}- traefik\.http\.routers/);
  assert.deepEqual(readdirSync(folder).sort(), ["db.yml", "shop.yml"]);
  const once = text(folder, "shop.yml");
  assert.equal(run(folder, ["fix", "."]).out, "Nothing to fix in 2 stack files\n");
  assert.equal(text(folder, "shop.yml"), once);
  assert.ok(!findings(folder, ".").some((f) => f.fixes.some((x) => x.kind === "safe")));
});

for (const [name, content] of [
  ["LF", WRONG],
  ["CRLF and a byte order mark", `\uFEFF${WRONG.replaceAll("\n", "\r\n")}`],
  [
    "no line break at the end",
    WRONG.replace(/networks:\n.*$/s, "")
      .replace("[edge]", "[default]")
      .trimEnd(),
  ],
] as const) {
  test(`a dry run changes nothing, and its diff gives the same as fix: ${name}`, () => {
    const [dry, fixed] = [folderWith({ "a/shop 1.yml": content }), folderWith({ "a/shop 1.yml": content })];
    const { out, err, status } = run(dry, ["fix", "--dry-run", "."]);
    assert.equal(status, 0);
    assert.match(err, /problems? would be fixed in 1 file/);
    assert.equal(text(dry, "a/shop 1.yml"), content);
    run(fixed, ["fix", "."]);
    apply(dry, out);
    assert.equal(text(dry, "a/shop 1.yml"), text(fixed, "a/shop 1.yml"));
    assert.notEqual(text(fixed, "a/shop 1.yml"), content);
    if (content.includes("\r")) assert.doesNotMatch(text(fixed, "a/shop 1.yml"), /[^\r]\n/);
  });
}

test("the examples' diff gives the same as fix", () => {
  const [dry, fixed] = [folderWith({}), folderWith({})];
  for (const folder of [dry, fixed]) cpSync(examples, folder, { recursive: true });
  apply(dry, run(dry, ["fix", "--dry-run", "."]).out);
  run(fixed, ["fix", "."]);
  for (const file of ["blog/stack.yml", "shop/app.yml", "shop/proxy.yml"]) assert.equal(text(dry, file), text(fixed, file));
});

function apply(folder: string, diff: string): void {
  const { status, stderr } = spawnSync("git", ["apply", "--whitespace=nowarn", "-"], {
    cwd: folder,
    input: diff,
    encoding: "utf8",
    env: { ...process.env, GIT_CEILING_DIRECTORIES: path.dirname(folder) },
  });
  assert.equal(status, 0, `${stderr}\n${diff}`);
}

test("--rule chooses, and only files in the given paths are written", () => {
  const folder = folderWith({ "a.yml": WRONG, "b.yml": WRONG });
  run(folder, ["fix", "--rule", "routing/missing-port", "a.yml"]);
  assert.equal(text(folder, "a.yml"), WRONG);
  run(folder, ["fix", "--rule", "labels/outside-deploy", "a.yml"]);
  assert.notEqual(text(folder, "a.yml"), WRONG);
  assert.equal(text(folder, "b.yml"), WRONG);
});

test("a file that is not UTF-8 is refused, the others are fixed", () => {
  const latin = Buffer.from(`# caf\xe9\n${WRONG}`, "latin1");
  const folder = folderWith({ "latin.yml": latin, "shop.yml": WRONG });
  const { status, err } = run(folder, ["fix", "."]);
  assert.equal(status, 2);
  assert.match(err, /latin\.yml: not valid UTF-8/);
  assert.ok(readFileSync(path.join(folder, "latin.yml")).equals(latin));
  assert.notEqual(text(folder, "shop.yml"), WRONG);
});

test("the mode stays, a link stays a link, and none leads out of the given paths", { skip: process.platform === "win32" }, () => {
  const folder = folderWith({ "in/real.yml": WRONG, "out/far.yml": WRONG });
  chmodSync(path.join(folder, "in/real.yml"), 0o640);
  symlinkSync("../out/far.yml", path.join(folder, "in/far.yml"));
  const { status, err } = run(folder, ["fix", "in"]);
  assert.equal(status, 2);
  assert.match(err, /in\/far\.yml: a link to a file outside/);
  assert.equal(text(folder, "out/far.yml"), WRONG);
  assert.equal(statSync(path.join(folder, "in/real.yml")).mode & 0o777, 0o640);
  assert.notEqual(text(folder, "in/real.yml"), WRONG);
  assert.equal(run(folder, ["fix", "in/far.yml"]).status, 0);
  assert.notEqual(text(folder, "out/far.yml"), WRONG);
});
