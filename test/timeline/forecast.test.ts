// From a stack file to a prediction: what may stand in the file without changing it, and how large its numbers may be.
import assert from "node:assert/strict";
import { test } from "node:test";
import { modelOf } from "../../server/src/model/block.ts";
import { openDocument } from "../../server/src/syntax/document.ts";
import { readSettings } from "../../server/src/workspace/settings.ts";
import { type Forecast, forecast } from "../../server/src/workspace/update.ts";
import { viewOf } from "../../server/src/workspace/view.ts";
import { emptyWorkspace, withDocuments } from "../../server/src/workspace/workspace.ts";

interface Written {
  readonly labels?: readonly string[];
  readonly deploy?: readonly string[];
  readonly update?: readonly string[];
}

function forecastOf({ labels = [], deploy = [], update = ["order: start-first"] }: Written): Forecast {
  const text = `services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
${deploy.map((l) => `      ${l}\n`).join("")}      update_config:
${update.map((l) => `        ${l}\n`).join("")}      labels:
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.services.web.loadbalancer.server.port=8080
${labels.map((l) => `        - ${l}\n`).join("")}`;
  const document = openDocument("file:///p/web.yml", 1, text);
  const settings = readSettings({});
  const workspace = withDocuments(
    emptyWorkspace(["file:///p"], () => settings),
    [document],
  );
  const service = document.blocks.flatMap((b) => modelOf(b).services)[0]!;
  return forecast(service, viewOf(workspace, document)!);
}

test("the retry middleware changes nothing, used or not, with any number of attempts", () => {
  const { plan, prediction } = forecastOf({});
  for (const attempts of [1, 3, 100]) {
    for (const labels of [
      [`traefik.http.middlewares.again.retry.attempts=${attempts}`],
      ["traefik.http.routers.web.middlewares=again", `traefik.http.middlewares.again.retry.attempts=${attempts}`],
    ]) {
      const with_ = forecastOf({ labels });
      assert.deepEqual([with_.plan, with_.prediction], [plan, prediction]);
    }
  }
});

test("more replicas do not shorten the time in which a stopped task is listed", () => {
  const stale = [1, 2, 5].map((n) => forecastOf({ deploy: [`replicas: ${n}`] }).prediction.stale.mean);
  assert.ok(stale[0]! < stale[1]! && stale[1]! < stale[2]!);
});

test("huge numbers come to an end, and stay numbers", () => {
  const { prediction } = forecastOf({ deploy: ["replicas: 1000000"], update: ["parallelism: 1", "delay: 10000h", "order: start-first"] });
  assert.ok(Number.isFinite(prediction.gap.worst) && prediction.failedShare <= 1);
});
