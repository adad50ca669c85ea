// Where the server takes the names of stacks from: the setting of a folder, and scripts in it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { connect } from "../support/client.ts";

const app = `services:
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

const finds = async (files: Record<string, string>, stacks: unknown): Promise<boolean> => {
  const client = await connect({ mode: "in memory", files: { "app.yml": app, ...files }, settings: () => ({ stacks }) });
  const list = await client.published("app.yml", (l) => l.length > 0);
  await client.stop();
  return list.some((d) => d.code === "network/label-mismatch");
};

test("the setting, with paths from the folder", async () => {
  assert.equal(await finds({}, {}), false);
  assert.equal(await finds({}, { shop: "*.yml" }), false);
  assert.equal(await finds({}, { other: "./app.yml" }), true);
});

test("a script; the setting goes before it", async () => {
  const script = { Makefile: "up:\n\tdocker stack deploy -c app.yml other\n" };
  assert.equal(await finds(script, {}), true);
  assert.equal(await finds(script, { shop: "app.yml" }), false);
});
