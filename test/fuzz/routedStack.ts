// Routed services of a swarm in varied spelling, with parts of what an update needs, and Traefiks of several versions beside them.
import fc from "fast-check";

/** An entry with its value, or with entries below. */
type Tree = readonly [key: string, value: string | readonly Tree[]];

const maybe = (...all: string[]) => fc.constantFrom(undefined, undefined, ...all);

const section = (fields: Readonly<Record<string, fc.Arbitrary<string | undefined>>>): fc.Arbitrary<Tree[]> =>
  fc.record(fields).map((values) => Object.entries(values).flatMap(([key, v]): Tree[] => (v === undefined ? [] : [[key, v]])));

const rollout = section({
  parallelism: maybe("2"),
  order: maybe("stop-first", "start-first", '"stop-first"', '"${ORDER}"'),
  failure_action: maybe("pause", "rollback", "continue"),
  monitor: maybe("5s", "10s", "0s", '"${MONITOR}"'),
});

const health = fc.oneof(
  fc.constant([]),
  section({
    test: maybe("curl -f localhost", '["CMD", "true"]', '["NONE"]', '["true"]'),
    interval: maybe("5s", "1m"),
    timeout: maybe("10s", '"${TIMEOUT}"'),
    retries: maybe("5"),
  }),
);

const LABELS = [
  ["traefik.http.routers.web.rule", "Host(`a.b`)"],
  ["traefik.http.services.web.loadbalancer.server.port", "8080"],
  ["traefik.tcp.services.web.loadbalancer.server.port", "${PORT}"],
  ["traefik.http.services.web.loadbalancer.sticky.cookie", "true"],
  ["traefik.http.services.web.loadbalancer.healthcheck.path", "/up"],
  ["traefik.docker.network", "edge"],
  ["traefik.swarm.network", "edge"],
  ["traefik.docker.lbswarm", "false"],
  ["traefik.swarm.lbswarm", "true"],
  ["traefik.docker.lbswarm", ""],
] as const;

const labels = fc
  .tuple(fc.subarray([...LABELS.slice(1)], { maxLength: 4 }), fc.nat(5))
  .map(([some, spelling]): string | readonly Tree[] => {
    const all = [LABELS[0], ...some];
    const quote = spelling === 1 ? '"' : spelling === 2 ? "'" : "";
    if (spelling === 3) return ` [${all.map(([k, v]) => JSON.stringify(`${k}=${v}`)).join(", ")}]`;
    if (spelling >= 4) return all.map(([k, v]): Tree => [k, spelling === 4 ? `"${v}"` : `'${v}'`]);
    return all.map(([k, v]): Tree => ["-", `${quote}${k}=${v}${quote}`]);
  });

const flow = (tree: readonly Tree[]): string => `{${tree.map(([k, v]) => `${k}: ${v}`).join(", ")}}`;

/** A section that may be empty, then it is not there; in block or flow style, or from a template. */
const spelled = (key: string, tree: readonly Tree[], spelling: number): Tree[] =>
  tree.length === 0 ? [] : [spelling === 0 ? [key, flow(tree)] : spelling === 1 ? [key, `*${key}`] : [key, tree]];

const deploy = fc
  .tuple(labels, rollout, rollout, fc.nat(9), section({ mode: maybe("global"), endpoint_mode: maybe("dnsrr"), replicas: maybe("2") }))
  .chain(([own, update, back, spelling, rest]) => {
    const parts: Tree[] = [
      ["labels", own],
      ...spelled("update_config", update, spelling),
      ...spelled("rollback_config", back, spelling === 1 ? 2 : spelling),
      ...rest.filter(([key]) => !(key === "replicas" && rest.some(([k]) => k === "mode"))),
    ];
    return fc.shuffledSubarray(parts, { minLength: parts.length, maxLength: parts.length }).map((all) => ({ all, update }));
  });

const IMAGES = [
  "ghcr.io/example/web:1",
  "ghcr.io/example/web:1",
  "nginx:alpine",
  "traefik/whoami",
  "grafana/grafana:10.1",
  "postgres:16",
  "${IMAGE}",
];

