// The verdict on a set of labels: which label and which part of it is to blame, and what holds for any set.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { blockNamed, segmentsIn, versionNumber } from "../../server/src/catalog/traefik/labels.ts";
import type { Judgement, LabelInput } from "../../server/src/model/build/input.ts";
import { judgeLabels } from "../../server/src/model/build/judge.ts";
import { judgeServices } from "../../server/src/model/build/merge.ts";
import { isGoUrl, isIpOrCidr } from "../../server/src/model/build/texts.ts";
import { parseDuration, parseInteger } from "../../server/src/model/decode/values.ts";
import { goRegExp } from "../../server/src/model/expression/goRegExp.ts";
import { parseVersion } from "../../server/src/model/image.ts";

type Labels = Readonly<Record<string, string>>;

const GOOD: Labels = { "traefik.http.routers.web.rule": "Host(`a.example`)", "traefik.http.services.web.loadbalancer.server.port": "80" };

function judge(labels: Labels, version = "v3.7.9", more: Partial<LabelInput> = {}): Judgement {
  const list = Object.entries(labels).map(([key, value]) => ({ key, value }));
  return judgeLabels({ labels: list, serviceName: "shop_web", version: parseVersion(version)!, networks: ["shop_default"], ...more });
}

/** Each problem as `code: the part of the label that is at fault`. */
function said(labels: Labels, version?: string, more?: Partial<LabelInput>): string[] {
  const keys = Object.keys(labels);
  return judge(labels, version, more).problems.map(({ code, at }) => {
    if (!at) return code;
    const text = at.in === "key" ? keys[at.label]! : labels[keys[at.label]!]!;
    return `${code}: ${text.slice(at.start, at.end)}`;
  });
}

describe("the part of a label at fault", () => {
  for (const [name, labels, expected] of [
    ["unknown field", { "traefik.http.routers.web.entrypoint": "web" }, ["unknown-field: entrypoint"]],
    ["unknown block", { "traefik.httpx.routers.web.rule": "a" }, ["unknown-field: httpx"]],
    ["bad bool", { "traefik.enable": "yes" }, ["invalid-value: yes"]],
    ["bracket that crashes", { "traefik.http.routers.web].rule": "a" }, ["bracket-panic: ]"]],
    ["empty segment", { "traefik.http.routers..rule": "a" }, ["empty-segment: ."]],
    ["root", { "Traefik.http.routers.web.rule": "a" }, ["invalid-root: Traefik"]],
    ["toggle", { "traefik.http.routers.web.tls": "yes" }, ["disabled-block: yes"]],
    ["index", { "traefik.http.routers.web.middlewares[0]": "a" }, ["indexed-list: [0]"]],
    ["forgotten name", { "traefik.http.routers.rule": "Host(`x`)" }, ["lost-value: rule", "default-rule"]],
    ["ignored", { "traefik.http.services.web.weighted.services[0].name": "a" }, ["ignored-field: weighted"]],
    ["two spellings", { "traefik.http.routers.web.Priority": "1", "traefik.http.routers.web.priority": "2" }, ["two-spellings: priority"]],
    ["two spellings of a name", { "traefik.http.routers.WEB.priority": "1" }, ["two-spellings: web"]],
    ["item of a list", { "traefik.http.routers.web.middlewares": "a@file, b" }, ["unknown-middleware: a@file", "unknown-middleware: b"]],
    ["port", { "traefik.http.services.web.loadbalancer.server.port": "80:80" }, ["invalid-server-url: 80:80"]],
    [
      "unused middleware",
      { "traefik.http.middlewares.m.ipallowlist.sourcerange": "10.0.0.0/8,10.0.0.0/99" },
      ["invalid-middleware: 10.0.0.0/99"],
    ],
    ["first version", { "traefik.frontend.rule": "Host:x" }, ["unread-label"]],
  ] as const) {
    test(name, () => {
      const alone = Object.keys(labels)[0]!.startsWith("traefik.http.routers.rule") ? { [Object.keys(GOOD)[1]!]: "80" } : GOOD;
      assert.deepEqual(said({ ...alone, ...labels }), expected);
    });
  }
});

