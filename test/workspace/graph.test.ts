// Names over all files of a project: who defines them and who uses them, what is read and what is not, and what a variable leaves open.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openDocument } from "../../server/src/syntax/document.ts";
import { type Graph, graphOf, hostsIn, mayBeDefined, middlewaresIn, namesOf } from "../../server/src/workspace/graph.ts";
import { emptyWorkspace, projectOf, type Workspace, withDocument, withDocuments } from "../../server/src/workspace/workspace.ts";

const ROOT = "file:///p";

const proxy = (more = "") => `services:
  proxy:
    image: traefik:v3.7.9
    command: --providers.swarm --entrypoints.web.address=:80 ${more}
    deploy:
      placement:
        constraints: [node.role == manager]
`;

const app = (name: string, labels: readonly string[], deploy = "") => `services:
  ${name}:
    image: ghcr.io/example/${name}:1
    deploy:
${deploy}      labels:
${labels.map((l) => `        - ${JSON.stringify(l)}\n`).join("")}`;

const open = (files: Readonly<Record<string, string>>): Workspace =>
  withDocuments(
    emptyWorkspace([ROOT]),
    Object.entries(files).map(([name, text]) => openDocument(`${ROOT}/${name}`, 1, text)),
  );

const graph = (files: Readonly<Record<string, string>>): Graph => graphOf(projectOf(open(files), `${ROOT}/a.yml`));

const owners = ({ byName }: Graph, name: string): string[] =>
  (byName.get(name) ?? []).map((d) => `${d.uri.slice(ROOT.length + 1)} ${d.service} ${d.read}`);

test("a name is found in whatever file defines it, with all who define it", () => {
  const auth = "traefik.http.middlewares.auth.basicauth.users=u:{SHA}x";
  const found = graph({
    "proxy.yml": proxy(),
    "a.yml": app("a", [auth]),
    "b.yml": app("b", [auth, "traefik.tcp.middlewares.auth.inflightconn.amount=1"]),
  });
  assert.deepEqual(owners(found, "http middlewares auth"), ["a.yml a true", "b.yml b true"]);
  assert.deepEqual(owners(found, "tcp middlewares auth"), ["b.yml b true"]);
  assert.deepEqual(owners(found, "http routers auth"), []);
  assert.deepEqual(namesOf(found, "http", "middlewares"), ["auth"]);
});

test("names keep their capitals, all else of a key has none", () => {
  const found = graph({ "proxy.yml": proxy(), "a.yml": app("a", ["traefik.HTTP.Middlewares.Auth.Compress=true"]) });
  assert.deepEqual(owners(found, "http middlewares Auth"), ["a.yml a true"]);
  assert.deepEqual(owners(found, "http middlewares auth"), []);
});

test("what Traefik does not read does not exist: disabled, without tasks, not asked for", () => {
  const zip = ["traefik.http.middlewares.zip.compress=true"];
  const reads = (text: string, more = "") => owners(graph({ "proxy.yml": proxy(more), "a.yml": text }), "http middlewares zip");
  assert.deepEqual(reads(app("a", zip)), ["a.yml a true"]);
  assert.deepEqual(reads(app("a", ["traefik.enable=false", ...zip])), ["a.yml a false"]);
  assert.deepEqual(reads(app("a", zip, "      replicas: 0\n")), ["a.yml a false"]);
  assert.deepEqual(reads(app("a", zip), "--providers.swarm.exposedbydefault=false"), ["a.yml a false"]);
  assert.deepEqual(reads(app("a", ["traefik.enable=true", ...zip]), "--providers.swarm.exposedbydefault=false"), ["a.yml a true"]);
  assert.deepEqual(reads(app("a", ["traefik.enable=${ON}", ...zip])), ["a.yml a unknown"]);
  const of = { "proxy.yml": proxy(), "a.yml": app("a", zip, "      replicas: 0\n") };
  assert.equal(mayBeDefined(graph(of), "http", "middlewares", "zip"), false);
});

test("without a Traefik it is not known whether labels are read, and they count as if they were", () => {
  const found = graph({ "a.yml": app("a", ["traefik.http.middlewares.zip.compress=true"]) });
  assert.deepEqual(owners(found, "http middlewares zip"), ["a.yml a unknown"]);
  assert.equal(mayBeDefined(found, "http", "middlewares", "zip"), true);
});

test("a name with a variable may be what fits around it, and no more", () => {
  const found = graph({ "proxy.yml": proxy(), "a.yml": app("a", ["traefik.http.middlewares.${STACK}-https.redirectscheme.scheme=https"]) });
  const may = (name: string) => mayBeDefined(found, "http", "middlewares", name);
  assert.deepEqual([may("shop-https"), may("-https"), may("shop-http"), may("https")], [true, true, false, false]);
  assert.equal(mayBeDefined(found, "http", "services", "shop-https"), false);
});

test("a variable that makes a key leaves all open, unless nobody reads it", () => {
  const labels = ["traefik.http.${KIND}.x.rule=y"];
  assert.equal(graph({ "proxy.yml": proxy(), "a.yml": app("a", labels) }).open, true);
  assert.equal(graph({ "proxy.yml": proxy(), "a.yml": app("a", ["traefik.enable=false", ...labels]) }).open, false);
});

