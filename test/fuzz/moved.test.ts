// Services that are moved, copied, taken away and changed in one edit, as a paste or "fix all" does it: what the file tells its project, and what
// is found, are those of a fresh start. Two services that say the same are two.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { checkDocument } from "../../server/src/rules/check.ts";
import { documentText, openDocument, reviseDocument, type StackDocument } from "../../server/src/syntax/document.ts";
import { emptyWorkspace, type Workspace, withDocuments } from "../../server/src/workspace/workspace.ts";
import { facts } from "../support/facts.ts";
import { parameters } from "./stackText.ts";

const HEAD = `networks: { edge: { external: true } }
services:
  proxy: { image: "traefik:v3.1", command: [--providers.swarm], networks: [edge], deploy: { placement: { constraints: [node.role == manager] } } }
`;

interface Part {
  readonly name: string;
  readonly router: string;
  readonly host: string;
  readonly replicas: number;
}

const textOf = (parts: readonly Part[]): string =>
  HEAD +
  parts
    .map(
      ({ name, router, host, replicas }) => `  ${name}:
    image: example/app:1
    networks: [edge]
    deploy:
      replicas: ${replicas}
      labels:
        - traefik.http.routers.${router}.rule=Host(\`${host}\`)
        - traefik.http.services.${router}.loadbalancer.server.port=80
`,
    )
    .join("");

const opened = (document: StackDocument): Workspace => withDocuments(emptyWorkspace(["file:///p"]), [document]);

function told(workspace: Workspace): unknown {
  const [document] = [...workspace.documents.values()];
  const place = (block: unknown) => document!.blocks.indexOf(block as never);
  const found = checkDocument(workspace, document!).map(({ rule, index, finding: { span, message, related } }) => ({
    at: [rule.id, index, span],
    message,
    related: related?.map((r) => [place(r.block), r.span, r.message]),
  }));
  return { facts: facts(workspace), found };
}

test("after any edits of services at once all is as if the file were opened afresh", () => {
  const part = fc.record<Part>({
    name: fc.constantFrom("a", "b", "c"),
    router: fc.constantFrom("r", "s"),
    host: fc.constantFrom("a.example.com", "b.example.com"),
    replicas: fc.constantFrom(1, 2),
  });
  const texts = fc.array(part, { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(texts, fc.array(fc.tuple(texts, fc.boolean()), { minLength: 1, maxLength: 6 }), (first, steps) => {
      let parts: readonly Part[] = first;
      let document = openDocument("file:///p/a.yml", 1, textOf(parts));
      let workspace = opened(document);
      told(workspace);
      for (const [other, reorders] of steps) {
        // The same ones in another order, or others.
        parts = reorders ? [...parts.slice(1), parts[0]!] : [...other, ...parts.slice(other.length)];
        document = reviseDocument(document, document.version + 1, textOf(parts));
        workspace = withDocuments(workspace, [document]);
        assert.deepEqual(told(workspace), told(opened(openDocument("file:///p/a.yml", 1, documentText(document)))));
      }
    }),
    parameters(150),
  );
});
