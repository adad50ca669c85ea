// What was measured, in words, in the order in which it is told; and which of it the model has to meet.
import type { Language } from "../../server/src/rules/rule.ts";

export interface Scenario {
  readonly what: Readonly<Record<Language, string>>;
  /**
   * "length": from the first to the last failing request on calm runs, and whether any fails; "loss": the latter alone; "told": it is in the table;
   * "no": the model knows nothing like it.
   */
  readonly held: "length" | "loss" | "told" | "no";
}

const scenario = (held: Scenario["held"], en: string, zh: string): Scenario => ({ held, what: { en, "zh-cn": zh } });

/** How long an update's window may be off on a calm machine, seconds. */
export const TOLERANCE = 1.5;

export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  S3: scenario("length", "start-first, no healthcheck, Traefik asks every 15 s", "start-first，无健康检查，Traefik 每 15 秒查询"),
  S3b: scenario("told", "the same, the app serves on for 5 s", "同上，应用继续服务 5 秒"),
  S3long: scenario("told", "the same, the app starts in 0.2 s, the client waits 45 s", "同上，应用 0.2 秒启动，客户端等待 45 秒"),
  S4: scenario("length", "start-first and healthcheck, every 15 s", "start-first 加健康检查，每 15 秒"),
  S7: scenario("length", "the same, the app serves on for 20 s, grace 30 s", "同上，应用继续服务 20 秒，宽限期 30 秒"),
  S15: scenario("length", "the same, the app wants 20 s, grace 3 s", "同上，应用需要 20 秒，宽限期 3 秒"),
  S5: scenario("loss", "start-first, healthcheck and lbswarm, GET", "start-first、健康检查加 lbswarm，GET"),
  S5post: scenario("told", "the same, POST of 100 ms, the app exits at once", "同上，POST 耗时 100 毫秒，应用立即退出"),
  S5sg: scenario("told", "the same, POST, the app finishes its requests", "同上，POST，应用处理完已有请求"),
  S6: scenario("told", "start-first and healthcheck, every 1 s, throttle 2 s", "start-first 加健康检查，每 1 秒，throttle 2 秒"),
  S6t: scenario("told", "the same, throttle 0.2 s", "同上，throttle 0.2 秒"),
  S9r2: scenario("told", "start-first and healthcheck, 2 replicas, every 15 s", "start-first 加健康检查，2 个副本，每 15 秒"),
  S9r2retry: scenario("told", "the same with the retry middleware", "同上，加 retry 中间件"),
  S9r2d20: scenario("told", "2 replicas, delay 20 s", "2 个副本，delay 20 秒"),
  S9r3: scenario("told", "3 replicas", "3 个副本"),
  S13: scenario("told", "stop-first, the app starts in 3 s", "stop-first，应用 3 秒启动"),
  S13boot10: scenario("told", "stop-first, the app starts in 10 s", "stop-first，应用 10 秒启动"),
  S1: scenario("told", "Traefik follows Docker's events, stop-first", "Traefik 跟随 Docker 事件，stop-first"),
  S2: scenario("told", "Traefik follows Docker's events, start-first", "Traefik 跟随 Docker 事件，start-first"),
  "S14a-crash-hc-pause": scenario("loss", "the new version crashes, healthcheck, pause", "新版本崩溃，健康检查，pause"),
  "S14b-crash-hc-rollback-stopfirst": scenario(
    "loss",
    "the new version crashes, healthcheck, rollback stop-first",
    "新版本崩溃，健康检查，回滚 stop-first",
  ),
  "S14c-crash-hc-rollback-startfirst": scenario(
    "loss",
    "the new version crashes, healthcheck, rollback start-first",
    "新版本崩溃，健康检查，回滚 start-first",
  ),
  "S14d-unhealthy-rollback-stopfirst": scenario(
    "told",
    "the new version is never healthy, rollback stop-first",
    "新版本始终不健康，回滚 stop-first",
  ),
  "S14e-unhealthy-rollback-startfirst": scenario(
    "told",
    "the new version is never healthy, rollback start-first",
    "新版本始终不健康，回滚 start-first",
  ),
  "S14f-crash-nohc-pause": scenario("told", "the new version crashes, no healthcheck, pause", "新版本崩溃，无健康检查，pause"),
  "S14g-crash-nohc-rollback-stopfirst": scenario(
    "told",
    "the new version crashes, no healthcheck, rollback stop-first",
    "新版本崩溃，无健康检查，回滚 stop-first",
  ),
  "S14h-crash-nohc-rollback-startfirst": scenario(
    "told",
    "the new version crashes, no healthcheck, rollback start-first",
    "新版本崩溃，无健康检查，回滚 start-first",
  ),
  "S14i-crash-stopfirst-pause": scenario("told", "stop-first, the new version crashes, pause", "stop-first，新版本崩溃，pause"),
  "S14j-crash-stopfirst-rollback": scenario("told", "stop-first, the new version crashes, rollback", "stop-first，新版本崩溃，回滚"),
  S16: scenario("told", "mode global, start-first and healthcheck", "global 模式，start-first 加健康检查"),
  S10a: scenario("loss", "start-first with a port of the host: the update hangs", "start-first 加主机端口：更新卡住"),
  S10b: scenario("loss", "start-first with one replica per node at most: the update hangs", "start-first 加每节点最多一个副本：更新卡住"),
  S17: scenario("length", "only labels change", "仅标签变化"),
  S18: scenario("no", "Traefik itself is updated", "更新 Traefik 自身"),
};
