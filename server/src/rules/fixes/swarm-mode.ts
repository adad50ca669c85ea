// Turns on the reading of Swarm's services in a Traefik that reads containers; the labels that it reads there today move with it.
import { isTraefikLabel } from "../../model/labels.ts";
import type { TraefikInstance } from "../../model/traefik.ts";
import type { Edit } from "../../syntax/edit.ts";
import type { TraefikFact } from "../../workspace/traefikFact.ts";
import type { View } from "../../workspace/view.ts";
import { type FileEdit, inBlock } from "../rule.ts";
import { addArgument, dockerToSwarm, setFlag } from "./flags.ts";
import { moveLabels } from "./move-labels.ts";

export interface SwarmMode {
  readonly edits: readonly FileEdit[];
  /** How many services' labels move to `deploy.labels`. */
  readonly moved: number;
}

/** Undefined where the command or some labels can't be edited. */
export function swarmModeOn(instance: TraefikInstance, traefik: TraefikFact | undefined, view: View, major: number): SwarmMode | undefined {
  const { service } = instance;
  const own = inBlock(service.block, major === 2 ? turnOn(instance) : useSwarm(instance), traefik?.uri);
  const services = traefik ? view.servicesWithContainerLabels(traefik) : [];
  const moves = services.map(({ uri, service: s }) =>
    inBlock(s.block, moveLabels(s, s.containerLabels!.labels.filter(isTraefikLabel))?.edits, uri),
  );
  if (!own || !moves.every((m) => m !== undefined)) return undefined;
  return { edits: [...own, ...moves.flatMap((m) => m!)], moved: services.length };
}

function turnOn(instance: TraefikInstance): Edit[] | undefined {
  if (instance.swarmMode) return setFlag(instance.swarmMode.flag, "true");
  const last = instance.docker.flags[instance.docker.flags.length - 1]!;
  return addArgument(instance.service, last, "--providers.docker.swarmMode=true");
}

/** Not where the swarm provider is told something already: that it is off, at least. */
const useSwarm = (instance: TraefikInstance): Edit[] | undefined => (instance.swarm.flags.length > 0 ? undefined : dockerToSwarm(instance));
