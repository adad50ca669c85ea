// Rules as Traefik's releases read them, beyond what was measured: places in every kind of scalar, one error for one mistake, and priorities.
import assert from "node:assert/strict";
import { test } from "node:test";
import { takesConnection, takesRequest } from "../../server/src/model/expression/evaluate.ts";
import { goRegExp } from "../../server/src/model/expression/goRegExp.ts";
import { parseRule } from "../../server/src/model/expression/parseRule.ts";
import { priorityOf, takesAll } from "../../server/src/model/expression/priority.ts";
import type { HttpRequest } from "../../server/src/model/expression/request.ts";
import { matchersOf } from "../../server/src/model/expression/ruleTree.ts";
import { parseVersion } from "../../server/src/model/image.ts";
import { scalarText } from "../../server/src/syntax/scalar.ts";
import { span } from "../../server/src/syntax/text.ts";
import { plainText } from "../support/text.ts";

const http = (rule: string, version = "3.7.9") => parseRule(plainText(rule), { kind: "http", version: parseVersion(version)! });
const tcp = (rule: string, version = "3.7.9") => parseRule(plainText(rule), { kind: "tcp", version: parseVersion(version)! });

/** Each problem as `code: the text it stands at -> what should stand there`. */
const said = (rule: string, version?: string): string[] =>
  http(rule, version).problems.map((p) => {
    const there = rule.slice(p.span.start, p.span.end);
    return `${p.code}: ${there}${p.instead === undefined ? "" : ` -> ${p.instead}`}`;
  });

const get = (host: string, target: string): HttpRequest => ({ method: "GET", host, target, headers: [], client: "203.0.113.9" });

test("one mistake is one problem, at its place", () => {
  assert.deepEqual(said("HostRegex(`a`) && PathPrefix('/b')"), ["unknown-matcher: HostRegex", "single-quotes: '/b' -> `/b`"]);
  assert.deepEqual(said("pathPrefix(`/b`)"), ["matcher-case: pathPrefix -> PathPrefix"]);
  assert.deepEqual(said("Host(a.b) and PathPrefix(/b)"), ["unquoted: a.b -> `a.b`", "bad-operator: and -> &&", "unquoted: /b -> `/b`"]);
  assert.deepEqual(said("Host(``a.b``)"), ["doubled-quotes: ``a.b`` -> `a.b`"]);
  assert.deepEqual(said('Host(\\"a.b\\")'), ['escaped-quotes: \\"a.b\\" -> `a.b`']);
  assert.deepEqual(said("Host(“a.b”)"), ["curly-quotes: “a.b” -> `a.b`"]);
  assert.deepEqual(said('HostRegexp("^a\\.b$")'), ['bad-escape: "^a\\.b$" -> `^a\\.b$`']);
  assert.deepEqual(said("Host(`a.b`"), ["missing-bracket: ("]);
  assert.deepEqual(said("(Host(`a.b`) && Path(`/`)"), ["missing-bracket: ("]);
  assert.deepEqual(said("Host(`a.b`))"), ["extra-bracket: )"]);
  assert.deepEqual(said("Host(`a.b)"), ["unterminated-string: `a.b)"]);
  assert.deepEqual(said("Host(`a.b`) PathPrefix(`/b`)"), ["missing-operator:  "]);
  assert.deepEqual(said("Host(`a.b`) (PathPrefix(`/b`))"), ["missing-operator:  "]);
  assert.deepEqual(said("Host(`a.b`) &&"), ["missing-operand: &&"]);
  assert.deepEqual(said("Host(`a.b`);"), ["unexpected: ; -> "]);
  assert.deepEqual(said("not Host(`a.b`)"), ["bad-operator: not -> !"]);
  assert.deepEqual(said("Host(`a.b`)\n&& Path(`/`)"), ["line-break: \n"]);
  assert.deepEqual(said("Host(`a.b`, `c.d`)"), ["argument-count: Host(`a.b`, `c.d`)"]);
  assert.deepEqual(said("Headers(`A`, `b`)"), ["other-syntax: Headers -> Header"]);
  assert.deepEqual(said("Headers(`A`, `b`, `C`, `d`)"), ["other-syntax: Headers"]);
  assert.deepEqual(said("Header(`A`, `b`)", "2.11.0"), ["other-syntax: Header -> Headers"]);
  assert.deepEqual(said("Path(`api`) || Host(`ä`)"), ["path-without-slash: `api`", "non-ascii: `ä`"]);
  assert.deepEqual(said(" "), ["empty-rule:  "]);
});

