// The stack rules against the real docker CLI 28.2.2: what it refuses we call an error, what it takes we don't, and what it warns of we warn of.
import assert from "node:assert/strict";
import { test } from "node:test";
import { CASES, configRefusals, refusals, tell } from "./stack.ts";

/** Differences, each with its reason. */
const DIFFERENCES: Readonly<Record<string, string>> = {
  "e03-ports-two-services-same-published.yml": "the manager finds it, at the second service",
  "f03-external-local-scope-net.yml": "what the manager holds decides",
  "g01-config-file-missing.yml": "files beside a stack are often made where it is deployed: that one is not here says little",
  "g03-secret-external-missing.yml": "what the manager holds decides",
  "h03-duplicate-target.yml": "`a:/x` is a path on drive A for the client: it posts the targets `a:/x` and `b:/x`",
  "i03-env-file-missing.yml": "as g01",
};

const TOLD = new Map(CASES.map((found) => [found, tell(found)]));
const shown = (found: (typeof CASES)[number]) =>
  TOLD.get(found)!
    .map((t) => `\n    ${t.rule} (${t.severity}): ${t.message}`)
    .join("");

test(`docker stack config takes or refuses each of ${CASES.length} cases as we say`, (t) => {
  const differ = CASES.filter((c) => configRefusals(TOLD.get(c)!).length > 0 !== (c.config_exit !== 0));
  t.diagnostic(`${CASES.length - differ.length} of ${CASES.length} agree`);
  assert.deepEqual(
    differ.filter((c) => !(c.file in DIFFERENCES)).map((c) => `${c.file}: exit ${c.config_exit} ${c.config_stderr.trim()}${shown(c)}`),
    [],
  );
});

test(`docker stack deploy takes or refuses each of ${CASES.length} cases as we say`, (t) => {
  const isRefused = (c: (typeof CASES)[number]) => c.deploy_client_exit !== 0 || /^reject|service rejected/.test(c.engine ?? "");
  const differ = CASES.filter((c) => refusals(TOLD.get(c)!).length > 0 !== isRefused(c));
  t.diagnostic(`${CASES.length - differ.length} of ${CASES.length} agree`);
  const unexplained = differ.filter((c) => !(c.file in DIFFERENCES));
  assert.deepEqual(
    unexplained.map((c) => `${c.file}: exit ${c.deploy_client_exit} ${c.deploy_client_stderr.join(" ")} ${c.engine ?? ""}${shown(c)}`),
    [],
  );
  const stale = Object.keys(DIFFERENCES).filter((file) => !differ.some((c) => c.file === file));
  assert.deepEqual(stale, [], "listed as differences, and there are none");
});

test("where the CLI warns of options that it ignores, we warn of the same", () => {
  for (const found of CASES) {
    const lines = found.deploy_client_stderr;
    const ignored = lines.flatMap((l) => /^Ignoring unsupported options: (.*)$/.exec(l)?.[1]?.split(", ") ?? []);
    const at = lines.indexOf("Ignoring deprecated options:");
    const deprecated = at < 0 ? [] : lines.slice(at + 1).flatMap((l) => /^([a-z_]+):/.exec(l)?.[1] ?? []);
    if (found.config_exit !== 0) continue;
    const ours = TOLD.get(found)!.flatMap((t) => (t.rule === "stack/ignored-key" ? (/`(\w+)`/.exec(t.message)?.[1] ?? []) : []));
    assert.deepEqual([...new Set(ours)].sort(), [...ignored, ...deprecated].sort(), found.file);
  }
});
