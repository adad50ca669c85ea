// What the editor is sent: as many findings of a rule as it takes, then how many more there are; and the same after any edits as afresh.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { diagnostics } from "../../server/src/features/diagnostics.ts";
import { LIMITS, type Shown, shown, shownSoFar } from "../../server/src/features/shown.ts";
import { judgeUntil } from "../../server/src/rules/judge.ts";
import { openDocument, reviseDocument, type StackDocument } from "../../server/src/syntax/document.ts";
import { emptyWorkspace, type Workspace, withDocument, withDocuments } from "../../server/src/workspace/workspace.ts";
import { parameters } from "../fuzz/stackText.ts";

const URI = "file:///p/stack.yml";

const HEAD = `# traefik-swarm: target=swarm
networks:
  edge: { external: true }
services:
  proxy:
    image: traefik:v3.1
    command: [--providers.swarm, --entrypoints.web.address=:80]
    networks: [edge]
    deploy: { placement: { constraints: [node.role == manager] } }
`;

/** By what is found in it. */
const SERVICES = {
  nothing: "    image: ghcr.io/example/web:1\n",
  hint: "    image: ghcr.io/example/web:1\n    depends_on: [proxy]\n",
  error: "    image: ghcr.io/example/web:1\n    labels: [traefik.enable=true]\n",
  warning: "    image: ghcr.io/example/web:1\n    container_name: web\n",
  "another place": "    image: ghcr.io/example/web:1\n    labels:\n      - com.example.a=1\n      - com.example.a=2\n",
  suppressed:
    "    image: ghcr.io/example/web:1\n    # traefik-swarm-disable-next-line stack/no-effect-key -- tests\n    depends_on: [proxy]\n",
} as const;
type Kind = keyof typeof SERVICES;
const KINDS = Object.keys(SERVICES) as Kind[];

type Named = readonly [kind: Kind, name: string];
const textOf = (services: readonly Named[]): string => HEAD + services.map(([kind, name]) => `  ${name}:\n${SERVICES[kind]}`).join("");
const many = (n: number, kind: Kind): Named[] => Array.from({ length: n }, (_, i) => [kind, `${kind.replace(" ", "-")}-${i}`]);

function opened(text: string): { readonly workspace: Workspace; readonly document: StackDocument } {
  const document = openDocument(URI, 1, text);
  return { workspace: withDocuments(emptyWorkspace(["file:///p"]), [document]), document };
}

const sent = ({ json }: Shown): { code: string; message: string; severity: number; range: { start: { line: number } } }[] =>
  JSON.parse(json);

test("errors all, of the rest so many of a rule, then how many more, at the first of them", () => {
  const { workspace, document } = opened(
    textOf([...many(60, "error"), ...many(30, "hint"), ...many(53, "warning"), ...many(3, "nothing")]),
  );
  const now = shown(workspace, document, "en");
  const list = sent(now);
  const all = diagnostics(workspace, document, "en");
  assert.equal(now.count, list.length);
  const of = (code: string) => list.filter((d) => d.code === code);
  assert.deepEqual(
    of("labels/outside-deploy"),
    all.filter((d) => d.code === "labels/outside-deploy"),
  );
  for (const [code, limit, count] of [
    ["stack/no-effect-key", LIMITS.hint, 30],
    ["stack/ignored-key", LIMITS.warning, 53],
  ] as const) {
    const every = all.filter((d) => d.code === code);
    assert.equal(every.length, count);
    assert.deepEqual(of(code).slice(0, limit), every.slice(0, limit));
    const [more, ...others] = of(code).slice(limit);
    assert.deepEqual(others, []);
    assert.deepEqual(more!.range, every[limit]!.range);
    assert.equal(more!.severity, every[limit]!.severity);
    assert.ok(more!.message.startsWith(`${count - limit} of ${code} `), more!.message);
  }
});

