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

/**
 * Databases and queues with the folders of their data: two of them on one folder destroy it, or the second does not start, so they keep
 * stop-first. Sources: the images' own VOLUME lines and documentation; `/bitnami/...` are those of Bitnami's images of the same name.
 */
export const DATABASES: Readonly<Record<string, readonly string[]>> = {
  "clickhouse-server": ["/var/lib/clickhouse"],
  couchdb: ["/opt/couchdb/data"],
  elasticsearch: ["/usr/share/elasticsearch/data", "/bitnami/elasticsearch/data"],
  etcd: ["/bitnami/etcd/data"],
  influxdb: ["/var/lib/influxdb", "/var/lib/influxdb2", "/var/lib/influxdb3"],
  kafka: ["/var/lib/kafka/data", "/bitnami/kafka/data"],
  mariadb: ["/var/lib/mysql", "/bitnami/mariadb/data"],
  minio: ["/data", "/bitnami/minio/data"],
  mongo: ["/data/db"],
  mongodb: ["/data/db", "/bitnami/mongodb/data"],
  mysql: ["/var/lib/mysql", "/bitnami/mysql/data"],
  neo4j: ["/data", "/bitnami/neo4j/data"],
  percona: ["/var/lib/mysql"],
  postgis: ["/var/lib/postgresql/data"],
  postgres: ["/var/lib/postgresql/data"],
  postgresql: ["/bitnami/postgresql/data"],
  // Its folder is named after the host, and each task has a name of its own: two do not meet.
  rabbitmq: [],
  redis: ["/data", "/bitnami/redis/data"],
  valkey: ["/data", "/bitnami/valkey/data"],
  zookeeper: ["/data", "/bitnami/zookeeper/data"],
};

export interface FileDatabase {
  readonly folder: string;
  /** An environment variable that may send the data to a database server instead. */
  readonly elsewhere?: string;
}

/**
 * Images, by their last path component or the last two, that keep all they know in one file which a second process must not open, with the
 * folder of that file. Sources: the documentation of
 * each (Portainer: BoltDB, takes a lock; Uptime Kuma, Vaultwarden: SQLite by default; Prometheus: lock file of its TSDB).
 */
export const FILE_DATABASES: Readonly<Record<string, FileDatabase>> = {
  "portainer-ce": { folder: "/data" },
  "portainer-ee": { folder: "/data" },
  prometheus: { folder: "/prometheus" },
  "uptime-kuma": { folder: "/app/data", elsewhere: "UPTIME_KUMA_DB_TYPE" },
  "vaultwarden/server": { folder: "/data", elsewhere: "DATABASE_URL" },
};
