// Files are other people's: what is quoted of them is shown as words, and never becomes a link, HTML, an icon, a command or a terminal's escape.
import assert from "node:assert/strict";
import { test } from "node:test";
import MarkdownIt from "markdown-it";
import { asLabel, asMessage } from "../../client/src/words.ts";
import { codeLenses } from "../../server/src/features/code-lens.ts";
import { diagnostics } from "../../server/src/features/diagnostics.ts";
import { hover } from "../../server/src/features/hover.ts";
import { inlayHints } from "../../server/src/features/inlay-hints.ts";
import { status } from "../../server/src/features/status.ts";
import { quoted } from "../../server/src/rules/quote.ts";
import { LANGUAGES } from "../../server/src/rules/rule.ts";
import { openDocument, positionAt, type StackDocument } from "../../server/src/syntax/document.ts";
import { emptyWorkspace, type Workspace, withDocuments } from "../../server/src/workspace/workspace.ts";

const HOSTILE = [
  "[x](command:workbench.action.terminal.new)",
  "<a href='command:x'>x</a>",
  "<img src='https://example.com/a.png'>",
  "![x](https://example.com/a.png)",
  "https://example.com/a",
  "www.example.com",
  "mail@example.com",
  "&lt;script&gt;&#60;b&#62;",
  "| a | b |",
  "`x` **b** _i_ ~~s~~",
  "\\[x\\](command:y)",
  "<https://example.com>",
  "$(trash) $(x)",
  "\u202e\u2066evil",
  "\u001b[2J\u001b]8;;https://example.com\u0007x",
  "a\n\n# Heading\n\n[y](command:z)",
] as const;

/** One hostile text in every place of a stack that is shown anywhere. */
function stackWith(words: string): string {
  const q = JSON.stringify(words).replaceAll("\u007f", "\\u007f");
  const key = JSON.stringify(`traefik.http.routers.${words}.rule`);
  return `services:
  proxy:
    image: traefik:v3.1
    command: [--providers.swarm, --entrypoints.web.address=:80]
    deploy: { placement: { constraints: [node.role == manager] } }
    networks: [edge]
  ${q}:
    image: ${q}
    networks: [${q}]
    stop_grace_period: ${q}
    stop_signal: ${q}
    healthcheck: { test: [CMD, "true"], interval: ${q}, timeout: "\${${words.replace(/[^a-z]/g, "")}}" }
    labels: [${q}]
    deploy:
      update_config:
        order: ${q}
        failure_action: ${q}
        monitor: ${q}
      labels:
        ${key}: ${q}
        traefik.http.services.web.loadbalancer.server.port: "80"
        traefik.http.routers.web.middlewares: ${q}
        traefik.http.routers.web.rule: ${q}
        traefik.swarm.network: ${q}
networks:
  edge: { external: true, name: ${q} }
`;
}

function opened(text: string): { workspace: Workspace; document: StackDocument } {
  const document = openDocument("file:///p/a.yml", 1, text);
  return { workspace: withDocuments(emptyWorkspace(["file:///p"]), [document]), document };
}

/** As lenient as a renderer may be: HTML is passed on, and bare addresses become links. */
const markdown = new MarkdownIt({ html: true, linkify: true });
markdown.linkify.set({ fuzzyLink: false });

function elements(source: string): string[] {
  const types = markdown.parse(source, {}).flatMap((t) => [t.type, ...(t.children ?? []).map((c) => c.type)]);
  return types.filter((t) => /link|image|html|heading|fence|code|blockquote|list/.test(t));
}

for (const words of HOSTILE) {
  const { workspace, document } = opened(stackWith(words));
  const everywhere = Array.from({ length: document.length }, (_, offset) => positionAt(document, offset));

  test(`hovers show ${JSON.stringify(words)} as words`, () => {
    const shown = LANGUAGES.flatMap((language) => everywhere.map((p) => hover(workspace, document, p, language)));
    const texts = new Set(shown.flatMap((h) => (h ? [(h.contents as { value: string }).value] : [])));
    assert.ok(texts.size >= 4, "there are hovers");
    for (const text of texts) assert.deepEqual(elements(text), [], text);
  });

  test(`nothing steers the place where ${JSON.stringify(words)} is shown`, () => {
    const everything = { start: positionAt(document, 0), end: positionAt(document, document.length) };
    for (const language of LANGUAGES) {
      const shown = [
        ...diagnostics(workspace, document, language).flatMap((d) => [d.message, ...(d.relatedInformation ?? []).map((r) => r.message)]),
        ...codeLenses(workspace, document, language, "x").map((l) => l.command!.title),
        ...inlayHints(workspace, document, everything, language).map((h) => String(h.label)),
        ...(status(workspace, document, language)?.evidence.map((e) => e.text) ?? []),
      ];
      assert.ok(shown.length >= 5, `${shown.length} texts`);
      for (const text of shown) assert.doesNotMatch(String(text), /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/);
    }
  });

  test(`lists, the status bar and messages show ${JSON.stringify(words)} as words`, () => {
    // What VS Code takes for an icon, and for a link in a message.
    assert.doesNotMatch(asLabel(words), /(?<!\\)\$\([A-Za-z0-9-]+(?:~[A-Za-z]+)?\)/);
    assert.doesNotMatch(asMessage(words), /\[[^\]]+\]\((?:https?:\/\/|command:|file:)[^)\s]+/i);
  });
}

test("what is quoted is short, and whole characters", () => {
  const long = quoted("😀".repeat(50_000));
  assert.ok(long.length <= 401);
  assert.doesNotMatch(long, /\p{Surrogate}/u);
  assert.equal(quoted("Host(`a.b`)"), "Host(`a.b`)");
  assert.equal(quoted("a\r\n\tb\u202e"), "a b\uFFFD");
});

test("a long label is quoted, not repeated", () => {
  const { workspace, document } = opened(stackWith("x".repeat(100_000)));
  for (const { message } of diagnostics(workspace, document, "en")) assert.ok(String(message).length < 3_000, `${message}`);
});
