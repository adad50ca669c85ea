// `readiness`: what both formats hold, when the exit code is 1, and what it says where there is nothing to say.
import assert from "node:assert/strict";
import { test } from "node:test";
import { widthOf } from "../../server/main/cli/frame.ts";
import { folderWith, run } from "./run.ts";

const labels = (name: string, ...more: string[]) =>
  [`traefik.http.routers.${name}.rule=Host(\`${name}.example\`)`, `traefik.http.services.${name}.loadbalancer.server.port=80`, ...more]
    .map((label) => `        - ${label}\n`)
    .join("");

const READY = `    healthcheck:
      test: wget -qO- http://localhost/
    deploy:
      update_config:
        order: start-first
        failure_action: rollback
`;

/** What does not balance by itself is found by a Traefik with the default refresh. */
const PROXY = `  proxy:
    image: traefik:v3.3
    command:
      - --providers.swarm=true
    deploy:
      placement:
        constraints: [node.role == manager]
`;

const web = `  web:
    image: ghcr.io/example/web:1.0
${READY}      labels:
${labels("web", "traefik.docker.lbswarm=true")}`;

const plain = (name: string) => `  ${name}:
    image: ghcr.io/example/${name}:1.0
    deploy:
      labels:
${labels(name)}`;

const db = `  db:
    image: postgres:17
`;

const shop = `services:\n${db}${web}${plain("catalogue")}${plain("api")}${PROXY}`;
const folder = folderWith({
  "stacks/shop.yml": shop,
  "stacks/wiki.yml": `services:\n${PROXY}${plain("wiki")}`,
  "ready.yml": `services:\n${web}`,
});

const reports = (cwd: string, ...args: string[]) => JSON.parse(run(cwd, ["readiness", "--format", "json", ...args]).out);

/** Numbers of a prediction are the timeline's; here it is the words around them. */
const withoutNumbers = (text: string) => text.replace(/\d+(\.\d+)? (?=s\b|%|秒)/g, "# ");

test("JSON tells of each routed service in the order of the text, and of no other", () => {
  const all = reports(folder, ".");
  assert.deepEqual(
    all.map((r: { file: string; service: string }) => `${r.file} ${r.service}`),
    ["ready.yml web", "stacks/shop.yml web", "stacks/shop.yml catalogue", "stacks/shop.yml api", "stacks/wiki.yml wiki"],
  );
  const [, ready, lacking] = all;
  assert.deepEqual(Object.keys(lacking), ["file", "line", "service", "ready", "of", "missing", "update"]);
  assert.equal(lacking.line, shop.split("\n").indexOf("  catalogue:") + 1);
  assert.deepEqual([ready.ready, ready.of, ready.missing], [5, 5, []]);
  assert.deepEqual([lacking.ready, lacking.of], [1, 5]);
  for (const { what, why, rule, ...rest } of lacking.missing) {
    assert.ok(what.length > 0 && /^[A-Z].+\.$/.test(why), why);
    assert.deepEqual({ rule, rest }, { rule: "update/not-zero-downtime", rest: {} });
  }
});

test("JSON holds seconds, a share, and what is assumed", () => {
  for (const { update, service } of reports(folder, ".")) {
    assert.deepEqual(Object.keys(update), ["gap", "stale", "failedShare", "assumptions"]);
    for (const { best, mean, worst } of [update.gap, update.stale]) assert.ok(best <= mean && mean <= worst && worst < 60, service);
    assert.match(String(update.failedShare), /^(0(\.\d{1,3})?|1)$/);
    assert.equal(update.failedShare === 0, service === "web");
    assert.ok(update.assumptions.length > 0 && update.assumptions.every((a: unknown) => typeof a === "string"));
  }
});

test("text: a row for each service, below it why and what it costs, said once for those that are alike", () => {
  const { out } = run(folder, ["readiness", "stacks"]);
  assert.equal(
    withoutNumbers(out),
    `stacks/shop.yml
  web        5 of 5  ready
    An update loses no request.
    A POST may still be cut in the moment in which the app closes a kept-alive connection (2 of 1,817
    measured).

  catalogue  1 of 5  stop-first, no healthcheck, stale backends up to # s, no rollback
  api        1 of 5  stop-first, no healthcheck, stale backends up to # s, no rollback
    - Stop-first (Swarm's default) stops the old task before the new one runs.
    - No healthcheck in this file, so a task gets requests before it answers.
    - Traefik's list of tasks is up to # s old (no lbswarm).
    - A failing version is not rolled back.
    No request is answered for # s on average, # s at worst.
    Traefik sends requests to a task that has ended for # s on average, # s at worst.
    # % of the requests during the update fail: # % hang (504 after # s), # % no route (404), # % refused
    (502).
    Assumed: the image brings no healthcheck.

stacks/wiki.yml
  wiki  1 of 5  stop-first, no healthcheck, stale backends up to # s, no rollback
    As for catalogue in stacks/shop.yml above.

Assumed for all: the app answers # s after its start; on the stop signal it finishes its requests and takes no
new ones; the image is on the node.

1 of 4 routed services is ready for zero-downtime updates
What is missing and how to add it: https://github.com/traefik-swarm/traefik-swarm/blob/main/server/docs/rules/update/not-zero-downtime.md
`,
  );
});

