// Our snippets as whole files: expanded with their defaults and put where they fit, so that tests can parse, deploy and lint them.
import { readFileSync } from "node:fs";
import { expandSnippet } from "../snippets/expand.ts";

export type Fits = "labels-list" | "labels-map" | "services" | "file";

export interface Snippet {
  readonly prefix: string;
  readonly fits: Fits;
  readonly description: string;
  readonly "zh-cn": string;
  readonly body: readonly string[];
}

const source = new URL("../../snippets/traefik-swarm.json", import.meta.url);

export function snippets(): Record<string, Snippet> {
  return JSON.parse(readFileSync(source, "utf8"));
}

export function expandedSnippets(): { name: string; fits: Fits; text: string }[] {
  return Object.entries(snippets()).map(([name, { fits, body }]) => ({ name, fits, text: framed(fits, expandSnippet(body.join("\n"))) }));
}

function framed(fits: Fits, text: string): string {
  if (fits === "file") return `${text}\n`;
  if (fits === "services") return `services:\n${indented(text, 2)}\n${proxy}${networks}`;
  return `services:\n${app}${indented(withRouter(fits, text), 8)}\n${proxy}${networks}`;
}

/** Snippets that only add a middleware are for a service that already has a router and a port. */
function withRouter(fits: Fits, text: string): string {
  if (text.includes(".server.port")) return text;
  const pairs = router.map(([key, value]) => (fits === "labels-map" ? `${key}: "${value}"` : `- "${key}=${value}"`));
  return [...pairs, text].join("\n");
}

function indented(text: string, by: number): string {
  return text.replace(/^(?=.)/gm, " ".repeat(by));
}

const router = [
  ["traefik.enable", "true"],
  ["traefik.http.routers.app.rule", "Host(`app.example.com`)"],
  ["traefik.http.routers.app.entrypoints", "websecure"],
  ["traefik.http.routers.app.tls", "true"],
  ["traefik.http.services.app.loadbalancer.server.port", "8080"],
] as const;

const app = `  app:
    image: registry.example.com/app:1.0.0
    networks:
      - traefik
    deploy:
      labels:
`;

const proxy = `  proxy:
    image: traefik:v3.7
    command:
      - --providers.swarm.exposedByDefault=false
      - --providers.swarm.network=traefik
      - --entrypoints.web.address=:80
      - --entrypoints.websecure.address=:443
      - --certificatesresolvers.letsencrypt.acme.email=you@example.com
      - --certificatesresolvers.letsencrypt.acme.storage=/certificates/acme.json
      - --certificatesresolvers.letsencrypt.acme.tlschallenge=true
    ports:
      - "80:80"
      - "443:443"
    stop_grace_period: 20s
    volumes:
      - /var/run/docker.sock:/var/run/docker.sock:ro
      - certificates:/certificates
    networks:
      - traefik
    deploy:
      placement:
        constraints:
          - node.role == manager
`;

const networks = `networks:
  traefik:
    external: true
volumes:
  certificates:
`;
