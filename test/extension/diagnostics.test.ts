// What is found, and where.
import assert from "node:assert/strict";
import { DiagnosticSeverity, workspace } from "vscode";
import { closeAll, file, findings, open, replace, rule, until, untilFound } from "./editor.ts";

describe("findings", () => {
  afterEach(closeAll);

  it("come with range, source, severity and a link to the rule's page", async () => {
    const document = await open("move-labels/stack.yml");
    const [finding] = await untilFound(document.uri, "labels/outside-deploy");
    assert.ok(finding);
    assert.match(document.getText(finding.range), /traefik\.http\.routers\.shop|labels/);
    assert.equal(finding.severity, DiagnosticSeverity.Error);
    assert.ok(typeof finding.code === "object" && finding.code.target.path.endsWith("/labels/outside-deploy.md"));
  });

  it("come for files of the project that are not open", async () => {
    await open("unopened/proxy.yml");
    const unopened = file("unopened/shop.yml");
    await untilFound(unopened, "labels/outside-deploy");
    assert.ok(!workspace.textDocuments.some(({ uri }) => uri.toString() === unopened.toString()), "it should not have been opened");
  });

  it("come for the examples", async () => {
    const examples = [await open("examples/shop/proxy.yml"), await open("examples/shop/app.yml")];
    await until("a finding in each example", () => examples.every(({ uri }) => findings(uri).length > 0));
  });

  it("stay away from YAML that is no stack", async () => {
    const others = [await open("not-a-stack/workflow.yml"), await open("not-a-stack/deployment.yaml")];
    // Answered in order: when the stack, opened later, has its findings, the others have been judged.
    await untilFound((await open("move-labels/stack.yml")).uri, "labels/outside-deploy");
    for (const { uri } of others) assert.deepEqual(findings(uri), []);
  });

  it("leave with the mistake, while typing and without saving", async () => {
    const document = await open("move-labels/stack.yml");
    const [finding] = await untilFound(document.uri, "labels/outside-deploy");
    assert.ok(finding);
    const text = document.getText();
    await replace(document, "services: {}\n");
    await until("an empty list", () => findings(document.uri).length === 0);
    await replace(document, text);
    await untilFound(document.uri, rule(finding));
  });
});
