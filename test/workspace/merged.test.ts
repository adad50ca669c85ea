// Files that are deployed together: what one uses, another may declare, and a part of a stack counts as one.
import assert from "node:assert/strict";
import { test } from "node:test";
import { check, type Files } from "../support/check.ts";

const base = `services:
  web:
    image: ghcr.io/example/web:1
    networks: [edge, lost]
`;
const networks = `networks:
  edge:
    external: true
`;
const prod = `services:
  web:
    deploy:
      replicas: 3
`;

const told = (files: Files, settings: unknown = {}): string[] =>
  check(files, settings)
    .filter((f) => f.rule.startsWith("network/undeclared") || f.rule.startsWith("stack/"))
    .map((f) => `${f.file} ${f.rule} ${/`(\w+)`/.exec(f.message.replace(/^`docker[^`]*`/, ""))?.[1]}`);

test("references are looked for in all files, and missing ones are told", () => {
  const files = { "base.yml": base, "networks.yml": networks, "prod.yml": prod };
  assert.deepEqual(told(files), []);
  const merged = ["base.yml", "networks.yml", "prod.yml"];
  assert.deepEqual(told(files, { mergedFiles: [merged] }), ["base.yml network/undeclared lost"]);
  assert.deepEqual(told(files, { mergedFiles: [["base.yml", "prod.yml"]] }), [
    "base.yml network/undeclared edge",
    "base.yml network/undeclared lost",
  ]);
  // Nobody knows what is in a file that is not read.
  assert.deepEqual(told(files, { mergedFiles: [["base.yml", "gone.yml"]] }), []);
});

test("scripts tell which files they are, where all of them are known", () => {
  const files = (more: string) => ({
    "base.yml": base,
    "networks.yml": networks,
    "deploy.sh": `docker stack deploy -c base.yml ${more} shop`,
  });
  assert.deepEqual(told(files("-c networks.yml")), ["base.yml network/undeclared lost"]);
  assert.deepEqual(told(files("-c networks.yml -c $MORE")), []);
  assert.deepEqual(told(files("-c networks.yml -c gone.yml")), []);
  assert.deepEqual(told(files("")), []);
});

test("the user's word goes before scripts", () => {
  const files = {
    "base.yml": base,
    "networks.yml": networks,
    "prod.yml": prod,
    "deploy.sh": "docker stack deploy -c base.yml -c prod.yml shop",
  };
  assert.deepEqual(told(files), ["base.yml network/undeclared edge", "base.yml network/undeclared lost"]);
  assert.deepEqual(told(files, { mergedFiles: [["base.yml", "networks.yml"]] }), ["base.yml network/undeclared lost"]);
});
