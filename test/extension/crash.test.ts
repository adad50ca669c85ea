// A server that dies in the middle of work: another one takes over, with the text as it stands in the editor.
import assert from "node:assert/strict";
import { ChildProcess } from "node:child_process";
import { CodeActionKind, type CodeLens, commands, type Diagnostic, type TextDocument, type Uri } from "vscode";
import { apply, closeAll, findings, open, replace, rule, service, until, untilAction, untilFound, untilGone } from "./editor.ts";

const RULE = "labels/outside-deploy";
/** What only the editor knows: a service with a mistake, and another place for all that follows. */
const NEWS = `  news:
    image: example/news:1.0
    networks: [front]
    labels:
      - traefik.http.routers.news.rule=Host(\`news.example.com\`)
      - traefik.http.services.news.loadbalancer.server.port=8080

`;

describe("a crash of the server", () => {
  let document: TextDocument;

  beforeEach(async () => {
    document = await open("readiness/stack.yml");
    await replace(document, document.getText().replace("  shop:\n", `${NEWS}  shop:\n`));
    await untilFound(document.uri, RULE);
    await until("the lenses of three services", async () => (await lenses(document.uri)).length === 3);
  });
  afterEach(closeAll);

  it("brings back what was found in the text that is not saved, and the lenses", async () => {
    const before = [told(document.uri), await lenses(document.uri)];
    await crash();
    await untilFound(document.uri, RULE);
    await until("the same as before", async () => same([told(document.uri), await lenses(document.uri)], before));
    assert.ok(document.isDirty);
  });

  it("leaves the lightbulb and the commands as they were", async () => {
    await crash();
    const [finding] = await untilFound(document.uri, RULE);
    await apply(await untilAction(document.uri, finding!.range, /move .*labels of news to deploy/i, CodeActionKind.QuickFix));
    await untilGone(document.uri, RULE);
    assert.match(service(document, "news").join("\n"), /\n {4}deploy:\n {6}labels:\n {8}- traefik/);
    await commands.executeCommand("traefikSwarm.restart");
    await until("the lenses of the server that was asked for", async () => (await lenses(document.uri)).length === 3);
  });
});

/** Kills the server as the system does when memory runs out, and waits until there is another. */
async function crash(): Promise<void> {
  const old = server();
  assert.ok(old?.kill("SIGKILL"), "there is no server to kill");
  await until("another server", () => server() !== undefined && server() !== old);
}

/** The tests run in the process that has started it. */
function server(): ChildProcess | undefined {
  const { _getActiveHandles } = process as unknown as { readonly _getActiveHandles: () => readonly unknown[] };
  return _getActiveHandles().find(
    (handle): handle is ChildProcess =>
      handle instanceof ChildProcess &&
      handle.spawnargs.some((arg) => /\bdist[\\/]server\.cjs$/.test(arg)) &&
      handle.exitCode === null &&
      handle.signalCode === null,
  );
}

function told(uri: Uri): unknown[] {
  return findings(uri).map((finding: Diagnostic) => [rule(finding), finding.message, finding.severity, finding.range]);
}

async function lenses(uri: Uri): Promise<unknown[]> {
  const all = await commands.executeCommand<CodeLens[]>("vscode.executeCodeLensProvider", uri, 10);
  return all.filter(({ command }) => command?.command === "traefikSwarm.showReadiness").map(({ range, command }) => [range, command]);
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