test("older releases know less", () => {
  assert.deepEqual(said("!Host(`a.b`)", "2.4.14"), ["too-new-operator: !"]);
  assert.deepEqual(said("ClientIP(`10.0.0.0/8`)", "2.4.14"), ["too-new-matcher: ClientIP"]);
  assert.deepEqual(
    tcp("HostSNI(`a`) && ClientIP(`10.0.0.1`)", "2.6.7").problems.map((p) => p.code),
    ["too-new-operator", "too-new-matcher"].sort((a) => (a === "too-new-operator" ? -1 : 1)),
  );
  assert.equal(tcp("HostSNI(`a_b`)", "2.11.21").problems.length, 1);
  assert.equal(tcp("HostSNI(`a_b`)", "2.11.22").problems.length, 0);
  assert.equal(http("Host(`a.b`)", "3").problems.length, 0);
});

test("Go's oddities hold", () => {
  for (const rule of [
    "Host(`a.b`...)",
    "Host(`a.b`,)",
    "Host(\n`a.b`,\n)",
    "/* c */ Host(`a.b`) // d\n",
    "\ufeffHost(`a.b`)",
    '!!Host("\\x61\\u002eb")',
    "Host /* c */ (`a.b`)",
  ]) {
    const parsed = http(rule);
    assert.deepEqual(parsed.problems, [], rule);
    assert.equal(takesRequest(parsed.tree, get("a.b", "/")), true, rule);
  }
  for (const rule of [
    "Host((`a.b`))",
    "Host(`a.b`..., `c`)",
    "Host\n(`a.b`)",
    "Host(`a.b`) /* c",
    "Host(`a\0b`)",
    "Host(`a`+`b`)",
    "//line x:y\nHost(`a.b`)",
  ]) {
    assert.notDeepEqual(http(rule).problems, [], rule);
  }
});

test("variables of a v2 route are named once; in v3 matchers share nothing", () => {
  assert.equal(http("Query(`a={x}`) && Path(`/{x}`)", "2.11.0").problems[0]?.code, "variable-twice");
  assert.equal(http("Query(`a={x}`) || Path(`/{x}`)", "2.11.0").problems.length, 0);
  assert.equal(http("!(Query(`a={x}`) && Path(`/{x}`))", "2.11.0").problems.length, 0);
  assert.equal(http("Path(`/{x}`) && Query(`a={x}`)", "2.11.0").problems.length, 0);
});

test("places are right in every kind of scalar", () => {
  const rule = "Host(`a.b`) && PathPrefx(`/é`)";
  const sources: [string, string, "plain" | "single" | "double" | "literal" | "folded"][] = [
    [rule, rule, "plain"],
    [`'${rule}'`, rule, "single"],
    [`"Host(\\u0060a.b\`) \\\n    && PathPrefx(\`/é\`)"`, rule, "double"],
    [`|-\n    Host(\`a.b\`) &&\n    PathPrefx(\`/é\`)`, "Host(`a.b`) &&\nPathPrefx(`/é`)", "literal"],
    [`>-\n    Host(\`a.b\`) &&\n    PathPrefx(\`/é\`)`, rule, "folded"],
  ];
  for (const [source, value, style] of sources) {
    const text = scalarText(source, span(0, source.length), style, value);
    const [problem, ...others] = parseRule(text, { kind: "http", version: parseVersion("3.7.9")! }).problems;
    assert.deepEqual(others, []);
    assert.equal(source.slice(problem!.span.start, problem!.span.end), "PathPrefx", style);
  }
});

