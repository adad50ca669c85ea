// What scripts tell about the names of stacks: only what is plain.
import assert from "node:assert/strict";
import { test } from "node:test";
import { deploysIn, isScript, namesIn } from "../../server/src/workspace/deploys.ts";

const KNOWN = ["file:///p/stack.yml", "file:///p/a b.yml", "file:///p/shop/stack.yml", "file:///p/shop/more.yml", "file:///p/ci/only.yml"];

const told = (text: string, script = "Makefile"): string[] =>
  namesIn(deploysIn(`file:///p/${script}`, "file:///p", text, (uri) => KNOWN.includes(uri))).map(
    (d) => `${d.name}=${d.files.slice("file:///p/".length)}`,
  );

test("the forms of the command", () => {
  for (const text of [
    "docker stack deploy -c stack.yml shop",
    "\t@docker stack deploy --compose-file stack.yml --with-registry-auth --prune shop",
    "  - docker stack deploy --compose-file=./stack.yml shop",
    "sudo docker stack up -c=stack.yml --detach=false --resolve-image always shop && echo done",
    "docker stack deploy shop -c stack.yml > log 2>&1",
    "docker stack deploy \\\n  -c stack.yml \\\n  shop",
    "docker stack deploy \\\r\n  -c 'stack.yml' \"shop\" # the shop",
    'run: "docker stack deploy -c stack.yml shop"',
  ])
    assert.deepEqual(told(text), ["shop=stack.yml"], text);
});

test("several files, several commands", () => {
  assert.deepEqual(told("docker stack deploy -c shop/stack.yml,shop/more.yml -c stack.yml shop\ndocker stack deploy -c stack.yml b"), [
    "shop=shop/stack.yml",
    "shop=shop/more.yml",
    "shop=stack.yml",
    "b=stack.yml",
  ]);
});

test("files are looked for beside the script and at the top; where both have one, nobody knows", () => {
  assert.deepEqual(told("docker stack deploy -c only.yml x", "ci/up.sh"), ["x=ci/only.yml"]);
  assert.deepEqual(told("docker stack deploy -c shop/stack.yml x", "ci/up.sh"), ["x=shop/stack.yml"]);
  assert.deepEqual(told("docker stack deploy -c ../stack.yml x", "ci/up.sh"), ["x=stack.yml"]);
  assert.deepEqual(told("docker stack deploy -c stack.yml x", "shop/up.sh"), []);
  assert.deepEqual(told("cd shop && docker stack deploy -c stack.yml x"), ["x=shop/stack.yml"]);
});

test("what is not plain tells nothing", () => {
  for (const text of [
    "docker stack deploy -c stack.yml $NAME",
    `docker stack deploy -c \${FILE} shop`,
    "# docker stack deploy -c stack.yml shop",
    'echo "docker stack deploy -c stack.yml shop"',
    "ssh host docker stack deploy -c stack.yml shop",
    "docker stack deploy -c /srv/stack.yml shop",
    "docker stack deploy -c stack.yml",
    "docker stack deploy -c stack.yml one two",
    "docker stack deploy -c stack.yml --new-option shop",
    "docker stack deploy -c - shop",
    "docker stack deploy -c missing.yml shop",
    "docker stack rm shop",
    "cd shop\ndocker stack deploy -c stack.yml shop",
    "working-directory: shop\nrun: docker stack deploy -c stack.yml shop",
    "cd $DIR && docker stack deploy -c stack.yml shop",
    "(cd shop; cd .. ; docker stack deploy -c stack.yml shop)",
    "docker stack deploy -c ../../../../stack.yml shop",
  ])
    assert.deepEqual(told(text), [], text);
});

test("which files are scripts", () => {
  for (const path of ["/p/up.sh", "C:\\p\\Makefile", "/p/makefile", "/p/rules.mk", "/p/.gitlab-ci.yml", "justfile", "/p/Jenkinsfile"])
    assert.ok(isScript(path), path);
  for (const path of ["/p/up.shx", "/p/stack.yml", "/p/aMakefile", "/p/Makefile.md"]) assert.ok(!isScript(path), path);
});
