// Edits of which little is read anew: what the files tell, their trees and their findings are those of a fresh start.
import assert from "node:assert/strict";
import { test } from "node:test";
import { checkDocument } from "../../server/src/rules/check.ts";
import { judge } from "../../server/src/rules/judge.ts";
import { changeDocument, documentText, openDocument } from "../../server/src/syntax/document.ts";
import { emptyWorkspace, type Workspace, withDocument, withDocuments } from "../../server/src/workspace/workspace.ts";
import { facts } from "../support/facts.ts";

const proxy = `services:
  proxy:
    image: traefik:v3.1.0
    command:
      - --providers.swarm=true
      - --entrypoints.web.address=:80
    volumes:
      - conf:/data
    deploy:
      placement:
        constraints: [node.role == manager]
`;
const app = (entryPoint: string) => `services:
  app:
    image: example/app:1
    deploy:
      labels:
        - traefik.http.routers.app.rule=Host(\`app.example.com\`)
        - traefik.http.routers.app.entrypoints=${entryPoint}
        - traefik.http.services.app.loadbalancer.server.port=80
`;

/** The first file is edited. */
const CASES: Readonly<Record<string, { readonly files: readonly string[]; readonly from: string; readonly to: string }>> = {
  "a Traefik may have a configuration file": { files: [proxy, app("nope")], from: "conf:/data", to: "conf:/etc/traefik" },
  "an entrypoint in capitals": { files: [proxy, app("web")], from: "entrypoints.web", to: "entrypoints.Web" },
  "a Traefik on the host's network": { files: [proxy, app("web")], from: "    volumes:", to: "    network_mode: host\n    volumes:" },
  "another release": { files: [proxy, app("web")], from: "v3.1.0", to: "v2.11.0" },
  "a tag at an anchor": anchored("x-a: &a 5\n", "&a 5", "&a !!str 5"),
  "a tag of one's own": anchored("x-a: &a !!str 5\n", "!!str ", "!reset "),
  "a tag at an anchored mapping": anchored("x-a: &a\n  b: 1\n", "&a", "&a !foo"),
  "a tag at an anchor behind another": anchored("x-b: &b 5\nx-a: &a\n  d: *b\n", "&b 5", "&b !!str 5"),
  "a block of text by its key's place": anchored("x-a:\n  k: &a |1\n     text\n", "  k:", "   k:"),
  "a block of text by its dash": anchored("x-a:\n  k:\n    - &a |1\n     text\n", "    - &a", "   - &a"),
  "a block of text in an anchored mapping": anchored("x-a:\n  - &a\n    k: |1\n       text\n", "    k:", "     k:"),
};

function anchored(above: string, from: string, to: string) {
  return { files: [`${above}services:\n  app:\n    image: *a\n`], from, to };
}

const uri = (index: number): string => `file:///p/${index}.yml`;
const opened = (texts: readonly string[]): Workspace =>
  withDocuments(
    emptyWorkspace(["file:///p"]),
    texts.map((text, i) => openDocument(uri(i), 1, text)),
  );

function told(workspace: Workspace): unknown {
  const documents = [...workspace.documents.values()];
  const findings = documents.map((document) =>
    checkDocument(workspace, document).map(({ rule, index, finding }) => [rule.id, index, finding.span, finding.message]),
  );
  return { facts: facts(workspace), blocks: documents.map((d) => d.blocks), findings };
}

for (const [name, { files, from, to }] of Object.entries(CASES)) {
  test(name, () => {
    const workspace = opened(files);
    for (const document of workspace.documents.values()) judge(workspace, document);
    const start = files[0]!.indexOf(from);
    assert.ok(start >= 0);
    const document = changeDocument(workspace.documents.get(uri(0))!, 2, { start, end: start + from.length, text: to });
    const texts = [documentText(document), ...files.slice(1)];
    assert.deepEqual(told(withDocument(workspace, document)), told(opened(texts)));
  });
}
