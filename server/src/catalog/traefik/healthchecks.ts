// Healthchecks of well-known images: commands that surely are in the official image and ask something that answers whatever its settings are. A
// short list on purpose, since a check that fails keeps a good version from starting.

export interface KnownCheck {
  /** As in a stack file; `{port}` stands for the container's port. */
  readonly test: readonly string[];
  readonly port: number;
  /** The first version that has it, major and minor. A tag that names no version is a new one. */
  readonly since?: readonly [number, number];
}

/**
 * By the repository without the registry. Sources: the images' Dockerfiles (grafana/grafana: curl since it is built on Alpine;
 * go-gitea/gitea: curl; dani-garcia/vaultwarden: HEALTHCHECK with this script; docker-library/postgres, docker-library/redis) and the
 * documentation of `/api/health`, `/api/healthz`, pg_isready, redis-cli and Dozzle (https://dozzle.dev/guide/healthcheck; with an address of its
 * own only after v8.8, amir20/dozzle#3438). redis-cli ends well when a password is missing, too.
 */
export const HEALTHCHECKS: Readonly<Record<string, KnownCheck>> = {
  "amir20/dozzle": { test: ["CMD", "/dozzle", "healthcheck"], port: 8080, since: [8, 9] },
  "gitea/gitea": { test: ["CMD", "curl", "-fsS", "http://127.0.0.1:{port}/api/healthz"], port: 3000, since: [1, 20] },
  "grafana/grafana": { test: ["CMD", "curl", "-fsS", "http://127.0.0.1:{port}/api/health"], port: 3000, since: [8, 0] },
  "grafana/grafana-oss": { test: ["CMD", "curl", "-fsS", "http://127.0.0.1:{port}/api/health"], port: 3000, since: [8, 0] },
  postgres: { test: ["CMD", "pg_isready"], port: 5432 },
  redis: { test: ["CMD", "redis-cli", "ping"], port: 6379 },
  "vaultwarden/server": { test: ["CMD", "/healthcheck.sh"], port: 80 },
};

/**
 * Images with nothing but their program: no shell, no wget. Sources: their Dockerfiles end with a stage `FROM scratch`; keycloak/keycloak
 * quarkus/container/Dockerfile: ubi9-micro with a JDK. A name that stands alone is unmistakable: it is that program, whoever builds it.
 */
export const WITHOUT_TOOLS: readonly string[] = [
  "dozzle",
  "keycloak/keycloak",
  "portainer/portainer-ce",
  "tarampampam/error-pages",
  "traefik-forward-auth",
  "whoami",
];

/** Built on Debian with curl and without wget, but where the tag says alpine. Source: nginxinc/docker-nginx Dockerfile-debian.template. */
export const WITH_CURL: readonly string[] = ["nginx"];
