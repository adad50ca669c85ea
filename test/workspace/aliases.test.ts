// What comes in by an alias counts as if it stood there: when the anchor changes, so do the findings of all that depends on it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { checkDocument } from "../../server/src/rules/check.ts";
import { changeDocument, documentText, openDocument } from "../../server/src/syntax/document.ts";
import { emptyWorkspace, type Workspace, withDocument, withDocuments } from "../../server/src/workspace/workspace.ts";

const proxy = `x-image: &image traefik:v2.11
x-command: &command
  - --providers.docker.swarmMode=true
  - --providers.docker.exposedByDefault=true
services:
  proxy:
    image: *image
    command: *command
    networks: [edge]
    deploy:
      placement:
        constraints: [node.role == manager]
networks:
  edge: { external: true }
`;

const app = `services:
  web:
    image: ghcr.io/example/web:1.4
    networks: [edge]
    deploy:
      labels:
        - traefik.http.routers.web.rule=Host(\`a.b\`)
networks:
  edge: { external: true }
`;

const open = (): Workspace =>
  withDocuments(emptyWorkspace(["file:///p"]), [openDocument("file:///p/proxy.yml", 1, proxy), openDocument("file:///p/app.yml", 1, app)]);

const rules = (workspace: Workspace, file: string) =>
  checkDocument(workspace, workspace.documents.get(`file:///p/${file}`)!)
    .filter((d) => d.severity === "error")
    .map((d) => d.rule.id);

function replaced(workspace: Workspace, before: string, after: string): Workspace {
  const document = workspace.documents.get("file:///p/proxy.yml")!;
  const start = documentText(document).indexOf(before);
  return withDocument(workspace, changeDocument(document, 2, { start, end: start + before.length, text: after }));
}

test("an aliased image that becomes v3 brings its error", () => {
  const workspace = open();
  assert.deepEqual(rules(workspace, "proxy.yml"), []);
  assert.deepEqual(rules(replaced(workspace, "traefik:v2.11", "traefik:v3.6"), "proxy.yml"), ["traefik/swarm-mode-on-v3"]);
});

test("an aliased command that takes only services that ask for it is heard in the other file", () => {
  const workspace = open();
  assert.deepEqual(rules(workspace, "app.yml"), ["routing/missing-port"]);
  assert.deepEqual(rules(replaced(workspace, "exposedByDefault=true", "exposedByDefault=false"), "app.yml"), ["labels/not-enabled"]);
});

test("an alias bomb is no crash", () => {
  const bomb = [
    "x-0: &a0 [x, x]",
    ...Array.from({ length: 40 }, (_, i) => `x-${i + 1}: &a${i + 1} [*a${i}, *a${i}]`),
    "services:",
    "  web: *a40",
  ];
  const document = openDocument("file:///p/bomb.yml", 1, `${bomb.join("\n")}\n`);
  assert.equal(document.blocks.length, bomb.length);
});
