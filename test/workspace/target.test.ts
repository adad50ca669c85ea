// What a file is meant for, one kind of evidence at a time, and what overrules what.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openDocument } from "../../server/src/syntax/document.ts";
import { readSettings } from "../../server/src/workspace/settings.ts";
import { viewOf } from "../../server/src/workspace/view.ts";
import { emptyWorkspace, withDocuments } from "../../server/src/workspace/workspace.ts";

/** The target of the first file of a project. */
function target(first: string, others: readonly string[] = [], settings: unknown = {}): string | undefined {
  const documents = [first, ...others].map((text, i) => openDocument(`file:///p/${i}.yml`, 1, text));
  const workspace = withDocuments(
    emptyWorkspace(["file:///p"], () => readSettings(settings)),
    documents,
  );
  return viewOf(workspace, documents[0]!)?.target().mode;
}

const service = (lines: string) => `services:\n  web:\n    image: x\n${lines.replace(/^(?=.)/gm, "    ")}\n`;
const SWARM = "services:\n  proxy:\n    image: traefik:v2.11\n    command: --providers.docker.swarmMode\n    deploy: {mode: global}\n";
const CONTAINER = "services:\n  proxy:\n    image: traefik:v2.11\n    command: --providers.docker\n";
const LABELS = "labels: [traefik.enable=true]";

test("strong evidence of a swarm", () => {
  const strong = [
    "deploy:\n  labels: [traefik.enable=true]",
    "deploy:\n  placement: {constraints: [a]}",
    "deploy:\n  update_config: {parallelism: 1}",
    "deploy:\n  rollback_config: {parallelism: 1}",
    "deploy:\n  endpoint_mode: dnsrr",
    "deploy:\n  mode: global",
    'hostname: "{{.Node.Hostname}}"',
  ];
  for (const lines of strong) assert.equal(target(service(lines)), "swarm", lines);
  assert.equal(target(`${service("")}networks:\n  a:\n    driver: overlay\n`), "swarm");
  assert.equal(target(`${service("")}secrets:\n  a:\n    external: true\n`), "swarm");
  assert.equal(target(`${service("")}configs:\n  a:\n    external:\n      name: b\n`), "swarm");
  assert.equal(target(SWARM), "swarm");
});

test("weak evidence alone is none", () => {
  const weak = [
    "deploy:\n  replicas: 2",
    "deploy:\n  resources: {limits: {memory: 1M}}",
    "restart: always",
    "build: .",
    "expose: [80]",
    LABELS,
  ];
  for (const lines of weak) assert.equal(target(service(lines)), "unknown", lines);
  assert.equal(target(`${service("")}secrets:\n  a:\n    file: b\n`), "unknown");
});

test("plain compose, where nothing strong says otherwise", () => {
  for (const lines of ["depends_on:\n  db: {condition: service_started}", "profiles: [dev]", "container_name: web"]) {
    assert.equal(target(service(lines)), "compose", lines);
  }
  assert.equal(target(`name: shop\n${service("")}`), "compose");
  assert.equal(target(CONTAINER), "compose");
  assert.equal(target(`${service("container_name: web")}networks:\n  a:\n    driver: overlay\n`), "swarm");
});

test("deploy keys beside container_name contradict each other", () => {
  assert.equal(target(service("container_name: web\ndeploy:\n  placement: {constraints: [a]}")), "unknown");
  assert.equal(target(service("container_name: web\ndeploy:\n  placement: {constraints: [a]}\n  labels: [traefik.enable=true]")), "swarm");
});

test("the project's Traefik decides for a routed file that says nothing", () => {
  assert.equal(target(service(LABELS), [SWARM]), "swarm");
  assert.equal(target(service(LABELS), [CONTAINER]), "unknown");
  assert.equal(target(service("environment: {A: b}"), [SWARM]), "unknown");
  assert.equal(target(service("deploy:\n  labels: [traefik.enable=true]"), [CONTAINER]), "unknown");
});

test("the user's word is above all evidence, a comment above the setting", () => {
  assert.equal(target(SWARM, [], { target: "compose" }), "compose");
  assert.equal(target(`# traefik-swarm: target=compose\n${SWARM}`), "compose");
  assert.equal(target(`# traefik-swarm: target=swarm\n${CONTAINER}`, [], { target: "compose" }), "swarm");
  assert.equal(target(service('command: "# traefik-swarm: target=swarm"')), "unknown");
});

test("what is no stack has no target", () => {
  for (const text of ["", "a: 1\n", "services:\n", "services: [a]\n", "- a\n", "kind: Deployment\nspec: {}\n"]) {
    assert.equal(target(text), undefined, text);
  }
});

test("a Traefik that reads containers leaves labels under deploy open only where it may be the one", () => {
  const labels = "deploy:\n  labels: [traefik.enable=true]\nnetworks: [public]";
  const app = `${service(labels)}networks:\n  public: {external: true}\n`;
  const on = (text: string) => `${text}    networks: [public]\nnetworks:\n  public: {external: true}\n`;
  const of = (uri: string, ...others: (readonly [uri: string, text: string])[]) => {
    const documents = [[uri, app] as const, ...others].map(([u, text]) => openDocument(`file:///p/${u}`, 1, text));
    const workspace = withDocuments(
      emptyWorkspace(["file:///p"], () => readSettings({})),
      documents,
    );
    return viewOf(workspace, documents[0]!)?.target().mode;
  };
  assert.equal(of("app.yml", ["compose.yml", CONTAINER]), "unknown", "in one folder");
  assert.equal(of("deploy/app.yml", ["compose.yml", CONTAINER]), "swarm", "on other networks");
  assert.equal(of("deploy/app.yml", ["compose.yml", on(CONTAINER)]), "unknown", "on its network");
  assert.equal(of("app.yml", ["compose.yml", CONTAINER], ["edge.yml", on(SWARM)]), "swarm", "beside one of the swarm");
});
