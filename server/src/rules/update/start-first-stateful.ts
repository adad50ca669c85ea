// start-first of a database: two processes at one folder of data.
import { obstacles, startFirst } from "../../model/obstacles.ts";
import { stopFirst } from "../fixes/stop-first.ts";
import { serviceRule } from "../rule.ts";

export const startFirstStateful = serviceRule({
  id: "update/start-first-stateful",
  severity: "warning",
  sources: [
    "moby/swarmkit manager/orchestrator/update/updater.go updateTask: with start-first the old task is stopped when the new one runs",
    "postgres src/backend/utils/init/miscinit.c CreateLockFile: a lock file with the own process number counts as left over",
    "mysql storage/innobase os0file.cc: the second server ends with `Unable to lock ./ibdata1`",
    "moby/moby#26445: a local volume is each node's own",
  ],
  texts: {
    en: {
      summary: "start-first lets two tasks of a database at the same data",
      why: "With `order: start-first` the old task is stopped only when the new one runs. A database wants its folder for itself: either the new task fails at the lock of the old one, and the update stops there, or both write, and the data is damaged. Locks by process number do not help: in its container each process is number 1. The few seconds that `order: stop-first` costs are the price of one writer at a time. A local volume stays on its node, and a task on another one finds it empty, whatever the order: a placement constraint keeps the service where its data is. Only known images with a mounted folder of data are looked at.",
      writers:
        "While `{service}` is updated, two tasks of `{image}` run at once. Where they share `{data}`, as on one node, the new one fails at the lock, or both write and damage the data. Use `order: stop-first`.",
      data: "The data that both tasks may use",
      image: "An image that wants its data for itself",
      stopFirst: "Stop the old task first, one at a time (order: stop-first)",
    },
    "zh-cn": {
      summary: "start-first 会让数据库的两个任务使用同一份数据",
      why: "使用 `order: start-first` 时，新任务运行之后旧任务才会停止。数据库需要独占它的目录：要么新任务因旧任务的锁而失败，更新就此停下；要么两者同时写入，数据损坏。按进程号加的锁不起作用：在各自的容器里，进程号都是 1。`order: stop-first` 只多花几秒钟，就能保证同一时间只有一个写入者。本地卷只在它所在的节点上，别的节点上的任务看到的是空卷，与顺序无关：请用放置约束把服务固定在数据所在的节点。此规则只检查挂载了数据目录的已知镜像。",
      writers:
        "更新 `{service}` 时，`{image}` 的两个任务会同时运行。只要它们共用 `{data}`（例如在同一节点上），新任务就会因锁而失败，或者两者同时写入而损坏数据。请使用 `order: stop-first`。",
      data: "两个任务可能同时使用的数据",
      image: "需要独占数据的镜像",
      stopFirst: "先停止旧任务，每次一个（order: stop-first）",
    },
  },
  bad: `services:
  db:
    image: postgres:16
    healthcheck:
      test: pg_isready -U postgres
    volumes:
      - data:/var/lib/postgresql/data
    deploy:
      update_config:
        order: start-first
volumes:
  data:
`,
  good: `services:
  db:
    image: postgres:16
    healthcheck:
      test: pg_isready -U postgres
    volumes:
      - data:/var/lib/postgresql/data
    deploy:
      update_config:
        order: stop-first
volumes:
  data:
`,
  // Without a mounted folder each task has data of its own: a Redis that is only a cache starts empty either way, and nothing is damaged.
  *check(service, view) {
    const order = startFirst(service);
    const writer = obstacles(service).find((o) => o.kind === "single-writer");
    if (!order || !writer?.data || view.target().mode !== "swarm") return;
    const { image, at, data } = writer;
    const place = { uri: view.uri(), block: service.block };
    yield {
      span: order.span,
      message: { key: "writers", args: { service: service.name.value, image, data: data.value } },
      fixes: () => stopFirst(service, "stopFirst", view),
      related: [
        { ...place, span: at.span, message: { key: "image" } },
        { ...place, span: data.span, message: { key: "data" } },
      ],
    };
  },
});
