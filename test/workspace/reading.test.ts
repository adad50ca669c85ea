// Which labels are read, and by which release: the same verdicts whether a Traefik of the project tells its release or the user names it; and
// silence about services that no Traefik takes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { check } from "../support/check.ts";

const RELEASES = ["v2.0.7", "v2.9.10", "v2.11", "v3.0.4", "v3.2.2", "v3.7.9"];

const proxy = (release: string, more = "") => `services:
  proxy:
    image: traefik:${release}
    command: --providers.${release.startsWith("v2") ? "docker.swarmMode" : "swarm"}=true --entrypoints.web.address=:80 ${more}
    networks: [public]
    deploy:
      placement:
        constraints: [node.role == manager]
networks:
  public:
    external: true
`;

const app = (labels: readonly string[], deploy = "") => `services:
  web:
    image: ghcr.io/example/web:1
    networks: [public]
    deploy:
${deploy}      labels:
${labels.map((l) => `        - ${JSON.stringify(l)}\n`).join("")}networks:
  public:
    external: true
`;

const ROUTE = ["traefik.http.routers.web.rule=Host(`a.example`)", "traefik.http.services.web.loadbalancer.server.port=80"];

/** Each depends on the release. */
const SETS: Readonly<Record<string, readonly string[]>> = {
  "labels/unknown-key": [...ROUTE, "traefik.http.routers.web.observability.metrics=false"],
  "labels/invalid-value": [...ROUTE, "traefik.http.services.web.loadbalancer.healthcheck.interval=soon"],
  "labels/wrong-provider-prefix": [...ROUTE, "traefik.swarm.network=public"],
  "labels/wrong-provider-prefix deprecated": [...ROUTE, "traefik.docker.network=public"],
  "labels/docker-and-swarm": [...ROUTE, "traefik.swarm.network=public", "traefik.docker.lbswarm=true"],
  "labels/v1-syntax": ["traefik.frontend.rule=Host:a.example", "traefik.port=80"],
  "routing/invalid-rule": ["traefik.http.routers.web.rule=Host(`a.example`, `b.example`)", ROUTE[1]!],
  "routing/v2-rule-on-v3": ["traefik.http.routers.web.rule=HostRegexp(`{sub:[a-z]+}.a.example`)", ROUTE[1]!],
  "routing/missing-port": [ROUTE[0]!, "traefik.http.services.web.loadbalancer.server.url=http://10.0.0.1"],
  "routing/wrong-provider": [...ROUTE, "traefik.http.routers.web.middlewares=zip@swarm", "traefik.http.middlewares.zip.compress=true"],
};

const brief = (found: ReturnType<typeof check>): string[] =>
  found.filter((f) => f.file === "web.yml" && !f.rule.startsWith("update/")).map((f) => `${f.severity} ${f.rule}`);

test("a release that the user names counts as that of a Traefik in the project", () => {
  for (const [name, labels] of Object.entries(SETS)) {
    const rule = name.split(" ")[0]!;
    const files = { "web.yml": app(labels) };
    const verdicts = RELEASES.map((release) => {
      const told = brief(check({ ...files, "proxy.yml": proxy(release) }));
      const given = brief(check(files, { traefikVersion: release, target: "swarm" }));
      assert.deepEqual(given, told, `${name} by ${release}`);
      return given.some((f) => f.endsWith(rule));
    });
    if (name !== "labels/invalid-value" && rule !== "labels/v1-syntax")
      assert.equal(new Set(verdicts).size, 2, `${name} depends on the release`);
    assert.ok(verdicts.includes(true), name);
  }
});

test("messages name the release that is given", () => {
  const said = (labels: readonly string[], traefikVersion: string) =>
    check({ "web.yml": app(labels) }, { traefikVersion })
      .filter((f) => f.severity === "error")
      .map((f) => f.message);
  assert.match(said(SETS["labels/unknown-key"]!, "2.9.10").join(), /v2\.9\.10 does not know it/);
  assert.match(said(SETS["routing/invalid-rule"]!, "v3.1").join(), /Traefik v3\.1/);
  assert.match(said(SETS["routing/wrong-provider"]!, "v2.11").join(), /Traefik v2\.11 reads/);
});

test("a Traefik that tells its release is not overruled, one that is of another age is not taken", () => {
  const files = { "web.yml": app(SETS["labels/unknown-key"]!), "proxy.yml": proxy("v3.7.9") };
  assert.deepEqual(brief(check(files, { traefikVersion: "v2.9.10" })), []);
  for (const traefikVersion of ["1.7", "4", "newest"]) {
    const found = brief(check({ "web.yml": app(SETS["routing/invalid-rule"]!) }, { traefikVersion }));
    assert.deepEqual(found, [], traefikVersion);
  }
});

test("labels of services that no Traefik takes are left in peace", () => {
  const wrong = [...SETS["labels/unknown-key"]!, "traefik.http.routers.web.middlewares=none", "traefik.http.routers.web.colour=red"];
  const found = (labels: readonly string[], more = "", deploy = "") =>
    brief(check({ "web.yml": app([...labels, ...wrong], deploy), "proxy.yml": proxy("v3.7.9", more) }));
  const silent = (labels: readonly string[], more = "", deploy = "") => assert.deepEqual(found(labels, more, deploy), []);
  assert.notDeepEqual(found([]), []);
  silent(["traefik.enable=false"]);
  silent([], "", "      replicas: 0\n");
  const inner = "--providers.swarm.constraints=Label(`traefik.zone`,`inner`)";
  silent([], inner);
  silent(["traefik.zone=outer"], inner);
  assert.notDeepEqual(found(["traefik.zone=inner"], inner), []);
  assert.notDeepEqual(found(["traefik.zone=${ZONE}"], inner), [], "a variable may be the one");
  assert.notDeepEqual(found([], "--providers.swarm.constraints=Label("), [], "nobody is taken: that is the Traefik's fault");
  const closed = "--providers.swarm.exposedByDefault=false";
  assert.deepEqual(found([], closed), ["error labels/not-enabled"], "forgotten, which is told alone");
  assert.notDeepEqual(found(["traefik.enable=true"], closed), []);
});