describe("versions", () => {
  const url = { "traefik.http.services.web.loadbalancer.server.url": "http://a" };
  test("an address in place of a port", () => {
    assert.deepEqual(judge(url, "v3.3.7").dropped?.code, "missing-port");
    assert.equal(judge(url, "v3.4").served, true);
  });
  test("the prefix of the swarm provider", () => {
    const labels = { ...GOOD, "traefik.swarm.lbswarm": "true" };
    assert.deepEqual(said(labels, "v2.11"), ["unread-label"]);
    assert.deepEqual(said(labels, "v3.2.1"), ["unread-label"]);
    assert.deepEqual(said(labels, "v3.2.2"), []);
    assert.deepEqual(said({ ...labels, "traefik.docker.network": "shop_default" }, "v3.2.2"), ["docker-and-swarm"]);
    assert.deepEqual(said({ ...GOOD, "traefik.docker.network": "shop_default" }, "v3.2.2"), ["deprecated-prefix"]);
  });
});

test("the names that a version knows", () => {
  const known = (name: string, version: string) => segmentsIn(blockNamed(name)!, versionNumber(parseVersion(version)!));
  assert.ok(known("Middleware", "v2.11").includes("ipAllowList") && !known("Middleware", "v2.10").includes("ipAllowList"));
  assert.ok(known("LoadBalancer", "v3").includes("server") && !known("Service", "v3").includes("weighted"));
  assert.equal(known("Provider", "v3.2.1").join(), "enable,docker");
});

test("what a variable decides is not judged", () => {
  const codes = (labels: Labels, closed: readonly string[] = []) => {
    const list = Object.entries(labels).map(([key, value]) => {
      const open = closed.includes(key) ? { key: false, value: false } : { key: key.includes("$"), value: value.includes("$") };
      return { key, value, open };
    });
    const provider = { exposedByDefault: false };
    const input = {
      labels: list,
      serviceName: "a",
      version: parseVersion("v3.7")!,
      provider,
      networks: ["n"],
      entryPoints: { tcp: ["web"], udp: [] },
    };
    return judgeLabels(input).problems.map((p) => p.code);
  };
  const open = {
    "traefik.enable": "${ON}",
    "traefik.http.routers.${NAME}.rule": "Host(`${HOST}`)",
    "traefik.http.routers.${NAME}.entrypoints": "${EP}",
    "traefik.http.routers.${NAME}.priority": "${PRIO}",
    "traefik.http.routers.${NAME}.middlewares": "${AUTH}@file",
    "traefik.http.routers.${NAME}.tls": "${TLS}",
    "traefik.http.services.${NAME}.loadbalancer.server.port": "${PORT}",
    "traefik.swarm.network": "${NET}",
  };
  assert.deepEqual(codes(open), []);
  assert.deepEqual(codes({ ...open, "traefik.http.routers.${A.b]}.rule": "x" }), []);
  assert.deepEqual(codes({ ...open, "traefik.http.routers.web.rul": "x" }), ["unknown-field"]);
  assert.deepEqual(codes(open, ["traefik.enable"]), ["invalid-value"]);
});

describe("several services", () => {
  const of = (...sets: readonly Labels[]) =>
    judgeServices(
      sets.map((labels, i) => ({
        labels: Object.entries(labels).map(([key, value]) => ({ key, value })),
        serviceName: `shop_${i}`,
        version: parseVersion("v3.7")!,
        networks: ["shop_default"],
      })),
    ).map(({ problems }) => problems.map((p) => p.code));

  test("the same twice is one, different contents are none", () => {
    assert.deepEqual(of(GOOD, GOOD), [[], []]);
    const other = { ...GOOD, "traefik.http.routers.web.rule": "Host(`b.example`)" };
    assert.deepEqual(of(GOOD, other), [["defined-twice"], ["defined-twice"]]);
  });
  test("a middleware of another service", () => {
    const user = { ...GOOD, "traefik.http.routers.web.middlewares": "zip" };
    const owner = { "traefik.http.services.b.loadbalancer.server.port": "80", "traefik.http.middlewares.zip.compress": "true" };
    assert.deepEqual(of(user), [["unknown-middleware"]]);
    assert.deepEqual(of(user, owner), [[], []]);
    assert.deepEqual(of(user, { ...owner, "traefik.http.middlewares.zip.compress": "false" }), [
      [],
      ["disabled-block", "empty-middleware"],
    ]);
  });
});

