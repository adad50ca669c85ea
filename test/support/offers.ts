// What a rule offers in place of a label's value, and whether that is sure: tables beside the fixtures, `<rule>.offers.json`.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { check } from "./check.ts";

/** Key, value, and what is offered: `safe Write true`. */
export type Offer = readonly [key: string, value: string, offered: readonly string[]];

const folder = path.resolve(import.meta.dirname, "../rules");

export function offersFor(rule: string): readonly Offer[] {
  const file = path.join(folder, `${rule}.offers.json`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Offer[]) : [];
}

export function offered(rule: string, key: string, value: string): string[] {
  const labels = ["traefik.http.routers.a.rule=Host(`a`)", "traefik.http.services.a.loadbalancer.server.port=80", `${key}=${value}`];
  const own = labels.filter((l, i) => i === 2 || !l.startsWith(`${key}=`));
  const text = `services:
  proxy:
    image: traefik:v3.6.1
    command: --providers.swarm=true --entrypoints.web.address=:80
    deploy: { placement: { constraints: [node.role == manager] } }
  a:
    image: ghcr.io/example/web:1
    deploy:
      labels:
${own.map((l) => `        - ${JSON.stringify(l)}\n`).join("")}`;
  return check({ "a.yml": text })
    .filter((f) => f.rule === rule)
    .flatMap((f) => f.fixes.map((fix) => `${fix.kind} ${fix.title}`));
}
