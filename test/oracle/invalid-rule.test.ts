// The rule about refused rules, held against real releases of Traefik: it speaks where Traefik refuses, and only there. Each case becomes a stack.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { check } from "../support/check.ts";

interface Case {
  readonly id: string;
  readonly kind: "http" | "tcp";
  readonly rule: string;
  readonly verdicts: Readonly<Record<string, { readonly ok: boolean; readonly match?: string }>>;
}

const source = readFileSync(process.env.RULES_JSONL ?? new URL("rules.jsonl", import.meta.url), "utf8");
const cases = source
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Case)
  // A label without a value: HTTP routers get the default rule.
  .filter(({ kind, rule }) => kind === "tcp" || rule !== "");

const asked: Record<Case["kind"], readonly object[]> = JSON.parse(readFileSync(new URL("requests.json", import.meta.url), "utf8"));

/** Requests with braces or a star in them were made to show that these are compared as they are; nobody else sends them. */
const takesAnything = (kind: Case["kind"], match: string): boolean =>
  asked[kind].some((request, index) => match[index] === "1" && !/\{\w|%7B|\*\./.test(JSON.stringify(Object.values(request))));

/** All of them take ten seconds. */
const EACH = Number(process.env.RULES_EACH ?? 5);

function stack({ kind, rule }: Case, release: string): string {
  const [version, syntax] = release.split("/");
  const provider = version!.startsWith("v2") ? "docker.swarmMode=true" : "swarm=true";
  const labels = {
    [`traefik.${kind}.routers.web.rule`]: rule.replaceAll("$", "$$$$"),
    [`traefik.${kind}.routers.web.entrypoints`]: "web",
    // Names are told by TLS.
    ...(kind === "tcp" ? { "traefik.tcp.routers.web.tls": "true" } : {}),
    ...(syntax ? { [`traefik.${kind}.routers.web.ruleSyntax`]: syntax } : {}),
    [`traefik.${kind}.services.web.loadbalancer.server.port`]: "80",
  };
  return `services:
  traefik:
    image: traefik:${version}
    command: [--providers.${provider}, "--entrypoints.web.address=:80"]
  web:
    image: ghcr.io/example/web:1
    deploy:
      labels:
${Object.entries(labels)
  .map(([key, value]) => `        ${key}: ${JSON.stringify(value)}\n`)
  .join("")}`;
}

test("a rule is called invalid where Traefik refuses it; rules that are said to match nothing match nothing", () => {
  const wrong: string[] = [];
  let all = 0;
  for (const c of cases.filter((_, index) => index % EACH === 0)) {
    for (const [releases, { ok, match }] of Object.entries(c.verdicts)) {
      const release = releases.split(",")[0]!;
      all++;
      const found = check({ "stack.yml": stack(c, release) }).map((f) => f.rule);
      if (found.includes("routing/invalid-rule") === ok)
        wrong.push(`${c.id} ${release} ${JSON.stringify(c.rule)}: ${ok ? "taken" : "refused"}`);
      const never = found.includes("routing/never-matches") || found.includes("routing/v2-rule-on-v3");
      // Of several matchers one may be the wrong one, and the others match.
      const single = !/\|\||!|[`"]\s*,/.test(c.rule);
      if (never && single && match && takesAnything(c.kind, match)) wrong.push(`${c.id} ${release} ${JSON.stringify(c.rule)}: matches`);
    }
  }
  console.log(`${all - wrong.length} of ${all}`);
  assert.deepEqual(wrong, []);
});
