// The keys below `deploy`. Source: docker/cli cli/compose/schema/data/config_schema_v3.*.json@v28.2.2, compared key by key and version by
// version; casts: cli/compose/loader/interpolate.go; counts and sizes: cli/compose/types/types.go.
import { COUNT, DURATION, either, INTEGER, type Key, key, listOf, mapOf, NUMBER, PAIRS, type Shape, TEXT } from "./shape.ts";

const BYTES: Shape = { kinds: ["text"], format: "bytes" };

const update = (since?: { readonly since: number }): Readonly<Record<string, Key>> => ({
  parallelism: key(COUNT, { cast: "integer", ...since }),
  delay: key(DURATION, since),
  failure_action: key(TEXT, since),
  monitor: key(DURATION, since),
  max_failure_ratio: key(NUMBER, { cast: "number", ...since }),
  order: key({ kinds: ["text"], values: ["start-first", "stop-first"] }, since ?? { since: 4 }),
});

const GENERIC_RESOURCE = mapOf({ discrete_resource_spec: key(mapOf({ kind: key(TEXT), value: key(NUMBER) })) });

export const DEPLOY: Shape = either(
  mapOf({
    mode: key(TEXT),
    endpoint_mode: key(TEXT, { since: 2 }),
    replicas: key(COUNT, { cast: "integer" }),
    labels: key(PAIRS),
    update_config: key(mapOf(update())),
    rollback_config: key(mapOf(update({ since: 7 })), { since: 7 }),
    resources: key(
      mapOf({
        limits: key(mapOf({ cpus: key(TEXT), memory: key(BYTES), pids: key(INTEGER, { since: 9 }) })),
        reservations: key(mapOf({ cpus: key(TEXT), memory: key(BYTES), generic_resources: key(listOf(GENERIC_RESOURCE), { since: 5 }) })),
      }),
    ),
    restart_policy: key(
      mapOf({
        condition: key(TEXT),
        delay: key(DURATION),
        max_attempts: key(COUNT, { cast: "integer" }),
        window: key(DURATION),
      }),
    ),
    placement: key(
      mapOf({
        constraints: key(listOf(TEXT)),
        preferences: key(listOf(mapOf({ spread: key(TEXT) })), { since: 3 }),
        max_replicas_per_node: key(COUNT, { cast: "integer", since: 8 }),
      }),
    ),
  }),
  { kinds: ["null"] },
);