const service = fc
  .tuple(
    deploy,
    health,
    fc.nat(9),
    fc.constantFrom(...IMAGES),
    section({ stop_grace_period: maybe("0s", "30s"), stop_signal: maybe("KILL") }),
  )
  .chain(([{ all, update }, check, spelling, image, stop]) => {
    const parts: Tree[] = [
      ["image", image],
      ["deploy", all],
      ...spelled("healthcheck", check, spelling === 1 ? 2 : spelling),
      ...stop,
      ...(spelling === 2 ? [["ports", [["-", "{target: 80, published: 80, mode: host}"]]] as const] : []),
    ];
    return fc.shuffledSubarray(parts, { minLength: parts.length, maxLength: parts.length }).map((entries) => ({ entries, update }));
  });

const FLAGS = ["--providers.swarm.refreshSeconds=5", "--providers.providersThrottleDuration=1s", "--entrypoints.web.address=:80"];
const OLD_FLAGS = ["--providers.docker.swarmModeRefreshSeconds=5s", "--providers.providersThrottleDuration=1s", "--ping"];

const proxy = fc
  .tuple(fc.constantFrom("v2.9", "v2.11.3", "v3.0", "v3.1.4", "v3.2.2", "v3.5", "latest"), fc.subarray([0, 1, 2]), fc.nat(3))
  .map(([version, some, spelling]): Tree => {
    const old = version.startsWith("v2");
    const flags = [
      ...(old ? ["--providers.docker.swarmMode=true"] : ["--providers.swarm"]),
      ...some.map((i) => (old ? OLD_FLAGS : FLAGS)[i]!),
    ];
    const command: Tree["1"] =
      spelling === 0
        ? flags.join(" ")
        : spelling === 1
          ? JSON.stringify(flags)
          : flags.map((f): Tree => ["-", spelling === 2 ? `"${f}"` : f]);
    return [
      "proxy",
      [
        ["image", `traefik:${version}`],
        ["command", command],
        ["deploy", [["placement", [["constraints", "[node.role == manager]"]]]]],
      ],
    ];
  });

/** Lines of a tree; a comment behind some and above others. */
function print(tree: readonly Tree[], step: number, comment: number, indent = 0): string[] {
  return tree.flatMap(([key, value], i) => {
    const pad = " ".repeat(indent);
    const behind = comment > 0 && (i + key.length) % comment === 0 ? ` # of ${key.replace("-", "item")} ${i}` : "";
    const above = comment > 1 && (i + indent) % comment === 1 ? [`${pad}# above`] : [];
    if (key === "-") return [...above, `${pad}- ${value as string}${behind}`];
    if (typeof value === "string") return [...above, `${pad}${key}:${value.startsWith(" ") ? "" : " "}${value}${behind}`];
    return [...above, `${pad}${key}:${behind}`, ...print(value, step, comment, indent + step)];
  });
}

/** Half of the files have none. */
const version = fc.tuple(maybe(`"3.8"`, `'3.3'`, `"3.6"`, `"3"`, `"\${VERSION}"`, "*strategy"), fc.boolean());

/** Files of a project: `app.yml` with the service `web`, and Traefik in it, in a file of its own, or nowhere. */
export const routedStack: fc.Arbitrary<Readonly<Record<string, string>>> = fc
  .tuple(service, proxy, fc.nat(2), fc.constantFrom(2, 4), fc.nat(4), fc.nat(3), version)
  .map(([{ entries, update }, traefik, where, step, comment, ending, [named, atEnd]]) => {
    const template: Tree[] = [
      ["x-update", `&update_config ${flow(update)}`],
      ["x-strategy", '&strategy "3.4"'],
    ];
    const head: Tree[] = named === undefined ? [] : [["version", named]];
    const web: Tree = ["web", entries];
    const stack = (services: readonly Tree[]): Tree[] => [["services", services]];
    const all = [...template, ...stack(where === 0 ? [traefik, web] : [web])];
    const app = atEnd ? [...all, ...head] : [...template, ...head, ...all.slice(template.length)];
    const text = (tree: readonly Tree[]): string => {
      const lines = print(tree, step, comment).join("\n");
      return ending === 0 ? lines : ending === 1 ? `${lines.replaceAll("\n", "\r\n")}\r\n` : `${lines}\n`;
    };
    return { "app.yml": text(app), ...(where === 1 ? { "proxy.yml": text(stack([traefik])) } : {}) };
  });
