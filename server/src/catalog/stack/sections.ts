// The top-level keys, and what is declared below them. Source: docker/cli cli/compose/schema/data/config_schema_v3.*.json@v28.2.2, compared
// key by key and version by version; casts: cli/compose/loader/interpolate.go.
import { SERVICE } from "./service.ts";
import { BOOLEAN, either, type Key, key, listOf, mapOf, NAME, OPTIONS, PAIRS, type Shape, TEXT } from "./shape.ts";

const EXTERNAL = key(either(BOOLEAN, mapOf({ name: key(TEXT) })), { cast: "boolean" });

const NETWORK = either(
  mapOf(
    {
      name: key(TEXT, { since: 5 }),
      driver: key(TEXT),
      driver_opts: key(OPTIONS),
      ipam: key(mapOf({ driver: key(TEXT), config: key(listOf(mapOf({ subnet: key(TEXT) }))) })),
      external: EXTERNAL,
      internal: key(BOOLEAN, { cast: "boolean" }),
      attachable: key(BOOLEAN, { since: 2, cast: "boolean" }),
      labels: key(PAIRS),
    },
    { extensions: 7 },
  ),
  { kinds: ["null"] },
);

const SEGMENTS = listOf(mapOf({ segments: key(PAIRS) }, { open: true }));
const CLUSTER = mapOf(
  {
    group: key(TEXT),
    access_mode: key(
      mapOf(
        {
          scope: key(TEXT),
          sharing: key(TEXT),
          mount_volume: key(mapOf({ fs_type: key(TEXT), mount_flags: key(listOf(TEXT)) }, { open: true })),
          block_volume: key(mapOf({}, { open: true })),
        },
        { open: true },
      ),
    ),
    accessibility_requirements: key(mapOf({ requisite: key(SEGMENTS), preferred: key(SEGMENTS) }, { open: true })),
    capacity_range: key(mapOf({ required_bytes: key(TEXT), limit_bytes: key(TEXT) }, { open: true })),
    availability: key(TEXT),
  },
  { open: true },
);

const VOLUME = either(
  mapOf(
    {
      name: key(TEXT, { since: 4 }),
      driver: key(TEXT),
      driver_opts: key(OPTIONS),
      external: EXTERNAL,
      labels: key(PAIRS),
      // The schema knows it from 3.10 on, and what reads the value behind it always does.
      "x-cluster-spec": key(CLUSTER, { since: 7 }),
    },
    { extensions: 7 },
  ),
  { kinds: ["null"] },
);

const FILE: Readonly<Record<string, Key>> = {
  name: key(TEXT, { since: 5 }),
  file: key(TEXT),
  external: EXTERNAL,
  labels: key(PAIRS),
  template_driver: key(TEXT, { since: 8 }),
};

const CONFIG = mapOf(FILE, { extensions: 7 });
const SECRET = mapOf({ ...FILE, driver: key(TEXT, { since: 8 }), driver_opts: key(OPTIONS, { since: 8 }) }, { extensions: 7 });

const section = (each: Shape): Shape => mapOf({}, { each, names: NAME });

export const ROOT: Shape = mapOf(
  {
    version: key(TEXT),
    services: key(section(SERVICE)),
    // Of all sections this one alone takes any name.
    networks: key(mapOf({}, { each: NETWORK, names: NAME, open: true })),
    volumes: key(section(VOLUME)),
    configs: key(section(CONFIG), { since: 3 }),
    secrets: key(section(SECRET), { since: 1 }),
  },
  { extensions: 4 },
);
