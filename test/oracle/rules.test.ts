// Rules held against real releases of Traefik: taken or refused, their priority, and which requests they take. rules.jsonl has what Traefik's own
// muxer said in process, requests.json what it was asked.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { takesConnection, takesRequest } from "../../server/src/model/expression/evaluate.ts";
import { parseRule } from "../../server/src/model/expression/parseRule.ts";
import { priorityOf, takesAll } from "../../server/src/model/expression/priority.ts";
import type { HttpRequest, TcpConnection } from "../../server/src/model/expression/request.ts";
import { parseVersion } from "../../server/src/model/image.ts";
import { plainText } from "../support/text.ts";

interface Verdict {
  readonly ok: boolean;
  readonly error?: string;
  readonly priority: number;
  readonly match?: string;
  readonly catchAll?: boolean;
}

interface Case {
  readonly id: string;
  readonly note: string;
  readonly kind: "http" | "tcp";
  readonly rule: string;
  /** By the releases that said the same, `v3.7.9/v2` is v3.7.9 with ruleSyntax=v2. */
  readonly verdicts: Readonly<Record<string, Verdict>>;
}

type Asked = Omit<HttpRequest, "client"> & Omit<TcpConnection, "client"> & { readonly remote: string };

const file = (name: string): string => readFileSync(new URL(name, import.meta.url), "utf8");
// Another file of the same form may be named, to see how well the model holds where nobody looked.
const source = process.env.RULES_JSONL ? readFileSync(process.env.RULES_JSONL, "utf8") : file("rules.jsonl");
const cases = source
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Case);
const asked = JSON.parse(file("requests.json")) as Record<"http" | "tcp", readonly Asked[]>;
/** Why Traefik's answer is not the model's, by id; these are left out. */
const exclusions = JSON.parse(file("rules-exclusions.json")) as Record<string, string>;

const withClient = <T extends Asked>(request: T) => ({ ...request, client: request.remote.replace(/:\d+$/, "").replace(/^\[|\]$/g, "") });
const requests = asked.http.map(withClient);
const connections = asked.tcp.map(withClient);

/** Differences, one line each. */
function differences({ id, kind, rule, verdicts }: Case): string[] {
  return Object.entries(verdicts).flatMap(([releases, verdict]) =>
    releases.split(",").flatMap((release) => {
      const [version, syntax] = release.split("/");
      const parsed = parseRule(plainText(rule), { kind, version: parseVersion(version!)!, ...(syntax === "v2" ? { syntax } : {}) });
      const found: string[] = [];
      const say = (what: string) => found.push(`${id} ${release} ${JSON.stringify(rule)}: ${what}`);
      const ok = parsed.problems.length === 0;
      if (ok !== verdict.ok)
        say(ok ? `taken, but Traefik says ${verdict.error}` : `refused (${parsed.problems.map((p) => p.code).join(", ")}), but taken`);
      if (priorityOf(parsed) !== verdict.priority) say(`priority ${priorityOf(parsed)}, not ${verdict.priority}`);
      if (kind === "tcp" && takesAll(parsed) !== (verdict.catchAll ?? false)) say(`catch-all ${takesAll(parsed)}`);
      if (!ok || !verdict.ok) return found;
      const answers =
        kind === "http" ? requests.map((r) => takesRequest(parsed.tree, r)) : connections.map((c) => takesConnection(parsed.tree, c));
      const match = answers.map((a) => (a === "unknown" ? "?" : a ? "1" : "0")).join("");
      if (match !== verdict.match) say(`takes\n  ${match}, not\n  ${verdict.match}`);
      return found;
    }),
  );
}

const family = (note: string): string => note.replace(/^(case|quotes|realistic)\b.*/, "$1").replace(/\d+/g, "N");

test("rules are taken, ranked and matched as real releases do", () => {
  const figures = new Map<string, { all: number; right: number }>();
  const wrong: string[] = [];
  const needless: string[] = [];
  for (const c of cases) {
    const found = differences(c);
    const key = `${c.kind} ${family(c.note)}`;
    const figure = figures.get(key) ?? { all: 0, right: 0 };
    figures.set(key, { all: figure.all + 1, right: figure.right + (found.length === 0 ? 1 : 0) });
    if (!exclusions[c.id]) wrong.push(...found);
    else if (found.length === 0) needless.push(c.id);
  }
  for (const [key, { all, right }] of [...figures].sort())
    console.log(`${String(right).padStart(5)} of ${String(all).padStart(4)}  ${key}`);
  const right = [...figures.values()].reduce((sum, f) => sum + f.right, 0);
  console.log(`${right} of ${cases.length}, ${Object.keys(exclusions).length} excluded`);
  assert.deepEqual(needless, [], "excluded without need");
  assert.deepEqual(wrong, []);
});
