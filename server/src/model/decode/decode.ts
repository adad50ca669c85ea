// Traefik's two looks at the labels of a service: what concerns the provider itself, and the routing.
import { DYNAMIC_LABELS, PROVIDER_LABELS, versionNumber } from "../../catalog/traefik/labels.ts";
import type { Version } from "../image.ts";
import { fill } from "./fill.ts";
import { readNodes } from "./nodes.ts";
import type { DecodeProblem, PlainLabel } from "./problem.ts";
import { type Block, emptyBlock } from "./settings.ts";

export interface Decoded {
  readonly settings: Block;
  readonly problems: readonly DecodeProblem[];
  /** Traefik got an error and takes nothing of it. */
  readonly failed: boolean;
}

/** `traefik.enable`, `traefik.docker.*` and, where the version knows it, `traefik.swarm.*`. */
export function decodeProviderLabels(labels: readonly PlainLabel[], version: Version): Decoded {
  const swarm = versionNumber(version) >= 3002002;
  return decode(labels, version, PROVIDER_LABELS, ["traefik.enable", "traefik.docker.", ...(swarm ? ["traefik.swarm."] : [])]);
}

/** `traefik.http`, `traefik.tcp`, `traefik.udp` and the default TLS store. */
export function decodeDynamicLabels(labels: readonly PlainLabel[], version: Version): Decoded {
  const number = versionNumber(version);
  const udp = number >= 2002000 ? ["traefik.udp"] : [];
  const tls = number >= 2011001 ? ["traefik.tls.stores.default"] : [];
  return decode(labels, version, DYNAMIC_LABELS, ["traefik.http", "traefik.tcp", ...udp, ...tls]);
}

function decode(labels: readonly PlainLabel[], version: Version, schema: typeof DYNAMIC_LABELS, prefixes: readonly string[]): Decoded {
  const tree = readNodes(labels, prefixes);
  if ("failed" in tree) return { settings: emptyBlock(), problems: [tree.failed], failed: true };
  const { block, problems } = fill(tree.root, schema, versionNumber(version));
  return { settings: block, problems, failed: problems.some((p) => p.effect !== "silent") };
}
