// Rules of any shape: reading them never fails; what Traefik's grammar makes is read as it was made; and regular expressions
// agree with JavaScript's where the two languages are the same.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { takesConnection, takesRequest } from "../../server/src/model/expression/evaluate.ts";
import { goRegExp } from "../../server/src/model/expression/goRegExp.ts";
import { parseRule } from "../../server/src/model/expression/parseRule.ts";
import { priorityOf } from "../../server/src/model/expression/priority.ts";
import type { HttpRequest, TcpConnection } from "../../server/src/model/expression/request.ts";
import type { RuleNode } from "../../server/src/model/expression/ruleTree.ts";
import { parseVersion } from "../../server/src/model/image.ts";
import { opaqueText, span } from "../../server/src/syntax/text.ts";
import { plainText } from "../support/text.ts";
import { LONG_RULES } from "./hostile.ts";

const VERSIONS = ["2.0.0", "2.4.0", "2.9.10", "2.11", "3.0.4", "3.3.7", "3.7.9", "3"].map((v) => parseVersion(v)!);
const REQUEST: HttpRequest = { method: "GET", host: "a.b:80", target: "/%zz/%2f?a=%&b", headers: [["x", "y"]], client: "::1" };
const CONNECTION: TcpConnection = { sni: "a.b", alpn: ["h2"], client: "nowhere" };

const piece = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(..."()`\"'!,;&|.*+?{}[]\\/$^#:<>=~- \t\n\r\0\ufeff\u00a0“”‘é𝒳") },
  fc.constantFrom(
    "&&",
    "||",
    "...",
    "//",
    "/*",
    "*/",
    "Host",
    "host",
    "HostRegexp",
    "PathPrefix",
    "Query",
    "HostSNI",
    "ClientIP",
    "not",
    "and",
  ),
  fc.constantFrom("`a.b`", '"/a"', "`{x:[a-z]+}`", "`10.0.0.0/8`", "`(?i)^a+$`", "`((a{9}){9}){9}`", '"\\u00e9\\xff"', "\\", "(?", "{x}"),
  fc.string({ unit: "binary", maxLength: 3 }),
);
const anyRule = fc.array(piece, { maxLength: 40 }).map((p) => p.join(""));
const options = fc.record({
  kind: fc.constantFrom("http" as const, "tcp" as const),
  version: fc.constantFrom(...VERSIONS),
  syntax: fc.constantFrom("v2" as const, "v3" as const),
});

test("any text is read, at places inside it", () => {
  fc.assert(
    fc.property(anyRule, options, (rule, how) => {
      const parsed = parseRule(plainText(rule), how);
      takesRequest(parsed.tree, REQUEST);
      takesConnection(parsed.tree, CONNECTION);
      priorityOf(parsed);
      for (const { span: at } of parsed.problems) assert.ok(0 <= at.start && at.start <= at.end && at.end <= rule.length);
      placesInside(parsed.tree, 0, rule.length);
      const hidden = parseRule(opaqueText(rule, span(3, 7)), how);
      assert.deepEqual(
        hidden.problems.map((p) => p.code),
        parsed.problems.map((p) => p.code),
      );
    }),
    { numRuns: 2000 },
  );
});

function placesInside(node: RuleNode, start: number, end: number): void {
  assert.ok(start <= node.span.start && node.span.start <= node.span.end && node.span.end <= end);
  if (node.kind === "not") placesInside(node.of, node.span.start, node.span.end);
  if (node.kind === "all" || node.kind === "any") for (const part of node.parts) placesInside(part, node.span.start, node.span.end);
}

test("long and deep rules are read to their end", () => {
  for (const make of Object.values(LONG_RULES)) {
    const parsed = parseRule(plainText(make(20_000)), { kind: "http", version: VERSIONS[6]! });
    takesRequest(parsed.tree, REQUEST);
  }
});

interface Made {
  readonly text: string;
  readonly takes: boolean;
}

const blank = fc.constantFrom("", " ", "\t", " /* c */ ");
const matcher: fc.Arbitrary<Made> = fc.constantFrom(
  { text: "Host(`a.b`)", takes: true },
  { text: 'HOST("A.\\x42",)', takes: true },
  { text: "Host(`c.d`)", takes: false },
  { text: "PathPrefix(`/a`)", takes: true },
  { text: "pathprefix(\n`/b`,\n)", takes: false },
  { text: "Method(`get`)", takes: true },
  { text: "ClientIP(`10.0.0.0/8`)", takes: true },
  { text: "HostRegexp(`^[^.]+\\.c$`)", takes: false },
);
const { rule: grown } = fc.letrec<{ rule: Made }>((tie) => ({
  rule: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    matcher,
    fc.tuple(blank, tie("rule")).map(([b, r]) => ({ text: `!${b}(${r.text})`, takes: !r.takes })),
    fc.tuple(tie("rule"), blank, tie("rule")).map(([l, b, r]) => ({ text: `(${l.text})${b}&&${b}(${r.text})`, takes: l.takes && r.takes })),
    fc.tuple(tie("rule"), blank, tie("rule")).map(([l, b, r]) => ({ text: `${l.text}${b}||\n${r.text}`, takes: l.takes || r.takes })),
  ),
}));

test("rules of the grammar are taken, and mean what they say", () => {
  const request: HttpRequest = { method: "GET", host: "A.b:443", target: "/a?b", headers: [], client: "10.1.2.3" };
  fc.assert(
    fc.property(grown, ({ text, takes }) => {
      const parsed = parseRule(plainText(text), { kind: "http", version: VERSIONS[6]! });
      assert.deepEqual(parsed.problems, []);
      assert.equal(takesRequest(parsed.tree, request), takes);
    }),
  );
});

const atom = fc.constantFrom("a", "b", ".", "[ab]", "[^a]", "\\w", "\\b", "^", "$", "\\.", "(?:a|b)", "é");
const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
  pattern: fc.oneof(
    { maxDepth: 4 },
    atom,
    fc.tuple(tie("pattern"), tie("pattern")).map((p) => p.join("")),
    fc.tuple(tie("pattern"), tie("pattern")).map(([a, b]) => `(${a}|${b})`),
    fc.tuple(tie("pattern"), fc.constantFrom("*", "+", "?", "{2}", "{0,2}", "{1,}", "*?")).map(([a, r]) => `(?:${a})${r}`),
  ),
}));

test("regular expressions that mean the same in JavaScript match the same", () => {
  const text = fc.array(fc.constantFrom("a", "b", ".", "é", "\n"), { maxLength: 6 }).map((c) => c.join(""));
  fc.assert(
    fc.property(pattern, text, (p, t) => {
      const result = goRegExp(p);
      assert.ok("ok" in result, p);
      assert.equal(result.ok.test(t), new RegExp(p, "u").test(t));
    }),
    { numRuns: 1000 },
  );
});

test("any pattern is read and run", () => {
  const part = fc.oneof(
    fc.constantFrom(..."()[]{}*+?|^$.\\-:a1PpQE<>!=,&é"),
    fc.constantFrom("(?i)", "(?P<a>", "[[:alpha:]]", "{2,5}", "\\pL", "\\p{Greek}", "\\x{41}"),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 25 }), fc.string({ maxLength: 30 }), (parts, t) => {
      const result = goRegExp(parts.join(""));
      if ("ok" in result) assert.equal(typeof result.ok.test(t), "boolean");
    }),
    { numRuns: 3000 },
  );
});
