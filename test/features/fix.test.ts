// Fix all: safe fixes only, in rounds, over several files, ending by itself.
import assert from "node:assert/strict";
import { test } from "node:test";
import { check, fixAll } from "../support/check.ts";

const labels = `services:
  a:
    image: x
    labels:
      - traefik.http.services.a.loadbalancer.server.port=80
    deploy:
      mode: global
  b:
    image: x
    labels:
      - traefik.http.services.b.loadbalancer.server.port=80
      - com.example=x
`;

test("every file and service, what is no safe fix is left", () => {
  const files = { "one.yml": labels, "two.yml": labels.replace("services:", "x-a: 1\nservices:") };
  const fixed = fixAll(files);
  assert.deepEqual(
    check(fixed).filter((f) => f.severity === "error"),
    [],
  );
  assert.equal(
    fixed["one.yml"],
    `services:
  a:
    image: x
    deploy:
      mode: global
      labels:
        - traefik.http.services.a.loadbalancer.server.port=80
  b:
    image: x
    labels:
      - com.example=x
    deploy:
      labels:
        - traefik.http.services.b.loadbalancer.server.port=80
`,
  );
  assert.ok(check(fixed).some((f) => f.rule === "update/not-zero-downtime"));
});

test("fixes that touch one place take turns", () => {
  const stack = `services:
  proxy:
    image: traefik:v3.1
    command: --providers.docker.swarmMode --providers.docker.network=publik
    networks: [public]
    deploy:
      replicas: 1
networks:
  public:
    external: true
`;
  const fixed = fixAll({ "stack.yml": stack })["stack.yml"]!;
  assert.match(fixed, /command: --providers\.swarm --providers\.swarm\.network=public\n/);
  assert.match(fixed, /- node\.role == manager/);
  assert.deepEqual(check({ "stack.yml": fixed }), []);
});

test("nothing to do, nothing changed", () => {
  const files = { "a.yml": "services:\n  a:\n    image: x\n", "b.yml": "- no stack\n", "c.yml": "" };
  assert.deepEqual(fixAll(files), files);
});
