// What one file defines and another uses: after any edits of several files of a project, each has the findings that it has when all are opened
// afresh, and the code lenses, whoever was asked in between.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { codeLenses } from "../../server/src/features/code-lens.ts";
import { checkDocument } from "../../server/src/rules/check.ts";
import { changeDocument, openDocument, type StackDocument } from "../../server/src/syntax/document.ts";
import { emptyWorkspace, type Workspace, withDocument, withDocuments } from "../../server/src/workspace/workspace.ts";
import { facts } from "../support/facts.ts";
import { parameters } from "./stackText.ts";

const uri = (index: number): string => `file:///p/${index}.yml`;
const name = fc.constantFrom("a", "b", "c");
const label = fc.oneof(
  fc.tuple(name, fc.constantFrom("a", "b")).map(([r, host]) => `traefik.http.routers.${r}.rule=Host(\`${host}.com\`)`),
  fc.tuple(name, name, fc.constantFrom("", "@swarm")).map(([r, m, p]) => `traefik.http.routers.${r}.middlewares=${m}${p}`),
  fc.tuple(name, name).map(([r, s]) => `traefik.http.routers.${r}.service=${s}`),
  name.map((m) => `traefik.http.middlewares.${m}.stripprefix.prefixes=/x`),
  name.map((s) => `traefik.http.services.${s}.loadbalancer.server.port=80`),
  fc.constantFrom(
    "traefik.enable=true",
    "traefik.enable=false",
    "traefik.http.routers.$" + "{X}.rule=Path(`/`)",
    "traefik.docker.network=in",
  ),
);
const service = fc
  .tuple(fc.constantFrom("a", "b", "c", "d"), fc.constantFrom("edge", "edge, in", "in"), fc.array(label, { minLength: 1, maxLength: 6 }))
  .map(
    ([key, networks, labels]) =>
      `  ${key}:\n    image: x\n    networks: [${networks}]\n    deploy:\n      labels:\n${labels.map((l) => `        - ${l}\n`).join("")}`,
  );
const TRAEFIK = `  traefik:
    image: traefik:v3.1
    command:
      - --providers.swarm
      - --entrypoints.web.address=:80
    networks: [edge]
`;
const file = fc
  .tuple(fc.boolean(), fc.array(service, { maxLength: 4 }))
  .map(([traefik, services]) => `services:\n${traefik ? TRAEFIK : ""}${services.join("")}networks:\n  edge: {external: true}\n  in:\n`);

/** At a place that means something: after a name in a label, before a service, or anywhere. */
const edit = fc.record({
  file: fc.nat(2),
  place: fc.double({ min: 0, max: 0.999, noNaN: true }),
  at: fc.constantFrom(
    /(?<=routers\.|middlewares[.=]|services\.|Host\(`)/g,
    /(?<=entrypoints\.|providers\.|traefik:)/g,
    /^(?= {2}\w+:\n)/gm,
    /^(?= {4}networks:)/gm,
    /^(?= {8}- )/gm,
    /(?=[\s\S])/g,
  ),
  remove: fc.constantFrom(0, 1, 1, 2, 40),
  insert: fc.oneof(
    fc.constantFrom("", "a", "b", "x", "\n", "# ", "$"),
    service,
    label.map((l) => `        - ${l}\n`),
    fc.constantFrom("W", "    network_mode: host\n", "    volumes: [conf:/etc/traefik]\n"),
  ),
  asked: fc.subarray([0, 1, 2]),
});

test("findings across files do not depend on the way to the texts", () => {
  fc.assert(
    fc.property(fc.tuple(file, file, file), fc.array(edit, { minLength: 1, maxLength: 8 }), (start, edits) => {
      const texts = [...start];
      let workspace = withDocuments(emptyWorkspace(["file:///p"]), opened(texts));
      for (const { file: index, place, at, remove, insert, asked } of edits) {
        const old = texts[index]!;
        const places = [...old.matchAll(at)].map((m) => m.index);
        const from = places[Math.floor(place * places.length)] ?? old.length;
        const to = Math.min(old.length, from + remove);
        texts[index] = old.slice(0, from) + insert + old.slice(to);
        const document = changeDocument(workspace.documents.get(uri(index))!, 2, { start: from, end: to, text: insert });
        workspace = withDocument(workspace, document);
        const fresh = withDocuments(emptyWorkspace(["file:///p"]), opened(texts));
        assert.deepEqual(facts(workspace), facts(fresh));
        for (const i of asked) {
          assert.deepEqual(lenses(workspace, uri(i)), lenses(fresh, uri(i)));
          assert.deepEqual(findings(workspace, uri(i)), findings(fresh, uri(i)));
          assert.deepEqual(lenses(workspace, uri(i)), lenses(fresh, uri(i)));
        }
      }
    }),
    parameters(60),
  );
});

const opened = (texts: readonly string[]): StackDocument[] => texts.map((text, i) => openDocument(uri(i), 1, text));

const lenses = (workspace: Workspace, of: string): unknown[] => codeLenses(workspace, workspace.documents.get(of)!, "en", "");

function findings(workspace: Workspace, of: string): unknown[] {
  const place = (at: string, block: StackDocument["blocks"][number]) => workspace.documents.get(at)!.blocks.indexOf(block);
  return checkDocument(workspace, workspace.documents.get(of)!).map(({ rule, severity, index, finding, fixes }) => [
    rule.id,
    severity,
    index,
    finding.span,
    finding.message,
    finding.related?.map((r) => [r.uri, place(r.uri, r.block), r.span]),
    fixes().map((f) => [f.title, f.edits.map((e) => [e.span, e.text, e.uri, place(e.uri ?? of, e.block)])]),
  ]);
}