test("who uses a middleware: routers and chains, with the provider's name or without, not those of other providers", () => {
  const found = graph({
    "proxy.yml": proxy(),
    "a.yml": app("a", [
      "traefik.http.routers.a.middlewares=zip, auth@swarm,cut@file,zip",
      "traefik.http.middlewares.all.chain.middlewares=auth",
    ]),
    "b.yml": app("b", ["traefik.tcp.routers.b.middlewares=auth"]),
  });
  const users = (name: string) => (found.users.get(name) ?? []).map((d) => `${d.kind} ${d.name}`);
  assert.deepEqual(users("http auth"), ["routers a", "middlewares all"]);
  assert.deepEqual(users("http zip"), ["routers a"]);
  assert.deepEqual(users("tcp auth"), ["routers b"]);
  assert.deepEqual(users("http cut"), []);
});

test("lists of names, however they are written", () => {
  const fact = (kind: "routers" | "middlewares", options: [string, string][]) => ({ protocol: "http" as const, kind, name: "x", options });
  assert.deepEqual(middlewaresIn(fact("routers", [["middlewares", " a ,,b@docker, c@file"]])), ["a", "b"]);
  assert.deepEqual(middlewaresIn(fact("middlewares", [["middlewares", "a"]])), []);
  assert.deepEqual(middlewaresIn(fact("middlewares", [["chain.middlewares", "a"]])), ["a"]);
});

test("routers are found by the hosts of their rules, whatever the case, and those without a host apart", () => {
  assert.deepEqual(hostsIn('Host(`A.example`, `b.example`) && Path(`/x`) || HOST("c.example")'), ["a.example", "b.example", "c.example"]);
  const found = graph({
    "proxy.yml": proxy(),
    "a.yml": app("a", ["traefik.http.routers.a.rule=Host(`A.example`)", "traefik.http.routers.b.rule=PathPrefix(`/b`)"]),
  });
  assert.deepEqual(
    found.byHost.get("a.example")?.map((d) => d.name),
    ["a"],
  );
  assert.deepEqual(
    found.byHost.get("")?.map((d) => d.name),
    ["b"],
  );
});

test("services that routers may get by themselves are those of their own label set and protocol", () => {
  const labels = [
    "traefik.http.routers.a.rule=Host(`a`)",
    "traefik.http.services.s.loadbalancer.server.port=1",
    "traefik.tcp.services.t.loadbalancer.server.port=2",
  ];
  const found = graph({ "proxy.yml": proxy(), "a.yml": app("a", labels) });
  assert.deepEqual(
    found.byName.get("http routers a")?.map((d) => d.services),
    [["s"]],
  );
});

test("what a change adds and takes away: the graph is that of a fresh start", () => {
  const files = {
    "proxy.yml": proxy(),
    "a.yml": app("a", ["traefik.http.middlewares.zip.compress=true", "traefik.http.routers.a.middlewares=zip"]),
    "b.yml": app("b", ["traefik.http.routers.b.middlewares=zip", "traefik.http.routers.b.rule=Host(`b.example`)"]),
  };
  const changes: Readonly<Record<string, string>>[] = [
    { "b.yml": app("b", ["traefik.http.routers.b.middlewares=zap", "traefik.http.routers.b.rule=Host(`c.example`)"]) },
    { "a.yml": app("a", ["traefik.enable=false", "traefik.http.middlewares.zip.compress=true"]) },
    { "b.yml": app("b", ["traefik.http.middlewares.all.chain.middlewares=zip,zap"]) },
    { "a.yml": app("a", ["traefik.http.middlewares.${ZIP}.compress=true"]) },
    { "proxy.yml": proxy("--providers.swarm.exposedbydefault=false") },
    { "a.yml": files["a.yml"], "b.yml": files["b.yml"], "proxy.yml": files["proxy.yml"] },
  ];
  let now: Readonly<Record<string, string>> = files;
  let workspace = open(files);
  graphOf(projectOf(workspace, `${ROOT}/a.yml`));
  changes.forEach((change, step) => {
    now = { ...now, ...change };
    workspace = withDocuments(
      workspace,
      Object.entries(change).map(([name, text]) => openDocument(`${ROOT}/${name}`, step + 2, text)),
    );
    assert.deepEqual(plain(graphOf(projectOf(workspace, `${ROOT}/a.yml`))), plain(graph(now)), `after change ${step}`);
  });
});

const plain = ({ byName, byHost, users, patterns, open: isOpen }: Graph) => ({
  ...Object.fromEntries(
    Object.entries({ byName, byHost, users }).map(([table, layers]) => [
      table,
      [...layers.keys()].sort().map((key) => [key, layers.get(key)]),
    ]),
  ),
  patterns: [...patterns].map(([list, fits]) => [list, fits.length]),
  isOpen,
});

test("the graph is kept as long as no file tells anything new", () => {
  const before = open({ "proxy.yml": proxy(), "a.yml": app("a", ["traefik.http.middlewares.zip.compress=true"]) });
  const of = (workspace: Workspace) => graphOf(projectOf(workspace, `${ROOT}/a.yml`));
  const edit = (from: string, to: string) =>
    withDocument(before, openDocument(`${ROOT}/a.yml`, 2, app("a", ["traefik.http.middlewares.zip.compress=true"]).replace(from, to)));
  assert.equal(of(before), of(before));
  assert.equal(of(edit(":1", ":2")), of(before), "another image tag");
  assert.notEqual(of(edit("zip", "zap")), of(before), "another name");
});
