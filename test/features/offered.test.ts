// Tab stops only where the editor leaves the lines of a snippet where they are.
import assert from "node:assert/strict";
import { test } from "node:test";
import { applyChanges, changesOf } from "../../server/src/features/fix.ts";
import { offered } from "../../server/src/features/offered.ts";
import { checkDocument } from "../../server/src/rules/check.ts";
import { documentText, openDocument } from "../../server/src/syntax/document.ts";
import { emptyWorkspace, withDocuments } from "../../server/src/workspace/workspace.ts";

const URI = "file:///p/a.yml";

const stack = (deploy: string) =>
  `# traefik-swarm: target=swarm\nservices:\n  web:\n    image: ghcr.io/example/web:1\n    deploy:\n${deploy}`;

const RULE = "traefik.http.routers.web.rule=Host(`a.b`)";
const PORT = "traefik.http.services.web.loadbalancer.server.port";

/** Each fix of a rule, with the file after it where it has no stops. */
function fixes(rule: string, text: string) {
  const workspace = withDocuments(emptyWorkspace(["file:///p"]), [openDocument(URI, 1, text)]);
  const document = workspace.documents.get(URI)!;
  return checkDocument(workspace, document)
    .filter((d) => d.rule.id === rule)
    .flatMap(offered)
    .map((fix) => {
      const after = documentText(applyChanges(document, changesOf(workspace, URI, fix.edits).get(URI)!));
      return { snippet: fix.snippet === true, after };
    });
}

test("a new line of its own has a stop, one behind a text without a last line break has none", () => {
  const labels = stack(`      labels:\n        - ${RULE}`);
  assert.deepEqual(fixes("routing/missing-port", `${labels}\n`), [{ snippet: true, after: `${labels}\n        - ${PORT}=\${1:8080}\n` }]);
  assert.deepEqual(fixes("routing/missing-port", labels), [{ snippet: false, after: `${labels}\n        - ${PORT}=8080` }]);
});

test("within a line it has a stop anyway", () => {
  const labels = stack(`      labels: ["${RULE}"]`);
  assert.deepEqual(fixes("routing/missing-port", labels), [{ snippet: true, after: labels.replace(`"]`, `", "${PORT}=\${1:8080}"]`) }]);
});

test("other rules at the end of a file, too", () => {
  const global = stack(
    `      labels:\n        - ${RULE}\n        - ${PORT}=80\n      mode: global\n      update_config:\n        order: start-first`,
  );
  const replicated = global.replace("mode: global", "mode: replicated");
  assert.deepEqual(fixes("update/global-start-first", global), [{ snippet: false, after: `${replicated}\n      replicas: 2` }]);
});

test("no fix makes a label that is there already, in any spelling", () => {
  const twice = (key: string) => stack(`      labels:\n        - ${RULE}\n        - ${PORT}=80\n        - ${key}=Host(\`c.d\`)\n`);
  assert.deepEqual(fixes("labels/unknown-key", twice("traefik.http.routers.web.rules")), []);
  assert.deepEqual(fixes("labels/unknown-key", twice("TRAEFIK.http.routers.web.RULE")), []);
  assert.equal(fixes("labels/unknown-key", twice("traefik.http.routers.api.rules")).length, 1);
});
