// What a block says about the way its file is deployed. Which evidence decides is `workspace/target.ts`'s business; the list is that of the
// measured files (841 real ones).
import type { Block } from "../syntax/document.ts";
import type { Span } from "../syntax/text.ts";
import { type Entry, entryOf, type Node, textOf, valueAt } from "../syntax/tree.ts";
import { isRoutingLabel, isTraefikLabel, type Label, parseBool } from "./labels.ts";
import type { NetworkDeclaration } from "./network.ts";
import { deployText, type Service } from "./service.ts";
import { mode, type TraefikInstance } from "./traefik.ts";

export const STRONG = ["swarm-mode", "overlay-network", "swarm-template", "swarm-labels"] as const;
export const DEPLOY_KEYS = ["placement", "update_config", "rollback_config", "endpoint_mode", "mode-global", "external-secret"] as const;
/** Habits of plain compose projects, seen in stacks too: beside deploy keys alone they leave it open. */
export const PLAIN = ["container-name", "depends_on-map", "bridge-network"] as const;
/** `docker stack deploy` refuses these three. */
export const COMPOSE_ONLY = ["depends_on-map", "profiles", "top-level-name"] as const;

export type EvidenceCode =
  | (typeof STRONG)[number]
  | (typeof DEPLOY_KEYS)[number]
  | (typeof COMPOSE_ONLY)[number]
  | (typeof PLAIN)[number]
  | "deploy-labels"
  | "container-mode";

export interface Evidence {
  readonly code: EvidenceCode;
  readonly span: Span;
}

export function serviceEvidence(service: Service, instance: TraefikInstance | undefined): Evidence[] {
  const found: Evidence[] = [];
  const add = (code: EvidenceCode, span: Span | undefined) => span && found.push({ code, span });
  const runs = instance && mode(instance);
  if (runs === "swarm") add("swarm-mode", service.name.span);
  if (runs === "container") add("container-mode", service.name.span);
  add("deploy-labels", service.deployLabels?.labels.find(isTraefikLabel)?.key.span);
  add("swarm-labels", service.deployLabels?.labels.find(isForSwarm)?.key.span);
  for (const key of ["placement", "update_config", "rollback_config", "endpoint_mode"] as const) {
    add(key, entryOf(service.deploy?.value, key)?.key.span);
  }
  const deployMode = deployText(service, "mode");
  if (deployMode?.value === "global") add("mode-global", deployMode.span);
  add("container-name", entryOf(service.entry.value, "container_name")?.key.span);
  if (valueAt(service.entry.value, "depends_on")?.kind === "mapping")
    add("depends_on-map", entryOf(service.entry.value, "depends_on")!.key.span);
  add("profiles", entryOf(service.entry.value, "profiles")?.key.span);
  return found;
}

/** What only the swarm provider reads, or names it. */
const isForSwarm = (label: Label): boolean =>
  /^traefik\.swarm\./i.test(label.key.value) || (isRoutingLabel(label) && /@swarm\s*(?:,|$)/.test(label.value?.value ?? ""));

const TEMPLATE = /\{\{-?\s*\.(?:Node|Task|Service)\b/;

/** `{{.Node.Hostname}}` and its like mean something to Swarm only, and in values only. */
export function templateEvidence(block: Block): Evidence[] {
  const span = TEMPLATE.test(block.source) ? templateIn(block.root) : undefined;
  return span ? [{ code: "swarm-template", span }] : [];
}

function templateIn(node: Node | undefined): Span | undefined {
  if (!node || node.grafted) return undefined;
  if (node.kind === "scalar") return TEMPLATE.test(node.text.value) ? node.span : undefined;
  const values = node.kind === "mapping" ? node.entries : node.items;
  for (const { value } of values) {
    const found = templateIn(value);
    if (found) return found;
  }
  return undefined;
}

export function networkEvidence(network: NetworkDeclaration): Evidence[] {
  return network.driver?.value === "overlay" ? [{ code: "overlay-network", span: network.driver.span }] : [];
}

/** An external secret or config is an object of Swarm's. */
export function objectEvidence(entry: Entry): Evidence[] {
  const external = entryOf(entry.value, "external");
  const is = external?.value.kind === "mapping" || parseBool(textOf(external?.value)?.value) === true;
  return external && is ? [{ code: "external-secret", span: entry.key.span }] : [];
}
