// Images whose port everybody knows, for fixes that need one to offer. A guess is always shown as a choice.

/** Default port by the image's last path component. Source: the images' own EXPOSE lines and documentation. */
export const WELL_KNOWN_PORTS: Readonly<Record<string, number>> = {
  adminer: 8080,
  ghost: 2368,
  grafana: 3000,
  "grafana-oss": 3000,
  gitea: 3000,
  httpd: 80,
  keycloak: 8080,
  nextcloud: 80,
  nginx: 80,
  phpmyadmin: 80,
  "portainer-ce": 9000,
  prometheus: 9090,
  registry: 5000,
  traefik: 8080,
  "uptime-kuma": 3001,
  vaultwarden: 80,
  whoami: 80,
  wordpress: 80,
};

/** Images of databases and queues: two of them on one volume destroy data, so they keep stop-first. */
export const SINGLE_WRITER_IMAGES: readonly string[] = [
  "clickhouse-server",
  "couchdb",
  "elasticsearch",
  "etcd",
  "influxdb",
  "kafka",
  "mariadb",
  "minio",
  "mongo",
  "mongodb",
  "mysql",
  "neo4j",
  "percona",
  "postgis",
  "postgres",
  "postgresql",
  "rabbitmq",
  "redis",
  "valkey",
  "zookeeper",
];

/**
 * Images that keep all they know in one file which a second process must not open, with the folder of that file. Sources: the documentation of
 * each (Portainer: BoltDB, takes a lock; Uptime Kuma, Vaultwarden: SQLite by default; Prometheus: lock file of its TSDB).
 */
export const FILE_DATABASES: Readonly<Record<string, string>> = {
  "portainer-ce": "/data",
  "portainer-ee": "/data",
  prometheus: "/prometheus",
  "uptime-kuma": "/app/data",
  vaultwarden: "/data",
};
