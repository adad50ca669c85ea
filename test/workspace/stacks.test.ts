// Names of stacks: which files they hold for, and what is known by them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { checkDocument } from "../../server/src/rules/check.ts";
import { say } from "../../server/src/rules/text.ts";
import { openDocument } from "../../server/src/syntax/document.ts";
import { readSettings } from "../../server/src/workspace/settings.ts";
import { readStacks, stackOf, stacksIn } from "../../server/src/workspace/stacks.ts";
import { emptyWorkspace, type Workspace, withDocuments, withSettings } from "../../server/src/workspace/workspace.ts";

const of = (stacks: unknown, file: string) => stackOf(`file:///p/${file}`, stacksIn("file:///p", readStacks(stacks)));

test("a path, a list of paths, patterns; from the folder, with or without a dot", () => {
  assert.equal(of({ shop: "shop.yml" }, "shop.yml"), "shop");
  assert.equal(of({ shop: "./shop.yml" }, "shop.yml"), "shop");
  assert.equal(of({ shop: "shop.yml" }, "a/shop.yml"), undefined);
  assert.equal(of({ shop: ["a.yml", "b\\c.yml"] }, "b/c.yml"), "shop");
  assert.equal(of({ shop: "shop/*.yml" }, "shop/a.yml"), "shop");
  assert.equal(of({ shop: "shop/*.yml" }, "shop/a/b.yml"), undefined);
  assert.equal(of({ shop: "**/shop.yml" }, "shop.yml"), "shop");
  assert.equal(of({ shop: "**/shop.yml" }, "a/b/shop.yml"), "shop");
  assert.equal(of({ shop: "shop/**" }, "shop/a/b.yml"), "shop");
  assert.equal(of({ shop: "shop.yml" }, "shopxyml"), undefined);
});

test("blanks and brackets, however an editor encodes them", () => {
  assert.equal(of({ shop: "my shop/[a].yml" }, "my%20shop/%5Ba%5D.yml"), "shop");
  assert.equal(of({ shop: "my shop/[a].yml" }, "my%20shop/[a].yml"), "shop");
  assert.equal(of({ shop: "100%.yml" }, "100%25.yml"), "shop");
});

test("under two names a file has none, under one name twice it has that", () => {
  assert.equal(of({ shop: "*.yml", test: "a.yml" }, "a.yml"), undefined);
  assert.equal(of({ shop: ["*.yml", "a.yml"] }, "a.yml"), "shop");
});

test("what is no name and no path is left out", () => {
  for (const value of [undefined, null, "shop", [], { "": "a.yml" }, { "a b": "a.yml" }, { "${X}": "a.yml" }, { shop: 1 }, { shop: "" }])
    assert.deepEqual(readStacks(value), []);
  assert.deepEqual(readStacks({ shop: ["a.yml", 2, " "] }), [{ name: "shop", files: "a.yml" }]);
});

const proxy = `services:
  proxy:
    image: traefik:v3.3
    command: --providers.swarm --providers.swarm.network=edge
    deploy:
      placement:
        constraints: [node.role == manager]
    networks: [edge]
networks:
  edge:
`;
const app = `services:
  web:
    image: ghcr.io/example/web:1.4
    networks: [edge]
    deploy:
      labels:
        - traefik.swarm.network=edge
        - traefik.http.services.web.loadbalancer.server.port=8080
networks:
  edge:
`;

const open = (): Workspace =>
  withDocuments(emptyWorkspace(["file:///p"]), [openDocument("file:///p/proxy.yml", 1, proxy), openDocument("file:///p/app.yml", 1, app)]);

const named = (workspace: Workspace, stacks: unknown): Workspace => {
  const settings = readSettings({ stacks });
  return withSettings(workspace, () => ({ ...settings, stacks: stacksIn("file:///p", settings.stacks) }));
};

const found = (workspace: Workspace): string[] =>
  ["proxy.yml", "app.yml"].flatMap((file) =>
    checkDocument(workspace, workspace.documents.get(`file:///p/${file}`)!)
      .filter((d) => d.rule.id.startsWith("network/"))
      .map((d) => [d.rule.id, ...d.fixes().map((f) => say(d.rule, f.title, "en"))].join(": ")),
  );

test("a stack's name tells the real names of its networks, as soon as it is set", () => {
  const workspace = open();
  assert.deepEqual(found(workspace), ["network/provider-mismatch", "network/label-mismatch"]);
  assert.deepEqual(found(named(workspace, { infra: "*.yml" })), [
    "network/provider-mismatch: Use the network's real name, infra_edge",
    "network/label-mismatch: Use the network's real name, infra_edge",
  ]);
  assert.deepEqual(found(named(workspace, { infra: "proxy.yml", shop: "app.yml" })), [
    "network/provider-mismatch: Use the network's real name, infra_edge",
    "network/not-shared: Attach web to infra_edge, where its Traefik is",
    "network/label-mismatch: Use the network's real name, shop_edge",
  ]);
  assert.deepEqual(found(workspace), ["network/provider-mismatch", "network/label-mismatch"]);
});

test("the default network too, declared or not", () => {
  const stack = app.replace("    networks: [edge]\n", "").replace("network=edge", "network=shop_default");
  for (const text of [stack, stack.replace("  edge:", "  default:\n    driver: overlay")]) {
    const workspace = withDocuments(emptyWorkspace(["file:///p"]), [openDocument("file:///p/app.yml", 1, text)]);
    const rules = (stacks: unknown) => {
      const w = named(workspace, stacks);
      return checkDocument(w, w.documents.get("file:///p/app.yml")!).map((d) => d.rule.id);
    };
    assert.ok(!rules({ shop: "app.yml" }).includes("network/label-mismatch"));
    assert.ok(rules({ other: "app.yml" }).includes("network/label-mismatch"));
  }
});