describe("any set of labels", () => {
  const word = fc.constantFrom(
    ..."traefik Traefik http tcp udp tls docker swarm enable network lbswarm routers services middlewares stores default web rule service".split(
      " ",
    ),
    ..."loadbalancer loadBalancer server port url headers customrequestheaders plugin chain errors domains[0] [0] a] a[0 weighted x".split(
      " ",
    ),
    ..."basicauth users ratelimit sourcecriterion ipstrategy depth compress priority tls.options entrypoints middlewares[0]".split(" "),
    "",
    "\u212a",
  );
  const key = fc.oneof(
    fc.array(word, { maxLength: 9 }).map((words) => ["traefik", ...words].join(".")),
    fc.array(word, { maxLength: 4 }).map((words) => words.join(".")),
    fc.string({ unit: "binary" }),
  );
  const value = fc.oneof(
    fc.constantFrom("", "true", "yes", "80", "web", "a@file", "a,b,", "(", "-1", "10s", "http://a"),
    fc.string({ unit: "binary" }),
  );
  const labels = fc.array(fc.record({ key, value }), { maxLength: 12 });
  const version = fc
    .constantFrom("v2.0.0", "v2.2", "v2.9.10", "v2.11.53", "v3.0.4", "v3.2.2", "v3.4.0", "v3.7.9", "v3")
    .map((v) => parseVersion(v)!);

  test("never throws, and blames labels and parts that are there", () => {
    fc.assert(
      fc.property(labels, version, fc.string({ unit: "binary" }), (set, v, text) => {
        const provider = { constraints: set.length % 3 === 0 ? text : "", defaultRule: text };
        const verdict = judgeLabels({
          labels: set,
          serviceName: text,
          version: v,
          provider,
          networks: ["n"],
          entryPoints: { tcp: ["web"], udp: [] },
        });
        assert.equal(verdict.served && verdict.dropped !== undefined, false);
        for (const { labels: blamed, at } of verdict.problems) {
          assert.ok(blamed.every((label) => set[label] !== undefined));
          if (at) assert.ok(at.start >= 0 && at.start <= at.end && at.end <= set[at.label]![at.in].length);
        }
      }),
      { numRuns: 3000 },
    );
  });

  test("the order of labels does not matter", () => {
    const codes = (verdict: Judgement) => [verdict.served, ...verdict.problems.map((p) => p.code).sort()];
    fc.assert(
      fc.property(labels, version, (set, v) => {
        const unique = [...new Map(set.map((l) => [l.key, l])).values()];
        const input = { serviceName: "a_b", version: v, networks: ["n"] };
        const [there, back] = [judgeLabels({ ...input, labels: unique }), judgeLabels({ ...input, labels: unique.toReversed() })];
        assert.deepEqual(codes(there), codes(back));
      }),
      { numRuns: 1000 },
    );
  });
});

test("texts as Go reads them", () => {
  for (const good of [
    "",
    "a|b",
    "^/(v[0-9]+)",
    "(?i)a",
    "(?P<n>a)b",
    "[[:alpha:]]",
    "a{2,3}?",
    "\\pL\\d\\Q[(\\E",
    "[]a]",
    "[^]]",
    "a{,3}",
    "x*|+",
  ])
    assert.equal("refused" in goRegExp(good), good === "x*|+", good);
  for (const bad of ["(", ")", "a**", "*", "(?=a)", "(?<!a)", "\\1", "[a", "[z-a]", "a{1001}", "a{3,2}", "(?", "\\"])
    assert.ok("refused" in goRegExp(bad), bad);
  for (const good of ["10.0.0.1", "10.0.0.0/8", "::1", "fe80::/10", "::ffff:1.2.3.4", "2001:db8:0:0:0:0:0:1"])
    assert.ok(isIpOrCidr(good), good);
  for (const bad of ["", "10.0.0", "10.0.0.256", "010.0.0.1", "10.0.0.0/33", "10.0.0.0/", "1::2::3", ":::", "a"])
    assert.ok(!isIpOrCidr(bad), bad);
  for (const good of ["http://10.0.0.3:80", "http://10.0.0.3:80/tcp", "h2c://a", "a"]) assert.ok(isGoUrl(good), good);
  for (const bad of ["://10.0.0.3", "http://10.0.0.3:http", "http://10.0.0.3: 80", "http://10.0.0.3:80:80", "::bad", "http://a/%zz"])
    assert.ok(!isGoUrl(bad), bad);
  assert.deepEqual(
    [parseInteger("+7"), parseInteger("9223372036854775808"), parseInteger("0x1"), parseInteger(" 1")],
    [7, undefined, undefined, undefined],
  );
  assert.deepEqual(["10", "1m30s", ".5s", "-1h", "5x", "", "1.5"].map(parseDuration), [
    10,
    90,
    0.5,
    -3600,
    undefined,
    undefined,
    undefined,
  ]);
});