test("while a file is judged, what is known of it grows from above to what is shown in the end", () => {
  const { workspace, document } = opened(
    textOf([...many(25, "hint"), ...many(25, "error"), ...many(5, "suppressed"), ...many(3, "warning")]),
  );
  const parts: { code: string; message: string }[][] = [];
  let isThrough: unknown;
  do {
    isThrough = judgeUntil(workspace, document, () => true);
    parts.push(JSON.parse(shownSoFar(workspace, document, "en")));
  } while (!isThrough);
  const end = sent(shown(workspace, document, "en"));
  assert.deepEqual(parts.at(-1), end);
  const all = new Set(end.map((d) => JSON.stringify(d)));
  for (const [i, part] of parts.entries()) {
    assert.ok(i === 0 || part.length >= parts[i - 1]!.length);
    assert.deepEqual(
      part.filter((d) => !all.has(JSON.stringify(d))),
      [],
    );
    // How many more there are is known at the end.
    if (i < parts.length - 1) assert.ok(!part.some((d) => /^\d+ of /.test(d.message)));
  }
});

test("after an edit, what was found before stands where it stands now until its block is judged again", () => {
  const services = [...many(3, "nothing"), ...many(40, "error")];
  let { workspace, document } = opened(textOf(services));
  const before = sent(shown(workspace, document, "en"));
  // The target, on which all depends, and a line more.
  document = reviseDocument(document, 2, `# first\n${textOf(services).replace("target=swarm", "target=compose")}`);
  workspace = withDocument(workspace, document);
  judgeUntil(workspace, document, () => true);
  const part: typeof before = JSON.parse(shownSoFar(workspace, document, "en"));
  const last = ({ code, range }: (typeof before)[number]) => `${code} ${range.start.line}`;
  assert.equal(last(part.at(-1)!), last({ ...before.at(-1)!, range: { start: { line: before.at(-1)!.range.start.line + 1 } } }));
  assert.deepEqual(sent(shown(workspace, document, "en")), diagnostics(workspace, document, "en"));
});

test("in the user's language, and in ASCII", () => {
  const { workspace, document } = opened(textOf(many(30, "hint")));
  const now = shown(workspace, document, "zh-cn");
  assert.ok(/^[\x20-\x7e]*$/.test(now.json));
  for (const { message } of sent(now)) assert.match(message, /\p{Script=Han}/u);
});

test("one by one or all at once: after each edit as if the file were opened afresh", () => {
  const kind = fc.constantFrom(...KINDS);
  // Where comments switch findings off another way is taken.
  const plain = fc.constantFrom(...KINDS.filter((k) => k !== "suppressed"));
  const edit = fc.record({ at: fc.nat(200), how: fc.constantFrom("turn", "turn", "rename", "remove", "insert", "nothing"), kind: plain });
  const script = fc.array(edit, { minLength: 1, maxLength: 8 });
  const first = fc.oneof(...[plain, kind].map((of) => fc.array(of, { minLength: 30, maxLength: 150 })));
  fc.assert(
    fc.property(first, script, (kinds, edits) => {
      let services = kinds.map((k, i): Named => [k, `s${i}`]);
      let { workspace, document } = opened(textOf(services));
      let before = shown(workspace, document, "en");
      for (const [n, { at, how, kind: to }] of edits.entries()) {
        services = edited(services, at % services.length, how, to, `t${n}`);
        document = reviseDocument(document, n + 2, textOf(services));
        workspace = withDocument(workspace, document);
        before = shown(workspace, document, "en", before);
        const fresh = opened(textOf(services));
        const afresh = shown(fresh.workspace, fresh.document, "en");
        assert.deepEqual(JSON.parse(before.json), JSON.parse(afresh.json), how);
        assert.equal(before.count, afresh.count);
      }
    }),
    parameters(15),
  );
});

function edited(services: readonly Named[], at: number, how: string, kind: Kind, name: string): Named[] {
  const [was, old] = services[at]!;
  if (how === "turn") return services.with(at, [kind, old]);
  if (how === "rename") return services.with(at, [was, name]);
  if (how === "remove" && services.length > 1) return services.toSpliced(at, 1);
  return how === "insert" ? services.toSpliced(at, 0, [kind, name]) : [...services];
}