test("matchers come with what they were written as and what they mean", () => {
  const { tree } = http('HOST(`a.b`) && !("x" || pathprefix("/\\u00e9", `/c`))');
  assert.deepEqual(
    matchersOf(tree).map((m) => [m.name, m.written.value, m.arguments.map((a) => [a.value, a.text.value, a.quote])]),
    [
      ["Host", "HOST", [["a.b", "a.b", "`"]]],
      [
        "PathPrefix",
        "pathprefix",
        [
          ["/é", "/\\u00e9", '"'],
          ["/c", "/c", "`"],
        ],
      ],
    ],
  );
});

test("priorities count bytes, and the TCP rule for all comes last", () => {
  assert.equal(priorityOf(http("Path(`/é`) ")), 12);
  assert.equal(priorityOf(tcp(" (HostSNI(`*`))")), -1);
  assert.equal(priorityOf(tcp("!HostSNI(`*`)")), -1);
  assert.deepEqual([takesAll(tcp("hostsni(`*`)")), takesAll(tcp("!HostSNI(`*`)")), takesAll(http("Host(`*`)"))], [true, false, false]);
});

test("what is not known is not guessed", () => {
  const sni = (rule: string, version: string) => takesConnection(tcp(rule, version).tree, { sni: "a.b", alpn: [], client: "10.0.0.1" });
  assert.deepEqual(
    ["3.3.7", "3.5.0", "3.7.0"].map((v) => sni("HostSNI(`A.b`)", v)),
    [false, "unknown", true],
  );
  assert.equal(takesRequest(http("Host(`a.b`) && HostRegexp(`\\p{Kawi}`)").tree, get("x.y", "/")), false);
  assert.equal(takesRequest(http("Nope(`a.b`) || Host(`x.y`)").tree, get("x.y", "/")), true);
  assert.equal(takesRequest(http("Nope(`a.b`) && Host(`x.y`)").tree, get("x.y", "/")), "unknown");
});

test("regular expressions are Go's", () => {
  const matches = (pattern: string, text: string): boolean | string => {
    const result = goRegExp(pattern);
    return "ok" in result ? result.ok.test(text) : "refused" in result ? result.refused : "unknown";
  };
  assert.deepEqual(
    [
      "(?=a)",
      "(?!a)",
      "(?<=a)",
      "(?<!a)",
      "\\1",
      "a**",
      "*",
      "(a",
      "a)",
      "[a",
      "\\q",
      "a{1001}",
      "(a{40}){40}",
      "[[:x:]]",
      "(?P<a>x)(?P<a>y)",
      "\\C",
    ].map((p) => matches(p, "")),
    [
      "lookaround",
      "lookaround",
      "lookaround",
      "lookaround",
      "backreference",
      "repeat-twice",
      "repeat-nothing",
      "parenthesis",
      "parenthesis",
      "bracket",
      "escape",
      "repeat-size",
      "repeat-size",
      "class",
      "group",
      "escape",
    ],
  );
  const right: [string, string][] = [
    ["^\\pL+$", "aé"],
    ["(?i)^K$", "\u212a"],
    ["^[[:^digit:]]$", "a"],
    ["^\\Qa.b\\E$", "a.b"],
    ["^a{,3}$", "a{,3}"],
    ["(?s)^.$", "\n"],
    ["(?m)^b$", "a\nb"],
    ["^(?P<x>a)(?<y>b)$", "ab"],
    ["\\x{61}\\141\\z", "aa"],
    ["^[]a-]+$", "]-a"],
  ];
  for (const [pattern, text] of right) assert.equal(matches(pattern, text), true, pattern);
  assert.equal(matches(`^(a+)+$`, `${"a".repeat(5000)}b`), false);
});
