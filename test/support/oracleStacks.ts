// The oracle's label sets as whole stacks, in the spellings that people use: a Traefik of some release, and the services beside it.
import { CASES, type Case, versionsOf } from "../oracle/labels.ts";

export type Spelling = "list" | "map" | "flow" | "outside";
export const SPELLINGS: readonly Spelling[] = ["list", "map", "flow", "outside"];

export interface OracleStack {
  readonly id: string;
  readonly text: string;
}

/** @param every of the sets only each so-manieth, in one spelling and for one release each */
export const oracleStacks = (every = 1): OracleStack[] =>
  CASES.filter((_, i) => i % every === 0).map((found, i) => {
    const versions = versionsOf(found);
    const version = versions[i % versions.length]!;
    const spelling = SPELLINGS[i % SPELLINGS.length]!;
    return { id: `${found.id} ${version} ${spelling}`, text: stackOf(found, version, spelling) };
  });

function stackOf(found: Case, version: string, spelling: Spelling): string {
  const flags = version.startsWith("v2") ? ["--providers.docker.swarmMode=true"] : ["--providers.swarm=true"];
  const services = [found, ...(found.otherServices ?? [])].map((s) =>
    [
      `  ${JSON.stringify(s.serviceName.replace(/^[^_]*_/, ""))}:`,
      "    image: ghcr.io/example/app:1.4",
      "    networks: [edge]",
      ...(spelling === "outside" ? labels(s.labels, "map", 4) : ["    deploy:", ...labels(s.labels, spelling, 6)]),
    ].join("\n"),
  );
  return `services:
  proxy:
    image: traefik:${version}
    command:
${[...flags, "--entrypoints.web.address=:80"].map((f) => `      - ${f}\n`).join("")}    deploy:
      placement:
        constraints: [node.role == manager]
    networks: [edge]
${services.join("\n")}
networks:
  edge:
    external: true
`;
}

function labels(set: Case["labels"], spelling: Exclude<Spelling, "outside">, indent: number): string[] {
  const pad = " ".repeat(indent);
  // Docker fills in variables: a dollar is written twice.
  const written = Object.entries(set).map(([key, value]) => [key.replaceAll("$", "$$$$"), value.replaceAll("$", "$$$$")] as const);
  if (written.length === 0) return [];
  if (spelling === "flow") return [`${pad}labels: [${written.map(([k, v]) => JSON.stringify(`${k}=${v}`)).join(", ")}]`];
  const lines = written.map(([k, v]) =>
    spelling === "list" ? `- ${JSON.stringify(`${k}=${v}`)}` : `${JSON.stringify(k)}: ${JSON.stringify(v)}`,
  );
  return [`${pad}labels:`, ...lines.map((l) => `${pad}  ${l}`)];
}