test("colours change no letter", () => {
  const coloured = run(folder, ["readiness", "."], { FORCE_COLOR: "1" }).out;
  assert.ok(coloured.includes("\x1b[1;33m1 of 5"), coloured);
  assert.equal(coloured.replace(/\x1b\[[\d;]*m/g, ""), run(folder, ["readiness", "."]).out);
});

test("texts are Chinese where asked for, JSON only where --lang asks", () => {
  const { out } = run(folder, ["readiness", "--lang", "zh-cn", "."]);
  assert.match(withoutNumbers(out), /^ {2}catalogue {2}1\/5 {2}stop-first、没有健康检查、后端列表最多滞后 # 秒、不回滚$/m);
  assert.match(out, /^5 个有路由的服务中有 2 个可零停机更新$/m);
  assert.match(out, /not-zero-downtime\.zh-cn\.md$/m);
  assert.ok(out.split("\n").every((line) => line.includes("https://") || widthOf(line) <= 110));
  const chinese = { LC_ALL: "zh_CN.UTF-8" };
  assert.match(run(folder, ["readiness", "."], chinese).out, /个有路由的服务/);
  assert.doesNotMatch(run(folder, ["readiness", "--format", "json", "."], chinese).out, /[\u4e00-\u9fff]/);
  assert.match(run(folder, ["readiness", "--format", "json", "--lang", "zh-cn", "."]).out, /没有健康检查/);
});

test("the exit code is 1 where a routed service is not ready, 2 where something can't be read", () => {
  const status = (...args: string[]) => run(folder, ["readiness", ...args]).status;
  assert.equal(status("."), 1);
  assert.equal(status("--format", "json", "stacks"), 1);
  assert.equal(status("ready.yml"), 0);
  assert.equal(status("--target", "compose", "."), 0);
  const { status: two, err, out } = run(folder, ["readiness", "missing.yml", "ready.yml"]);
  assert.equal(two, 2);
  assert.match(err, /missing\.yml: there is no such file/);
  assert.match(out, /1 of 1 routed service is ready/);
  assert.equal(run(folder, ["readiness", "missing.yml"]).out, "");
});

test("nothing routed, no swarm and no stack are told apart", () => {
  const others = folderWith({
    "db.yml": `services:\n${db}    deploy:\n      mode: global\n`,
    "dev/compose.yml": `services:\n${plain("web").replace("deploy:\n      labels:", "container_name: web\n    labels:")}`,
    "none/values.yml": "a: 1\n",
  });
  const said = (...args: string[]) => run(others, ["readiness", ...args]);
  assert.match(said("--target", "swarm", "db.yml").out, /^No routed services in 1 stack file; .+\n$/);
  assert.match(said("dev").out, /^No Swarm stacks in 1 stack file; .+--target swarm'\n$/);
  assert.equal(said("none").out, "No stack files found\n");
  assert.equal(said("--format", "json", "none").out, "[]\n");
  assert.match(said("--target", "swarm", "--lang", "zh-cn", "db.yml").out, /^1 个 stack 文件中没有带路由的服务/);
  for (const place of ["db.yml", "dev", "none"]) assert.equal(said(place).status, 0);
});

test("wrong usage says what to do and exits with 2", () => {
  const wrong = (...args: string[]) => {
    const { status, out, err } = run(folder, args);
    assert.equal(status, 2, args.join(" "));
    assert.equal(out, "");
    return err;
  };
  assert.match(wrong("readiness"), /`traefik-swarm readiness \.`/);
  assert.match(wrong("readiness", "--format", "sarif", "."), /--format can't be `sarif`; use text, json\n/);
  assert.match(wrong("readiness", "--fail-on", "never", "."), /`traefik-swarm lint` only/);
  assert.match(wrong("readiness", "--rule", "labels/outside-deploy", "."), /`traefik-swarm fix` only/);
  assert.match(wrong("readiness", "--dry-run", "."), /`traefik-swarm fix` only/);
  assert.match(wrong("fix", "--format", "json", "."), /`traefik-swarm lint\|readiness` only/);
  assert.match(wrong("redines", "."), /`lint`, `fix` and `readiness`/);
  assert.match(wrong(), /`readiness`/);
  assert.match(wrong("readiness", "--format", "sarif", "--lang", "zh-cn", "."), /不能为 `sarif`；请使用 text, json/);
});
