// What names cost over many files: one stack a file, all behind one Traefik, with middlewares that others use. A name changes in one file: the
// graph of the project is made anew, and the file itself and one that uses the name are answered.
import { diagnostics } from "../../server/src/features/diagnostics.ts";
import { openDocument, type StackDocument } from "../../server/src/syntax/document.ts";
import { graphOf } from "../../server/src/workspace/graph.ts";
import { emptyWorkspace, projectOf, type Workspace, withDocument, withDocuments } from "../../server/src/workspace/workspace.ts";

const ROOT = "file:///bench";
const uriOf = (i: number): string => `${ROOT}/app-${i}/stack.yml`;

/** Milliseconds, medians. */
export interface NameCosts {
  readonly files: number;
  /** All files, from their texts, with their diagnostics. */
  readonly open: number;
  /** The facts of all files put together by name, after one has changed. */
  readonly graph: number;
  /** From the changed text to the diagnostics of that file. */
  readonly changed: number;
  /** The diagnostics of another file that uses the name, after that. */
  readonly user: number;
}

export function nameCosts(files: number): NameCosts {
  const documents = Array.from({ length: files }, (_, i) => openDocument(uriOf(i), 1, stack(i, files, "shared")));
  const proxy = openDocument(`${ROOT}/proxy/stack.yml`, 1, PROXY);
  const whole = (): Workspace => withDocuments(emptyWorkspace([ROOT]), [proxy, ...documents]);
  const open = median(3, () => {
    const all = Array.from({ length: files }, (_, i) => openDocument(uriOf(i), 1, stack(i, files, "shared")));
    const workspace = withDocuments(emptyWorkspace([ROOT]), [proxy, ...all]);
    for (const document of all) diagnostics(workspace, document, "en");
  });
  let workspace = whole();
  for (const document of documents) diagnostics(workspace, document, "en");
  let version = 1;
  const rename = (): StackDocument => openDocument(uriOf(1), ++version, stack(1, files, version % 2 === 0 ? "renamed" : "shared"));
  const graph = median(20, () => {
    workspace = withDocument(workspace, rename());
    graphOf(projectOf(workspace, uriOf(1)));
  });
  const changed = median(20, () => {
    const document = rename();
    workspace = withDocument(workspace, document);
    diagnostics(workspace, document, "en");
  });
  const using = documents[0]!;
  const times: number[] = [];
  for (let i = 0; i < 20; i++) {
    const document = rename();
    workspace = withDocument(workspace, document);
    diagnostics(workspace, document, "en");
    times.push(median(1, () => diagnostics(workspace, using, "en")));
  }
  return { files, open, graph, changed, user: times.sort((a, b) => a - b)[10]! };
}

function median(runs: number, work: () => void): number {
  const times = Array.from({ length: runs }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b)[Math.floor(runs / 2)]!;
}

const PROXY = `services:
  proxy:
    image: traefik:v3.7.9
    command: --providers.swarm --providers.swarm.network=edge --entrypoints.web.address=:80
    networks: [edge]
    deploy:
      placement:
        constraints: [node.role == manager]
networks:
  edge: { external: true }
`;

/** @param name of the middleware that the stack before it uses */
function stack(i: number, files: number, name: string): string {
  const services = Array.from(
    { length: 4 },
    (_, s) => `  web-${s}:
    image: registry.example.com/app-${i}-${s}:1.4
    networks: [edge]
    deploy:
      labels:
        - traefik.http.routers.app-${i}-${s}.rule=Host(\`app-${i}-${s}.example.com\`)
        - traefik.http.routers.app-${i}-${s}.middlewares=shared-${(i + 1) % files},zip-${i}-${s}
        - traefik.http.middlewares.zip-${i}-${s}.compress=true
        - traefik.http.services.app-${i}-${s}.loadbalancer.server.port=8080
${s === 0 ? `        - traefik.http.middlewares.${name}-${i}.stripprefix.prefixes=/app-${i}\n` : ""}`,
  );
  return `services:\n${services.join("")}networks:\n  edge: { external: true }\n`;
}
