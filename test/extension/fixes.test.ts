// Fixes: from the lightbulb, and all safe ones on save.
import assert from "node:assert/strict";
import { CodeActionKind, type Diagnostic } from "vscode";
import { apply, closeAll, findings, open, replace, rule, service, until, untilAction, untilFound, untilGone } from "./editor.ts";

const RULE = "labels/outside-deploy";
const MOVE_SERVICE = /move (all|both) .*labels of blog to deploy/i;
const MOVE_FILE = /fix all.*outside-deploy/i;
const SHOP = [
  "  shop:",
  "    image: example/shop:1.2",
  "    deploy:",
  "      labels:",
  "        - traefik.http.routers.shop.rule=Host(`shop.example.com`) # the shop window",
  "        - traefik.http.services.shop.loadbalancer.server.port=8080",
];

describe("fixes", () => {
  afterEach(closeAll);

  it("move a file's labels to deploy, comments with them", async () => {
    const document = await open("move-labels/stack.yml");
    const [finding] = await untilFound(document.uri, RULE);
    assert.ok(finding);
    await apply(await untilAction(document.uri, finding.range, MOVE_FILE, CodeActionKind.QuickFix));
    assert.deepEqual(service(document, "shop").slice(0, SHOP.length), SHOP);
    await untilGone(document.uri, RULE);
    assert.ok(document.isDirty, "a fix does not save by itself");
  });

  it("move one service's labels and leave the other's", async () => {
    const document = await open("move-labels/stack.yml");
    const blog = document.getText().indexOf("routers.blog");
    const finding = await until("the blog's finding", () =>
      findings(document.uri).find((each) => rule(each) === RULE && each.range.contains(document.positionAt(blog))),
    );
    await apply(await untilAction(document.uri, finding.range, MOVE_SERVICE, CodeActionKind.QuickFix));
    assert.match(service(document, "blog").join("\n"), /\n {4}deploy:\n {6}labels:\n {8}- traefik\.http\.routers\.blog/);
    assert.match(service(document, "shop").join("\n"), /\n {4}labels:\n {6}- traefik\.http\.routers\.shop/);
    const blogs = (found: Diagnostic[]) => found.filter(({ range }) => document.getText(range).includes("blog"));
    await until("the blog to be fine", async () => blogs(await untilFound(document.uri, RULE)).length === 0);
  });

  it("are all made on save, if the user asked for that", async () => {
    const document = await open("on-save/stack.yml");
    await untilFound(document.uri, RULE);
    // Saving asks all extensions for their actions, and VS Code forgets about that where one registers itself meanwhile: save again.
    await until("a save that moves the labels", async () => {
      await replace(document, `${document.getText()}\n`);
      await document.save();
      return service(document, "shop").join("\n").startsWith(SHOP.join("\n"));
    });
    await untilGone(document.uri, RULE);
    assert.ok(!document.isDirty);
  });
});
