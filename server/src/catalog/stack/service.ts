// The keys of a service, forbidden and foreign ones left out (see fates.ts). Source: docker/cli
// cli/compose/schema/data/config_schema_v3.*.json@v28.2.2, compared key by key and version by version; casts: cli/compose/loader/interpolate.go.
import { DEPLOY } from "./deploy.ts";
import {
  BOOLEAN,
  COUNT,
  DURATION,
  either,
  INTEGER,
  type Key,
  key,
  listOf,
  mapOf,
  NAME,
  OPTIONS,
  PAIRS,
  type Shape,
  setOf,
  TEXT,
  TEXT_OR_SET,
} from "./shape.ts";

const WORDS = either(TEXT, listOf(TEXT));

const BUILD = either(
  TEXT,
  mapOf(
    {
      context: key(TEXT),
      dockerfile: key(TEXT),
      args: key(PAIRS),
      labels: key(PAIRS, { since: 3 }),
      cache_from: key(setOf(TEXT), { since: 2 }),
      network: key(TEXT, { since: 4 }),
      target: key(TEXT, { since: 4 }),
      shm_size: key({ kinds: ["integer", "text"] }, { since: 5 }),
      extra_hosts: key(PAIRS, { since: 9 }),
    },
    { open: 11 },
  ),
);

/** Unknown keys are taken, and do nothing. */
const FILE_USE = either(
  TEXT,
  mapOf(
    {
      source: key(TEXT),
      target: key(TEXT),
      uid: key(TEXT),
      gid: key(TEXT),
      mode: key({ kinds: ["number"], atLeast: 0 }, { cast: "integer" }),
    },
    { open: true },
  ),
);

const HEALTHCHECK = mapOf({
  test: key(WORDS),
  interval: key(DURATION),
  timeout: key(DURATION),
  retries: key({ kinds: ["number"], atLeast: 0 }, { cast: "integer" }),
  start_period: key(DURATION, { since: 4 }),
  start_interval: key(DURATION, { since: 12 }),
  disable: key(BOOLEAN, { cast: "boolean" }),
});

const NETWORK_USE = either(
  mapOf({
    aliases: key(setOf(TEXT)),
    ipv4_address: key(TEXT),
    ipv6_address: key(TEXT),
    driver_opts: key(OPTIONS, { since: 13 }),
  }),
  { kinds: ["null"] },
);

const PORT: Shape = {
  ...mapOf({
    target: key(COUNT, { cast: "integer" }),
    published: key(COUNT, { cast: "integer" }),
    protocol: key(TEXT),
    mode: key(TEXT),
  }),
  kinds: ["integer", "text", "map"],
  kindSince: { map: 2 },
  exact: true,
  format: "port",
};

const MOUNT: Shape = {
  ...mapOf(
    {
      type: key(TEXT),
      source: key(TEXT),
      target: key(TEXT),
      read_only: key(BOOLEAN, { cast: "boolean" }),
      consistency: key(TEXT),
      bind: key(mapOf({ propagation: key(TEXT) }, { open: true })),
      volume: key(mapOf({ nocopy: key(BOOLEAN, { cast: "boolean" }) }, { open: true })),
      tmpfs: key(mapOf({ size: key({ kinds: ["integer"], atLeast: 0 }) }, { open: true }), { since: 6 }),
    },
    { required: ["type"] },
  ),
  kinds: ["text", "map"],
  kindSince: { map: 2 },
  format: "mount",
};

const LIMIT: Shape = { kinds: ["integer"], exact: true };
const ULIMIT = either(
  LIMIT,
  mapOf({ soft: key(LIMIT, { cast: "integer" }), hard: key(LIMIT, { cast: "integer" }) }, { required: ["soft", "hard"] }),
);

const KEYS: Readonly<Record<string, Key>> = {
  build: key(BUILD),
  cap_add: key(setOf(TEXT)),
  cap_drop: key(setOf(TEXT)),
  cgroup_parent: key(TEXT),
  cgroupns_mode: key(TEXT, { since: 9 }),
  command: key(WORDS),
  configs: key(listOf(FILE_USE), { since: 3 }),
  container_name: key(TEXT),
  credential_spec: key(mapOf({ config: key(TEXT, { since: 8 }), file: key(TEXT), registry: key(TEXT) }), { since: 3 }),
  depends_on: key(setOf(TEXT)),
  deploy: key(DEPLOY),
  devices: key(setOf(TEXT)),
  dns: key(TEXT_OR_SET),
  dns_search: key(TEXT_OR_SET),
  domainname: key(TEXT),
  entrypoint: key(WORDS),
  env_file: key(TEXT_OR_SET),
  environment: key(PAIRS),
  expose: key(setOf({ kinds: ["text", "number"] })),
  external_links: key(setOf(TEXT)),
  extra_hosts: key(PAIRS),
  healthcheck: key(HEALTHCHECK),
  hostname: key(TEXT),
  image: key(TEXT),
  init: key(BOOLEAN, { since: 7 }),
  ipc: key(TEXT),
  isolation: key(TEXT, { since: 5 }),
  labels: key(PAIRS),
  links: key(setOf(TEXT)),
  logging: key(
    mapOf({
      driver: key(TEXT),
      options: key(mapOf({}, { each: { kinds: ["text", "number", "null"] }, names: /^.+$/, open: true })),
    }),
  ),
  mac_address: key(TEXT),
  network_mode: key(TEXT),
  networks: key(either(setOf(TEXT), mapOf({}, { each: NETWORK_USE, names: NAME }))),
  oom_score_adj: key(INTEGER, { since: 13, cast: "integer" }),
  pid: key({ kinds: ["text", "null"] }),
  ports: key(setOf(PORT)),
  privileged: key(BOOLEAN, { cast: "boolean" }),
  read_only: key(BOOLEAN, { cast: "boolean" }),
  restart: key(TEXT),
  secrets: key(listOf(FILE_USE), { since: 1 }),
  security_opt: key(setOf(TEXT)),
  // The schema takes numbers, and reading the value then fails.
  shm_size: key(TEXT),
  stdin_open: key(BOOLEAN, { cast: "boolean" }),
  stop_grace_period: key(DURATION),
  stop_signal: key(TEXT),
  sysctls: key(PAIRS),
  tmpfs: key(TEXT_OR_SET),
  tty: key(BOOLEAN, { cast: "boolean" }),
  // Names in other letters are read without the schema's help, and in the same forms.
  ulimits: key(mapOf({}, { each: ULIMIT, names: /^/, eachCast: "integer" })),
  user: key(TEXT),
  userns_mode: key(TEXT),
  volumes: key({ kinds: ["list"], items: MOUNT, unique: 1 }),
  working_dir: key(TEXT),
};

export const SERVICE: Shape = mapOf(KEYS, { extensions: 7 });
