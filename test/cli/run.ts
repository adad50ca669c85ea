// Runs the command line as its users do: a process of its own, on a folder of its own.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

const built = mkdtempSync(path.join(tmpdir(), "traefik-swarm-built-"));
after(() => rmSync(built, { recursive: true, force: true }));
const cli = path.join(built, "cli.cjs");
/** Bundled once: a hundred runs from the sources would take a minute. */
buildSync({
  entryPoints: [fileURLToPath(new URL("../../server/main/cli.ts", import.meta.url))],
  outfile: cli,
  bundle: true,
  platform: "node",
  target: "node20",
  mainFields: ["module", "main"],
  sourcemap: true,
});

export interface Finding {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly rule: string;
  readonly severity: string;
  readonly message: string;
  readonly fixes: readonly { readonly title: string; readonly kind: string }[];
}

/** Starts the command line in a folder. The locale is English unless `env` says otherwise. */
export function run(cwd: string, args: readonly string[], env: Record<string, string> = {}) {
  const { FORCE_COLOR: _, ...outer } = process.env;
  const result = spawnSync(process.execPath, ["--", cli, ...args], { cwd, encoding: "utf8", env: { ...outer, LC_ALL: "C", ...env } });
  return { status: result.status, out: result.stdout, err: result.stderr };
}

/** The findings that `lint --format json` prints. */
export const findings = (cwd: string, ...args: string[]): Finding[] => JSON.parse(run(cwd, ["lint", "--format", "json", ...args]).out);

/** A folder with these files, gone after the tests of the file. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "traefik-swarm-cli-")));
  after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
  return folder;
}

/** One error with a safe fix: labels outside `deploy`. */
export const WRONG = `services:
  shop: # 购物
    image: ghcr.io/example/shop:1.4
    networks: [edge]
    labels:
      - traefik.http.routers.shop.rule=Host(\`shop.example\`)
      - traefik.http.services.shop.loadbalancer.server.port=8080
    deploy:
      placement:
        max_replicas_per_node: 1
      replicas: 2
networks:
  edge:
    external: true
`;

/** Nothing but plain services: only what else is in its project can tell that it is a stack. */
export const SILENT = `services:
  blog:
    image: ghcr.io/example/blog:1.0
    networks: [edge]
    labels:
      - traefik.http.routers.blog.rule=Host(\`blog.example\`)
      - traefik.http.services.blog.loadbalancer.server.port=8080
networks:
  edge:
    external: true
`;

/** A Traefik in swarm mode. */
export const PROXY = `services:
  proxy:
    image: traefik:v3.3
    command:
      - --providers.swarm=true
      - --entrypoints.web.address=:80
    networks: [edge]
    volumes:
      - /var/run/docker.sock:/var/run/docker.sock:ro
    deploy:
      placement:
        constraints: [node.role == manager]
networks:
  edge:
    name: edge
`;
