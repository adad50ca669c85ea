// `--stack NAME=FILE`: files are judged with the names that they are deployed under.
import assert from "node:assert/strict";
import { test } from "node:test";
import { findings, folderWith, run } from "./run.ts";

const APP = `services:
  web:
    image: ghcr.io/example/web:1.4
    networks: [edge]
    deploy:
      labels:
        - traefik.docker.network=shop_edge
        - traefik.http.services.web.loadbalancer.server.port=8080
networks:
  edge:
`;

const files = (folder: string, ...args: string[]) =>
  findings(folder, ...args)
    .filter((f) => f.rule === "network/label-mismatch")
    .map((f) => f.file);

test("each file has its own name, from the working directory", () => {
  const folder = folderWith({ "a/app.yml": APP, "b/app.yml": APP });
  assert.deepEqual(files(folder, "."), []);
  assert.deepEqual(files(folder, "--stack", "shop=a/app.yml", "--stack=other=./b/app.yml", "."), ["b/app.yml"]);
  assert.deepEqual(files(folder, "--stack", "other=*/app.yml", "."), ["a/app.yml", "b/app.yml"]);
});

test("fix writes the real name, readiness takes the option too", () => {
  const folder = folderWith({ "app.yml": APP.replace("shop_edge", "edge") });
  assert.match(run(folder, ["fix", "--dry-run", "--stack", "shop=app.yml", "."]).out, /\+ +- traefik\.docker\.network=shop_edge/);
  assert.equal(run(folder, ["readiness", "--stack", "shop=app.yml", "."]).err, "");
});

test("what is no name with a file is refused, and so is a file that is not there", () => {
  const folder = folderWith({ "app.yml": APP });
  for (const given of ["shop", "=app.yml", "shop=", "a b=app.yml", "-x=app.yml"]) {
    const { status, err } = run(folder, ["lint", `--stack=${given}`, "."]);
    assert.equal(status, 2, given);
    assert.match(err, /such as shop=shop\/stack\.yml/);
  }
  assert.match(run(folder, ["lint", "--stack", "--format", "json", "."]).err, /--stack needs a value: shop=shop\/stack\.yml/);
  const { status, err } = run(folder, ["lint", "--stack", "shop=ap.yml", "."]);
  assert.equal(status, 2);
  assert.match(err, /ap\.yml: there is no such file/);
  assert.match(run(folder, ["lint", "--stack", "shop", ".", "--lang", "zh-cn"]).err, /请写 stack 名和文件/);
});

test("scripts tell names too: Makefiles, shell, CI; the option goes before them, and two names are none", () => {
  const command = (name: string) => `docker stack deploy -c app.yml ${name}\n`;
  for (const script of ["Makefile", "up.sh", ".gitlab-ci.yml", ".github/workflows/deploy.yml"]) {
    const folder = folderWith({ "app.yml": APP, [script]: `run: ${command("other")}` });
    assert.deepEqual(files(folder, "."), ["app.yml"], script);
    assert.deepEqual(files(folder, "--stack", "shop=app.yml", "."), []);
  }
  assert.deepEqual(files(folderWith({ "app.yml": APP, "up.sh": command("shop") }), "."), []);
  assert.deepEqual(files(folderWith({ "app.yml": APP, "up.sh": command("other") + command("test") }), "."), []);
});
