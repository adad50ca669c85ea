// A stack file of any size, the same for the same number: services with labels in both forms, behind one Traefik. And a workspace of many.

/** A file that uses what the stack's first service defines. */
export const USER = `services:
  user:
    image: registry.example.com/user:1.0
    networks: [edge]
    deploy:
      labels:
        - traefik.http.routers.user.rule=Host(\`user.example.com\`)
        - traefik.http.routers.user.middlewares=shared
        - traefik.http.services.user.loadbalancer.server.port=80
networks:
  edge: { external: true }
`;

/** Its line ends with the name that the file above uses. */
export const SHARED = "        - traefik.http.middlewares.shared.stripprefix.prefixes=/shared";

/** Files of a project: the first holds the Traefik, each other one some services of its own. */
export function workspaceFiles(count: number, services = 10): Map<string, string> {
  const files = new Map([["proxy/docker-compose.yml", stack(0)]]);
  for (let i = 1; i < count; i++) {
    const own = Array.from({ length: services }, (_, k) => service(i * services + k)).flat();
    const networks = [...new Set(own.flatMap((l) => l.match(/inner-\d+/g) ?? []))].map((n) => `  ${n}:`);
    files.set(
      `team-${i % 20}/docker-compose.${i}.yml`,
      `${["services:", ...own, "networks:", "  edge: { external: true }", ...networks].join("\n")}\n`,
    );
  }
  return files;
}

export function stack(services: number): string {
  const lines = ["services:", ...proxy];
  for (let i = 1; i <= services; i++) lines.push(...service(i));
  lines.push("networks:", "  edge: { external: true }");
  for (let i = 0; i < Math.ceil(services / 25); i++) lines.push(`  inner-${i}:`, "    driver: overlay");
  return `${lines.join("\n")}\n`;
}

const proxy = [
  "  proxy:",
  "    image: traefik:v3.7",
  "    command:",
  "      - --providers.swarm=true",
  "      - --entrypoints.web.address=:80",
  "    networks: [edge]",
  "    deploy:",
  "      placement:",
  "        constraints: [node.role == manager]",
  "      labels:",
  SHARED,
];

function service(i: number): string[] {
  const name = `app-${i}`;
  const labels: [string, string][] = [
    [`traefik.http.routers.${name}.rule`, `Host(\`${name}.example.com\`) && PathPrefix(\`/v${i % 7}\`)`],
    [`traefik.http.routers.${name}.entrypoints`, "web"],
    [`traefik.http.services.${name}.loadbalancer.server.port`, String(8000 + (i % 100))],
  ];
  return [
    `  # team ${i % 12}`,
    `  ${name}:`,
    `    image: registry.example.com/${name}:1.${i % 30}`,
    "    environment:",
    `      DATABASE_URL: postgres://db-${i % 9}:5432/app`,
    "      LOG_LEVEL: info # lower it in staging",
    "    healthcheck:",
    `      test: ["CMD", "wget", "-qO-", "http://localhost:${8000 + (i % 100)}/health"]`,
    "      interval: 10s",
    `    networks: [edge, inner-${i % Math.ceil(i / 25)}]`,
    "    deploy:",
    `      replicas: ${1 + (i % 3)}`,
    "      update_config:",
    "        order: start-first",
    "        failure_action: rollback",
    "      labels:",
    ...labels.map(([key, value]) => (i % 3 === 0 ? `        ${key}: "${value}"` : `        - "${key}=${value}"`)),
  ];
}
