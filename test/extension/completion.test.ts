// Snippets are offered where they fit, nowhere else.
import assert from "node:assert/strict";
import { type CompletionItem, CompletionItemKind, Position, type TextDocument, WorkspaceEdit, workspace } from "vscode";
import { closeAll, completions, open, after as placeAfter, until, untilFound } from "./editor.ts";

describe("snippets", () => {
  afterEach(closeAll);

  it("are offered in deploy.labels", async () => {
    const document = await open("snippets/stack.yml");
    const position = await newItem(document, "- traefik.enable=true");
    const items = await until("snippets", async () => {
      const found = (await completions(document, position)).filter(isTraefikSnippet);
      return found.length > 0 && found;
    });
    assert.ok(
      items.every(({ documentation }) => documentation),
      "each says what it is for",
    );
  });

  it("are not offered in another list of the service", async () => {
    const document = await open("snippets/stack.yml");
    const inLabels = await newItem(document, "- traefik.enable=true");
    await until("the server to answer", async () => (await completions(document, inLabels)).some(isTraefikSnippet));
    const position = await newItem(document, "- MODE=production");
    assert.deepEqual((await completions(document, position)).filter(isTraefikSnippet), []);
  });

  it("are not offered in YAML that is no stack", async () => {
    const document = await open("not-a-stack/workflow.yml");
    await untilFound((await open("move-labels/stack.yml")).uri, "labels/outside-deploy");
    const position = await newItem(document, "- traefik.http.routers.shop.rule=Host(`shop.example.com`)");
    assert.deepEqual((await completions(document, position)).filter(isTraefikSnippet), []);
  });
});

function isTraefikSnippet({ kind, label }: CompletionItem): boolean {
  return kind === CompletionItemKind.Snippet && /^traefik-/.test(typeof label === "string" ? label : label.label);
}

/** Adds an empty item to a list, after the one that ends in `text`; the place to type in it. */
async function newItem(document: TextDocument, text: string): Promise<Position> {
  const end = placeAfter(document, text);
  const indent = document.lineAt(end.line).firstNonWhitespaceCharacterIndex;
  const edit = new WorkspaceEdit();
  edit.insert(document.uri, end, `\n${" ".repeat(indent)}- `);
  assert.ok(await workspace.applyEdit(edit));
  return new Position(end.line + 1, indent + 2);
}
