// The small languages inside values: versions, durations, words of a command, truth as Go reads it, names that networks may have.
import assert from "node:assert/strict";
import { test } from "node:test";
import { words } from "../../server/src/model/command.ts";
import { parseDuration } from "../../server/src/model/duration.ts";
import { flagKind, readFlags } from "../../server/src/model/flags.ts";
import { atLeast, imageName, parseVersion } from "../../server/src/model/image.ts";
import { parseBool } from "../../server/src/model/labels.ts";
import { mayBeCalled } from "../../server/src/model/network.ts";
import { hasVariable } from "../../server/src/model/service.ts";
import { span, Text } from "../../server/src/syntax/text.ts";

const text = (value: string): Text => new Text(value, span(0, value.length));
const cut = (value: string): string[] => words(text(value)).map((w) => w.text.value);

test("a command line is cut like a shell's, without variables", () => {
  assert.deepEqual(cut("  a  b\n c\t"), ["a", "b", "c"]);
  assert.deepEqual(cut(`--a="x y" 'b c'd e\\ f`), ["--a=x y", "b cd", "e f"]);
  assert.deepEqual(cut("a # b\nc#d"), ["a", "c#d"]);
  assert.deepEqual(cut(`'a\\b' "a\\"b"`), ["a\\b", 'a"b']);
  assert.deepEqual(cut(`"open`), ["open"]);
  assert.deepEqual(cut(""), []);
});

test("a word's place leaves its quotes out, its span has them", () => {
  const [word] = words(text(`  "a b"`));
  assert.deepEqual([word!.text.span, word!.span], [span(3, 6), span(2, 7)]);
});

test("flags as Traefik reads them", () => {
  const read = (line: string) => readFlags(words(text(line)));
  const paths = (line: string) => read(line).flags.map((f) => `${f.path}=${f.value?.value}`);
  assert.deepEqual(paths("traefik --API.Insecure -ping=true --log.level DEBUG"), [
    "api.insecure=undefined",
    "ping=true",
    "log.level=DEBUG",
  ]);
  assert.deepEqual(
    read("--ping true --api").lost.map((a) => a.text.value),
    ["--api"],
  );
  assert.equal(read("--ping $MORE x").open, true);
  assert.deepEqual(
    [flagKind("api.insecure"), flagKind("log.level"), flagKind("entrypoints.web.address"), flagKind("no.such")],
    ["toggle", "value", "toggle", "value"],
  );
});

test("images and versions", () => {
  assert.deepEqual(imageName("registry:5000/a/traefik:v3.1@sha256:0"), { name: "traefik", tag: "v3.1" });
  assert.deepEqual(imageName("localhost:5000/traefik"), { name: "traefik", tag: "" });
  assert.equal(imageName("a/${NAME}:1"), undefined);
  assert.equal(parseVersion("3.1.2-alpine")?.text, "v3.1.2");
  for (const none of ["latest", "picodon", "", "${TAG}", "v3.1${X}", "3.x", "sha-1"]) assert.equal(parseVersion(none), undefined, none);
  // Open parts move with the newest.
  assert.ok(atLeast(parseVersion("v3")!, 3, 6, 9));
  assert.ok(!atLeast(parseVersion("v3.1")!, 3, 2));
  assert.ok(!atLeast(parseVersion("v2.11.53")!, 3));
});

test("durations and truth as Go has them", () => {
  assert.deepEqual(["1m30s", "500ms", "15", "1.5s", ".5s", "-1s"].map(parseDuration), [90_000, 500, 15_000, 1500, 500, -1000]);
  for (const none of ["", "s", "1 s", "1d", "1m 30s"]) assert.equal(parseDuration(none), undefined, none);
  assert.deepEqual(["true", "T", "1", "False", "0", "yes", "on", "tRUE", ""].map(parseBool), [
    true,
    true,
    true,
    false,
    false,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

test("variables: what Docker interpolates", () => {
  for (const yes of ["$A", "${A}", "a${A:-b}", "$$$A", "$_x"]) assert.ok(hasVariable(yes), yes);
  for (const no of ["$$A", "$1", "$", "a$"]) assert.ok(!hasVariable(no), no);
});

test("real names of networks", () => {
  const prefixed = { kind: "prefixed", key: "proxy" } as const;
  assert.ok(mayBeCalled(prefixed, "shop_proxy"));
  for (const name of ["proxy", "_proxy", "reverseproxy", "shop_proxy2"]) assert.ok(!mayBeCalled(prefixed, name), name);
  assert.ok(!mayBeCalled({ kind: "known", name: "proxy" }, "reverse_proxy"));
  assert.ok(mayBeCalled({ kind: "unknown" }, "anything"));
});
