// `--env-file FILE` and `--merge`: files are judged as they are deployed, with the variables that are set and the files that go with them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { findings, folderWith, run } from "./run.ts";

const APP = `services:
  web:
    image: ghcr.io/example/web:1.4
    networks: [edge, lost]
    environment:
      A: \${TAG:?which}
      B: \${HOST:?which}
    deploy:
      update_config:
        order: start-first
`;
const NETWORKS = `networks:
  edge:
    external: true
`;

const told = (folder: string, ...args: string[]) =>
  findings(folder, ...args)
    .filter((f) => /^(?:stack|network)\//.test(f.rule))
    .map((f) => `${f.file}:${f.line} ${f.rule}`);

test("the variables of the files are set, and no others; a later file counts", () => {
  const folder = folderWith({ "app.yml": `${APP}${NETWORKS}  lost:\n`, "a.env": "# all\nTAG=1\nHOST=\n", "b.env": "export HOST=$TAG\n" });
  assert.deepEqual(told(folder, "app.yml"), []);
  assert.deepEqual(told(folder, "--env-file", "a.env", "app.yml"), ["app.yml:7 stack/interpolation"]);
  assert.deepEqual(told(folder, "--env-file=a.env", "--env-file=b.env", "app.yml"), []);
  assert.deepEqual(told(folder, "--env-file=b.env", "--env-file=a.env", "app.yml"), ["app.yml:7 stack/interpolation"]);
  // `fix` and `readiness` take it too.
  assert.equal(run(folder, ["fix", "--dry-run", "--env-file", "a.env", "app.yml"]).err.includes("no such"), false);
  assert.equal(run(folder, ["readiness", "--env-file", "a.env", "app.yml"]).err, "");
});

test("an environment file that is missing or broken is told", () => {
  const folder = folderWith({ "app.yml": APP, "broken.env": "TAG=1\n= 5\n" });
  const { status, err } = run(folder, ["lint", "--env-file", "broken.env", "app.yml"]);
  assert.equal(status, 2);
  assert.match(err, /broken\.env:2: no variable; write `NAME=value`/);
  const gone = run(folder, ["lint", "--env-file", "gone.env", "app.yml"]);
  assert.equal(gone.status, 2);
  assert.match(gone.err, /traefik-swarm: gone\.env: there is no such file/);
});

test("an environment file is read by us alone: what it says to Node is not done", () => {
  const folder = folderWith({ "app.yml": APP, "a.env": "NODE_OPTIONS=--require ./own.cjs\n", "own.cjs": "process.exit(99);\n" });
  assert.notEqual(run(folder, ["lint", "--env-file", "a.env", "app.yml"]).status, 99);
});

test("files that are merged know each other's networks, in the order given", () => {
  const folder = folderWith({ "app.yml": APP, "networks.yml": `version: "3.8"\n${NETWORKS}` });
  assert.deepEqual(told(folder, "app.yml", "networks.yml"), ["app.yml:4 network/undeclared", "app.yml:4 network/undeclared"]);
  assert.deepEqual(told(folder, "--merge", "app.yml", "networks.yml"), [
    "app.yml:4 network/undeclared",
    "networks.yml:1 stack/version-mismatch",
  ]);
  const { status, err } = run(folder, ["lint", "--merge", "app.yml", "."]);
  assert.equal(status, 2);
  assert.match(err, /a folder can't be merged/);
});
