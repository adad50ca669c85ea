// How ready a service is for updates without loss: lens, hover, inlay hints, list, timeline, and the edits that the list makes.
import assert from "node:assert/strict";
import {
  type CodeLens,
  commands,
  type Hover,
  type InlayHint,
  MarkdownString,
  Range,
  Selection,
  type TextDocument,
  type Uri,
  window,
  workspace,
} from "vscode";
import { apply, closeAll, open, service, until, untilAction } from "./editor.ts";

const LIST = "traefikSwarm.showReadiness";
const TIMELINE = "traefikSwarm.showTimeline";

describe("readiness", () => {
  let document: TextDocument;

  beforeEach(async () => {
    document = await open("readiness/stack.yml");
  });
  afterEach(async () => {
    await set("codeLens", undefined);
    await closeAll();
  });

  it("stands above each routed service, and leads to the list", async () => {
    const lenses = await untilLenses(document.uri, 2);
    assert.deepEqual(
      lenses.map(({ command }) => [command?.command, ...(command?.arguments ?? [])]),
      ["shop", "blog"].map((name) => [LIST, document.uri.toString(), name]),
    );
    assert.match(lenses[0]?.command?.title ?? "", /\b1 of 5\b/);
    assert.match(lenses[1]?.command?.title ?? "", /\b3 of 5\b/);
  });

  it("is not shown to those who switch it off", async () => {
    await untilLenses(document.uri, 2);
    await set("codeLens", false);
    await untilLenses(document.uri, 0);
  });

  it("is told in the hover, with the values that count", async () => {
    const at = document.positionAt(document.getText().indexOf("shop:\n") + 1);
    const text = await until("the hover", async () => {
      const hovers = await commands.executeCommand<Hover[]>("vscode.executeHoverProvider", document.uri, at);
      const all = hovers.flatMap(({ contents }) => contents.map((each) => (each instanceof MarkdownString ? each.value : String(each))));
      return all.find((each) => /1 of 5/.test(each));
    });
    assert.match(text, /start-first|stop-first/);
    assert.match(text, /\| *15 s|every 15 s/);
  });

  it("is told in hints, where the file says nothing", async () => {
    const all = new Range(0, 0, document.lineCount, 0);
    const hints = await until("hints", async () => {
      const found = await commands.executeCommand<InlayHint[]>("vscode.executeInlayHintProvider", document.uri, all);
      return found.length > 0 && found;
    });
    assert.match(hints.map(labelOf).join("\n"), /stop-first/);
  });

  it("is listed for the service at the cursor", async () => {
    await untilLenses(document.uri, 2);
    window.activeTextEditor!.selection = selectionAt(document, "example/blog");
    await closesByEscape(commands.executeCommand(LIST));
    await closesByEscape(commands.executeCommand(LIST, document.uri.toString(), "shop"));
  });

  it("gets better by the edits that make it so, made all together and taken back at once", async () => {
    const before = document.getText();
    const range = new Range(document.positionAt(before.indexOf("shop:\n")), document.positionAt(before.indexOf("shop:\n") + 4));
    const [title] = await untilBetter(document, async () =>
      apply(await untilAction(document.uri, range, /start the new task before the old/i)),
    );
    assert.match(title, /\b2 of 5\b/);
    assert.match(service(document, "shop").join("\n"), /update_config:\n +order: start-first/);
    await commands.executeCommand("undo");
    assert.equal(document.getText(), before);
  });

  it("is drawn as a timeline beside the file, once for each service", async () => {
    await untilLenses(document.uri, 2);
    const uri = document.uri.toString();
    const tabs = () => window.tabGroups.all.flatMap((group) => group.tabs.map(({ label }) => ({ label, column: group.viewColumn })));
    await commands.executeCommand(TIMELINE, uri, "shop");
    const shown = await until("the panel", () => tabs().find(({ label }) => /Update of shop/.test(label)));
    assert.equal(shown.column, 2);
    await window.showTextDocument(document, 1);
    await commands.executeCommand(TIMELINE, uri, "shop");
    assert.equal(tabs().filter(({ label }) => /shop/.test(label)).length, 1, "it is only brought to the front");
    await commands.executeCommand(TIMELINE, uri, "blog");
    const other = await until("another panel", () => tabs().find(({ label }) => /Update of blog/.test(label)));
    assert.equal(other.column, 2);
    for (const { tabs: open } of window.tabGroups.all) await window.tabGroups.close(open.filter(({ label }) => /^Update of/.test(label)));
  });
});

function untilLenses(uri: Uri, count: number): Promise<CodeLens[]> {
  return until(`${count} lenses`, async () => {
    const lenses = await commands.executeCommand<CodeLens[]>("vscode.executeCodeLensProvider", uri, 10);
    const ours = lenses.filter(({ command }) => command?.command === LIST);
    return ours.length === count && ours;
  });
}

/** The titles of the lenses after a change. */
async function untilBetter({ uri }: TextDocument, change: () => Promise<void>): Promise<[string, ...string[]]> {
  const titles = async () => (await untilLenses(uri, 2)).map(({ command }) => command?.title ?? "") as [string, ...string[]];
  const before = await titles();
  await change();
  return until("another lens", async () => {
    const now = await titles();
    return now[0] !== before[0] && now;
  });
}

async function closesByEscape(shown: PromiseLike<unknown>): Promise<void> {
  await shown; // the list is there, and does not keep its command waiting
  await commands.executeCommand("workbench.action.closeQuickOpen");
}

const labelOf = ({ label }: InlayHint): string => (typeof label === "string" ? label : label.map(({ value }) => value).join(""));

function selectionAt(document: TextDocument, text: string): Selection {
  const at = document.positionAt(document.getText().indexOf(text));
  return new Selection(at, at);
}

async function set(name: string, value: unknown): Promise<void> {
  await workspace.getConfiguration("traefikSwarm").update(name, value);
}
