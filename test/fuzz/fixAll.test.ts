// "Fix all" where many mistakes meet in one service: what each fix may do alone, all together may not. No label comes to stand there twice, the
// file still parses, Docker still takes it, and twice is once.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { fixAll, problemsOf } from "../support/check.ts";
import { hasDocker, stackConfigError } from "../support/stackConfig.ts";
import { parameters } from "./stackText.ts";

const FILE = "stack.yml";

test("fix all: many mistakes in one service", () =>
  fc.assert(
    fc.property(stack, (text) => {
      const files = { [FILE]: text };
      const fixed = fixAll(files);
      const after = fixed[FILE]!;
      const before = timesOf(text);
      const added = [...timesOf(after)].filter(([name, times]) => times > Math.max(1, before.get(name) ?? 0));
      assert.deepEqual(added, [], after);
      assert.deepEqual(problemsOf(fixed), problemsOf(files));
      assert.deepEqual(fixAll(fixed), fixed);
      const isAsked = process.env.FUZZ_RUNS !== undefined && hasDocker && after !== text;
      if (isAsked && stackConfigError(text) === undefined) assert.equal(stackConfigError(after), undefined, after);
    }),
    parameters(40),
  ));

/**
 * How often a label stands in a list, in the one where it stands most often: both of a list may be moved to the other. Traefik tells capitals
 * apart in the first word only.
 */
function timesOf(text: string): ReadonlyMap<string, number> {
  const most = new Map<string, number>();
  let times = new Map<string, number>();
  for (const line of text.split("\n")) {
    if (/^ +labels:$/.test(line)) times = new Map();
    const key = /^ +- "?(traefik\.[^="]+)/i.exec(line)?.[1];
    if (!key) continue;
    const name = key.slice(0, 7) + key.slice(7).toLowerCase();
    times.set(name, (times.get(name) ?? 0) + 1);
    most.set(name, Math.max(most.get(name) ?? 0, times.get(name)!));
  }
  return most;
}

const KEYS: readonly (readonly [string, string])[] = [
  ["traefik.enable", "true"],
  ["traefik.http.routers.web.rule", "Host(`a.example`)"],
  ["traefik.http.routers.web.rule", "Host(`b.example`)"],
  ["traefik.http.routers.web.entrypoints", "web"],
  ["traefik.http.routers.web.priority", "7"],
  ["traefik.http.routers.web.middlewares", "limit"],
  ["traefik.http.routers.web.tls", "true"],
  ["traefik.http.middlewares.limit.ratelimit.average", "100"],
  ["traefik.http.middlewares.limit.ratelimit.burst", "50"],
  ["traefik.http.services.web.loadbalancer.server.port", "8080"],
  ["traefik.http.services.web.loadbalancer.passhostheader", "true"],
  ["traefik.docker.network", "edge"],
  ["traefik.swarm.network", "edge"],
  ["traefik.docker.lbswarm", "true"],
];

/** A label as somebody wrote it in a hurry. */
const label = fc
  .record({
    of: fc.constantFrom(...KEYS),
    slip: fc.constantFrom("", "", "", "double", "lose", "swap", "upper", "lower", "blank", "index", "yes"),
    at: fc.nat(30),
    quoted: fc.boolean(),
  })
  .map(({ of: [key, value], slip, at, quoted }) => {
    const i = 8 + (at % (key.length - 9));
    const written =
      slip === "double"
        ? key.slice(0, i) + key[i]! + key.slice(i)
        : slip === "lose"
          ? key.slice(0, i) + key.slice(i + 1)
          : slip === "swap"
            ? key.slice(0, i) + key[i + 1]! + key[i]! + key.slice(i + 2)
            : slip === "upper"
              ? key.toUpperCase().replace("TRAEFIK", "traefik")
              : slip === "index"
                ? `${key}[0]`
                : key;
    const given =
      slip === "blank" ? ` ${value} ` : slip === "yes" && value === "true" ? "yes" : slip === "lower" ? value.toLowerCase() : value;
    return quoted ? `"${written}=${given}"` : `${written}=${given}`.trim();
  });

const list = (indent: string, labels: readonly string[]): string =>
  labels.length === 0 ? "" : `${indent}labels:\n${labels.map((l) => `${indent}  - ${l}\n`).join("")}`;

const stack = fc
  .record({
    version: fc.constantFrom("v2.9", "v2.11", "v3.1", "v3.6"),
    provider: fc.constantFrom("--providers.swarm", "--providers.docker.swarmMode", "--providers.docker"),
    inside: fc.array(label, { maxLength: 9 }),
    outside: fc.array(label, { maxLength: 5 }),
  })
  .map(
    ({ version, provider, inside, outside }) => `# traefik-swarm: target=swarm
services:
  proxy:
    image: traefik:${version}
    command: [${provider}, --entrypoints.web.address=:80]
    networks: [edge]
    deploy: { placement: { constraints: [node.role == manager] } }
  web:
    image: ghcr.io/example/web:1
    networks: [edge]
${list("    ", outside)}    deploy:
      replicas: 2
${list("      ", inside)}networks:
  edge: { external: true }
`,
  );
