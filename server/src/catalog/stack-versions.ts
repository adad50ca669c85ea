// Which `version:` of a stack file knows a key: Docker reads a file by the schema that it names, and refuses keys of later ones.
// Without a version, with an empty one and with "3" the newest schema counts. Source: docker/cli cli/compose/schema/data/config_schema_v3.*.json, compared.

/** The minor number of the first 3.x that knows the key at that path below a service; keys that are not here are as old as 3.0. */
export const KEYS_SINCE: Readonly<Record<string, number>> = {
  "deploy.endpoint_mode": 2,
  "deploy.placement.max_replicas_per_node": 8,
  "deploy.rollback_config": 7,
  "deploy.update_config.order": 4,
  "healthcheck.start_period": 4,
};

/** Knows all of them, and every Docker that is in use knows it. */
export const RAISED = "3.8";
