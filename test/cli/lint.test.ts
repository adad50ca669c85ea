// `lint`: exit codes, what each format holds, and what it says about wrong usage.
import assert from "node:assert/strict";
import { chmodSync, readFileSync, symlinkSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { findings, folderWith, run, WRONG } from "./run.ts";

const folder = folderWith({ "stacks/shop.yml": WRONG, "clean.yml": "services:\n  db:\n    image: postgres:17\n" });

test("exit codes follow --fail-on", () => {
  assert.equal(run(folder, ["lint", "."]).status, 1);
  assert.equal(run(folder, ["lint", "clean.yml"]).status, 0);
  assert.equal(run(folder, ["lint", "--fail-on", "never", "."]).status, 0);
  const mended = folderWith({ "x.yml": WRONG });
  run(mended, ["fix", "."]);
  assert.deepEqual([...new Set(findings(mended, ".").map((f) => f.severity))], ["info"]);
  const status = (limit: string) => run(mended, ["lint", "--fail-on", limit, "."]).status;
  assert.deepEqual(["error", "warning", "info", "never"].map(status), [0, 0, 1, 0]);
});

test("JSON holds places from 1, and the fixes", () => {
  const [first] = findings(folder, ".").filter((f) => f.rule === "labels/outside-deploy");
  assert.deepEqual(Object.keys(first!), ["file", "line", "column", "endLine", "endColumn", "rule", "severity", "message", "fixes"]);
  const line = WRONG.split("\n").findIndex((l) => l.includes("routers.shop.rule")) + 1;
  assert.deepEqual(
    { file: first!.file, line: first!.line, column: first!.column, endLine: first!.endLine, endColumn: first!.endColumn },
    { file: "stacks/shop.yml", line, column: 9, endLine: line, endColumn: 9 + "traefik.http.routers.shop.rule".length },
  );
  assert.equal(first!.severity, "error");
  assert.ok(first!.fixes.every((f) => f.title.length > 0 && f.kind === "safe"));
});

test("files outside the working directory have absolute paths", () => {
  assert.equal(findings(path.join(folder, "stacks"), "../stacks/shop.yml")[0]!.file, "shop.yml");
  assert.equal(findings("/", folder)[0]!.file, path.join(folder, "stacks/shop.yml").slice(1));
  const elsewhere = folderWith({});
  assert.equal(findings(elsewhere, folder)[0]!.file, path.join(folder, "stacks/shop.yml"));
});

test("a byte order mark is no column, CRLF no line", () => {
  const marked = folderWith({ "x.yml": `\uFEFF${WRONG.replaceAll("\n", "\r\n")}`, "y.yml": WRONG });
  const places = (file: string) => findings(marked, file).map(({ line, column, endColumn }) => ({ line, column, endColumn }));
  assert.deepEqual(places("x.yml"), places("y.yml"));
});

test("text shows the line, marks the place, and sums up", () => {
  const { out } = run(folder, ["lint", "stacks/shop.yml"]);
  const lines = out.split("\n");
  const head = lines.indexOf("stacks/shop.yml:6:9 error labels/outside-deploy");
  assert.ok(head >= 0, out);
  assert.equal(lines[head + 2], "  6 |       - traefik.http.routers.shop.rule=Host(`shop.example`)");
  assert.equal(lines[head + 3], `    |         ${"^".repeat("traefik.http.routers.shop.rule".length)}`);
  assert.match(out, /^ {2}fix: .+ \(safe\)$/m);
  assert.match(out, /^2 errors.* in 1 file; 2 can be fixed with 'traefik-swarm fix'$/m);
  assert.equal(out.includes("\x1b"), false);
  assert.ok(run(folder, ["lint", "."], { FORCE_COLOR: "1" }).out.includes("\x1b[1;31merror"));
  assert.equal(run(folder, ["lint", "clean.yml"]).out, "No problems in 1 stack file\n");
});

test("tabs and wide letters before the place move the mark as far as they are wide; escapes do not reach the terminal", () => {
  const flow = folderWith({ "x.yml": WRONG.replace("[edge]", '\t["中文", edeg]').replace("# 购物", "# \u001b[31m") });
  const { out } = run(flow, ["lint", "x.yml"]);
  assert.match(out, /\| {5}networks: {5}\["中文", edeg\]\n {4}\| {28}\^{4}\n/);
  assert.equal(out.includes("\x1b"), false);
});

test("SARIF names every rule with its page, and every place", () => {
  const { runs, version } = JSON.parse(run(folder, ["lint", "--format", "sarif", "."]).out);
  assert.equal(version, "2.1.0");
  const [{ results, tool, columnKind }] = runs;
  assert.equal(columnKind, "utf16CodeUnits");
  for (const result of results) assert.equal(tool.driver.rules[result.ruleIndex].id, result.ruleId);
  for (const rule of tool.driver.rules) assert.match(rule.helpUri, /^https:\/\/github\.com\/.+\/server\/docs\/rules\/.+\.md$/);
  const [{ physicalLocation }] = results[0].locations;
  assert.equal(physicalLocation.artifactLocation.uri, "stacks/shop.yml");
  assert.ok(physicalLocation.region.startLine > 0);
});

test("GitHub's commands are escaped", () => {
  const odd = folderWith({ "a,b:c%.yml": WRONG });
  const [line] = run(odd, ["lint", "--format", "github", "."])
    .out.split("\n")
    .filter((l) => l.startsWith("::error"));
  assert.match(
    line!,
    /^::error file=a%2Cb%3Ac%25\.yml,line=6,endLine=6,col=9,endColumn=39,title=labels\/outside-deploy::Traefik does not read /,
  );
});

test("texts are Chinese where asked for; machines get English unless told otherwise", () => {
  assert.match(run(folder, ["lint", "--lang", "zh-cn", "."]).out, /个文件中有 2 个错误.*可用 'traefik-swarm fix' 修复/);
  assert.match(run(folder, ["lint", "."], { LC_ALL: "zh_CN.UTF-8" }).out, /个错误/);
  assert.match(run(folder, ["lint", "."], { LC_ALL: "zh_TW.UTF-8" }).out, /errors/);
  assert.match(run(folder, ["lint", "nope.yml", "--lang", "zh-cn"]).err, /没有此文件/);
  const chinese = { LC_ALL: "zh_CN.UTF-8" };
  assert.match(run(folder, ["lint", "--format", "json", "."], chinese).out, /does not read/);
  assert.match(run(folder, ["lint", "--format", "json", "--lang=zh-cn", "."]).out, /[\u4e00-\u9fff]/);
});

test("--target and --traefik are what is judged by", () => {
  assert.deepEqual(findings(folder, "--target", "compose", "."), []);
  const latest = (version: string) =>
    findings(folderWith({ "x.yml": PROXY_LATEST }), "--traefik", version, ".").map((f) => `${f.severity} ${f.rule}`);
  assert.ok(latest("v3.1").includes("error traefik/swarm-mode-on-v3"));
  assert.ok(!latest("2.11").some((f) => f.endsWith("traefik/swarm-mode-on-v3")));
});

const PROXY_LATEST = `services:
  proxy:
    image: traefik
    command: [--providers.docker.swarmMode=true]
    deploy:
      placement:
        constraints: [node.role == manager]
`;

test("wrong usage says what to do and exits with 2", () => {
  const wrong = (...args: string[]) => {
    const { status, out, err } = run(folder, args);
    assert.equal(status, 2, args.join(" "));
    assert.equal(out, "");
    return err;
  };
  assert.match(wrong(), /traefik-swarm lint PATH/);
  assert.match(wrong("lnit", "."), /no command `lnit`/);
  assert.match(wrong("lint"), /`traefik-swarm lint \.`/);
  assert.match(wrong("lint", "-"), /standard input/);
  assert.match(wrong("lint", "--formt", "json", "."), /did you mean --format\?/);
  assert.match(wrong("lint", "--format", "xml", "."), /can't be `xml`; use text, json, sarif, github/);
  assert.match(wrong("lint", "--traefik", "4", "."), /such as 2\.11/);
  assert.match(wrong("lint", "--format"), /--format needs a value/);
  assert.match(wrong("lint", "--dry-run", "."), /`traefik-swarm fix` only/);
  assert.match(wrong("fix", "--rule", "outside-deploi", "."), /did you mean `labels\/outside-deploy`\?/);
  assert.match(wrong("fix", "--dry-run=yes", "."), /takes no value/);
});

test("--help and --version", () => {
  assert.match(run(folder, ["--help"]).out, /Usage/);
  assert.match(run(folder, ["lint", "-h", "--lang", "zh-cn"]).out, /用法/);
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  assert.equal(run(folder, ["--version"]).out, `${version}\n`);
});

test("what can't be read is told, the rest is still judged, and the exit code is 2", () => {
  const { status, out, err } = run(folder, ["lint", "missing.yml", "stacks", "--format", "json"]);
  assert.equal(status, 2);
  assert.match(err, /missing\.yml: there is no such file/);
  assert.equal(JSON.parse(out)[0].file, "stacks/shop.yml");
  const latin = folderWith({ "latin.yml": Buffer.from(`# caf\xe9\n${WRONG}`, "latin1"), "other.yml": Buffer.from("a: \xe9", "latin1") });
  const told = run(latin, ["lint", "."]);
  assert.equal(told.status, 2);
  assert.match(told.err, /latin\.yml: not valid UTF-8/);
  assert.doesNotMatch(told.err, /other\.yml/, "a search does not complain about what is no stack");
  assert.equal(run(latin, ["lint", "other.yml"]).status, 2);
});

test("a stack whose YAML is broken is not passed over in silence; other YAML is none of our business", () => {
  const broken = folderWith({ "x.yml": WRONG.replace("[edge]", "[edge"), "y.yml": "a: [\n" });
  const { status, err } = run(broken, ["lint", "."]);
  assert.equal(status, 2);
  assert.match(err, /^traefik-swarm: x\.yml:\d+:\d+: not valid YAML here.+\n$/);
});

test("folders that can't be searched are left out, and links can't make a circle", { skip: process.platform === "win32" }, () => {
  const tree = folderWith({ "stacks/shop.yml": WRONG, "data/x.yml": WRONG, "node_modules/m/x.yml": WRONG, ".cache/x.yml": WRONG });
  symlinkSync("..", path.join(tree, "stacks/up"));
  symlinkSync("nowhere.yml", path.join(tree, "broken.yml"));
  symlinkSync("self.yml", path.join(tree, "self.yml"));
  symlinkSync("stacks/shop.yml", path.join(tree, "twin.yml"));
  chmodSync(path.join(tree, "data"), 0);
  const { status, err, out } = run(tree, ["lint", "--format", "json", "."]);
  chmodSync(path.join(tree, "data"), 0o755);
  const files = new Set(JSON.parse(out).map((f: { file: string }) => f.file));
  if (process.getuid?.() !== 0) assert.match(err, /data: this folder can't be searched/);
  assert.deepEqual([...files], process.getuid?.() === 0 ? ["data/x.yml", "stacks/shop.yml"] : ["stacks/shop.yml"]);
  assert.equal(status, 1);
});
