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

const typos = (...labels: readonly string[]): string => `# traefik-swarm: target=swarm
services:
  proxy:
    image: traefik:v3.1
    command: [--providers.swarm, --entrypoints.web.address=:80]
    networks: [edge]
    deploy: { placement: { constraints: [node.role == manager] } }
  web:
    image: ghcr.io/example/web:1
    networks: [edge]
    deploy:
      labels:
${labels.map((label) => `        - ${label}\n`).join("")}        - traefik.http.services.web.loadbalancer.server.port=80
networks:
  edge: { external: true }
`;

test("of fixes that do harm together only the first one is made", () => {
  const stack = typos("traefik.http.routers.web.ruel=Host(`a.example`)", "traefik.http.routers.web.rul=Host(`b.example`)");
  assert.equal(fixAll({ "a.yml": stack })["a.yml"], stack.replace("ruel", "rule"));
});

test("one that does harm keeps no other one from being made", () => {
  const [rule, rest] = ["traefik.http.routers.web.rule=Host(`a.example`)", "traefik.http.routers.web.prioritty=1"];
  const stack = typos(rule, "traefik.http.routers.web.ruel=Host(`b.example`)", rest, "traefik.http.routers.web.tls=1");
  const fixed = fixAll({ "a.yml": stack })["a.yml"]!;
  assert.equal(fixed, stack.replace("prioritty", "priority"));
});
