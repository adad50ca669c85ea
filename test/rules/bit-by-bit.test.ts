// A long file is judged bit by bit between the client's messages: each call goes on where the last one ended.
import assert from "node:assert/strict";
import test from "node:test";
import { RULES } from "../../server/src/rules/all.ts";
import { checkDocument, checkSome, countSoFar } from "../../server/src/rules/check.ts";
import { judge, judgedSoFar, judgeUntil } from "../../server/src/rules/judge.ts";
import { changeDocument, openDocument, type StackDocument } from "../../server/src/syntax/document.ts";
import { emptyWorkspace, type Workspace, withDocuments } from "../../server/src/workspace/workspace.ts";

const SERVICES = 30;
const text = `services:
${Array.from(
  { length: SERVICES },
  (_, i) => `  app-${i}:
    image: example/app:${i}
    networks: [edge]
    deploy:
      labels:
        - traefik.http.routers.app-${i}.rule=Host(\`${i}.example.com\`)
        - traefik.http.services.app-${i}.loadbalancer.server.port=80
`,
).join("")}networks:
  edge:
    external: true
`;

/** How often it has to be asked where each time is over at once. */
function calls(workspace: Workspace, document: StackDocument): number {
  let count = 1;
  while (!judgeUntil(workspace, document, () => true)) assert.ok(++count <= 2 * document.blocks.length, "no end");
  return count;
}

const opened = (document: StackDocument): Workspace => withDocuments(emptyWorkspace(["file:///p"]), [document]);
const found = (workspace: Workspace, document: StackDocument) =>
  judge(workspace, document).map((j) => j.found.map((f) => [f.rule.id, f.finding.span, f.finding.message]));

test("a file that is opened, and one of which every service is concerned by an edit", () => {
  let document = openDocument("file:///p/a.yml", 1, text);
  let workspace = opened(document);
  assert.equal(calls(workspace, document), document.blocks.length);
  const at = text.lastIndexOf("edge:");
  for (const change of [
    { start: at, end: at, text: "x" },
    { start: at, end: at + 1, text: "" },
  ]) {
    document = changeDocument(document, 2, change);
    workspace = withDocuments(workspace, [document]);
    assert.ok(calls(workspace, document) > SERVICES / 2);
    const fresh = openDocument("file:///p/a.yml", 1, document.blocks.map((b) => b.source).join(""));
    assert.deepEqual(found(workspace, document), found(opened(fresh), fresh));
    assert.equal(calls(workspace, document), 1);
  }
});

test("what was typed is judged first, and then what it changes elsewhere", () => {
  let document = openDocument("file:///p/a.yml", 1, text);
  let workspace = opened(document);
  judge(workspace, document);
  const at = text.lastIndexOf("edge:");
  document = changeDocument(document, 2, { start: at, end: at, text: "x" });
  workspace = withDocuments(workspace, [document]);
  assert.equal(judgedSoFar(workspace, document).isWhole, false);
  assert.equal(
    judgeUntil(workspace, document, () => true),
    undefined,
  );
  assert.equal(judgedSoFar(workspace, document).isWhole, true);
});

test("some blocks are judged before others, and found to hold the same as when all are", () => {
  const plain = (list: ReturnType<typeof checkDocument>) => list.map((d) => [d.index, d.rule.id, d.finding, d.fixes().map((f) => f.title)]);
  const count = (list: ReturnType<typeof checkDocument>) => ({
    error: 0,
    warning: 0,
    info: 0,
    hint: 0,
    ...Object.fromEntries(counted(list)),
  });
  let document = openDocument("file:///p/a.yml", 1, text);
  let workspace = opened(document);
  const at = text.lastIndexOf("edge:");
  for (const typed of ["", "x"]) {
    if (typed) {
      document = changeDocument(document, 2, { start: at, end: at, text: typed });
      workspace = withDocuments(workspace, [document]);
    }
    const wanted = [3, 17];
    const some = plain(checkSome(workspace, document, (index) => wanted.includes(index)));
    const before = countSoFar(workspace, document);
    const all = checkDocument(workspace, document);
    assert.deepEqual(
      some,
      plain(all).filter(([index]) => wanted.includes(index as number)),
    );
    assert.deepEqual(countSoFar(workspace, document), count(all));
    assert.notDeepEqual(before, count(all), "known before it was judged through");
  }
});

function counted(list: ReturnType<typeof checkDocument>): [string, number][] {
  const counts = new Map<string, number>();
  for (const { severity } of list) counts.set(severity, (counts.get(severity) ?? 0) + 1);
  return [...counts];
}

test("what the rules ask is answered the same while nothing changes: else blocks would be judged again for ever", () => {
  const repeated = `services:\n${"  app:\n    image: example/app:1\n".repeat(5)}`;
  for (const bad of [...RULES.map((rule) => rule.bad), repeated]) {
    const document = openDocument("file:///p/a.yml", 1, bad);
    const workspace = opened(document);
    judge(workspace, document);
    assert.equal(calls(workspace, document), 1, bad);
  }
});
